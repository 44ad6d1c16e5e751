/// A place in an S3-compatible bucket, which any number of processes may use at once. `docs/format/bucket.md`
/// describes what is in it.
@NullMarked
package app.safelight.place.bucket;

import org.jspecify.annotations.NullMarked;
