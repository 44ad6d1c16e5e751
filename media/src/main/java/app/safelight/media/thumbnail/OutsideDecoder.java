package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;
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
import java.util.Optional;
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

    /// Whether the program starts at all, which it does not where a library of the system is wanting.
    ///
    /// @param arguments with which it only tells about itself
    /// @return why it does not; empty if it does
    Optional<String> whyNotStarted(String... arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(scratch, "try");
        try {
            List<String> command = Stream.concat(
                            Stream.of(program.toAbsolutePath().toString()), Stream.of(arguments))
                    .toList();
            return LimitedProgram.run(command, folder, Map.of(), limits) instanceof Ending.NotStarted(String detail)
                    ? Optional.of(detail.strip())
                    : Optional.empty();
        } finally {
            delete(folder);
        }
    }

    /// @param arguments of the program; it writes [#RESULT] into its working folder
    Pixels decode(List<String> arguments) throws ThumbnailFailure, InterruptedException {
        return decode(arguments, file -> AnyMap.read(file, maxResultPixels));
    }

    /// The same for a program that cannot make its picture smaller.
    ///
    /// @param size of its picture
    Pixels decode(PixelSize size, List<String> arguments) throws ThumbnailFailure, InterruptedException {
        return decode(arguments, file -> AnyMap.read(file, size, ThumbnailSize.LARGE.longEdgePixels()));
    }

    private interface Result {
        Pixels read(Path file) throws IOException, AnyMap.Malformed;
    }

    private Pixels decode(List<String> arguments, Result result) throws ThumbnailFailure, InterruptedException {
        try {
            Path folder = Files.createTempDirectory(scratch, "decode");
            try {
                return decode(arguments, folder, result);
            } finally {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException trouble) {
            throw new ThumbnailFailure(
                    new ThumbnailFault.Unreadable("passing files: " + trouble.getMessage()), trouble);
        }
    }

    private Pixels decode(List<String> arguments, Path folder, Result result)
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
            return result.read(folder.resolve(RESULT));
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
