package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.media.CountingReader;
import app.safelight.media.sniff.ByteReader;
import app.safelight.media.sniff.FileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lengths, counts, loops and depths that lie. The timeout only keeps a hang from lasting for ever.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileBytesTest {
    private static final byte[] HEIC_START = new Bytes()
            .box("ftyp", new Bytes().text("heic").u32(0).text("mif1heic"))
            .done();
    private static final byte[] MP4_START = new Bytes()
            .box("ftyp", new Bytes().text("isom").u32(0).text("isommp42"))
            .done();

    // Boxes

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1, 0, 15, 1L << 62, 0xFFFF_FFFFL})
    void a64BitBoxSizeMayLie(long size) throws IOException {
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(HEIC_START)
                        .u32(1)
                        .text("meta")
                        .u64(size)
                        .zeros(64)
                        .done(),
                "a.heic");
        assertThat(facts.soundness()).isIn(Soundness.TRUNCATED, Soundness.MALFORMED);
        assertThat(facts.problems()).isNotEmpty();
    }

    @Test
    void aBoxOfSizeZeroReachesToTheEnd() throws IOException {
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(MP4_START)
                        .box("moov", new Bytes().box("mvhd", movieHeader(2_900_000_000L, 600, 1200)))
                        .u32(0)
                        .text("mdat")
                        .zeros(100)
                        .done(),
                "a.mp4");
        assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
        assertThat(facts.duration())
                .hasValueSatisfying(duration -> assertThat(duration.toMillis()).isEqualTo(2_000));
        assertThat(facts.captureTime())
                .hasValueSatisfying(time -> assertThat(time.wallClock()).isEqualTo("1995-11-23T19:33:20"));
    }

    @Test
    void aMillionEmptyBoxesStopAtTheLimit() throws IOException {
        byte[] empty = new Bytes().u32(8).text("free").done();
        MediaFacts facts =
                Spent.read(new Bytes().bytes(MP4_START).repeat(1_000_000, empty).done(), "a.mp4");
        assertThat(facts.problems()).anyMatch(ReadingProblem.LimitHit.class::isInstance);
        assertThat(facts.soundness()).isNotEqualTo(Soundness.SOUND);
    }

    @Test
    void boxesNestedThousandsDeepAreNotFollowed() throws IOException {
        byte[] nested = new byte[0];
        for (int i = 0; i < 5_000; i++) {
            nested = new Bytes().box(i % 2 == 0 ? "moov" : "trak", nested).done();
        }
        MediaFacts facts = Spent.read(new Bytes().bytes(MP4_START).bytes(nested).done(), "a.mp4");
        assertThat(facts.soundness()).isEqualTo(Soundness.MALFORMED);
    }

    @Test
    void aMovieCutInItsMediaIsTruncated() throws IOException {
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(MP4_START)
                        .box("moov", new Bytes().box("mvhd", movieHeader(1, 600, 1200)))
                        .u32(1_000_000)
                        .text("mdat")
                        .zeros(100)
                        .done(),
                "a.mp4");
        assertThat(facts.soundness()).isEqualTo(Soundness.TRUNCATED);
        assertThat(facts.problems()).contains(new ReadingProblem.Truncated("mdat", 1_000_140, 248));
    }

    @Test
    void aMovieWithoutItsHeaderIsMalformed() throws IOException {
        MediaFacts facts = Spent.read(
                new Bytes().bytes(MP4_START).box("mdat", new byte[100]).done(), "a.mp4");
        assertThat(facts.soundness()).isEqualTo(Soundness.MALFORMED);
    }

    @Test
    void aSmallTrailerBehindAWholeMovieLeavesItSound() throws IOException {
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(MP4_START)
                        .box("moov", new Bytes().box("mvhd", movieHeader(0, 600, 1200)))
                        .box("mdat", new byte[10])
                        .u32(900)
                        .text("sefd")
                        .zeros(20)
                        .done(),
                "a.mp4");
        assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
        assertThat(facts.captureTime()).isEmpty();
    }

    @Test
    void keysWithLyingCountsAndLengthsAreLeftOut() throws IOException {
        Bytes keys = new Bytes().u32(0).u32(0xFFFF_FFFFL).u32(0x7FFF_FFFFL).text("mdta");
        Bytes data = new Bytes().box("data", new Bytes().u32(1).u32(0).text("x"));
        Bytes list = new Bytes().u32(8L + data.done().length).u32(1).bytes(data.done());
        Bytes meta = new Bytes().box("hdlr", new byte[24]).box("keys", keys).box("ilst", list);
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(MP4_START)
                        .box("moov", new Bytes().box("meta", meta))
                        .done(),
                "a.mp4");
        assertThat(facts.contentIdentifier()).isEmpty();
    }

    @Test
    void keysOfAnIphoneAreRead() throws IOException {
        Bytes keys = new Bytes()
                .u32(0)
                .u32(2)
                .u32(8L + "com.apple.quicktime.content.identifier".length())
                .text("mdtacom.apple.quicktime.content.identifier")
                .u32(8L + "com.apple.quicktime.creationdate".length())
                .text("mdtacom.apple.quicktime.creationdate");
        Bytes list = new Bytes().bytes(item(1, "ABCD-EF")).bytes(item(2, "2021-04-10T11:43:59+0100"));
        Bytes meta = new Bytes().box("hdlr", new byte[24]).box("keys", keys).box("ilst", list);
        MediaFacts facts = Spent.read(
                new Bytes()
                        .bytes(MP4_START)
                        .box(
                                "moov",
                                new Bytes()
                                        .box("mvhd", movieHeader(3_000_000_000L, 600, 1))
                                        .box("meta", meta))
                        .done(),
                "a.mp4");
        assertThat(facts.contentIdentifier()).contains("ABCD-EF");
        assertThat(facts.captureTime()).hasValueSatisfying(time -> {
            assertThat(time.source()).isEqualTo(CaptureTimeSource.QUICKTIME_CREATION_DATE);
            assertThat(time.wallClock()).isEqualTo("2021-04-10T11:43:59");
            assertThat(time.offset()).hasToString("Optional[+01:00]");
        });
    }

    @Test
    void anItemTableOfFourBillionItemsIsRefused() throws IOException {
        Bytes location =
                new Bytes().u32(0x0200_0000L).u16(0x4444).u32(0xFFFF_FFFFL).zeros(64);
        MediaFacts facts = Spent.read(heic(new Bytes().box("pitm", new byte[6]).box("iloc", location)), "a.heic");
        assertThat(facts.problems()).contains(new ReadingProblem.LimitHit("HEIF items"));
    }

    @Test
    void itemsBehindTheEndOfTheFileAreTruncation() throws IOException {
        Bytes location = new Bytes()
                .u32(0)
                .u16(0x4400)
                .u16(1)
                .u16(1)
                .u16(0)
                .u16(1)
                .u32(100)
                .u32(0x7FFF_0000L);
        MediaFacts facts = Spent.read(heic(new Bytes().box("pitm", new byte[6]).box("iloc", location)), "a.heic");
        assertThat(facts.soundness()).isEqualTo(Soundness.TRUNCATED);
    }

    @Test
    void aCleanApertureDividedByZeroIsLeftOut() throws IOException {
        Bytes size = new Bytes().u32(0).u32(4000).u32(3000);
        Bytes clap = new Bytes().u32(100).u32(0).u32(50).u32(0).zeros(16);
        Bytes properties = new Bytes().box("ispe", size).box("clap", clap).box("irot", new Bytes().u8(3));
        Bytes association = new Bytes().u32(0).u32(1).u16(0).u8(3).u8(1).u8(2).u8(3);
        Bytes meta = new Bytes()
                .box("pitm", new byte[6])
                .box("iprp", new Bytes().box("ipco", properties).box("ipma", association));
        MediaFacts facts = Spent.read(heic(meta), "a.heic");
        assertThat(facts.displaySize()).contains(new PixelSize(3000, 4000));
        assertThat(facts.orientation()).isEqualTo(Orientation.QUARTER_TURN_CLOCKWISE);
        assertThat(facts.problems()).contains(new ReadingProblem.Malformed("clap", "100/0"));
    }

    // JPEG

    @Test
    void aJpegOfSegmentsOnlyStopsAtTheLimit() throws IOException {
        byte[] segment = new Bytes().hex("ffe50002").done();
        MediaFacts facts =
                Spent.read(new Bytes().hex("ffd8").repeat(500_000, segment).done(), "a.jpg");
        assertThat(facts.problems()).contains(new ReadingProblem.LimitHit("JPEG segments"));
        assertThat(facts.soundness()).isEqualTo(Soundness.NOT_CHECKED);
    }

    @Test
    void aJpegOfFillBytesOnlyIsMalformed() throws IOException {
        byte[] fill = new byte[1 << 20];
        Arrays.fill(fill, (byte) 0xFF);
        MediaFacts facts = Spent.read(new Bytes().hex("ffd8").bytes(fill).done(), "a.jpg");
        assertThat(facts.soundness()).isNotEqualTo(Soundness.SOUND);
    }

    @Test
    void aJpegWithoutItsEndIsTruncated() throws IOException {
        byte[] start = jpegStart();
        byte[] data = new byte[300_000];
        assertThat(Spent.read(new Bytes().bytes(start).bytes(data).done(), "a.jpg")
                        .soundness())
                .isEqualTo(Soundness.TRUNCATED);
        assertThat(Spent.read(new Bytes().bytes(start).bytes(data).hex("ffd9").done(), "a.jpg")
                        .soundness())
                .isEqualTo(Soundness.SOUND);
        assertThat(Spent.read(
                                new Bytes()
                                        .bytes(start)
                                        .bytes(data)
                                        .hex("ffd9")
                                        .zeros(50_000)
                                        .done(),
                                "a.jpg")
                        .soundness())
                .isEqualTo(Soundness.SOUND);
    }

    @Test
    void anUnknownTrailerLongerThanTheSearchIsNotCalledACut() throws IOException {
        byte[] trailer = new byte[200_000];
        trailer[150_000] = (byte) 0xFF;
        trailer[150_001] = 0x41;
        byte[] file = new Bytes()
                .bytes(jpegStart())
                .zeros(1000)
                .hex("ffd9")
                .bytes(trailer)
                .done();
        assertThat(Spent.read(file, "a.jpg").soundness()).isEqualTo(Soundness.NOT_CHECKED);
    }

    // TIFF directories

    @Test
    void aDirectoryThatIsItsOwnChildEnds() throws IOException {
        MediaFacts facts = Spent.read(
                jpegWithExif(new Bytes().hex("4d4d002a00000008").hex("0001 87690004 00000001 00000008")), "a.jpg");
        assertThat(facts.captureTime()).isEmpty();
    }

    @Test
    void directoriesNestedThousandsDeepStopAtTheLimit() throws IOException {
        Bytes tiff = new Bytes().hex("4d4d002a00000008");
        for (int i = 0; i < 20_000; i++) {
            tiff.hex("0001 014a0004 00000001").u32(8 + 18L * (i + 1)).u32(0);
        }
        MediaFacts facts = Spent.read(tiff.done(), "a.tif");
        assertThat(facts.type()).isEqualTo(FileType.TIFF);
        assertThat(facts.soundness()).isNotEqualTo(Soundness.SOUND);
    }

    @Test
    void chainsOfDirectoriesStopAtTheLimit() throws IOException {
        Bytes tiff = new Bytes().hex("4d4d002a00000008");
        for (int i = 0; i < 20_000; i++) {
            tiff.hex("0001 01000004 00000001 00000010").u32(8 + 18L * (i + 1));
        }
        assertThat(Spent.read(tiff.done(), "a.tif").problems())
                .contains(new ReadingProblem.LimitHit("Exif directories or tags"));
    }

    @Test
    void thousandsOfTagsOnTheSameMegabyteCostNothing() throws IOException {
        Bytes tiff = new Bytes().hex("4d4d002a00000008").u16(60_001);
        for (int i = 0; i < 60_001; i++) {
            tiff.hex("9003 0007").u32(900_000).u32(16);
        }
        tiff.zeros(1 << 20);
        MediaFacts facts = Spent.read(tiff.done(), "a.tif");
        assertThat(facts.captureTime()).isEmpty();
        assertThat(facts.problems()).contains(new ReadingProblem.LimitHit("Exif directories or tags"));
    }

    // PNG

    @Test
    void aPackedTextThatUnpacksAThousandfoldStops() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(new byte[16 << 20]);
        }
        Bytes text =
                new Bytes().text("XML:com.adobe.xmp\0").u8(1).u8(0).text("\0\0").bytes(packed.toByteArray());
        MediaFacts facts = Spent.read(png("iTXt", text.done()), "a.png");
        assertThat(facts.problems()).contains(new ReadingProblem.LimitHit("unpacked PNG text"));
    }

    @Test
    void aPngOfEmptyChunksStopsAtTheLimit() throws IOException {
        byte[] chunk = new Bytes().u32(0).text("abcd").u32(0).done();
        byte[] start = new Bytes()
                .hex("89504e470d0a1a0a")
                .u32(13)
                .text("IHDR")
                .u32(1)
                .u32(1)
                .zeros(9)
                .done();
        MediaFacts facts =
                Spent.read(new Bytes().bytes(start).repeat(300_000, chunk).done(), "a.png");
        assertThat(facts.problems()).contains(new ReadingProblem.LimitHit("PNG chunks"));
        assertThat(facts.soundness()).isEqualTo(Soundness.NOT_CHECKED);
    }

    // RIFF and Matroska

    @ParameterizedTest
    @ValueSource(strings = {"Sun Jun  6 17:39:11 2005\n\0", "2005-06-06 17:39:11", "SUN JUN 06 17:39:11 2005"})
    void anAviTellsItsTimeInWords(String text) throws IOException {
        Bytes list = new Bytes()
                .text("hdrlIDIT")
                .u32LittleEndian(text.length())
                .text(text)
                .zeros(text.length() % 2);
        Bytes avi = new Bytes()
                .text("RIFF")
                .u32LittleEndian(12L + list.done().length)
                .text("AVI LIST")
                .u32LittleEndian(list.done().length)
                .bytes(list.done());
        assertThat(Spent.read(avi.done(), "a.avi").captureTime()).hasValueSatisfying(time -> {
            assertThat(time.wallClock()).isEqualTo("2005-06-06T17:39:11");
            assertThat(time.source()).isEqualTo(CaptureTimeSource.RIFF);
        });
    }

    @Test
    void listsNestedThousandsDeepAreNotFollowed() throws IOException {
        Bytes avi = new Bytes().text("RIFF").u32LittleEndian(0xFFFF_FFFFL).text("AVI ");
        for (int i = 0; i < 20_000; i++) {
            avi.text("LIST").u32LittleEndian(0xFFFF_FFF0L).text("hdrl");
        }
        assertThat(Spent.read(avi.done(), "a.avi").soundness()).isEqualTo(Soundness.TRUNCATED);
    }

    @Test
    void matroskaFactsAreRead() throws IOException {
        Bytes information = new Bytes()
                .hex("2ad7b1 83 0f4240")
                .hex("4489 88 40b3880000000000")
                .hex("4461 88")
                .u64(600_000_000_000_000_000L);
        Bytes tracks = new Bytes().hex("ae 8a e0 88 b0 82 0780 ba 82 0438");
        Bytes segment = new Bytes()
                .hex("1549a966")
                .u8(0x80 | information.done().length)
                .bytes(information.done())
                .hex("1654ae6b")
                .u8(0x80 | tracks.done().length)
                .bytes(tracks.done())
                .hex("1f43b675 80");
        byte[] file = new Bytes()
                .hex("1a45dfa3 84 42 82 81 00 18538067")
                .u8(0x80 | segment.done().length)
                .bytes(segment.done())
                .done();
        MediaFacts facts = Spent.read(file, "a.mkv");
        assertThat(facts.storedSize()).contains(new PixelSize(1920, 1080));
        assertThat(facts.duration())
                .hasValueSatisfying(duration -> assertThat(duration.toMillis()).isEqualTo(5_000));
        assertThat(facts.captureTime())
                .hasValueSatisfying(time -> assertThat(time.wallClock()).isEqualTo("2020-01-06T10:40"));
        assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    }

    @Test
    void matroskaElementsOfUnknownSizeDoNotNestForEver() throws IOException {
        byte[] piece = new Bytes().hex("1549a966 ff").done();
        byte[] file = new Bytes()
                .hex("1a45dfa3 80 18538067 ff")
                .repeat(100_000, piece)
                .done();
        assertThat(Spent.read(file, "a.mkv").soundness()).isEqualTo(Soundness.MALFORMED);
    }

    // XMP

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<a",
                "<a b",
                "<a b=",
                "<a b='",
                "<!--",
                "<![CDATA[",
                "<?",
                "</",
                "<a/",
                "<a x:b=\"c\" <<>>",
                "<x:a>text</x:a></x:a></x:a>",
                "&&&&<a>&lt"
            })
    void brokenPacketsGiveWhatCanBeRead(String text) {
        assertThat(XmpDocument.parse(text).properties()).isEmpty();
        assertThat(XmpDocument.parse(text.repeat(2_000)).properties()).isEmpty();
    }

    @Test
    void attributesAndElementsAreRead() {
        XmpDocument xmp = XmpDocument.parse("""
                <?xpacket begin=""?><rdf:Description xmlns:c="http://ns.adobe.com/xap/1.0/" c:CreateDate = '2020-01-01T00:00:00'
                  exif:Ignored="&lt;&amp;&gt;"><photoshop:DateCreated>2021-01-01T01:00:00Z</photoshop:DateCreated>
                <!-- <xmp:CreateDate>1999-01-01T00:00:00</xmp:CreateDate> --></rdf:Description>
                """);
        assertThat(xmp.value(XmpDocument.BASIC, "CreateDate")).isEqualTo("2020-01-01T00:00:00");
        assertThat(xmp.value(XmpDocument.EXIF, "Ignored")).isEqualTo("<&>");
        assertThat(xmp.value(XmpDocument.PHOTOSHOP, "DateCreated")).isEqualTo("2021-01-01T01:00:00Z");
    }

    @Test
    void propertiesStopAtTheLimit() {
        String text = "<a " + "exif:b='c' ".repeat(100_000) + ">" + "<exif:d>e</exif:d>".repeat(100_000);
        assertThat(XmpDocument.parse(text).properties()).hasSizeLessThan(110_000);
    }

    // Motion photos

    @Test
    void samsungsTrailerLeadsToTheMovie() throws IOException {
        byte[] movie = new Bytes().bytes(MP4_START).zeros(40).done();
        byte[] block = new Bytes()
                .hex("0000300a")
                .u32LittleEndian(16)
                .text("MotionPhoto_Data")
                .bytes(movie)
                .done();
        byte[] directory = new Bytes()
                .text("SEFH")
                .u32LittleEndian(106)
                .u32LittleEndian(1)
                .hex("0000300a")
                .u32LittleEndian(block.length)
                .u32LittleEndian(block.length)
                .done();
        byte[] picture = new Bytes().bytes(jpegStart()).zeros(1000).hex("ffd9").done();
        byte[] file = new Bytes()
                .bytes(picture)
                .bytes(block)
                .bytes(directory)
                .u32LittleEndian(directory.length)
                .text("SEFT")
                .done();
        MediaFacts facts = Spent.read(file, "a.jpg");
        assertThat(facts.motionVideo()).contains(new MotionVideo(picture.length + 24, movie.length));
        assertThat(facts.soundness()).isEqualTo(Soundness.SOUND);
    }

    @Test
    void samsungsTrailerMayLie() throws IOException {
        Bytes directory = new Bytes().text("SEFH").u32LittleEndian(106).u32LittleEndian(0xFFFF_FFFFL);
        directory.hex("0000300a").u32LittleEndian(0x7FFF_FFFFL).u32LittleEndian(5);
        directory.hex("0000300a").u32LittleEndian(20).u32LittleEndian(0xFFFF_FFFFL);
        byte[] file = new Bytes()
                .bytes(jpegStart())
                .zeros(1000)
                .hex("ffd9")
                .bytes(directory.done())
                .u32LittleEndian(directory.done().length)
                .text("SEFT")
                .done();
        assertThat(Spent.read(file, "a.jpg").motionVideo()).isEmpty();
    }

    // The reader

    @Test
    void aReaderThatFailsIsTheCallersToHandle() {
        ByteReader failing = new ByteReader() {
            @Override
            public long sizeBytes() {
                return 1000;
            }

            @Override
            public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("pulled out");
            }
        };
        assertThatThrownBy(() -> MetadataReader.read(failing, "a.jpg"))
                .isInstanceOf(IOException.class)
                .hasMessage("pulled out");
    }

    @Test
    void aReaderThatReturnsNothingIsNotAskedForEver() {
        ByteReader stuck = new ByteReader() {
            @Override
            public long sizeBytes() {
                return 1000;
            }

            @Override
            public int read(long positionBytes, byte[] buffer, int offset, int length) {
                return 0;
            }
        };
        assertThatThrownBy(() -> MetadataReader.read(stuck, "a.jpg")).isInstanceOf(IOException.class);
    }

    @Test
    void aFileThatShrankIsTruncated() throws IOException {
        CountingReader whole =
                new CountingReader(new Bytes().bytes(jpegStart()).zeros(20_000).done());
        ByteReader shrunk = new ByteReader() {
            @Override
            public long sizeBytes() {
                return whole.sizeBytes() * 2;
            }

            @Override
            public int read(long positionBytes, byte[] buffer, int offset, int length) {
                return whole.read(positionBytes, buffer, offset, length);
            }
        };
        assertThat(MetadataReader.read(shrunk, "a.jpg").soundness()).isEqualTo(Soundness.TRUNCATED);
    }

    @Test
    void aReaderOfSingleBytesGivesTheSameFacts() throws IOException {
        byte[] file = new Bytes().bytes(jpegStart()).zeros(20_000).hex("ffd9").done();
        CountingReader whole = new CountingReader(file);
        ByteReader slow = new ByteReader() {
            @Override
            public long sizeBytes() {
                return file.length;
            }

            @Override
            public int read(long positionBytes, byte[] buffer, int offset, int length) {
                return whole.read(positionBytes, buffer, offset, Math.min(1, length));
            }
        };
        assertThat(MetadataReader.read(slow, "a.jpg")).isEqualTo(MetadataReader.read(whole, "a.jpg"));
    }

    @Test
    void randomBytesBehindEveryMagicNumberAreSurvived() throws IOException {
        Random random = new Random(20_240_601);
        for (String magic : new String[] {
            "ffd8ffe1",
            "89504e470d0a1a0a",
            "474946383961",
            "4949 2a00",
            "4d4d002a",
            "ff0a",
            "1a45dfa3",
            "000000186674797068656963",
            "00000018667479706d703432",
            "00000018667479706372 7820",
            "52494646ffff000057454250",
            "52494646ffff000041564920",
            "0000000c4a584c200d0a870a",
            "46554a4946494c4d4343442d524157",
            "424d"
        }) {
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[random.nextInt(4_000)];
                random.nextBytes(noise);
                MediaFacts facts =
                        Spent.read(new Bytes().hex(magic).bytes(noise).done(), "noise");
                assertThat(facts.motionVideo()).isEmpty();
            }
        }
    }

    private static byte[] heic(Bytes meta) {
        byte[] payload = new Bytes().u32(0).bytes(meta.done()).done();
        return new Bytes().bytes(HEIC_START).box("meta", payload).done();
    }

    private static byte[] movieHeader(long created, int scale, int duration) {
        return new Bytes()
                .u32(0)
                .u32(created)
                .u32(created)
                .u32(scale)
                .u32(duration)
                .zeros(80)
                .done();
    }

    private static byte[] item(int number, String value) {
        byte[] data =
                new Bytes().box("data", new Bytes().u32(1).u32(0).text(value)).done();
        return new Bytes().u32(8L + data.length).u32(number).bytes(data).done();
    }

    /// Signature, a frame header of 640 x 480, and a scan header.
    private static byte[] jpegStart() {
        return new Bytes()
                .hex("ffd8 ffc0 0011 08 01e0 0280 03 012200 021101 031101")
                .hex("ffda 000c 03 0100 0211 0311 003f00")
                .done();
    }

    private static byte[] jpegWithExif(Bytes tiff) {
        byte[] exif = new Bytes().text("Exif\0\0").bytes(tiff.done()).zeros(8).done();
        return new Bytes()
                .hex("ffd8 ffe1")
                .u16(exif.length + 2)
                .bytes(exif)
                .bytes(Arrays.copyOfRange(jpegStart(), 2, jpegStart().length))
                .text(new String(new byte[10], StandardCharsets.ISO_8859_1))
                .hex("ffd9")
                .done();
    }

    private static byte[] png(String chunk, byte[] payload) {
        return new Bytes()
                .hex("89504e470d0a1a0a")
                .hex("0000000d 49484452 00000001 00000001 08000000003a7e9b55")
                .u32(payload.length)
                .text(chunk)
                .bytes(payload)
                .u32(0)
                .u32(0)
                .text("IEND")
                .u32(0)
                .done();
    }
}
