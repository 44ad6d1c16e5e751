package app.safelight.bench.contest;

import app.safelight.bench.machine.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/// Files to back up, the same bytes on every machine: made from a seed, no two alike, none compressible.
final class Corpus {
    /// What a phone's photo weighs.
    static final int PHOTO_BYTES = 2_000_000;

    /// What a thumbnail or a sidecar weighs: with files this small only their number counts.
    static final int SMALL_BYTES = 4_000;

    /// As many as a camera keeps in one folder, rounded.
    static final int FILES_PER_FOLDER = 1_000;

    private static final long SEED = 0x5AFE_1164L;
    private static final LocalDateTime FIRST_CAPTURE = LocalDateTime.of(2023, 1, 1, 8, 0);

    /// Captures are spread over two years, so that copies go to as many folders as they do for people.
    private static final long SPREAD_SECONDS = 2L * 365 * 24 * 3600;

    private Corpus() {}

    /// What the bytes look like.
    enum Content {
        /// A JPEG head with camera, time and zone, then noise in place of the picture, then the end mark.
        JPEG("jpg"),
        /// Noise from the first byte on.
        BYTES("bin");

        private final String ending;

        Content(String ending) {
            this.ending = ending;
        }
    }

    /// Fills a folder.
    ///
    /// @return number and size of the files
    static Trees.Extent write(Path folder, Content content, int files, int bytesEach)
            throws IOException, InterruptedException {
        SplittableRandom chance = new SplittableRandom(SEED);
        byte[] bytes = new byte[bytesEach];
        for (int number = 0; number < files; number++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LocalDateTime capture = FIRST_CAPTURE.plusSeconds(SPREAD_SECONDS * number / files);
            chance.nextBytes(bytes);
            switch (content) {
                case JPEG -> frame(bytes, JpegHead.of(capture));
                case BYTES -> {}
            }
            Path one = folder.resolve("DCIM/%03dPHOTO".formatted(100 + number / FILES_PER_FOLDER));
            if (number % FILES_PER_FOLDER == 0) {
                Files.createDirectories(one);
            }
            Path file = one.resolve("IMG_%04d.%s".formatted(number % FILES_PER_FOLDER, content.ending));
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            Files.setLastModifiedTime(file, FileTime.from(capture.toInstant(ZoneOffset.UTC)));
        }
        return new Trees.Extent(files, (long) files * bytesEach);
    }

    /// Puts a head before the noise and an end behind it, and takes out of the noise what would be a mark.
    private static void frame(byte[] bytes, byte[] head) {
        for (int at = head.length; at < bytes.length; at++) {
            if (bytes[at] == (byte) 0xFF) {
                bytes[at] = (byte) 0xFE;
            }
        }
        System.arraycopy(head, 0, bytes, 0, head.length);
        bytes[bytes.length - 2] = (byte) 0xFF;
        bytes[bytes.length - 1] = (byte) 0xD9;
    }

    /// One file of noise, written through, to be read without the cache.
    static void writeOne(Path file, long bytes) throws IOException, InterruptedException {
        SplittableRandom chance = new SplittableRandom(SEED);
        byte[] block = new byte[PHOTO_BYTES];
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += block.length) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                chance.nextBytes(block);
                ByteBuffer rest = ByteBuffer.wrap(block, 0, (int) Math.min(block.length, bytes - written));
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
    }

    /// The lines that `sha256sum -c` wants, for all files of a folder.
    static String sums(Path folder) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (Path file : Trees.files(folder)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            lines.append(HashSpeed.hex(Files.readAllBytes(file)))
                    .append("  ")
                    .append(folder.relativize(file))
                    .append('\n');
        }
        return lines.toString();
    }

    /// The start of a JPEG file up to where its picture begins. Source: CIPA DC-008 (Exif) and ITU T.81 (JPEG).
    static final class JpegHead {
        private static final byte[] MAKER = "Safelight\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        private static final int WIDTH = 4032;
        private static final int HEIGHT = 3024;

        private JpegHead() {}

        static byte[] of(LocalDateTime capture) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            bytes(out, 0xFF, 0xD8);
            segment(out, 0xE1, exif(capture));
            segment(out, 0xDB, table(65, 1));
            segment(out, 0xC0, frameHeader());
            segment(out, 0xC4, huffman(0x00));
            segment(out, 0xC4, huffman(0x10));
            segment(out, 0xDA, new byte[] {1, 1, 0, 0, 63, 0});
            return out.toByteArray();
        }

        private static void segment(ByteArrayOutputStream out, int mark, byte[] body) {
            int length = body.length + 2;
            bytes(out, 0xFF, mark, length >> 8, length & 0xFF);
            out.writeBytes(body);
        }

        private static void bytes(ByteArrayOutputStream out, int... values) {
            for (int value : values) {
                out.write(value);
            }
        }

        /// Quantisation: table 0, all alike.
        private static byte[] table(int length, int value) {
            byte[] table = new byte[length];
            java.util.Arrays.fill(table, 1, length, (byte) value);
            return table;
        }

        /// Baseline, eight bits, one component.
        private static byte[] frameHeader() {
            return new byte[] {8, (byte) (HEIGHT >> 8), (byte) HEIGHT, (byte) (WIDTH >> 8), (byte) WIDTH, 1, 1, 0x11, 0
            };
        }

        /// Sixteen codes of eight bits each, for sixteen values.
        private static byte[] huffman(int selector) {
            byte[] table = new byte[1 + 16 + 16];
            table[0] = (byte) selector;
            table[8] = 16;
            for (int value = 0; value < 16; value++) {
                table[17 + value] = (byte) value;
            }
            return table;
        }

        /// A big-endian TIFF with maker, orientation and the capture's time and zone.
        private static byte[] exif(LocalDateTime capture) {
            byte[] time = "%04d:%02d:%02d %02d:%02d:%02d\0"
                    .formatted(
                            capture.getYear(),
                            capture.getMonthValue(),
                            capture.getDayOfMonth(),
                            capture.getHour(),
                            capture.getMinute(),
                            capture.getSecond())
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            byte[] zone = "+00:00\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            int directory = 8;
            int exifDirectory = directory + 2 + 3 * 12 + 4;
            int data = exifDirectory + 2 + 2 * 12 + 4;
            ByteBuffer tiff = ByteBuffer.allocate(6 + data + MAKER.length + time.length + zone.length);
            tiff.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42}).putInt(directory);
            tiff.putShort((short) 3);
            entry(tiff, 0x010F, 2, MAKER.length, data);
            entry(tiff, 0x0112, 3, 1, 1 << 16);
            entry(tiff, 0x8769, 4, 1, exifDirectory);
            tiff.putInt(0);
            tiff.putShort((short) 2);
            entry(tiff, 0x9003, 2, time.length, data + MAKER.length);
            entry(tiff, 0x9011, 2, zone.length, data + MAKER.length + time.length);
            tiff.putInt(0);
            return tiff.put(MAKER).put(time).put(zone).array();
        }

        private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
            tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
        }
    }
}
