package app.safelight.media.thumbnail;

import app.safelight.media.metadata.Orientation;

/// What is left of a picture when it is looked at from afar: 16 x 16 cells, each the average colour of its
/// part of the picture, over black. Whatever its sides, a picture fills all cells, so that two decoders'
/// pictures can be laid over each other; fine detail, which each resamples in its own way, is gone.
///
/// @param cells red, green and blue of 0 to 255, row by row
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record Grid(double[] cells) {
    static final int SIDE = 16;

    /// Mean difference of a channel of all cells, of 255. Other resampling and our WebP make up to 1.4; a
    /// colour profile that was passed over, or the wrong range, 2 to 3; another tone curve over 4.
    static final double MAX_MEAN = 1.5;

    /// Difference of the worst cell, of 255, the mean of its channels. Edges that are resampled in another
    /// way make up to 5.8; a part of the picture that is not its own mostly over 30.
    static final double MAX_WORST = 6;

    private static final int CHANNELS = 3;

    private static final double[] UNDECODED = {0, 135, 0};

    static Grid of(Pixels pixels) {
        double[] cells = new double[SIDE * SIDE * CHANNELS];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                average(pixels, column, row, cells);
            }
        }
        return new Grid(cells);
    }

    /// Pixels on the border of a cell count by the part that is inside.
    private static void average(Pixels pixels, int column, int row, double[] cells) {
        double left = (double) column * pixels.width() / SIDE;
        double right = (double) (column + 1) * pixels.width() / SIDE;
        double top = (double) row * pixels.height() / SIDE;
        double bottom = (double) (row + 1) * pixels.height() / SIDE;
        double area = (right - left) * (bottom - top);
        for (int y = (int) top; y < Math.min(pixels.height(), Math.ceil(bottom)); y++) {
            double high = Math.min(bottom, y + 1) - Math.max(top, y);
            for (int x = (int) left; x < Math.min(pixels.width(), Math.ceil(right)); x++) {
                double wide = Math.min(right, x + 1) - Math.max(left, x);
                double weight = high * wide / area * pixels.alpha(x, y) / 255;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    cells[at(column, row) + channel] += weight * pixels.channel(x, y, channel);
                }
            }
        }
    }

    private static int at(int column, int row) {
        return (row * SIDE + column) * CHANNELS;
    }

    Difference from(Grid other) {
        double sum = 0;
        double worst = 0;
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            double here = 0;
            for (int channel = 0; channel < CHANNELS; channel++) {
                here += Math.abs(cells[cell * CHANNELS + channel] - other.cells[cell * CHANNELS + channel]);
            }
            sum += here;
            worst = Math.max(worst, here / CHANNELS);
        }
        return new Difference(sum / cells.length, worst);
    }

    /// @param mean of all channels of all cells
    /// @param worst of the cells, each the mean of its channels
    record Difference(double mean, double worst) {
        boolean isSamePicture() {
            return mean <= MAX_MEAN && worst <= MAX_WORST;
        }

        /// Whether a third may be the same picture as either.
        boolean isNearlySamePicture() {
            return mean <= 2 * MAX_MEAN && worst <= 2 * MAX_WORST;
        }
    }

    /// As it would be had it been turned once more.
    Grid turned(Orientation turn) {
        double[] result = new double[cells.length];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int mirrored = turn.mirrorsFirst() ? SIDE - 1 - column : column;
                int to = switch (turn.quartersClockwise()) {
                    case 1 -> at(SIDE - 1 - row, mirrored);
                    case 2 -> at(SIDE - 1 - mirrored, SIDE - 1 - row);
                    case 3 -> at(row, SIDE - 1 - mirrored);
                    default -> at(mirrored, row); // 0 quarters
                };
                System.arraycopy(cells, at(column, row), result, to, CHANNELS);
            }
        }
        return new Grid(result);
    }

    /// As it would be had one part of it never been decoded: cells from `fromColumn`, `fromRow` on, `wide`
    /// x `high`, are as green as brightness and colours of 0 are.
    Grid without(int fromColumn, int fromRow, int wide, int high) {
        double[] result = cells.clone();
        for (int row = fromRow; row < fromRow + high; row++) {
            for (int column = fromColumn; column < fromColumn + wide; column++) {
                System.arraycopy(UNDECODED, 0, result, at(column, row), CHANNELS);
            }
        }
        return new Grid(result);
    }

    /// As it would be were one part of it shown for the whole.
    Grid only(int fromColumn, int fromRow, int wide, int high) {
        double[] result = new double[cells.length];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int from = at(fromColumn + column * wide / SIDE, fromRow + row * high / SIDE);
                System.arraycopy(cells, from, result, at(column, row), CHANNELS);
            }
        }
        return new Grid(result);
    }
}
