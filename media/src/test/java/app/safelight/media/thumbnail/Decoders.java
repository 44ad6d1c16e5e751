package app.safelight.media.thumbnail;

import app.safelight.media.CountingReader;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.MetadataReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The decoders that the build laid out for this platform; a test that cannot have them fails.
final class Decoders {
    private Decoders() {}

    static NativeParts all() throws IOException {
        Path natives = Path.of(System.getProperty("basedir", ".")).resolve("target/natives");
        List<Path> searchPath = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        NativeParts parts = NativeParts.below(natives, searchPath);
        if (parts.libvips().isEmpty() || parts.ffmpeg().isEmpty()) {
            throw new AssertionError("the build laid out no decoders below " + natives + ": " + parts);
        }
        if (parts.djxl().isEmpty()) {
            throw new AssertionError("djxl is missing (Debian package libjxl-tools)");
        }
        return parts;
    }

    static MediaFacts facts(Path file) throws IOException {
        return MetadataReader.read(CountingReader.of(file), String.valueOf(file.getFileName()));
    }

    static Thumbnails made(Thumbnailer thumbnailer, Path file) throws IOException, InterruptedException {
        return switch (thumbnailer.make(file, facts(file))) {
            case ThumbnailOutcome.Made(Thumbnails thumbnails) -> thumbnails;
            case ThumbnailOutcome.Failed(ThumbnailFault fault) -> throw new AssertionError(file + ": " + fault);
        };
    }

    static ThumbnailFault fault(Thumbnailer thumbnailer, Path file) throws IOException, InterruptedException {
        return switch (thumbnailer.make(file, facts(file))) {
            case ThumbnailOutcome.Made(Thumbnails thumbnails) ->
                throw new AssertionError(file + " was drawn: " + thumbnails);
            case ThumbnailOutcome.Failed(ThumbnailFault fault) -> fault;
        };
    }
}
