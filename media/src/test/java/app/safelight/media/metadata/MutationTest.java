package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import app.safelight.media.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real files, whole and damaged at random with fixed seeds: every reading ends, throws nothing and keeps its limits.
/// The timeout only keeps a hang from lasting for ever.
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutationTest {
    /// Larger files are mutated too slowly for what they add: their structure is that of the small ones.
    private static final long MAX_MUTATED_BYTES = 100_000;

    private static final int MUTATIONS_OF_A_FILE = 40;

    /// Bytes at a file's start in which most changes are made: there lies the structure.
    private static final int STRUCTURE_BYTES = 8 << 10;

    /// Typical photos: no more than this is read, or a phone's link would be the limit.
    private static final long MAX_TYPICAL_BYTES = 300_000;

    private static final int[] EXTREMES = {0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFF0, 0x0000_FFFF};

    @Test
    void everyRealFileIsReadWithinLimits() throws IOException {
        List<Path> files = files(Long.MAX_VALUE);
        assertThat(files).hasSizeGreaterThan(230);
        for (Path file : files) {
            Spent.read(Files.readAllBytes(file), String.valueOf(file.getFileName()));
        }
    }

    @Test
    void aTypicalPhotoTakesFewBytes() throws IOException {
        for (Path file : files(Long.MAX_VALUE)) {
            CountingReader reader = CountingReader.of(file);
            MetadataReader.read(reader, "x");
            boolean broken = file.toString().contains("16-broken");
            assertThat(reader.bytesRead())
                    .as(file.toString())
                    .isLessThanOrEqualTo(broken ? BoundedBytes.MAX_READ_BYTES : MAX_TYPICAL_BYTES);
        }
    }

    @Test
    void damagedFilesAreReadWithinLimits() throws IOException {
        int count = 0;
        for (Path file : files(MAX_MUTATED_BYTES)) {
            byte[] original = Files.readAllBytes(file);
            Random random = new Random(Arrays.hashCode(original));
            for (int i = 0; i < MUTATIONS_OF_A_FILE; i++, count++) {
                String name = file.getFileName() + " mutation " + i;
                Spent.read(mutated(original, random), name);
            }
        }
        assertThat(count).isGreaterThan(5_000);
    }

    @Test
    void filesCutAnywhereAreReadWithinLimits() throws IOException {
        for (Path file : files(MAX_MUTATED_BYTES)) {
            byte[] original = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, 2, 3, 7, 8, 11, 12, 16, 100, 512, 4_096, 8_192, original.length / 2}) {
                if (length < original.length) {
                    Spent.read(Arrays.copyOf(original, length), file.getFileName() + " cut at " + length);
                }
            }
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 8; i++) {
            int range = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, STRUCTURE_BYTES);
            int at = random.nextInt(range - 7);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> number(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
                default -> {
                    int from = random.nextInt(bytes.length - 7);
                    int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
                    System.arraycopy(original, from, bytes, at, length);
                }
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static void number(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >> (24 - i * 8));
        }
    }

    private static List<Path> files(long maxBytes) throws IOException {
        try (Stream<Path> all = Files.walk(Fixtures.folder())) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() <= maxBytes)
                    .sorted()
                    .toList();
        }
    }
}
