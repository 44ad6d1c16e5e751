package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;

/// Decoded pixels, row by row from the top, 8 bits a channel, without padding. The array belongs to whoever
/// holds this.
///
/// @param channels 3 for red, green, blue; 4 with alpha, not premultiplied
@SuppressWarnings("ArrayRecordComponent") // millions of numbers that nobody compares
record Pixels(int width, int height, int channels, byte[] values) {
    Pixels {
        if (channels != 3 && channels != 4) {
            throw new IllegalArgumentException(channels + " channels");
        }
        if (values.length != (long) width * height * channels) {
            throw new IllegalArgumentException(values.length + " bytes for " + width + " x " + height);
        }
    }

    PixelSize size() {
        return new PixelSize(width, height);
    }

    int channel(int x, int y, int channel) {
        return values[(y * width + x) * channels + channel] & 0xFF;
    }

    int alpha(int x, int y) {
        return channels == 4 ? channel(x, y, 3) : 255;
    }

    /// The same without an alpha channel that says nothing; this one if it does.
    Pixels withoutIdleAlpha() {
        if (channels == 3) {
            return this;
        }
        int count = width * height;
        for (int i = 0; i < count; i++) {
            if (values[i * 4 + 3] != -1) {
                return this;
            }
        }
        byte[] opaque = new byte[count * 3];
        for (int i = 0; i < count; i++) {
            opaque[i * 3] = values[i * 4];
            opaque[i * 3 + 1] = values[i * 4 + 1];
            opaque[i * 3 + 2] = values[i * 4 + 2];
        }
        return new Pixels(width, height, 3, opaque);
    }

    /// The middle of it, at most so large; this one if it is not larger.
    Pixels centre(int atMostWide, int atMostHigh) {
        int newWidth = Math.min(width, atMostWide);
        int newHeight = Math.min(height, atMostHigh);
        if (newWidth == width && newHeight == height) {
            return this;
        }
        int left = (width - newWidth) / 2;
        int top = (height - newHeight) / 2;
        byte[] result = new byte[newWidth * newHeight * channels];
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(
                    values,
                    ((top + y) * width + left) * channels,
                    result,
                    y * newWidth * channels,
                    newWidth * channels);
        }
        return new Pixels(newWidth, newHeight, channels, result);
    }

    /// Shrunk by averaging whole areas to at most `width` x `height`, exactly that size if this one is larger.
    Pixels averagedTo(int targetWidth, int targetHeight) {
        int newWidth = Math.min(width, targetWidth);
        int newHeight = Math.min(height, targetHeight);
        byte[] result = new byte[newWidth * newHeight * channels];
        for (int y = 0; y < newHeight; y++) {
            int top = (int) ((long) y * height / newHeight);
            int bottom = Math.max(top + 1, (int) ((long) (y + 1) * height / newHeight));
            for (int x = 0; x < newWidth; x++) {
                int left = (int) ((long) x * width / newWidth);
                int right = Math.max(left + 1, (int) ((long) (x + 1) * width / newWidth));
                average(left, top, right, bottom, result, (y * newWidth + x) * channels);
            }
        }
        return new Pixels(newWidth, newHeight, channels, result);
    }

    /// Colours are weighted by their alpha, so that what cannot be seen does not bleed into what can.
    private void average(int left, int top, int right, int bottom, byte[] result, int at) {
        long red = 0;
        long green = 0;
        long blue = 0;
        long weight = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int alpha = alpha(x, y);
                red += (long) channel(x, y, 0) * alpha;
                green += (long) channel(x, y, 1) * alpha;
                blue += (long) channel(x, y, 2) * alpha;
                weight += alpha;
            }
        }
        if (weight > 0) {
            result[at] = (byte) ((red + weight / 2) / weight);
            result[at + 1] = (byte) ((green + weight / 2) / weight);
            result[at + 2] = (byte) ((blue + weight / 2) / weight);
        }
        if (channels == 4) {
            long count = (long) (right - left) * (bottom - top);
            result[at + 3] = (byte) ((weight + count / 2) / count);
        }
    }
}
