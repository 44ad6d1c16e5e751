package app.safelight.media.metadata;

import com.drew.imaging.tiff.TiffHandler;
import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.BufferBoundsException;
import com.drew.lang.RandomAccessReader;
import com.drew.lang.Rational;
import com.drew.metadata.StringValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gathers the few tags we need while metadata-extractor's [TiffReader] walks a TIFF structure: an Exif block, or a
/// whole TIFF or RAW file.
///
/// The library's own handler reads every tag, every maker note and nested profile; a hostile file can nest directories
/// deep enough to overflow its stack or name the same megabyte in each of thousands of tags. Here depth, the number
/// of directories, the size of a value and the number of values are bounded, and what is not wanted is skipped unread.
final class ExifTags implements TiffHandler {
    /// Where a tag stands; the same number means different things in each.
    enum Directory {
        MAIN,
        EXIF,
        GPS,
        APPLE,
        /// A further image of a RAW: a sub-directory or one chained behind the first.
        IMAGE
    }

    /// Bytes of one value. The longest wanted value is a text of a few hundred bytes.
    static final int MAX_VALUE_BYTES = 4 << 10;

    /// Real files nest main, Exif and maker note.
    private static final int MAX_DEPTH = 6;

    /// Directories entered in all. A RAW has under 10.
    private static final int MAX_DIRECTORIES = 32;

    /// Tags looked at over all directories. Real Exif blocks have under 200.
    private static final int MAX_TAGS = 4_096;

    /// Notes kept of what metadata-extractor complains about.
    private static final int MAX_COMPLAINTS = 4;

    private static final int APPLE_HEADER_BYTES = 14;

    static final int WIDTH = 0x0100;
    static final int HEIGHT = 0x0101;
    static final int SUBFILE_TYPE = 0x00FE;
    static final int MAKE = 0x010F;
    static final int MODEL = 0x0110;
    static final int STRIP_OFFSETS = 0x0111;
    static final int ORIENTATION = 0x0112;
    static final int STRIP_BYTE_COUNTS = 0x0117;
    static final int MODIFIED = 0x0132;
    static final int SUB_DIRECTORIES = 0x014A;
    static final int TILE_OFFSETS = 0x0144;
    static final int TILE_BYTE_COUNTS = 0x0145;
    static final int XMP = 0x02BC;
    static final int IPTC = 0x83BB;
    static final int EXIF_DIRECTORY = 0x8769;
    static final int GPS_DIRECTORY = 0x8825;
    static final int ORIGINAL = 0x9003;
    static final int DIGITIZED = 0x9004;
    static final int OFFSET_MODIFIED = 0x9010;
    static final int OFFSET_ORIGINAL = 0x9011;
    static final int OFFSET_DIGITIZED = 0x9012;
    static final int MAKER_NOTE = 0x927C;
    static final int SUBSECONDS_MODIFIED = 0x9290;
    static final int SUBSECONDS_ORIGINAL = 0x9291;
    static final int SUBSECONDS_DIGITIZED = 0x9292;
    static final int EXIF_WIDTH = 0xA002;
    static final int EXIF_HEIGHT = 0xA003;
    static final int LENS_MODEL = 0xA434;
    static final int CROP_SIZE = 0xC620;

    static final int GPS_LATITUDE_REFERENCE = 0x0001;
    static final int GPS_LATITUDE = 0x0002;
    static final int GPS_LONGITUDE_REFERENCE = 0x0003;
    static final int GPS_LONGITUDE = 0x0004;
    static final int GPS_ALTITUDE_REFERENCE = 0x0005;
    static final int GPS_ALTITUDE = 0x0006;
    static final int GPS_TIME = 0x0007;
    static final int GPS_DAY = 0x001D;

    static final int APPLE_BURST = 0x000B;
    static final int APPLE_CONTENT_IDENTIFIER = 0x0011;

    /// Panasonic's RW2 keeps the sensor's edges in tags of its own.
    static final int PANASONIC_TOP = 0x0004;
    static final int PANASONIC_LEFT = 0x0005;
    static final int PANASONIC_BOTTOM = 0x0006;
    static final int PANASONIC_RIGHT = 0x0007;

    private record Key(Directory directory, int tag) {}

    /// A stretch of the TIFF, in bytes from the start of its window.
    record Stretch(int offset, int length) {}

    /// One image of the file. Pixel data that ends beyond the file shows a cut.
    record Image(long width, long height, long subfileType, long cropWidth, long cropHeight, long pixelsEnd) {}

