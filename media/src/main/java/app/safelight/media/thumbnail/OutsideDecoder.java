package app.safelight.media.thumbnail;

import app.safelight.media.thumbnail.LimitedProgram.Ending;
import app.safelight.media.thumbnail.LimitedProgram.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lets a program decode a file into pixels, in a passing folder that is always removed.
final class OutsideDecoder {
    /// The name under which a program leaves its pixels in its folder.
    static final String RESULT = "pixels.ppm";

    /// A 48 MP HEIC takes 2 seconds, one frame of 8K video 1. Whoever needs half a minute on a busy NAS gets
    /// it.
    private static final Duration WALL_LIMIT = Duration.ofSeconds(60);

    private static final int PROCESSOR_LIMIT_SECONDS = 40;

    /// 100 million pixels of 16 bits in three planes, twice, and what the threads reserve.
    private static final long MEMORY_LIMIT_BYTES = 3L << 30;

    private final Decoder decoder;
    private final Path program;
    private final Path scratch;
    private final long maxResultPixels;
    private final Limits limits;

    /// @param scratch where the passing folders are made
    /// @param maxResultPixels of what the program writes
    OutsideDecoder(Decoder decoder, Path program, Path scratch, long maxResultPixels) {
        this.decoder = decoder;
        this.program = program;
        this.scratch = scratch;
        this.maxResultPixels = maxResultPixels;
        this.limits =
                new Limits(WALL_LIMIT, PROCESSOR_LIMIT_SECONDS, MEMORY_LIMIT_BYTES, maxResultPixels * 4 + (1 << 10));
    }

    /// @param arguments of the program; it writes [#RESULT] into its working folder
    Pixels decode(List<String> arguments) throws ThumbnailFailure, InterruptedException {
        try {
            Path folder = Files.createTempDirectory(scratch, "decode");
            try {
                return decode(arguments, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException trouble) {
            throw new ThumbnailFailure(
                    new ThumbnailFault.Unreadable("passing files: " + trouble.getMessage()), trouble);
        }
    }

    private Pixels decode(List<String> arguments, Path folder)
            throws IOException, ThumbnailFailure, InterruptedException {
        List<String> command = Stream.concat(Stream.of(program.toAbsolutePath().toString()), arguments.stream())
                .toList();
        Ending ending = LimitedProgram.run(command, folder, Map.of(), limits);
        ThumbnailFault fault = switch (ending) {
            case Ending.Ended(int code, String complaint)
            when code == 0 -> {
                if (Files.isRegularFile(folder.resolve(RESULT))) {
                    yield null;
                }
                yield new ThumbnailFault.Undecodable(decoder, "it gives no picture: " + complaint);
            }
            case Ending.Ended(int code, String complaint) ->
                new ThumbnailFault.Undecodable(decoder, complaint.isBlank() ? "exit code " + code : facts(complaint));
            case Ending.Killed(int signal) -> new ThumbnailFault.Crashed(decoder, signal);
            case Ending.TimedOut() -> new ThumbnailFault.TimedOut(decoder, limits.wall());
            case Ending.NotStarted(String detail) -> new ThumbnailFault.DecoderMissing(decoder, detail);
        };
        if (fault != null) {
            throw new ThumbnailFailure(fault);
        }
        try {
            return AnyMap.read(folder.resolve(RESULT), maxResultPixels);
        } catch (AnyMap.Malformed malformed) {
            throw new ThumbnailFailure(
                    new ThumbnailFault.Undecodable(decoder, String.valueOf(malformed.getMessage())), malformed);
        }
    }

    /// A complaint without what differs from run to run: addresses of memory, and the file's path.
    private static String facts(String complaint) {
        return complaint.replaceAll("\\[[^\\]\\n]* @ 0x[0-9a-f]+\\] ?", "").replaceAll("file:/[^\\n]*", "it");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
