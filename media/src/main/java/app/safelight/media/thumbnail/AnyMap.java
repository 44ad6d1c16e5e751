package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the plain pixels that other programs write: PAM (`P7`) and PPM (`P6`), 8 bits a channel.
///
/// Shape of PAM: lines of a name and a number, `ENDHDR`, then the pixels. Of PPM: `P6`, width, height and the
/// largest value, each ended by white space, then the pixels. Source: Netpbm's `pam` and `ppm` formats.
final class AnyMap {
    /// Lines of a header. Ours have 7.
    private static final int MAX_LINES = 16;

    private static final int MAX_LINE_CHARACTERS = 64;

    private AnyMap() {}

    /// @param size what it has to be
    /// @param keptPixels of the long edge at least; a larger picture without alpha is shrunk by a whole
    ///     number while it is read, because the heap is smaller than what a camera takes
    /// @throws Malformed if the file is no such picture, or of another size
    /// @throws IOException if the file cannot be read
    static Pixels read(Path file, PixelSize size, int keptPixels) throws IOException, Malformed {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            Header header = header(stream, (long) size.width() * size.height());
            if (header.width() != size.width() || header.height() != size.height()) {
                throw new Malformed("it gives %d x %d, the header says %d x %d"
                        .formatted(header.width(), header.height(), size.width(), size.height()));
            }
            int factor = header.depth() == 3 ? Math.max(1, Math.max(size.width(), size.height()) / keptPixels) : 1;
            return factor == 1 ? pixels(stream, header) : shrunk(stream, header, factor);
        } catch (EOFException end) {
            throw new Malformed("it ends too early", end);
        }
    }

    /// Each pixel is the average of `factor` x `factor`; those at the right and bottom edge of what there is.
    private static Pixels shrunk(InputStream stream, Header header, int factor) throws IOException {
        int width = (int) header.width();
        int height = (int) header.height();
        int newWidth = (width + factor - 1) / factor;
        int newHeight = (height + factor - 1) / factor;
        byte[] row = new byte[width * 3];
        byte[] result = new byte[newWidth * newHeight * 3];
        for (int y = 0; y < newHeight; y++) {
            int[] sums = new int[newWidth * 3];
            int rows = Math.min(factor, height - y * factor);
            for (int i = 0; i < rows; i++) {
                if (stream.readNBytes(row, 0, row.length) != row.length) {
                    throw new EOFException();
                }
                for (int at = 0; at < row.length; at++) {
                    sums[at / 3 / factor * 3 + at % 3] += row[at] & 0xFF;
                }
            }
            for (int at = 0; at < sums.length; at++) {
                int count = rows * Math.min(factor, width - at / 3 * factor);
                result[y * sums.length + at] = (byte) ((sums[at] + count / 2) / count);
            }
        }
        return new Pixels(newWidth, newHeight, 3, result);
    }

    /// @param maxPixels refuses more
    /// @throws Malformed if the file is no such picture, or has another number of pixels than it says
    /// @throws IOException if the file cannot be read
    static Pixels read(Path file, long maxPixels) throws IOException, Malformed {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            return pixels(stream, header(stream, maxPixels));
        } catch (EOFException end) {
            throw new Malformed("it ends in its header", end);
        }
    }

    private static Header header(InputStream stream, long maxPixels) throws IOException, Malformed {
        String magic = word(stream);
        Header header = switch (magic) {
            case "P7" -> pam(stream);
            case "P6" -> new Header(number(stream), number(stream), 3, number(stream));
            default -> throw new Malformed("no pixels: " + magic);
        };
        boolean sized = header.width() > 0 && header.height() > 0 && header.width() <= maxPixels / header.height();
        if (!sized || (header.depth() != 3 && header.depth() != 4) || header.largest() != 255) {
            throw new Malformed("an impossible header: " + header);
        }
        return header;
    }

    private static Header pam(InputStream stream) throws IOException, Malformed {
        long width = 0;
        long height = 0;
        long depth = 0;
        long largest = 0;
        for (int line = 0; line < MAX_LINES; line++) {
            String name = word(stream);
            switch (name) {
                case "WIDTH" -> width = number(stream);
                case "HEIGHT" -> height = number(stream);
                case "DEPTH" -> depth = number(stream);
                case "MAXVAL" -> largest = number(stream);
                case "ENDHDR" -> {
                    return new Header(width, height, depth, largest);
                }
                default -> word(stream);
            }
        }
        throw new Malformed("no end of its header");
    }

    private record Header(long width, long height, long depth, long largest) {}

    private static Pixels pixels(InputStream stream, Header header) throws IOException, Malformed {
        int length = (int) (header.width() * header.height() * header.depth());
        byte[] values = stream.readNBytes(length);
        if (values.length != length) {
            throw new Malformed(values.length + " bytes of " + length);
        }
        return new Pixels((int) header.width(), (int) header.height(), (int) header.depth(), values);
    }

    private static long number(InputStream stream) throws IOException, Malformed {
        String word = word(stream);
        if (!word.matches("[0-9]{1,9}")) {
            throw new Malformed("no number: " + word);
        }
        return Long.parseLong(word);
    }

    /// Up to the next white space, which is taken too.
    private static String word(InputStream stream) throws IOException, Malformed {
        StringBuilder word = new StringBuilder();
        while (word.length() <= MAX_LINE_CHARACTERS) {
            int character = stream.read();
            if (character < 0) {
                throw new EOFException();
            }
            if (character == '\n' || character == ' ') {
                return word.toString();
            }
            word.append((char) character);
        }
        throw new Malformed("a word of over " + MAX_LINE_CHARACTERS + " characters");
    }

    static final class Malformed extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
