package app.safelight.media.thumbnail;

import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.MediaKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Debian's own programs as judges: other builds, other versions and for the most part other decoders than ours.
final class Witness {
    private static final int SIDE = 256;

    /// Compared coarsely: decoders resample fine detail each in their own way.
    private static final int COMPARED_SIDE = 16;
    private static final Path VIPSTHUMBNAIL = Path.of("/usr/bin/vipsthumbnail");
    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final Path EXIFTOOL = Path.of("/usr/bin/exiftool");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path scratch;

    Witness(Path scratch) {
        for (Path program : List.of(VIPSTHUMBNAIL, FFMPEG, EXIFTOOL)) {
            if (!Files.isExecutable(program)) {
                throw new AssertionError(
                        program + " is missing (Debian packages libvips-tools, ffmpeg," + " libimage-exiftool-perl)");
            }
        }
        this.scratch = scratch;
    }

    /// A file, upright, in sRGB, pressed into a square.
    ///
    /// @return empty if the witness gives none
    Optional<Pixels> sees(Path file, MediaFacts facts) throws IOException, InterruptedException {
        try {
            return Optional.of(seen(file, facts));
        } catch (AssertionError refused) {
            Files.writeString(
                    Path.of("target", "witness-refusals.txt"),
                    file + ": " + refused.getMessage() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return Optional.empty();
        }
    }

    private Pixels seen(Path file, MediaFacts facts) throws IOException, InterruptedException {
        if (facts.type().kind() == MediaKind.VIDEO || facts.type() == FileType.AVIF) {
            return frame(file, facts);
        }
        if (facts.type().kind() == MediaKind.RAW) {
            return preview(file, facts);
        }
        return still(file);
    }

    Pixels webp(byte[] bytes) throws IOException, InterruptedException {
        return still(Files.write(scratch.resolve("ours.webp"), bytes));
    }

    private Pixels still(Path file) throws IOException, InterruptedException {
        Path result = fresh();
        run(VIPSTHUMBNAIL, "--size", SIDE + "x" + SIDE + "!", "--export-profile", "srgb", "-o", result + "", file + "");
        return read(result);
    }

    private Pixels frame(Path file, MediaFacts facts) throws IOException, InterruptedException {
        Path result = fresh();
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin"));
        if (facts.type().kind() == MediaKind.VIDEO && facts.duration().isPresent()) {
            long third = facts.duration().get().toMillis() / 3;
            arguments.addAll(List.of(
                    "-noaccurate_seek", "-ss", String.format(Locale.ROOT, "%.3f", Math.min(3000, third) / 1000.0)));
        }
        arguments.addAll(List.of(
                "-i",
                file.toString(),
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                "-vf",
                "scale=" + SIDE + ":" + SIDE,
                result.toString()));
        run(FFMPEG, arguments.toArray(String[]::new));
        return read(result);
    }

    private Pixels preview(Path file, MediaFacts facts) throws IOException, InterruptedException {
        Path jpeg = scratch.resolve("preview.jpg");
        for (String name : List.of("PreviewImage", "JpgFromRaw", "ThumbnailImage")) {
            Files.deleteIfExists(jpeg);
            run(EXIFTOOL, "-q", "-b", "-" + name, "-w", scratch + "/preview.%0fjpg", file.toString());
            if (Files.exists(jpeg) && Files.size(jpeg) > 0) {
                run(
                        EXIFTOOL,
                        "-q",
                        "-overwrite_original",
                        "-n",
                        "-Orientation=" + facts.orientation().exifValue(),
                        jpeg.toString());
                return still(jpeg);
            }
        }
        throw new AssertionError("exiftool finds no preview in " + file);
    }

    private Path fresh() throws IOException {
        Path result = scratch.resolve("witness.ppm");
        Files.deleteIfExists(result);
        return result;
    }

    private static Pixels read(Path file) throws IOException {
        try {
            return AnyMap.read(withoutComment(file), (long) SIDE * SIDE);
        } catch (AnyMap.Malformed malformed) {
            throw new AssertionError(file.toString(), malformed);
        }
    }

    /// Debian's libvips writes a comment behind the first line.
    private static Path withoutComment(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 4 || bytes[3] != '#') {
            return file;
        }
        int end = 3;
        while (bytes[end] != '\n') {
            end++;
        }
        System.arraycopy(bytes, 0, bytes, end - 2, 3);
        return Files.write(file, Arrays.copyOfRange(bytes, end - 2, bytes.length));
    }

    private void run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path log = scratch.resolve("witness.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // The libvips in this process leaves its own home in the environment, where theirs would look for modules.
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("over " + LIMIT + ": " + command);
        }
        // exiftool fails when there is no such preview, which its caller sees by the file
        if (process.exitValue() != 0 && !program.equals(EXIFTOOL)) {
            throw new AssertionError(command + ": " + Files.readString(log));
        }
    }

    /// Mean difference of a channel, 0 to 255.
    static double difference(Pixels first, Pixels second) {
        Pixels one = first.averagedTo(COMPARED_SIDE, COMPARED_SIDE);
        Pixels other = second.averagedTo(COMPARED_SIDE, COMPARED_SIDE);
        if (one.width() != other.width() || one.height() != other.height()) {
            throw new AssertionError(one.size() + " against " + other.size());
        }
        long sum = 0;
        for (int y = 0; y < one.height(); y++) {
            for (int x = 0; x < one.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    sum += Math.abs(one.channel(x, y, channel) - other.channel(x, y, channel));
                }
            }
        }
        return (double) sum / (one.width() * one.height() * 3);
    }
}
