package app.safelight.media.metadata;

import app.safelight.media.metadata.ExifTags.Directory;
import app.safelight.media.sniff.ByteReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Walks a PNG's chunks: size, Exif (`eXIf`, or ImageMagick's older text profile), XMP, last change.
///
/// Shape: 8 bytes of signature, then chunks of length32 name32 payload crc32, the last named IEND.
/// Source: W3C PNG (Third Edition) clauses 5 and 11.
final class PngParser {
    /// Chunks walked. Encoders that cut pixel data at 8 KiB make 2 000 of a 16 MB picture.
    private static final int MAX_CHUNKS = 4_096;

    /// Pixel chunks walked before the walk jumps to the file's end: in pieces of 8 KiB the walk would read the whole
    /// file, and phones and cameras write all they have to say before the pixels.
    private static final int MAX_PIXEL_CHUNKS = 8;

    /// A text chunk's packed and unpacked size. A hostile chunk unpacks a thousandfold.
    private static final int MAX_TEXT_BYTES = 256 << 10;

    private static final int MAX_KEYWORD_BYTES = 80;
    /// The header has 13 bytes and its name 4.
    private static final int MAX_HEADER_BYTES = 32;

    private static final String XMP_KEYWORD = "XML:com.adobe.xmp";

    private final BoundedBytes bytes;
    private final FactsDraft draft;
    private boolean pixels;
    private int pixelChunks;
    private boolean exifRead;
    private boolean headerBroken;

