/// Freeing space at a source; the one thing that deletes there, and it takes a proof.
@NullMarked
package app.safelight.core.reclaim;

import org.jspecify.annotations.NullMarked;
