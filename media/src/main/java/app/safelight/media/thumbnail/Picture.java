package app.safelight.media.thumbnail;

import app.safelight.media.metadata.PixelSize;

/// One encoded small picture: upright, sRGB, without any metadata.
public final class Picture {
    /// How a picture is encoded.
    public enum Encoding {
        WEBP("image/webp"),
        /// Only in degraded mode, see [Rendering#DEGRADED].
        JPEG("image/jpeg");

        private final String mimeType;

        Encoding(String mimeType) {
            this.mimeType = mimeType;
        }

        public String mimeType() {
            return mimeType;
        }
    }

    private final PixelSize size;
    private final Encoding encoding;
    private final byte[] bytes;

    Picture(PixelSize size, Encoding encoding, byte[] bytes) {
        this.size = size;
        this.encoding = encoding;
        this.bytes = bytes.clone();
    }

    public PixelSize size() {
        return size;
    }

    public Encoding encoding() {
        return encoding;
    }

    /// A copy of the encoded bytes.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return encoding + " " + size.width() + "x" + size.height() + ", " + bytes.length + " bytes";
    }
}
