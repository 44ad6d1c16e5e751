package app.safelight.media.sniff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Tells what a file is from its bytes. The name is never asked: phones, exports and people rename freely.
///
/// Stateless and safe for use by many threads. Reads the head of the file once, and for a TIFF or a JPEG a few small
/// pieces more.
public final class Sniffer {
    /// Head read from every file. Every magic number lies in the first 400 bytes; the rest lets text, the TIFF
    /// directory and property lists be judged from the same read.
    static final int HEAD_BYTES = 4 << 10;

    /// Entries looked at in a TIFF's first directory. Real ones have under 100; a hostile count must not be walked.
    private static final int MAX_DIRECTORY_ENTRIES = 256;

    /// JPEG segments walked in search of the multi-picture index. It stands behind Exif, XMP and ICC at most.
    private static final int MAX_JPEG_SEGMENTS = 24;

    /// Entries looked at in a multi-picture index. Panoramas of real cameras have under 32 frames.
    private static final int MAX_PICTURES = 64;

    /// Brands looked at in an `ftyp` box. Real files list under 16.
    private static final int MAX_BRANDS = 64;

    /// Longest maker name compared.
    private static final int MAX_MAKE_BYTES = 32;

    private static final int TAG_MAKE = 0x010F;
    private static final int TAG_COMPRESSION = 0x0103;
    private static final int TAG_SUB_DIRECTORIES = 0x014A;
    private static final int TAG_DNG_VERSION = 0xC612;

    private Sniffer() {}

    /// @throws IOException only if the reader itself fails
    public static FileType sniff(ByteReader reader) throws IOException {
        byte[] head = bytesAt(reader, 0, HEAD_BYTES);
        if (head.length == 0) {
            return FileType.EMPTY;
        }
        FileType type = byMagic(head);
        if (type == FileType.JPEG) {
            return isMultiPicture(reader) ? FileType.MPO : FileType.JPEG;
        }
        return type == FileType.TIFF ? tiffFamily(reader, head) : type;
    }

