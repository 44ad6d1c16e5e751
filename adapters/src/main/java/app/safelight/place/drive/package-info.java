/// A place that is a folder of plain files: readable for ever without this program, checkable with `sha256sum`,
/// and whole after a power cut at any moment. The format is described in `docs/format/drive.md`.
@NullMarked
package app.safelight.place.drive;

import org.jspecify.annotations.NullMarked;
