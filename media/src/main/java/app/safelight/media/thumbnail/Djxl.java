package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;
import java.nio.file.Path;
import java.util.List;

/// Decodes JPEG XL by libjxl's own program, where the system has it: neither libvips' prebuilt library nor the
/// ffmpeg that we ship knows the format.
final class Djxl {
    private final OutsideDecoder decoder;

    Djxl(Path program, Path scratch) {
        decoder = new OutsideDecoder(Decoder.DJXL, program, scratch, PixelLimits.MAX_WHOLE_PIXELS);
    }

    /// @param displaySize after turning, which the program does
    Pixels decode(Path file, PixelSize displaySize) throws ThumbnailFailure, InterruptedException {
        PixelLimits.check(displaySize, PixelLimits.MAX_DEGRADED_PIXELS);
        Pixels pixels = decoder.decode(List.of(
                file.toAbsolutePath().toString(),
                OutsideDecoder.RESULT,
                "--bits_per_sample=8",
                "--color_space=RGB_D65_SRG_Rel_SRG",
                "--num_threads=1"));
        if (!pixels.size().equals(displaySize)) {
            throw new ThumbnailFailure(new ThumbnailFault.Undecodable(
                    Decoder.DJXL, "it gives %s, the header says %s".formatted(pixels.size(), displaySize)));
        }
        return pixels;
    }
}
