package app.safelight.media.thumbnail;

import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.Orientation;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.MediaKind;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Other decoders as judges: Debian's own programs, and libheif in WebAssembly for HEICs that Debian's is
/// too old for. Other builds, other versions and for the most part other decoders than ours.
final class Witness {
    /// Of the square that a picture is fitted into, as our smallest is.
    private static final int SIDE = 256;

    /// The same for HEICs: too large to be made from the small picture inside, so that the main one is decoded.
    private static final int HEIC_SIDE = 512;

    /// Of a film's frames, a multiple of [Grid#SIDE].
    private static final int FRAME_SIDE = 48;

    /// As ours; a shorter film is looked at in its first third.
    private static final Duration POSTER_AT = Duration.ofSeconds(3);

    /// Of a picture that is looked at: our largest.
    private static final int MAX_SIDE = 1440;

    private static final Path VIPSTHUMBNAIL = Path.of("/usr/bin/vipsthumbnail");
    private static final Path VIPS = Path.of("/usr/bin/vips");
    private static final Path DWEBP = Path.of("/usr/bin/dwebp");
    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final Path EXIFTOOL = Path.of("/usr/bin/exiftool");
    private static final Path NODE = Path.of("/usr/bin/env");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path scratch;
    private final Path libheif;

    Witness(Path scratch) {
        for (Path program : List.of(VIPSTHUMBNAIL, VIPS, DWEBP, FFMPEG, EXIFTOOL)) {
            if (!Files.isExecutable(program)) {
                throw new AssertionError(
                        program + " is missing (Debian packages libvips-tools, webp, ffmpeg, libimage-exiftool-perl)");
            }
        }
        Path base = Path.of(System.getProperty("basedir", "."));
        this.libheif = base.resolve("target/witness/libheif-bundle.js").toAbsolutePath();
        if (!Files.isRegularFile(libheif)) {
            throw new AssertionError("libheif-js is missing: npm did not give it to the build");
        }
        this.scratch = scratch;
    }

    /// A file, upright, in sRGB. Of a film, the frame that is most like ours.
    ///
    /// @throws Refusal if no decoder here shows it
    Grid sees(Path file, MediaFacts facts, Grid ours) throws IOException, InterruptedException, Refusal {
        if (facts.type().kind() == MediaKind.VIDEO) {
            return frames(file, facts).stream()
                    .min(Comparator.comparingDouble(frame -> ours.from(frame).mean()))
                    .orElseThrow();
        }
        if (facts.type().kind() == MediaKind.RAW) {
            return preview(file, facts);
        }
        if (facts.type() == FileType.HEIC || facts.type() == FileType.HEIF) {
            return heic(file);
        }
        return still(file, SIDE);
    }

    /// A small picture of ours, as the reference decoder shows it.
    Grid picture(Picture picture) throws IOException, InterruptedException, Refusal {
        Path file = Files.write(scratch.resolve("ours"), picture.bytes());
        if (picture.encoding() == Picture.Encoding.JPEG) {
            return still(file, SIDE);
        }
        Path result = fresh();
        run(DWEBP, "-quiet", file + "", "-pam", "-o", result + "");
        return grid(result);
    }

    private Grid still(Path file, int side) throws IOException, InterruptedException, Refusal {
        Path result = fresh();
        // Without the first profile it takes numbers that have none for something else than sRGB, and darkens them.
        run(
                VIPSTHUMBNAIL,
                "--size",
                side + "x" + side + ">",
                "--import-profile",
                "srgb",
                "--export-profile",
                "srgb",
                "-o",
                result + "",
                file + "");
        return grid(result);
    }

    private Grid heic(Path file) throws IOException, InterruptedException, Refusal {
        Orientation byExif = exifTurnOf(file);
        Grid grid;
        try {
            grid = still(file, HEIC_SIDE);
        } catch (Refusal tooNewForDebian) {
            grid = libheif(file);
        }
        return grid.turned(byExif);
    }

