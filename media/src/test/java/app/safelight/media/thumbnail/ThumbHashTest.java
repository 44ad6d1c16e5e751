package app.safelight.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Against the reference implementation, thumbhash 0.1.1 of npm, over pictures that both make by the same
/// rule: the channel `c` of the pixel at `x`, `y` is `(x * (7 + 3 * c) + y * (5 + 2 * c) + x * y * (c + 1))
/// % 256`.
class ThumbHashTest {
    @Test
    void isThatOfTheReference() {
        assertThat(hash(100, 75, false)).isEqualTo("HwgCBYCEMkNWYiUyARJQNJkbAFKj");
        assertThat(hash(75, 100, false)).isEqualTo("HwgCBQBXU0ZFdEMVBDBDVGoHPgRX");
        assertThat(hash(1, 1, false)).isEqualTo("AAgCBwAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(hash(32, 32, false)).isEqualTo("3wcCDwJEY2USMEMkUldVaGVoRjCRUBYH");
        assertThat(hash(60, 20, true)).isEqualTo("HwiCAoIHgSRkA3UFkaFwdggYU2NoE3Y=");
        assertThat(hash(20, 90, true)).isEqualTo("HwiCAQAHZWCVV0C0MHz3UyZ4Q3hBQhA=");
        assertThat(hash(100, 100, true)).isEqualTo("4AeCBQAIYnpgQGRwV286uPilV4pwV2gY5g==");
        assertThat(hash(3, 2, false)).isEqualTo("xPcJDYB0eAuGiHiHiJiHsI97+LiH");
        assertThat(hash(10, 1, false)).isEqualTo("S+cVKYaEd4eIiAiLi4e/ePg=");
    }

    @Test
    void largerPicturesAreAveragedFirst() {
        byte[] grey = new byte[400 * 300 * 3];
        Arrays.fill(grey, (byte) 128);
        byte[] small = new byte[100 * 75 * 3];
        Arrays.fill(small, (byte) 128);
        assertThat(ThumbHash.of(new Pixels(400, 300, 3, grey))).isEqualTo(ThumbHash.of(new Pixels(100, 75, 3, small)));
    }

    @Test
    void hashesOfWrongLengthAreRefused() {
        assertThatThrownBy(() -> ThumbHash.ofBytes(new byte[4])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ThumbHash.ofBytes(new byte[65])).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hash(int width, int height, boolean alpha) {
        int channels = alpha ? 4 : 3;
        byte[] values = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    values[(y * width + x) * channels + c] =
                            (byte) ((x * (7 + 3 * c) + y * (5 + 2 * c) + x * y * (c + 1)) % 256);
                }
            }
        }
        return ThumbHash.of(new Pixels(width, height, channels, values)).base64();
    }
}
