package app.safelight.media.metadata;

import app.safelight.media.CountingReader;
import app.safelight.media.Fixtures;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.Sniffer;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each parser fed with any bytes, also those of other formats. An ordinary build runs each over the small real files;
/// `JAZZER_FUZZ=1 ./mvnw -pl media test -Dtest=ParserFuzzTest#jpeg` searches for new ones guided by coverage.
class ParserFuzzTest {
    /// Seeds: fuzzing gains nothing from larger ones, and each costs tens of milliseconds in an ordinary build.
    private static final long MAX_SEED_BYTES = 5_000;

    private interface Parser {
        void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart;
    }

    static List<Arguments> smallFiles() throws IOException {
        try (Stream<Path> all = Files.walk(Fixtures.folder())) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() <= MAX_SEED_BYTES)
                    .filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            List<Arguments> seeds = new ArrayList<>();
            for (Path file : files) {
                seeds.add(Arguments.of((Object) Files.readAllBytes(file)));
            }
            return seeds;
        }
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void everything(byte[] content) throws IOException {
        Spent.read(content, "IMG_20200101_120000.jpg");
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void sniffer(byte[] content) throws IOException {
        FileType type = Sniffer.sniff(new CountingReader(content));
        if (type == FileType.EMPTY && content.length > 0) {
            throw new AssertionError("bytes called empty");
        }
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void jpeg(byte[] content) throws IOException {
        parse(content, FileType.JPEG, JpegParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void heif(byte[] content) throws IOException {
        parse(content, FileType.HEIC, HeifParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void movie(byte[] content) throws IOException {
        parse(content, FileType.MP4, MovieParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void canonRaw(byte[] content) throws IOException {
        parse(content, FileType.CR3, MovieParser::readCanonRaw);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void tiff(byte[] content) throws IOException {
        parse(content, FileType.TIFF, TiffParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void fujifilm(byte[] content) throws IOException {
        parse(content, FileType.RAF, TiffParser::readFujifilm);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void png(byte[] content) throws IOException {
        parse(content, FileType.PNG, PngParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void riff(byte[] content) throws IOException {
        parse(content, FileType.WEBP, RiffParser::readWebp);
        parse(content, FileType.AVI, RiffParser::readAvi);
        parse(content, FileType.WAV, RiffParser::readWave);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void jpegXlAnd2000(byte[] content) throws IOException {
        parse(content, FileType.JXL, JpegXlParser::read);
        parse(content, FileType.JP2, Jpeg2000Parser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void matroska(byte[] content) throws IOException {
        parse(content, FileType.MATROSKA, MatroskaParser::read);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void transportStream(byte[] content) throws IOException {
        parse(content, FileType.M2TS, (bytes, draft) -> TransportStreamParser.read(bytes, 4, 192, draft));
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void gifAndBitmap(byte[] content) throws IOException {
        parse(content, FileType.GIF, SimplePictureParser::readGif);
        parse(content, FileType.BMP, SimplePictureParser::readBitmap);
    }

    @MethodSource("smallFiles")
    @FuzzTest
    void xmpAndDates(byte[] content) throws IOException {
        String text = new String(content, StandardCharsets.UTF_8);
        FactsDraft draft = new FactsDraft(FileType.XMP);
        XmpFacts.read(new BoundedBytes(new CountingReader(content)), 0, content.length, draft);
        DateText.parse(text);
        FileNameTime.read(text, draft);
        GeographicText.iso6709(text, draft);
        draft.facts();
    }

    private static void parse(byte[] content, FileType type, Parser parser) throws IOException {
        FactsDraft draft = new FactsDraft(type);
        try {
            parser.read(new BoundedBytes(new CountingReader(content)), draft);
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
        draft.facts();
    }
}
