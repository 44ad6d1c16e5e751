/// Google Takeout exports of photos as a source: the zip files of one export, or what was unpacked from them.
@NullMarked
package app.safelight.source.takeout;

import org.jspecify.annotations.NullMarked;
