package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Decodes JPEG XL by libjxl's own program, where the system has it: neither libvips' prebuilt library nor the
/// ffmpeg that we ship knows the format.
final class Djxl {
    private final OutsideDecoder decoder;

    Djxl(Path program, Path scratch) {
        decoder = new OutsideDecoder(Decoder.DJXL, program, scratch, PixelLimits.MAX_WHOLE_PIXELS);
    }

    /// Why the program does not start on this machine; empty if it does.
    Optional<String> whyNotStarted() throws IOException, InterruptedException {
        return decoder.whyNotStarted("--version");
    }

    /// @param displaySize after turning, which the program does
    Pixels decode(Path file, PixelSize displaySize) throws ThumbnailFailure, InterruptedException {
        PixelLimits.check(displaySize, PixelLimits.MAX_WHOLE_PIXELS);
        Pixels pixels = decoder.decode(
                displaySize,
                List.of(
                        file.toAbsolutePath().toString(),
                        OutsideDecoder.RESULT,
                        "--bits_per_sample=8",
                        "--color_space=RGB_D65_SRG_Rel_SRG",
                        "--num_threads=1"));
        return pixels;
    }
}