    private PngParser(BoundedBytes bytes, FactsDraft draft) {
        this.bytes = bytes;
        this.draft = draft;
    }

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        new PngParser(bytes, draft).chunks();
    }

    private void chunks() throws IOException, UnreadablePart {
        long at = 8;
        for (int i = 0; i < MAX_CHUNKS; i++) {
            long length = bytes.u32(at);
            String name = bytes.name(at + 4);
            long end = at + 12 + length;
            if (end > bytes.sizeBytes()) {
                throw new UnreadablePart(new ReadingProblem.Truncated("PNG " + name, end, bytes.sizeBytes()));
            }
            if (i == 0 && !name.equals("IHDR")) {
                throw new UnreadablePart(new ReadingProblem.Malformed("PNG", "does not begin with its header"));
            }
            if (name.equals("IEND") || (pixelChunks > MAX_PIXEL_CHUNKS && endsProperly())) {
                draft.soundness(pixels && !headerBroken ? Soundness.SOUND : Soundness.MALFORMED);
                return;
            }
            chunk(name, at + 8, length);
            at = end;
        }
        draft.problem(new ReadingProblem.LimitHit("PNG chunks"));
    }

    private boolean endsProperly() throws IOException, UnreadablePart {
        long size = bytes.sizeBytes();
        return bytes.has(size - 8, "IEND") && bytes.u32(size - 12) == 0;
    }

    private void chunk(String name, long at, long length) throws IOException {
        try {
            switch (name) {
                case "IHDR" -> header(at, length);
                case "IDAT" -> {
                    pixels |= length > 0;
                    pixelChunks++;
                }
                case "eXIf" -> exif(bytes, at, length);
                case "tIME" -> lastChange(at);
                case "iTXt" -> text(at, length, true);
                case "zTXt" -> text(at, length, false);
                case "tEXt" -> text(at, length, false);
                default -> {
                    // colour and layout chunks say nothing that we want
                }
            }
        } catch (UnreadablePart part) {
            draft.problem(part);
        }
    }

    /// The header's own checksum is looked at: every decoder refuses a picture whose header fails it.
    private void header(long at, long length) throws IOException, UnreadablePart {
        draft.storedSize(bytes.u32(at), bytes.u32(at + 4));
        CRC32 sum = new CRC32();
        sum.update(bytes.bytes("PNG header", at - 4, length + 4, MAX_HEADER_BYTES));
        if (sum.getValue() != bytes.u32(at + length)) {
            headerBroken = true;
            draft.problem(new ReadingProblem.Malformed("PNG", "the header fails its checksum"));
        }
    }

    private void exif(BoundedBytes source, long at, long length) throws IOException, UnreadablePart {
        if (exifRead) {
            return;
        }
        exifRead = true;
        int preamble = source.has(at, "Exif\0\0") ? 6 : 0; // some writers keep JPEG's preamble
        ExifFacts.record(ExifTags.read(source, at + preamble, length - preamble, false, Directory.MAIN, draft), draft);
    }

    private void lastChange(long at) throws IOException, UnreadablePart {
        draft.time(
                CaptureTimeSource.EXIF_MODIFIED,
                "%04d-%02d-%02dT%02d:%02d:%02dZ"
                        .formatted(
                                bytes.u16(at),
                                bytes.u8(at + 2),
                                bytes.u8(at + 3),
                                bytes.u8(at + 4),
                                bytes.u8(at + 5),
                                bytes.u8(at + 6)));
    }

    /// Keyword, zero, then: `tEXt` the text; `zTXt` a method byte and packed text; `iTXt` a flag, a method, a language
    /// and a translated keyword (each ended by zero), then text that is packed if the flag says so.
    private void text(long start, long length, boolean international) throws IOException, UnreadablePart {
        long end = start + length;
        long at = behindZero(start, Math.min(end, start + MAX_KEYWORD_BYTES));
        String keyword = bytes.text("PNG keyword", start, Math.max(0, at - 1 - start), MAX_KEYWORD_BYTES);
        boolean xmp = keyword.equals(XMP_KEYWORD);
        boolean profile = keyword.equals("Raw profile type exif") || keyword.equals("Raw profile type APP1");
        if (!xmp && !profile) {
            return;
        }
        boolean packed = bytes.name(start - 4).equals("zTXt");
        if (packed) {
            at += 1;
        } else if (international) {
            packed = bytes.u8(at) == 1;
            at = behindZero(behindZero(at + 2, end), end);
        }
        byte[] raw = bytes.bytes("PNG text", at, end - at, MAX_TEXT_BYTES);
        byte[] text = packed ? unpacked(raw) : raw;
        if (xmp) {
            XmpFacts.read(new BoundedBytes(new InMemory(text)), 0, text.length, draft);
        } else {
            byte[] exif = fromHexadecimal(text);
            exif(new BoundedBytes(new InMemory(exif)), 0, exif.length);
        }
    }

    private long behindZero(long start, long end) throws IOException, UnreadablePart {
        for (long at = start; at < end; at++) {
            if (bytes.u8(at) == 0) {
                return at + 1;
            }
        }
        throw new UnreadablePart(new ReadingProblem.Malformed("PNG text", "no end of the keyword"));
    }

    private static byte[] unpacked(byte[] packed) throws UnreadablePart {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            byte[] buffer = new byte[8 << 10];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0) {
                    break; // cut short: what came out so far is used
                }
                result.write(buffer, 0, count);
                if (result.size() > MAX_TEXT_BYTES) {
                    throw new UnreadablePart(new ReadingProblem.LimitHit("unpacked PNG text"));
                }
            }
            return result.toByteArray();
        } catch (DataFormatException broken) {
            throw new UnreadablePart(new ReadingProblem.Malformed("PNG text", String.valueOf(broken.getMessage())));
        } finally {
            inflater.end();
        }
    }

    /// ImageMagick's profile: a line with the name, a line with the length, then lines of hexadecimal digits.
    private static byte[] fromHexadecimal(byte[] text) {
        String profile = new String(text, StandardCharsets.ISO_8859_1).strip();
        int name = profile.indexOf('\n');
        int digits = profile.indexOf('\n', name + 1);
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        int high = -1;
        for (int i = Math.max(0, digits); i < profile.length(); i++) {
            int digit = Character.digit(profile.charAt(i), 16);
            if (digit < 0) {
                continue;
            }
            if (high < 0) {
                high = digit;
            } else {
                result.write(high << 4 | digit);
                high = -1;
            }
        }
        return result.toByteArray();
    }

    /// Bytes that were unpacked from the file.
    private static final class InMemory implements ByteReader {
        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        public long sizeBytes() {
            return content.length;
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) {
            if (positionBytes < 0 || positionBytes >= content.length) {
                return -1;
            }
            int count = (int) Math.min(length, content.length - positionBytes);
            System.arraycopy(content, (int) positionBytes, buffer, offset, count);
            return count;
        }
    }
}
