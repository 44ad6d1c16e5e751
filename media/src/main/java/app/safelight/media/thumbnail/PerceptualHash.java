package app.safelight.media.thumbnail;

import java.util.Arrays;

/// 64 bits that are nearly the same for pictures that look nearly the same, whatever their size, format or
/// quality.
///
/// Each bit says whether one of the 64 lowest frequencies of the picture's brightness, but for the average,
/// is above their median. Pictures are alike if few bits differ: a suggestion to a person, never a proof.
public record PerceptualHash(long bits) {
    /// Re-encoded and resized copies differ in up to 6 bits as a rule, different scenes in 20 to 44.
    public static final int MAX_NEAR_BITS = 8;

    /// Terms of an even picture differ by rounding only, and say nothing.
    private static final double MIN_STEP = 1e-6;

    private static final int SIDE = 32;
    private static final int TERMS = 8;

    /// How many bits differ, 0 to 64.
    public int distance(PerceptualHash other) {
        return Long.bitCount(bits ^ other.bits);
    }

    public boolean isNear(PerceptualHash other) {
        return distance(other) <= MAX_NEAR_BITS;
    }

    static PerceptualHash of(Pixels pixels) {
        double[][] terms = terms(brightness(pixels));
        double[] found = new double[TERMS * TERMS];
        for (int row = 0; row < TERMS; row++) {
            // The first row and column, but for the average itself, are the picture's broadest strokes.
            System.arraycopy(terms[row], 0, found, row * TERMS, TERMS);
        }
        found[0] = terms[TERMS][0];
        double[] sorted = found.clone();
        Arrays.sort(sorted);
        double median = (sorted[31] + sorted[32]) / 2;
        long bits = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] > median + MIN_STEP) {
                bits |= 1L << i;
            }
        }
        return new PerceptualHash(bits);
    }

    /// 32 x 32 samples of the picture over black, each the average of its area; small pictures repeat their
    /// pixels.
    private static double[][] brightness(Pixels pixels) {
        Pixels small = pixels.averagedTo(SIDE, SIDE);
        double[][] plane = new double[SIDE][SIDE];
        for (int y = 0; y < SIDE; y++) {
            int fromY = y * small.height() / SIDE;
            for (int x = 0; x < SIDE; x++) {
                int fromX = x * small.width() / SIDE;
                double light = 0.299 * small.channel(fromX, fromY, 0)
                        + 0.587 * small.channel(fromX, fromY, 1)
                        + 0.114 * small.channel(fromX, fromY, 2);
                plane[y][x] = light * small.alpha(fromX, fromY) / 255;
            }
        }
        return plane;
    }

    /// The lowest 9 rows of 8 cosine terms: the average is replaced by the next one below it.
    private static double[][] terms(double[][] plane) {
        double[][] cosine = new double[TERMS + 1][SIDE];
        for (int term = 0; term <= TERMS; term++) {
            for (int at = 0; at < SIDE; at++) {
                cosine[term][at] = Math.cos(Math.PI / SIDE * term * (at + 0.5));
            }
        }
        double[][] rows = new double[SIDE][TERMS];
        for (int y = 0; y < SIDE; y++) {
            for (int column = 0; column < TERMS; column++) {
                for (int x = 0; x < SIDE; x++) {
                    rows[y][column] += plane[y][x] * cosine[column][x];
                }
            }
        }
        double[][] terms = new double[TERMS + 1][TERMS];
        for (int row = 0; row <= TERMS; row++) {
            for (int column = 0; column < TERMS; column++) {
                for (int y = 0; y < SIDE; y++) {
                    terms[row][column] += rows[y][column] * cosine[row][y];
                }
            }
        }
        return terms;
    }
}
