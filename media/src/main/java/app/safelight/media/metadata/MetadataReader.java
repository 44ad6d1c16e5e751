package app.safelight.media.metadata;

import app.safelight.media.sniff.ByteReader;
import app.safelight.media.sniff.FileType;
import app.safelight.media.sniff.Sniffer;
import java.io.IOException;

/// Reads what a file says about the photo or movie in it.
///
/// Stateless and safe for use by many threads at once. Any bytes whatever give an answer: at most
/// [BoundedBytes#MAX_READ_BYTES] are read, in steps of [BoundedBytes#PAGE_BYTES], movie and pixel data are jumped
/// over, and what is wrong is listed in [MediaFacts#problems()].
public final class MetadataReader {
    private MetadataReader() {}

    /// @param fileName the file's own name without folders; asked only for a capture time that the bytes do not give
    /// @throws IOException only if the reader itself fails
    public static MediaFacts read(ByteReader reader, String fileName) throws IOException {
        BoundedBytes bytes = new BoundedBytes(reader);
        FileType type = Sniffer.sniff(bytes);
        FactsDraft draft = new FactsDraft(type);
        try {
            parse(type, bytes, draft);
        } catch (UnreadablePart part) {
            draft.problem(part);
            draft.soundness(JpegParser.soundnessOf(part));
        }
        FileNameTime.read(fileName, draft);
        return draft.facts();
    }

    private static void parse(FileType type, BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        switch (type) {
            case JPEG, MPO -> JpegParser.read(bytes, draft);
            case HEIC, HEIF, AVIF -> HeifParser.read(bytes, draft);
            case MOV, MP4, THREE_GP, M4A -> MovieParser.read(bytes, draft);
            case CR3 -> MovieParser.readCanonRaw(bytes, draft);
            case JXL -> JpegXlParser.read(bytes, draft);
            case JP2 -> Jpeg2000Parser.read(bytes, draft);
            case PNG -> PngParser.read(bytes, draft);
            case GIF -> SimplePictureParser.readGif(bytes, draft);
            case BMP -> SimplePictureParser.readBitmap(bytes, draft);
            case WEBP -> RiffParser.readWebp(bytes, draft);
            case AVI -> RiffParser.readAvi(bytes, draft);
            case WAV -> RiffParser.readWave(bytes, draft);
            case TIFF, DNG, CR2, NEF, ARW, RW2, ORF, PEF, SRW -> TiffParser.read(bytes, draft);
            case RAF -> TiffParser.readFujifilm(bytes, draft);
            case MATROSKA, WEBM -> MatroskaParser.read(bytes, draft);
            case M2TS -> TransportStreamParser.read(bytes, 4, 192, draft);
            case MPEG_TS -> TransportStreamParser.read(bytes, 0, 188, draft);
            case EMPTY -> draft.soundness(Soundness.TRUNCATED);
            case PSD, CRW, X3F, MPEG, ASF, FLV, MP3, OGG, FLAC, AAE, XMP, JSON, PLIST, ZIP, PDF, TEXT, UNKNOWN -> {
                // Types whose structure is not read: their name may still tell the time.
            }
        }
    }
}