    /// libheif turns as the container's boxes say. Where there are none, exiftool tells how Exif would.
    private Orientation exifTurnOf(Path file) throws IOException, InterruptedException, Refusal {
        run(EXIFTOOL, "-n", "-s3", "-QuickTime:Rotation", "-QuickTime:Mirror", file + "");
        if (!said().isBlank()) {
            return Orientation.UPRIGHT;
        }
        run(EXIFTOOL, "-n", "-s3", "-IFD0:Orientation", file + "");
        String value = said().strip();
        return Arrays.stream(Orientation.values())
                .filter(turn -> Integer.toString(turn.exifValue()).equals(value))
                .findFirst()
                .orElse(Orientation.UPRIGHT);
    }

    private Grid libheif(Path file) throws IOException, InterruptedException, Refusal {
        Path whole = scratch.resolve("whole.ppm");
        Path small = scratch.resolve("small.v");
        Path profile = scratch.resolve("profile.icc");
        Files.deleteIfExists(profile);
        Path script = Path.of(System.getProperty("basedir", "."))
                .resolve("src/test/resources/app/safelight/media/thumbnail/heic.cjs");
        run(NODE, "node", script.toAbsolutePath() + "", libheif + "", file + "", whole + "", profile + "");
        run(VIPS, "thumbnail", whole + "", small + "", SIDE + "", "--size", "down");
        Path result = fresh();
        if (Files.exists(profile)) {
            run(VIPS, "icc_transform", small + "", result + "", "srgb", "--input-profile", profile + "");
        } else {
            run(VIPS, "copy", small + "", result + "");
        }
        return grid(result);
    }

    /// All frames from the first to a second behind the poster's: versions of ffmpeg differ in which frame
    /// a seek without decoding lands on. Of a film that has one only, that.
    private List<Grid> frames(Path file, MediaFacts facts) throws IOException, InterruptedException, Refusal {
        Path result = scratch.resolve("frames.rgb");
        Files.deleteIfExists(result);
        long third = facts.duration().orElse(Duration.ZERO).toMillis() / 3;
        long until = Math.min(POSTER_AT.toMillis(), third) + 1000;
        run(
                FFMPEG,
                "-v",
                "error",
                "-nostdin",
                "-i",
                file.toString(),
                "-t",
                String.format(Locale.ROOT, "%.3f", until / 1000.0),
                "-an",
                "-sn",
                "-dn",
                "-vf",
                "scale=w=%1$d:h=%1$d:flags=area+accurate_rnd+full_chroma_int".formatted(FRAME_SIDE),
                "-pix_fmt",
                "rgb24",
                "-f",
                "rawvideo",
                result.toString());
        byte[] bytes = Files.readAllBytes(result);
        int frameBytes = FRAME_SIDE * FRAME_SIDE * 3;
        List<Grid> frames = new ArrayList<>();
        for (int at = 0; at + frameBytes <= bytes.length; at += frameBytes) {
            byte[] frame = Arrays.copyOfRange(bytes, at, at + frameBytes);
            frames.add(Grid.of(new Pixels(FRAME_SIDE, FRAME_SIDE, 3, frame)));
        }
        if (frames.isEmpty()) {
            throw new Refusal("not one frame in " + file);
        }
        return frames;
    }

    private Grid preview(Path file, MediaFacts facts) throws IOException, InterruptedException, Refusal {
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
                return still(jpeg, SIDE);
            }
        }
        throw new Refusal("exiftool finds no preview in " + file);
    }

    private Path fresh() throws IOException {
        Path result = scratch.resolve("witness.ppm");
        Files.deleteIfExists(result);
        return result;
    }

    private static Grid grid(Path file) throws IOException, Refusal {
        try {
            return Grid.of(AnyMap.read(withoutComment(file), (long) MAX_SIDE * MAX_SIDE));
        } catch (AnyMap.Malformed malformed) {
            throw new Refusal(file + ": " + malformed.getMessage());
        }
    }

    private String said() throws IOException {
        return Files.readString(scratch.resolve("witness.log"));
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

    private void run(Path program, String... arguments) throws IOException, InterruptedException, Refusal {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path log = scratch.resolve("witness.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // The libvips in this process leaves its own home in the environment, where theirs would look for modules.
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("over " + LIMIT + ": " + command);
        }
        // exiftool fails when there is no such preview, which its caller sees by the file
        if (process.exitValue() != 0 && !program.equals(EXIFTOOL)) {
            throw new Refusal(command + ": " + Files.readString(log));
        }
    }

    /// No decoder here shows a file, which is nobody's fault but perhaps the file's.
    static final class Refusal extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }
}
