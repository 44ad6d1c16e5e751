package app.safelight.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.media.metadata.PixelSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyMapTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void aLargePictureIsAveragedWhileItIsRead() throws IOException, AnyMap.Malformed {
        // 5 x 3, the red of each its number.
        Pixels pixels = AnyMap.read(numbered(5, 3), new PixelSize(5, 3), 2);
        assertThat(pixels.size()).isEqualTo(new PixelSize(3, 2));
        assertThat(reds(pixels)).containsExactly(3, 5, 7, 11, 13, 14); // (0 + 1 + 5 + 6) / 4 first, 14 alone last
    }

    @Test
    void aPictureThatIsNotMuchLargerIsKept() throws IOException, AnyMap.Malformed {
        Pixels pixels = AnyMap.read(numbered(5, 3), new PixelSize(5, 3), 3);
        assertThat(reds(pixels)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    }

    @Test
    void anotherSizeIsRefused() throws IOException {
        Path file = numbered(5, 3);
        assertThatThrownBy(() -> AnyMap.read(file, new PixelSize(3, 5), 2))
                .isInstanceOf(AnyMap.Malformed.class)
                .hasMessage("it gives 5 x 3, the header says 3 x 5");
        assertThatThrownBy(() -> AnyMap.read(file, 14)).isInstanceOf(AnyMap.Malformed.class);
    }

    @Test
    void aCutPictureIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(numbered(5, 3));
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> AnyMap.read(cut, new PixelSize(5, 3), 2)).isInstanceOf(AnyMap.Malformed.class);
            assertThatThrownBy(() -> AnyMap.read(cut, 15)).isInstanceOf(AnyMap.Malformed.class);
        }
    }

    private Path numbered(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("P6\n%d %d\n255\n".formatted(width, height).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < width * height; i++) {
            bytes.writeBytes(new byte[] {(byte) i, 0, 0});
        }
        return Files.write(folder.resolve("numbered.ppm"), bytes.toByteArray());
    }

    private static int[] reds(Pixels pixels) {
        int[] reds = new int[pixels.width() * pixels.height()];
        for (int i = 0; i < reds.length; i++) {
            reds[i] = pixels.channel(i % pixels.width(), i / pixels.width(), 0);
        }
        return reds;
    }
}
