package app.safelight.media.thumbnail;

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

    /// @param maxPixels refuses more
    /// @throws Malformed if the file is no such picture, or has another number of pixels than it says
    /// @throws IOException if the file cannot be read
    static Pixels read(Path file, long maxPixels) throws IOException, Malformed {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            String magic = word(stream);
            return switch (magic) {
                case "P7" -> pam(stream, maxPixels);
                case "P6" -> ppm(stream, maxPixels);
                default -> throw new Malformed("no pixels: " + magic);
            };
        } catch (EOFException end) {
            throw new Malformed("it ends in its header", end);
        }
    }

    private static Pixels pam(InputStream stream, long maxPixels) throws IOException, Malformed {
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
                    return pixels(stream, new Header(width, height, depth, largest), maxPixels);
                }
                default -> word(stream);
            }
        }
        throw new Malformed("no end of its header");
    }

    private static Pixels ppm(InputStream stream, long maxPixels) throws IOException, Malformed {
        return pixels(stream, new Header(number(stream), number(stream), 3, number(stream)), maxPixels);
    }

    private record Header(long width, long height, long depth, long largest) {}

    private static Pixels pixels(InputStream stream, Header header, long maxPixels) throws IOException, Malformed {
        boolean sized = header.width() > 0 && header.height() > 0 && header.width() <= maxPixels / header.height();
        if (!sized || (header.depth() != 3 && header.depth() != 4) || header.largest() != 255) {
            throw new Malformed("an impossible header: " + header);
        }
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
