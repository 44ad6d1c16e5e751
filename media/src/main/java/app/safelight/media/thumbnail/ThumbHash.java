package app.safelight.media.thumbnail;

import java.util.Arrays;
import java.util.Base64;

/// A picture in about 25 bytes: its average colour and the lowest frequencies of its brightness and colour,
/// enough for a blurred placeholder of the right shape.
///
/// Shape, little-endian: 24 bits with the average of brightness (6 bits), of yellow against blue (6), of red
/// against green (6), the brightness scale (5) and whether there is alpha (1); 16 bits with the number of
/// brightness terms along the short side (3), the scales of both colours (6 each) and whether it is wider than
/// high (1); with alpha one byte with its average and scale (4 each); then 4 bits for each cosine term, low
/// half first: brightness, both colours, alpha. Source: ThumbHash by Evan Wallace, which every web client can
/// draw.
public final class ThumbHash {
    /// The algorithm is made for pictures of up to this side; its cost grows with the pixels.
    static final int MAX_SIDE_PIXELS = 100;

    private static final int TERMS = 7;
    private static final int TERMS_BESIDE_ALPHA = 5;

    private final byte[] bytes;

    private ThumbHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @throws IllegalArgumentException if `bytes` is too short to be one
    public static ThumbHash ofBytes(byte[] bytes) {
        if (bytes.length < 5 || bytes.length > 64) {
            throw new IllegalArgumentException("a hash of " + bytes.length + " bytes");
        }
        return new ThumbHash(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ThumbHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }

    /// Of any pixels; larger ones are averaged down first, keeping their shape.
    static ThumbHash of(Pixels pixels) {
        int side = Math.max(pixels.width(), pixels.height());
        if (side <= MAX_SIDE_PIXELS) {
            return ofSmall(pixels);
        }
        return ofSmall(pixels.averagedTo(
                Math.max(1, Math.round((float) pixels.width() * MAX_SIDE_PIXELS / side)),
                Math.max(1, Math.round((float) pixels.height() * MAX_SIDE_PIXELS / side))));
    }

    private static ThumbHash ofSmall(Pixels pixels) {
        Planes planes = Planes.of(pixels);
        int width = pixels.width();
        int height = pixels.height();
        int longSide = Math.max(width, height);
        boolean landscape = width > height;
        int limit = planes.hasAlpha() ? TERMS_BESIDE_ALPHA : TERMS;
        int termsAcross = Math.max(1, (int) Math.round((double) limit * width / longSide));
        int termsDown = Math.max(1, (int) Math.round((double) limit * height / longSide));

        Cosines brightness =
                Cosines.of(planes.brightness(), width, height, Math.max(3, termsAcross), Math.max(3, termsDown));
        Cosines yellow = Cosines.of(planes.yellowAgainstBlue(), width, height, 3, 3);
        Cosines red = Cosines.of(planes.redAgainstGreen(), width, height, 3, 3);

        Bits bits = new Bits();
        bits.put((int) Math.round(63 * brightness.average()), 6);
        bits.put((int) Math.round(31.5 + 31.5 * yellow.average()), 6);
        bits.put((int) Math.round(31.5 + 31.5 * red.average()), 6);
        bits.put((int) Math.round(31 * brightness.scale()), 5);
        bits.put(planes.hasAlpha() ? 1 : 0, 1);
        bits.put(landscape ? termsDown : termsAcross, 3);
        bits.put((int) Math.round(63 * yellow.scale()), 6);
        bits.put((int) Math.round(63 * red.scale()), 6);
        bits.put(landscape ? 1 : 0, 1);
        if (planes.hasAlpha()) {
            Cosines alpha = Cosines.of(planes.alpha(), width, height, 5, 5);
            bits.put((int) Math.round(15 * alpha.average()), 4);
            bits.put((int) Math.round(15 * alpha.scale()), 4);
            putTerms(bits, brightness, yellow, red, alpha);
        } else {
            putTerms(bits, brightness, yellow, red);
        }
        return new ThumbHash(bits.bytes());
    }

    private static void putTerms(Bits bits, Cosines... all) {
        for (Cosines cosines : all) {
            for (double term : cosines.terms()) {
                bits.put((int) Math.round(15 * term), 4);
            }
        }
    }

    /// The picture as brightness, two colour differences and alpha, all 0 to 1 or -1 to 1, drawn over its own
    /// average.
    @SuppressWarnings("ArrayRecordComponent")
    private record Planes(
            double[] brightness,
            double[] yellowAgainstBlue,
            double[] redAgainstGreen,
            double[] alpha,
            boolean hasAlpha) {
        static Planes of(Pixels pixels) {
            int count = pixels.width() * pixels.height();
            double[] average = new double[3];
            double visible = 0;
            for (int i = 0; i < count; i++) {
                double alpha = alpha(pixels, i);
                visible += alpha;
                for (int channel = 0; channel < 3; channel++) {
                    average[channel] += alpha / 255 * value(pixels, i, channel);
                }
            }
            for (int channel = 0; channel < 3 && visible > 0; channel++) {
                average[channel] /= visible;
            }
            Planes planes = new Planes(
                    new double[count], new double[count], new double[count], new double[count], visible < count);
            for (int i = 0; i < count; i++) {
                planes.set(i, pixels, average);
            }
            return planes;
        }

        private void set(int i, Pixels pixels, double[] average) {
            double visible = alpha(pixels, i);
            double red = average[0] * (1 - visible) + visible / 255 * value(pixels, i, 0);
            double green = average[1] * (1 - visible) + visible / 255 * value(pixels, i, 1);
            double blue = average[2] * (1 - visible) + visible / 255 * value(pixels, i, 2);
            brightness[i] = (red + green + blue) / 3;
            yellowAgainstBlue[i] = (red + green) / 2 - blue;
            redAgainstGreen[i] = red - green;
            alpha[i] = visible;
        }

        private static double value(Pixels pixels, int i, int channel) {
            return pixels.values()[i * pixels.channels() + channel] & 0xFF;
        }

        private static double alpha(Pixels pixels, int i) {
            return pixels.channels() == 4 ? value(pixels, i, 3) / 255 : 1;
        }
    }

    /// The lowest cosine terms of a plane, a triangle of them without the average.
    ///
    /// @param terms scaled to 0 to 1, where 0.5 is none
    /// @param scale the largest before scaling
    @SuppressWarnings("ArrayRecordComponent")
    private record Cosines(double average, double[] terms, double scale) {
        static Cosines of(double[] plane, int width, int height, int across, int down) {
            double[][] rows = rows(plane, width, height, across);
            double[] found = new double[across * down];
            int count = 0;
            double average = 0;
            double scale = 0;
            for (int row = 0; row < down; row++) {
                for (int column = 0; column * down < across * (down - row); column++) {
                    double term = term(rows[column], row) / width;
                    if (row == 0 && column == 0) {
                        average = term;
                    } else {
                        found[count++] = term;
                        scale = Math.max(scale, Math.abs(term));
                    }
                }
            }
            double[] terms = Arrays.copyOf(found, count);
            for (int i = 0; i < count && scale > 0; i++) {
                terms[i] = 0.5 + 0.5 / scale * terms[i];
            }
            return new Cosines(average, terms, scale);
        }

        /// For each column of terms, the sum along each row of the picture.
        private static double[][] rows(double[] plane, int width, int height, int across) {
            double[][] rows = new double[across][height];
            for (int column = 0; column < across; column++) {
                double[] wave = wave(column, width);
                for (int y = 0; y < height; y++) {
                    double sum = 0;
                    for (int x = 0; x < width; x++) {
                        sum += plane[y * width + x] * wave[x];
                    }
                    rows[column][y] = sum;
                }
            }
            return rows;
        }

        private static double term(double[] sums, int row) {
            double[] wave = wave(row, sums.length);
            double sum = 0;
            for (int y = 0; y < sums.length; y++) {
                sum += sums[y] * wave[y];
            }
            return sum / sums.length;
        }

        private static double[] wave(int term, int length) {
            double[] wave = new double[length];
            for (int at = 0; at < length; at++) {
                wave[at] = Math.cos(Math.PI / length * term * (at + 0.5));
            }
            return wave;
        }
    }

    /// Numbers packed from the lowest bit of the first byte on.
    private static final class Bits {
        private final byte[] bytes = new byte[64];
        private int at;

        void put(int value, int width) {
            for (int i = 0; i < width; i++, at++) {
                bytes[at / 8] |= (byte) ((value >> i & 1) << at % 8);
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, (at + 7) / 8);
        }
    }
}