    private final boolean allImages;
    private final Directory root;
    private final Map<Key, Object> values = new HashMap<>();
    private final Deque<Directory> open = new ArrayDeque<>();
    private final Deque<Map<Integer, Object>> openImages = new ArrayDeque<>();
    private final List<Image> images = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int directories;
    private int tags;
    private boolean panasonic;
    private boolean limitHit;
    private @Nullable Stretch xmp;
    private @Nullable Stretch iptc;

    private ExifTags(boolean allImages, Directory root) {
        this.allImages = allImages;
        this.root = root;
    }

    /// Reads the TIFF at `start`.
    ///
    /// @param allImages whether every image's size matters (a RAW or TIFF file) or only the facts (an Exif block)
    /// @param root what the first directory is; Canon's CR3 has blocks that start with the Exif or GPS directory
    static ExifTags read(
            BoundedBytes bytes, long start, long lengthBytes, boolean allImages, Directory root, FactsDraft draft)
            throws IOException {
        ExifTags found = new ExifTags(allImages, root);
        try {
            new TiffReader().processTiff(new TiffWindow(bytes, start, lengthBytes), found, 0);
        } catch (TiffWindow.Stopped stopped) {
            draft.problem(stopped.part());
        } catch (BufferBoundsException | TiffProcessingException malformed) {
            found.error(String.valueOf(malformed.getMessage()));
        } catch (RuntimeException malformed) {
            // A parser of hostile input may trip anywhere; what it had found by then stands.
            found.error(malformed.toString());
        }
        found.complaints.forEach(what -> draft.problem(new ReadingProblem.Malformed("Exif", what)));
        if (found.limitHit) {
            draft.problem(new ReadingProblem.LimitHit("Exif directories or tags"));
        }
        return found;
    }

    Optional<Stretch> xmp() {
        return Optional.ofNullable(xmp);
    }

    Optional<Stretch> iptc() {
        return Optional.ofNullable(iptc);
    }

    List<Image> images() {
        return images;
    }

