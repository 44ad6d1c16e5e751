/// The file service of a device: all its operations, and reading many files with many requests under way.
///
/// Source: libimobiledevice `src/afc.c` and `src/afc.h`, pymobiledevice3 `services/afc.py`.
@NullMarked
package app.safelight.apple.afc;

import org.jspecify.annotations.NullMarked;
