package app.safelight.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.Fixtures;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.sniff.FileType;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files made to hurt a decoder, machines without decoders, and programs that misbehave.
class HostileFileTest {
    private static final LimitedProgram.Limits SHORT =
            new LimitedProgram.Limits(Duration.ofMillis(300), 20, 1L << 30, 1 << 20);
    private static final LimitedProgram.Limits ORDINARY =
            new LimitedProgram.Limits(Duration.ofSeconds(60), 1, 256L << 20, 4096);

    @TempDir
    Path folder = Path.of("");

    private Path scratch = Path.of("");

    @BeforeEach
    void makeScratch() throws IOException {
        scratch = Files.createDirectory(folder.resolve("scratch"));
    }

    @Test
    void aBombIsRefusedByItsHeader() throws IOException, InterruptedException {
        Path bomb = Files.write(folder.resolve("bomb.png"), png(100_000, 100_000));
        for (NativeParts parts : List.of(Decoders.all(), NativeParts.NONE)) {
            assertThat(Decoders.fault(Thumbnailer.open(parts, scratch), bomb))
                    .isInstanceOfSatisfying(
                            ThumbnailFault.TooLarge.class,
                            fault -> assertThat(fault.widthPixels()).isEqualTo(100_000));
        }
    }

    @Test
    void aPictureOfManyPixelsButSaneSidesIsRefusedToo() throws IOException, InterruptedException {
        Path bomb = Files.write(folder.resolve("bomb.png"), png(60_000, 60_000));
        assertThat(Decoders.fault(full(), bomb)).isInstanceOf(ThumbnailFault.TooLarge.class);
    }

