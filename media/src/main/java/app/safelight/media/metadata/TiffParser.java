package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import app.safelight.media.metadata.ExifTags.Image;
import app.safelight.media.sniff.ByteReader;
import app.safelight.media.sniff.FileType;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/// Reads TIFF files and the RAW formats built on them, and Fujifilm's RAF, which wraps a JPEG.
final class TiffParser {
    private static final int MAX_FUJIFILM_TAGS = 256;
    private static final int FUJIFILM_CROPPED_SIZE = 0x0111;
    private static final int FUJIFILM_FULL_SIZE = 0x0100;

    private TiffParser() {}

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        ExifTags tags = ExifTags.read(bytes, 0, bytes.sizeBytes(), true, Directory.MAIN, draft);
        ExifFacts.record(tags, draft);
        if (tags.xmp().isPresent()) {
            XmpFacts.read(bytes, tags.xmp().get().offset(), tags.xmp().get().length(), draft);
        }
        if (tags.iptc().isPresent()) {
            long start = tags.iptc().get().offset();
            IptcFacts.read(bytes, start, start + tags.iptc().get().length(), draft);
        }
        // RAWs hold previews beside the picture; those are marked as reduced (subfile type 1) or smaller.
        Optional<Image> picture = tags.images().stream()
                .filter(image -> image.width() > 0 && image.height() > 0)
                .max(Comparator.<Image>comparingInt(image -> (image.subfileType() & 1) == 0 ? 1 : 0)
                        .thenComparingDouble(image -> (double) image.width() * image.height()));
        picture.ifPresent(image -> {
            draft.storedSize(image.width(), image.height());
            draft.croppedSize(image.cropWidth(), image.cropHeight());
        });
        exifSize(tags, picture, draft);
        draft.soundness(soundness(bytes, tags, picture, draft));
    }

    /// Canon's CR2 gives the sensor's directory no size: only Exif has that of the developed picture.
    private static void exifSize(ExifTags tags, Optional<Image> picture, FactsDraft draft) {
        long width = tags.number(Directory.EXIF, ExifTags.EXIF_WIDTH, 0);
        long height = tags.number(Directory.EXIF, ExifTags.EXIF_HEIGHT, 0);
        long known = picture.map(Image::width).orElse(0L);
        if (draft.type() == FileType.CR2 && width > known && height > 0) {
            draft.storedSize(width, height);
        }
    }

    private static Soundness soundness(BoundedBytes bytes, ExifTags tags, Optional<Image> picture, FactsDraft draft) {
        long end = tags.images().stream().mapToLong(Image::pixelsEnd).max().orElse(0);
        if (end > bytes.sizeBytes()) {
            draft.problem(new ReadingProblem.Truncated("TIFF pixels", end, bytes.sizeBytes()));
            return Soundness.TRUNCATED;
        }
        if (picture.isEmpty() && tags.isEmpty()) {
            return Soundness.MALFORMED;
        }
        return picture.isPresent() && picture.get().pixelsEnd() > 0 ? Soundness.SOUND : Soundness.NOT_CHECKED;
    }

    /// A RAF names, big-endian from byte 84 on: offset and length of a whole JPEG with all the facts, of a table with
    /// the sensor's size, and of the sensor's data.
    static void readFujifilm(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        long start = bytes.u32(84);
        long length = bytes.u32(88);
        JpegParser.read(new BoundedBytes(new Part(bytes, start, length)), draft);
        sensorSize(bytes, bytes.u32(92), bytes.u32(96), draft);
        long end = Math.max(start + length, bytes.u32(100) + bytes.u32(104));
        if (end > bytes.sizeBytes()) {
            draft.problem(new ReadingProblem.Truncated("RAF", end, bytes.sizeBytes()));
            draft.soundness(Soundness.TRUNCATED);
        } else {
            draft.soundness(Soundness.SOUND);
        }
    }

    private static void sensorSize(BoundedBytes bytes, long start, long length, FactsDraft draft)
            throws IOException, UnreadablePart {
        long count = Math.min(bytes.u32(start), MAX_FUJIFILM_TAGS);
        long at = start + 4;
        for (long i = 0; i < count && at + 4 <= start + length; i++) {
            int tag = bytes.u16(at);
            int tagBytes = bytes.u16(at + 2);
            if (tagBytes == 4 && tag == FUJIFILM_FULL_SIZE) {
                draft.storedSize(bytes.u16(at + 6), bytes.u16(at + 4));
            } else if (tagBytes == 4 && tag == FUJIFILM_CROPPED_SIZE) {
                draft.croppedSize(bytes.u16(at + 6), bytes.u16(at + 4));
            }
            at += 4 + tagBytes;
        }
    }

    /// A file inside the file.
    private record Part(BoundedBytes whole, long start, long lengthBytes) implements ByteReader {
        @Override
        public long sizeBytes() {
            return Math.max(0, Math.min(lengthBytes, whole.sizeBytes() - start));
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            long left = sizeBytes() - positionBytes;
            return left <= 0 ? -1 : whole.read(start + positionBytes, buffer, offset, (int) Math.min(length, left));
        }
    }
}