    boolean isMalformed() {
        return !complaints.isEmpty();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /// The text without its padding, or null. UTF-8 as cameras write it today, Latin-1 where the bytes are not UTF-8.
    @Nullable
    String text(Directory directory, int tag) {
        Object value = values.get(new Key(directory, tag));
        return value instanceof StringValue string ? decode(string.getBytes()) : null;
    }

    /// The first number of the value, or `absent`.
    long number(Directory directory, int tag, long absent) {
        double[] numbers = numbers(directory, tag);
        return numbers.length == 0 ? absent : (long) numbers[0];
    }

    double[] numbers(Directory directory, int tag) {
        return numbersOf(values.get(new Key(directory, tag)));
    }

    private static double[] numbersOf(@Nullable Object value) {
        return switch (value) {
            case Rational one -> new double[] {quotient(one)};
            case Rational[] many -> {
                double[] all = new double[many.length];
                for (int i = 0; i < many.length; i++) {
                    all[i] = quotient(many[i]);
                }
                yield all;
            }
            case Number one -> new double[] {one.doubleValue()};
            case int[] many -> Arrays.stream(many).asDoubleStream().toArray();
            case long[] many -> Arrays.stream(many).asDoubleStream().toArray();
            case short[] many -> {
                double[] all = new double[many.length];
                for (int i = 0; i < many.length; i++) {
                    all[i] = many[i];
                }
                yield all;
            }
            case byte[] many -> {
                double[] all = new double[many.length];
                for (int i = 0; i < many.length; i++) {
                    all[i] = many[i];
                }
                yield all;
            }
            case double[] many -> many;
            case null, default -> new double[0]; // any other Java type holds no numbers
        };
    }

    private static double quotient(Rational rational) {
        return rational.getDenominator() == 0
                ? Double.NaN
                : (double) rational.getNumerator() / rational.getDenominator();
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1).strip();
        }
    }

    @Override
    public void setTiffMarker(int marker) throws TiffProcessingException {
        panasonic = marker == 0x55;
        if (marker != 0x2A && marker != 0x4F52 && marker != 0x5352 && !panasonic) {
            throw new TiffProcessingException("TIFF marker " + marker);
        }
        enter(root);
    }

    @Override
    public boolean tryEnterSubIfd(int tagId) {
        if (open.isEmpty()) {
            return false;
        }
        boolean main = open.peek() == Directory.MAIN;
        if (main && tagId == EXIF_DIRECTORY) return enter(Directory.EXIF);
        if (main && tagId == GPS_DIRECTORY) return enter(Directory.GPS);
        return allImages && tagId == SUB_DIRECTORIES && enter(Directory.IMAGE);
    }

    @Override
    public boolean hasFollowerIfd() {
        // Behind an Exif block's main directory stands only the thumbnail's.
        return allImages && root == Directory.MAIN && enter(Directory.IMAGE);
    }

    private boolean enter(Directory directory) {
        if (open.size() >= MAX_DEPTH || directories >= MAX_DIRECTORIES) {
            limitHit = true;
            return false;
        }
        directories++;
        open.push(directory);
        openImages.push(new HashMap<>());
        return true;
    }

    @Override
    public void endingIFD() {
        if (open.isEmpty()) {
            return;
        }
        Directory ended = open.pop();
        Map<Integer, Object> image = openImages.pop();
        if (allImages && (ended == Directory.MAIN || ended == Directory.IMAGE)) {
            images.add(image(image));
        }
    }

    private Image image(Map<Integer, Object> tagsOfImage) {
        double[] crop = numbersOf(tagsOfImage.get(CROP_SIZE));
        long width = first(tagsOfImage, WIDTH);
        long height = first(tagsOfImage, HEIGHT);
        if (panasonic && width == 0) {
            width = first(tagsOfImage, PANASONIC_RIGHT) - first(tagsOfImage, PANASONIC_LEFT);
            height = first(tagsOfImage, PANASONIC_BOTTOM) - first(tagsOfImage, PANASONIC_TOP);
        }
        long end = Math.max(
                pixelsEnd(tagsOfImage, STRIP_OFFSETS, STRIP_BYTE_COUNTS),
                pixelsEnd(tagsOfImage, TILE_OFFSETS, TILE_BYTE_COUNTS));
        return new Image(
                width,
                height,
                first(tagsOfImage, SUBFILE_TYPE),
                crop.length == 2 ? (long) crop[0] : 0,
                crop.length == 2 ? (long) crop[1] : 0,
                end);
    }

    private static long first(Map<Integer, Object> tagsOfImage, int tag) {
        double[] numbers = numbersOf(tagsOfImage.get(tag));
        return numbers.length == 0 ? 0 : (long) numbers[0];
    }

    private static long pixelsEnd(Map<Integer, Object> tagsOfImage, int offsetsTag, int countsTag) {
        double[] offsets = numbersOf(tagsOfImage.get(offsetsTag));
        double[] counts = numbersOf(tagsOfImage.get(countsTag));
        double end = 0;
        for (int i = 0; i < Math.min(offsets.length, counts.length); i++) {
            end = Math.max(end, offsets[i] + counts[i]);
        }
        return (long) end;
    }

    @Override
    public @Nullable Long tryCustomProcessFormat(int tagId, int formatCode, long componentCount) {
        // 13 is an offset of a directory, as 4 is a number of the same width.
        return formatCode == 13 ? componentCount * 4 : null;
    }

    @Override
    public boolean customProcessTag(
            int tagOffset,
            Set<Integer> processedIfdOffsets,
            int tiffHeaderOffset,
            RandomAccessReader reader,
            int tagId,
            int byteCount)
            throws IOException {
        Directory directory = open.peek();
        if (directory == null || ++tags > MAX_TAGS) {
            limitHit = true;
            return true;
        }
        if (directory == Directory.EXIF && tagId == MAKER_NOTE) {
            readAppleNote(tagOffset, processedIfdOffsets, reader, byteCount);
            return true;
        }
        if (directory == Directory.MAIN && tagId == XMP) {
            xmp = new Stretch(tagOffset, byteCount);
            return true;
        }
        if (directory == Directory.MAIN && tagId == IPTC) {
            iptc = new Stretch(tagOffset, byteCount);
            return true;
        }
        return !isWanted(directory, tagId) || byteCount < 0 || byteCount > MAX_VALUE_BYTES;
    }

    /// Apple's maker note is a big-endian directory of its own behind a 14-byte header; its offsets count from the
    /// header's start.
    private void readAppleNote(int at, Set<Integer> processed, RandomAccessReader reader, int byteCount)
            throws IOException {
        if (byteCount <= APPLE_HEADER_BYTES
                || !Arrays.equals(reader.getBytes(at, 10), "Apple iOS\0".getBytes(StandardCharsets.US_ASCII))) {
            return;
        }
        boolean orderBefore = reader.isMotorolaByteOrder();
        reader.setMotorolaByteOrder(true);
        if (enter(Directory.APPLE)) {
            TiffReader.processIfd(this, reader, processed, at + APPLE_HEADER_BYTES, at);
        }
        reader.setMotorolaByteOrder(orderBefore);
    }

    private boolean isWanted(Directory directory, int tag) {
        return switch (directory) {
            case MAIN ->
                isWantedOfImage(tag)
                        || tag == MAKE
                        || tag == MODEL
                        || tag == ORIENTATION
                        || tag == MODIFIED
                        || isWantedOfExif(tag);
            case IMAGE -> isWantedOfImage(tag);
            case EXIF -> isWantedOfExif(tag);
            case GPS -> (tag >= GPS_LATITUDE_REFERENCE && tag <= GPS_TIME) || tag == GPS_DAY;
            case APPLE -> tag == APPLE_BURST || tag == APPLE_CONTENT_IDENTIFIER;
        };
    }

    private boolean isWantedOfImage(int tag) {
        return switch (tag) {
            case WIDTH,
                    HEIGHT,
                    SUBFILE_TYPE,
                    STRIP_OFFSETS,
                    STRIP_BYTE_COUNTS,
                    TILE_OFFSETS,
                    TILE_BYTE_COUNTS,
                    CROP_SIZE -> allImages;
            case PANASONIC_TOP, PANASONIC_LEFT, PANASONIC_BOTTOM, PANASONIC_RIGHT -> allImages && panasonic;
            default -> false;
        };
    }

    private static boolean isWantedOfExif(int tag) {
        return switch (tag) {
            case ORIGINAL,
                    DIGITIZED,
                    OFFSET_MODIFIED,
                    OFFSET_ORIGINAL,
                    OFFSET_DIGITIZED,
                    SUBSECONDS_MODIFIED,
                    SUBSECONDS_ORIGINAL,
                    SUBSECONDS_DIGITIZED,
                    EXIF_WIDTH,
                    EXIF_HEIGHT,
                    LENS_MODEL,
                    MAKE,
                    MODEL -> true;
            default -> false;
        };
    }

    private void set(int tagId, Object value) {
        Directory directory = open.peek();
        if (directory == null) {
            return;
        }
        Map<Integer, Object> image = openImages.peek();
        if (image != null && isWantedOfImage(tagId)) {
            image.putIfAbsent(tagId, value);
        }
        values.putIfAbsent(new Key(directory, tagId), value);
    }

    @Override
    public void warn(String message) {
        error(message);
    }

    @Override
    public void error(String message) {
        if (complaints.size() < MAX_COMPLAINTS) {
            complaints.add(message);
        }
    }

    @Override
    public void setByteArray(int tagId, byte[] bytes) {
        set(tagId, bytes);
    }

    @Override
    public void setString(int tagId, StringValue string) {
        set(tagId, string);
    }

    @Override
    public void setRational(int tagId, Rational rational) {
        set(tagId, rational);
    }

    @Override
    public void setRationalArray(int tagId, Rational[] array) {
        set(tagId, array);
    }

    @Override
    public void setFloat(int tagId, float float32) {
        set(tagId, float32);
    }

    @Override
    public void setFloatArray(int tagId, float[] array) {
        double[] wide = new double[array.length];
        for (int i = 0; i < array.length; i++) {
            wide[i] = array[i];
        }
        set(tagId, wide);
    }

    @Override
    public void setDouble(int tagId, double double64) {
        set(tagId, double64);
    }

    @Override
    public void setDoubleArray(int tagId, double[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt8s(int tagId, byte int8s) {
        set(tagId, int8s);
    }

    @Override
    public void setInt8sArray(int tagId, byte[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt8u(int tagId, short int8u) {
        set(tagId, int8u);
    }

    @Override
    public void setInt8uArray(int tagId, short[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt16s(int tagId, int int16s) {
        set(tagId, int16s);
    }

    @Override
    public void setInt16sArray(int tagId, short[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt16u(int tagId, int int16u) {
        set(tagId, int16u);
    }

    @Override
    public void setInt16uArray(int tagId, int[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt32s(int tagId, int int32s) {
        set(tagId, int32s);
    }

    @Override
    public void setInt32sArray(int tagId, int[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt32u(int tagId, long int32u) {
        set(tagId, int32u);
    }

    @Override
    public void setInt32uArray(int tagId, long[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt64s(int tagId, long int64S) {
        set(tagId, int64S);
    }

    @Override
    public void setInt64sArray(int tagId, long[] array) {
        set(tagId, array);
    }

    @Override
    public void setInt64u(int tagId, long int64U) {
        set(tagId, int64U);
    }

    @Override
    public void setInt64uArray(int tagId, long[] array) {
        set(tagId, array);
    }
}