    @Test
    void aJpegOfThousandsOfScansIsRefused() throws IOException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {
            (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC2, 0, 11, 8, 0x10, 0, 0x10, 0, 1, 1, 0x11, 0
        });
        for (int i = 0; i <= JpegScans.MAX_SCANS; i++) {
            bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 1, 0, 0});
        }
        bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        Path file = Files.write(folder.resolve("scans.jpg"), bytes.toByteArray());
        assertThat(Decoders.fault(full(), file))
                .isEqualTo(
                        new ThumbnailFault.Undecodable(Decoder.LIBVIPS, "more than " + JpegScans.MAX_SCANS + " scans"));
    }

    @Test
    void drawingsWithScriptsAreNoPictures() throws IOException, InterruptedException {
        Path svg = Files.writeString(
                folder.resolve("picture.png"),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><script>1</script></svg>");
        assertThat(Decoders.fault(full(), svg)).isEqualTo(new ThumbnailFault.NotAPicture(FileType.TEXT));
    }

    /// A list of other files under a picture's or a video's name is never followed: the container is named
    /// to ffmpeg.
    @Test
    void aPlayListInAVideosCoatIsNotFollowed() throws IOException, InterruptedException {
        Path secret = Fixtures.folder().resolve("12-video/sample.3gp");
        String list = "ffconcat version 1.0\nfile '" + secret + "'\n";
        byte[] coat = "\0\0\0\u0018ftypisom\0\0\0\0isommp42".getBytes(StandardCharsets.ISO_8859_1);
        Path polyglot = folder.resolve("movie.mp4");
        Files.write(polyglot, coat);
        Files.writeString(polyglot, list, StandardOpenOption.APPEND);
        assertThat(Decoders.fault(full(), polyglot)).isInstanceOf(ThumbnailFault.Undecodable.class);
    }

    /// The type decides who decodes: what is appended to a picture changes nothing.
    @Test
    void aPictureWithAPageBehindItIsAPicture() throws IOException, InterruptedException {
        byte[] jpeg = Files.readAllBytes(Fixtures.folder().resolve("07-orientation/test_6.jpg"));
        Path polyglot = folder.resolve("page.html");
        Files.write(polyglot, jpeg);
        Files.writeString(polyglot, "<html><script>1</script>", StandardOpenOption.APPEND);
        assertThat(Decoders.made(full(), polyglot).picture(ThumbnailSize.LARGE).encoding())
                .isEqualTo(Picture.Encoding.WEBP);
    }

    @Test
    void cutPicturesAreAnsweredAtEveryLength() throws IOException, InterruptedException {
        Thumbnailer thumbnailer = full();
        for (String name : List.of(
                "07-orientation/test_6.jpg",
                "11-png-screenshots/exif.png",
                "10-modern-formats/animated/animated.gif")) {
            byte[] whole = Files.readAllBytes(Fixtures.folder().resolve(name));
            for (int length : List.of(0, 1, 512, 1024, whole.length / 2, whole.length - 1)) {
                Path file = folder.resolve("cut-" + length);
                Files.write(file, Arrays.copyOf(whole, Math.min(length, whole.length)));
                assertThat(thumbnailer.make(file, Decoders.facts(file))).isNotNull();
            }
        }
    }

    @Test
    void withoutDecodersJavaDrawsWhatItCan() throws IOException, InterruptedException, Witness.Refusal {
        Thumbnailer degraded = Thumbnailer.open(NativeParts.NONE, scratch);
        assertThat(degraded.rendering()).isEqualTo(Rendering.DEGRADED);
        assertThat(degraded.missing()).containsOnlyKeys(Decoder.LIBVIPS, Decoder.FFMPEG, Decoder.DJXL);

        Thumbnails made = Decoders.made(degraded, Fixtures.folder().resolve("07-orientation/orientation-90.jpg"));
        Thumbnails full = Decoders.made(full(), Fixtures.folder().resolve("07-orientation/orientation-90.jpg"));
        assertThat(made.rendering()).isEqualTo(Rendering.DEGRADED);
        assertThat(made.picture(ThumbnailSize.LARGE).size())
                .isEqualTo(full.picture(ThumbnailSize.LARGE).size());
        assertThat(made.picture(ThumbnailSize.SMALL).encoding()).isEqualTo(Picture.Encoding.JPEG);
        assertThat(made.likeness().isNear(full.likeness())).isTrue();
        Witness witness = new Witness(scratch);
        for (int number = 1; number <= 8; number++) {
            Path file = Fixtures.folder().resolve("07-orientation/tiny/f" + number + "-exif.jpg");
            Grid coarse = witness.picture(Decoders.made(degraded, file).picture(ThumbnailSize.LARGE));
            Grid fine = witness.picture(Decoders.made(full(), file).picture(ThumbnailSize.LARGE));
            assertThat(coarse.from(fine).mean()).as("orientation %s", number).isLessThan(5);
        }
    }

    @Test
    void whatOnlyAnAbsentDecoderReadsIsSaid() throws IOException, InterruptedException {
        Thumbnailer degraded = Thumbnailer.open(NativeParts.NONE, scratch);
        Map<String, Decoder> wanting = Map.of(
                "04-heic/arrow.heic", Decoder.FFMPEG,
                "12-video/sample.3gp", Decoder.FFMPEG,
                "10-modern-formats/jxl/test.jxl", Decoder.DJXL,
                "10-modern-formats/webp/denali.webp", Decoder.LIBVIPS);
        for (Map.Entry<String, Decoder> entry : wanting.entrySet()) {
            assertThat(Decoders.fault(degraded, Fixtures.folder().resolve(entry.getKey())))
                    .isInstanceOfSatisfying(
                            ThumbnailFault.DecoderMissing.class,
                            fault -> assertThat(fault.decoder()).isEqualTo(entry.getValue()));
        }
    }

    @Test
    void aLibraryThatIsNoneLeadsToDegradedMode() throws IOException, InterruptedException {
        Path text = Files.writeString(folder.resolve("libvips-cpp.so.1"), "no library");
        NativeParts parts = new NativeParts(Optional.of(text), Optional.empty(), Optional.empty());
        Thumbnailer degraded = Thumbnailer.open(parts, scratch);
        assertThat(degraded.rendering()).isEqualTo(Rendering.DEGRADED);
        assertThat(degraded.missing().get(Decoder.LIBVIPS)).contains(text.toString());
    }

    /// As on a machine without the libraries that ffmpeg needs of the system: said at once, in the loader's
    /// words.
    @Test
    void aProgramThatDoesNotStartIsMissing() throws IOException, InterruptedException {
        Path program = Files.writeString(folder.resolve("ffmpeg"), """
                #!/bin/sh
                echo 'error while loading shared libraries: libxcb.so.1' >&2
                exit 127
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        NativeParts parts = new NativeParts(Decoders.all().libvips(), Optional.of(program), Optional.empty());
        Thumbnailer thumbnailer = Thumbnailer.open(parts, scratch);
        assertThat(thumbnailer.rendering()).isEqualTo(Rendering.FULL);
        assertThat(thumbnailer.missing())
                .containsEntry(Decoder.FFMPEG, "error while loading shared libraries: libxcb.so.1");
        assertThat(Decoders.fault(thumbnailer, Fixtures.folder().resolve("12-video/sample.3gp")))
                .isEqualTo(new ThumbnailFault.DecoderMissing(
                        Decoder.FFMPEG, "error while loading shared libraries: libxcb.so.1"));
    }

    @Test
    void aFileThatIsGoneIsUnreadable() throws IOException, InterruptedException {
        MediaFacts facts = Decoders.facts(Fixtures.folder().resolve("07-orientation/test_6.jpg"));
        assertThat(full().make(folder.resolve("gone.jpg"), facts))
                .isInstanceOfSatisfying(
                        ThumbnailOutcome.Failed.class,
                        failed -> assertThat(failed.fault()).isInstanceOf(ThumbnailFault.Unreadable.class));
    }

    @Test
    void aProgramThatHangsIsEnded() throws IOException, InterruptedException {
        assertThat(run(SHORT, "sleep", "30")).isInstanceOf(LimitedProgram.Ending.TimedOut.class);
    }

    @Test
    void aProgramThatComputesForEverIsEnded() throws IOException, InterruptedException {
        assertThat(run(ORDINARY, "sh", "-c", "while :; do :; done")).isInstanceOf(LimitedProgram.Ending.TimedOut.class);
    }

    @Test
    void aProgramThatCrashesIsSaidToHave() throws IOException, InterruptedException {
        assertThat(run(ORDINARY, "sh", "-c", "kill -SEGV $$")).isEqualTo(new LimitedProgram.Ending.Killed(11));
    }

    @Test
    void aProgramThatWantsAllMemoryGetsNone() throws IOException, InterruptedException {
        assertThat(run(ORDINARY, "dd", "if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"))
                .isInstanceOfSatisfying(
                        LimitedProgram.Ending.Ended.class,
                        ended -> assertThat(ended.code()).isNotZero());
    }

    @Test
    void aProgramThatWritesForEverIsEnded() throws IOException, InterruptedException {
        LimitedProgram.Ending ending = run(ORDINARY, "dd", "if=/dev/zero", "of=big", "bs=512", "count=100");
        assertThat(ending).isNotEqualTo(new LimitedProgram.Ending.Ended(0, ""));
        assertThat(Files.size(scratch.resolve("big"))).isLessThanOrEqualTo(ORDINARY.fileBytes());
    }

    @Test
    void aProgramThatIsNotThereIsNotStarted() throws IOException, InterruptedException {
        assertThat(run(ORDINARY, "/nowhere/ffmpeg")).isInstanceOf(LimitedProgram.Ending.NotStarted.class);
    }

    private LimitedProgram.Ending run(LimitedProgram.Limits limits, String... command)
            throws IOException, InterruptedException {
        return LimitedProgram.run(List.of(command), scratch, Map.of("PATH", "/usr/bin:/bin"), limits);
    }

    private Thumbnailer full() throws IOException, InterruptedException {
        return Thumbnailer.open(Decoders.all(), scratch);
    }

    /// A PNG with a sound header of this size, and no more pixels than none.
    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        chunk(data, "IHDR", header.toByteArray());
        chunk(data, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
        chunk(data, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream data, String name, byte[] content) throws IOException {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(letters);
        sum.update(content);
        data.writeInt(content.length);
        data.write(letters);
        data.write(content);
        data.writeInt((int) sum.getValue());
    }
}
