package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;
import app.safelight.media.sniff.FileType;
import java.nio.file.Path;
import java.util.Optional;

/// What a [PictureMaker] begins with.
sealed interface PictureInput {
    /// A whole file.
    ///
    /// @param storedSize as its header says, already held against the limits
    record StillFile(Path file, FileType type, PixelSize storedSize) implements PictureInput {}

    /// A JPEG that was inside another file.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record InnerJpeg(byte[] bytes, PixelSize storedSize) implements PictureInput {}

    /// Pixels that another program decoded, not larger than the largest picture by much.
    ///
    /// @param colourProfile the ICC profile that the numbers are meant in; sRGB without one
    record Decoded(Pixels pixels, Optional<byte[]> colourProfile) implements PictureInput {}
}