    private static FileType byMagic(byte[] head) {
        if (startsWith(head, 0, 0xFF, 0xD8, 0xFF)) return FileType.JPEG;
        if (startsWith(head, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) return FileType.PNG;
        if (text(head, 0, "GIF87a") || text(head, 0, "GIF89a")) return FileType.GIF;
        if (text(head, 0, "RIFF")) return riff(head);
        if (text(head, 0, "FUJIFILMCCD-RAW")) return FileType.RAF;
        if (text(head, 0, "FOVb")) return FileType.X3F;
        if (text(head, 6, "HEAPCCDR")) return FileType.CRW;
        if (startsWith(head, 0, 'I', 'I', 0x55, 0)) return FileType.RW2;
        if (text(head, 0, "IIRO") || text(head, 0, "IIRS") || text(head, 0, "MMOR")) return FileType.ORF;
        if (startsWith(head, 0, 'I', 'I', 0x2A, 0) || startsWith(head, 0, 'M', 'M', 0, 0x2A)) {
            return text(head, 8, "CR") && head.length > 10 && head[10] == 2 ? FileType.CR2 : FileType.TIFF;
        }
        if (startsWith(head, 0, 'I', 'I', 0x2B, 0) || startsWith(head, 0, 'M', 'M', 0, 0x2B)) return FileType.TIFF;
        if (startsWith(head, 0, 0xFF, 0x0A)) return FileType.JXL;
        if (startsWith(head, 0, 0, 0, 0, 0x0C) && text(head, 4, "JXL ")) return FileType.JXL;
        if (startsWith(head, 0, 0, 0, 0, 0x0C) && text(head, 4, "jP  ")) return FileType.JP2;
        if (text(head, 4, "ftyp")) return byBrand(head);
        if (isClassicMovie(head)) return FileType.MOV;
        return byRareMagic(head);
    }

    private static FileType byRareMagic(byte[] head) {
        if (startsWith(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
            return contains(head, "webm", 64) ? FileType.WEBM : FileType.MATROSKA;
        }
        if (isTransportStream(head, 4, 192)) return FileType.M2TS;
        if (isTransportStream(head, 0, 188)) return FileType.MPEG_TS;
        if (startsWith(head, 0, 0, 0, 1, 0xBA) || startsWith(head, 0, 0, 0, 1, 0xB3)) return FileType.MPEG;
        if (startsWith(head, 0, 0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11)) return FileType.ASF;
        if (startsWith(head, 0, 'F', 'L', 'V', 1)) return FileType.FLV;
        if (text(head, 0, "ID3") || startsWith(head, 0, 0xFF, 0xFB) || startsWith(head, 0, 0xFF, 0xF3)) {
            return FileType.MP3;
        }
        if (text(head, 0, "OggS")) return FileType.OGG;
        if (text(head, 0, "fLaC")) return FileType.FLAC;
        if (text(head, 0, "8BPS")) return FileType.PSD;
        if (isBitmap(head)) return FileType.BMP;
        if (text(head, 0, "bplist00")) return appleList(head);
        if (startsWith(head, 0, 'P', 'K', 3, 4) || startsWith(head, 0, 'P', 'K', 5, 6)) return FileType.ZIP;
        if (text(head, 0, "%PDF-")) return FileType.PDF;
        return byText(head);
    }

    private static FileType riff(byte[] head) {
        if (text(head, 8, "WEBP")) return FileType.WEBP;
        if (text(head, 8, "AVI ")) return FileType.AVI;
        if (text(head, 8, "WAVE")) return FileType.WAV;
        return FileType.UNKNOWN;
    }

    /// Judges an ISO base media file by its brands: the major brand first, the compatible ones when it says little.
    private static FileType byBrand(byte[] head) {
        String major = brand(head, 8);
        Set<String> compatible = compatibleBrands(head);
        return switch (major) {
            case "heic", "hevc" -> FileType.HEIC;
            case "heix", "hevx", "heim", "heis", "hevm", "hevs" -> FileType.HEIF;
            case "mif1", "msf1", "mif2", "mif3" -> stillBrand(compatible);
            case "avif", "avis" -> FileType.AVIF;
            case "crx " -> FileType.CR3;
            case "qt  " -> FileType.MOV;
            case "M4A ", "M4B ", "M4P " -> FileType.M4A;
            case "jp2 ", "jpx ", "jpm " -> FileType.JP2;
            case "jxl " -> FileType.JXL;
            default -> major.startsWith("3g") ? FileType.THREE_GP : movieBrand(compatible);
        };
    }

    /// A bare `mif1` says only "HEIF"; the compatible brands name the coding, but the container keeps its neutral name.
    private static FileType stillBrand(Set<String> compatible) {
        return compatible.contains("avif") || compatible.contains("avis") ? FileType.AVIF : FileType.HEIF;
    }

    private static FileType movieBrand(Set<String> compatible) {
        boolean movie = compatible.stream()
                .anyMatch(brand -> brand.startsWith("mp4") || brand.startsWith("iso") || brand.equals("avc1"));
        if (!movie && compatible.contains("heic")) return FileType.HEIC;
        if (!movie && compatible.contains("avif")) return FileType.AVIF;
        if (!movie && compatible.contains("mif1")) return FileType.HEIF;
        return FileType.MP4;
    }

    private static Set<String> compatibleBrands(byte[] head) {
        long boxBytes = Math.min(u32(head, 0), head.length);
        Set<String> brands = new HashSet<>();
        for (int at = 16; at + 4 <= boxBytes && brands.size() < MAX_BRANDS; at += 4) {
            brands.add(brand(head, at));
        }
        return brands;
    }

    /// QuickTime before 2001 wrote no `ftyp`: the file begins with any of these boxes.
    private static boolean isClassicMovie(byte[] head) {
        if (head.length < 16) {
            return false;
        }
        String box = brand(head, 4);
        long size = u32(head, 0);
        boolean plausible = size == 1 || size >= 8 || (size == 0 && box.equals("mdat"));
        return plausible
                && switch (box) {
                    case "moov" -> isBoxName(head, 12);
                    case "mdat", "wide", "free", "skip", "pnot" -> true;
                    default -> false;
                };
    }

    private static boolean isBoxName(byte[] head, int at) {
        for (int i = at; i < at + 4; i++) {
            if (i >= head.length || head[i] < 'a' || head[i] > 'z') {
                return false;
            }
        }
        return true;
    }

    /// Sync bytes of the first packets; a file with a single packet counts if nothing else follows.
    private static boolean isTransportStream(byte[] head, int firstSync, int packetBytes) {
        if (head.length < firstSync + packetBytes + 1) {
            return false;
        }
        int checked = 0;
        for (int at = firstSync; at < head.length && checked < 5; at += packetBytes, checked++) {
            if (head[at] != 0x47) {
                return false;
            }
        }
        return checked >= 2;
    }

    private static boolean isBitmap(byte[] head) {
        if (!text(head, 0, "BM") || head.length < 26) {
            return false;
        }
        int headerBytes =
                (head[14] & 0xFF) | (head[15] & 0xFF) << 8 | (head[16] & 0xFF) << 16 | (head[17] & 0xFF) << 24;
        return headerBytes == 12 || headerBytes == 40 || headerBytes == 64 || headerBytes == 108 || headerBytes == 124;
    }

    private static FileType byText(byte[] head) {
        if (!looksLikeText(head)) {
            return FileType.UNKNOWN;
        }
        String start = new String(head, StandardCharsets.UTF_8);
        String trimmed = start.startsWith("\uFEFF") ? start.substring(1).stripLeading() : start.stripLeading();
        if (trimmed.startsWith("<")) {
            if (start.contains("<x:xmpmeta") || start.contains("<?xpacket") || start.contains("<rdf:RDF")) {
                return FileType.XMP;
            }
            return start.contains("<plist") ? appleList(head) : FileType.TEXT;
        }
        return trimmed.startsWith("{") || trimmed.startsWith("[{") ? FileType.JSON : FileType.TEXT;
    }

    private static FileType appleList(byte[] head) {
        return contains(head, "adjustmentFormatIdentifier", head.length) ? FileType.AAE : FileType.PLIST;
    }

    private static boolean looksLikeText(byte[] head) {
        for (byte value : head) {
            if (value >= 0 && value < 0x20 && value != '\t' && value != '\n' && value != '\r' && value != '\f') {
                return false;
            }
        }
        return true;
    }

    /// Tells a camera's RAW from a plain TIFF by the tags of its first directory.
    private static FileType tiffFamily(ByteReader reader, byte[] head) throws IOException {
        boolean bigEndian = head[0] == 'M';
        if (head.length < 8 || (bigEndian ? head[3] : head[2]) != 0x2A) {
            return FileType.TIFF;
        }
        long directoryAt = number(head, 4, 4, bigEndian);
        byte[] countBytes = bytesAt(reader, directoryAt, 2);
        if (countBytes.length < 2) {
            return FileType.TIFF;
        }
        int count = (int) Math.min(number(countBytes, 0, 2, bigEndian), MAX_DIRECTORY_ENTRIES);
        return byTags(reader, bytesAt(reader, directoryAt + 2, count * 12), bigEndian);
    }

    private static FileType byTags(ByteReader reader, byte[] entries, boolean bigEndian) throws IOException {
        String make = "";
        long compression = 0;
        boolean subDirectories = false;
        for (int at = 0; at + 12 <= entries.length; at += 12) {
            int tag = (int) number(entries, at, 2, bigEndian);
            if (tag == TAG_DNG_VERSION) return FileType.DNG;
            if (tag == TAG_COMPRESSION) compression = number(entries, at + 8, 2, bigEndian);
            if (tag == TAG_SUB_DIRECTORIES) subDirectories = true;
            if (tag == TAG_MAKE) {
                int length = (int) Math.min(number(entries, at + 4, 4, bigEndian), MAX_MAKE_BYTES);
                long makeAt = number(entries, at + 8, 4, bigEndian);
                make = new String(bytesAt(reader, makeAt, length), StandardCharsets.ISO_8859_1)
                        .toUpperCase(Locale.ROOT);
            }
        }
        // A scanner's or editor's TIFF also names its maker; only RAWs keep the sensor data in a sub-directory or
        // under a compression of their own.
        if (make.startsWith("NIKON") && subDirectories) return FileType.NEF;
        if (make.startsWith("SONY") && (subDirectories || compression == 32767)) return FileType.ARW;
        if (make.startsWith("SAMSUNG") && subDirectories) return FileType.SRW;
        if ((make.startsWith("PENTAX") || make.startsWith("RICOH")) && (compression == 65535 || compression == 1)) {
            return FileType.PEF;
        }
        return FileType.TIFF;
    }

    /// Looks for a multi-picture index (APP2 `MPF`) that lists disparity, multi-angle or panorama frames. Previews and
    /// gain maps are listed in the same index but leave the file an ordinary JPEG.
    private static boolean isMultiPicture(ByteReader reader) throws IOException {
        long at = 2;
        for (int i = 0; i < MAX_JPEG_SEGMENTS; i++) {
            byte[] start = bytesAt(reader, at, 8);
            if (start.length < 8 || start[0] != (byte) 0xFF) {
                return false;
            }
            int marker = start[1] & 0xFF;
            int length = (start[2] & 0xFF) << 8 | (start[3] & 0xFF);
            if (marker == 0xDA || marker == 0xD9 || length < 2) {
                return false;
            }
            if (marker == 0xE2 && startsWith(start, 4, 'M', 'P', 'F', 0)) {
                return listsFrames(bytesAt(reader, at + 8, length - 6));
            }
            at += 2 + length;
        }
        return false;
    }

    /// Reads the MP entries (tag 0xB002, 16 bytes each) and looks at the type in the low 24 bits of each attribute.
    private static boolean listsFrames(byte[] index) {
        if (index.length < 10) {
            return false;
        }
        boolean bigEndian = index[0] == 'M';
        long directoryAt = number(index, 4, 4, bigEndian);
        if (directoryAt + 2 > index.length) {
            return false;
        }
        int count = (int) Math.min(number(index, (int) directoryAt, 2, bigEndian), MAX_DIRECTORY_ENTRIES);
        for (int i = 0; i < count; i++) {
            int entry = (int) directoryAt + 2 + i * 12;
            if (entry + 12 <= index.length && number(index, entry, 2, bigEndian) == 0xB002) {
                long bytes = number(index, entry + 4, 4, bigEndian);
                return anyFrame(index, number(index, entry + 8, 4, bigEndian), bytes, bigEndian);
            }
        }
        return false;
    }

    private static boolean anyFrame(byte[] index, long tableAt, long tableBytes, boolean bigEndian) {
        long pictures = Math.min(tableBytes / 16, MAX_PICTURES);
        for (int i = 0; i < pictures; i++) {
            long at = tableAt + i * 16L;
            if (at + 16 > index.length) {
                return false;
            }
            long type = number(index, (int) at, 4, bigEndian) & 0xFFFFFF;
            if (type >> 16 == 0x02) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytesAt(ByteReader reader, long position, int length) throws IOException {
        long available = Math.max(0, Math.min(length, reader.sizeBytes() - position));
        byte[] bytes = new byte[(int) available];
        int done = 0;
        while (done < bytes.length) {
            int count = reader.read(position + done, bytes, done, bytes.length - done);
            if (count <= 0) {
                return Arrays.copyOf(bytes, done);
            }
            done += count;
        }
        return bytes;
    }

    private static long number(byte[] bytes, int at, int width, boolean bigEndian) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (bytes[at + (bigEndian ? i : width - 1 - i)] & 0xFF);
        }
        return value;
    }

    private static long u32(byte[] bytes, int at) {
        return bytes.length < at + 4 ? 0 : number(bytes, at, 4, true);
    }

    private static String brand(byte[] head, int at) {
        return head.length < at + 4 ? "" : new String(head, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean text(byte[] bytes, int at, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (at + i >= bytes.length || (bytes[at + i] & 0xFF) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] bytes, String word, int within) {
        for (int at = 0; at + word.length() <= Math.min(bytes.length, within); at++) {
            if (text(bytes, at, word)) {
                return true;
            }
        }
        return false;
    }
}
