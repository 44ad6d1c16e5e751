package app.safelight.source.takeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.model.Body;
import app.safelight.core.model.ItemKey;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.source.folder.FolderSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TakeoutSourceTest {
    private static final String EXPORT = "takeout-20240525T201456Z";

    @TempDir
    private Path scratch;

    // What is in the archives

    @Test
    void joinsThePartsOfAnExport() throws Exception {
        ZipBytes first = new ZipBytes();
        first.add("Takeout/Google Photos/Photos from 2023/b.jpg", "b");
        first.add("Takeout/Google Photos/Album/a.jpg", "a");
        first.add("Takeout/archive_browser.html", "one");
        first.add("Takeout/Google Photos/Album/", "");
        ZipBytes second = new ZipBytes();
        second.add("Takeout/Google Photos/Photos from 2023/a.jpg", "a");
        second.add("Takeout/Google Photos/Album/a.jpg", "a");
        second.add("Takeout/archive_browser.html", "two");

        try (TakeoutSource source = open(first, second)) {
            assertThat(texts(source))
                    .containsExactly(
                            Map.entry("Takeout/archive_browser.html", "one"),
                            Map.entry("Takeout/Google Photos/Album/a.jpg", "a"),
                            Map.entry("Takeout/Google Photos/Photos from 2023/a.jpg", "a"),
                            Map.entry("Takeout/Google Photos/Photos from 2023/b.jpg", "b"),
                            Map.entry(EXPORT + "-002.zip/Takeout/archive_browser.html", "two"));
        }
    }

    @Test
    void readsWhatTheJdkWrote() throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        Instant modifiedAt = Instant.parse("2023-10-06T06:30:00Z");
        Path zip = scratch.resolve("photos.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            ZipEntry entry = new ZipEntry("Google Fotos/Fotos von 2023/Zoë 👪.mp4");
            entry.setLastModifiedTime(FileTime.from(modifiedAt));
            out.putNextEntry(entry);
            out.write(noise);
            out.closeEntry();
        }

        try (TakeoutSource source = TakeoutSource.open(List.of(zip), List.of())) {
            Item.Available item = (Item.Available) list(source).getFirst();
            assertThat(item.key().path()).isEqualTo("Google Fotos/Fotos von 2023/Zoë 👪.mp4");
            assertThat(item.sizeBytes()).isEqualTo(noise.length);
            assertThat(item.modifiedAt()).isEqualTo(modifiedAt);
            assertThat(bytes(source, item)).isEqualTo(noise);
            assertThat(source.look(item.key())).isEqualTo(item);
        }
    }

    @Test
    void goesBackAndForthInPackedBytes() throws Exception {
        byte[] noise = new byte[EntryBody.WINDOW_BYTES * 3 + 11];
        new Random(2).nextBytes(noise);
        Arrays.fill(noise, 1000, 2_000_000, (byte) 7);
        ZipBytes zip = new ZipBytes();
        zip.add(new ZipBytes.Part("a.mp4", noise));

        try (TakeoutSource source = open(zip)) {
            Item.Available item = (Item.Available) list(source).getFirst();
            Random random = new Random(3);
            source.read(item, body -> {
                byte[] buffer = new byte[200_000];
                for (int round = 0; round < 40; round++) {
                    int at = random.nextInt(noise.length);
                    int length = 1 + random.nextInt(buffer.length - 1);
                    int count = body.read(at, buffer, 1, length);
                    assertThat(count).isBetween(1, length);
                    assertThat(Arrays.mismatch(buffer, 1, 1 + count, noise, at, at + count))
                            .isEqualTo(-1);
                }
                assertThat(body.read(noise.length, buffer, 0, 1)).isEqualTo(-1);
                return round(body);
            });
            assertThat(faultOf(() -> source.read(item, body -> {
                        byte[] buffer = new byte[1];
                        for (int round = 0; round <= EntryBody.MAX_RESTARTS; round++) {
                            body.read(noise.length - 1, buffer, 0, 1);
                            body.read(0, buffer, 0, 1);
                        }
                        return buffer;
                    })))
                    .isInstanceOf(SourceFault.ReadFailed.class);
        }
    }

    private static long round(Body body) {
        return body.sizeBytes();
    }

    @Test
    void takesTheTimeFromWhereverItIsSaid() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("seconds.jpg", "x").modifiedAt(Instant.parse("2001-02-03T04:05:06Z"));
        zip.add("dos.jpg", "x");
        zip.add("none.jpg", "x").dosDate = 0;

        try (TakeoutSource source = open(zip)) {
            assertThat(list(source))
                    .extracting(item -> ((Item.Available) item).modifiedAt())
                    .containsExactly(
                            Instant.parse("2024-06-01T10:20:30Z"),
                            Instant.EPOCH,
                            Instant.parse("2001-02-03T04:05:06Z"));
        }
    }

    @Test
    void readsNamesInEveryEncodingAZipMayHave() throws Exception {
        ZipBytes zip = new ZipBytes();
        ZipBytes.Part dos = zip.add("", "dos");
        dos.name = new byte[] {'c', 'a', 'f', (byte) 0x82, '.', 'j', 'p', 'g'};
        dos.flags = 0;
        ZipBytes.Part plain = zip.add("Köln.jpg", "UTF-8 without saying so");
        plain.flags = 0;
        ZipBytes.Part extra = zip.add("", "name in an extra field");
        extra.name = new byte[] {'?', (byte) 0xFF};
        extra.flags = 0;
        extra.extra = utf8Name(extra.name, "Łódź.jpg", 0);
        ZipBytes.Part stale = zip.add("", "stale extra field");
        stale.name = new byte[] {'s', '.', 'j', 'p', 'g'};
        stale.extra = utf8Name(stale.name, "wrong.jpg", 1);
        ZipBytes.Part lying = zip.add("", "not the UTF-8 it says");
        lying.name = new byte[] {'c', 'a', 'f', (byte) 0xE9, '.', 'j', 'p', 'g'};

        try (TakeoutSource source = open(zip)) {
            assertThat(texts(source))
                    .containsOnly(
                            Map.entry("café.jpg", "dos"),
                            Map.entry("Köln.jpg", "UTF-8 without saying so"),
                            Map.entry("Łódź.jpg", "name in an extra field"),
                            Map.entry("s.jpg", "stale extra field"));
            assertThat(faults(source))
                    .containsExactly(
                            Map.entry(EXPORT + "-001.zip/entry 4", new SourceFault.UndecodableName("caf\\u00e9.jpg")));
        }
    }

    private static byte[] utf8Name(byte[] name, String utf8, int off) {
        CRC32 crc = new CRC32();
        crc.update(name);
        byte[] bytes = utf8.getBytes(UTF_8);
        return ZipBytes.bytes(ZipBytes.little(9 + bytes.length)
                .putShort((short) 0x7075)
                .putShort((short) (5 + bytes.length))
                .put((byte) 1)
                .putInt((int) crc.getValue() + off)
                .put(bytes));
    }

    @Test
    void keepsBothOfTwoEntriesOfOnePath() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("a.jpg", "first");
        zip.add("a.jpg", "second");
        zip.add("a.jpg", "first");
        zip.add("a.jpg", "third");

        try (TakeoutSource source = open(zip)) {
            String label = EXPORT + "-001.zip/";
            assertThat(texts(source).values()).contains("first", "second", "third");
            assertThat(texts(source).keySet()).contains("a.jpg", label + "a.jpg", label + label + "a.jpg");
        }
    }

    @Test
    void readsEntriesBeyondFourGigabytes() throws Exception {
        Path zip = scratch.resolve("large.zip");
        long sizeBytes = 5L << 30;
        byte[] end = "the end".getBytes(UTF_8);
        ZipBytes.Part part = new ZipBytes.Part("large.mp4", new byte[0]).stored(new byte[0]);
        part.packedBytes = -1;
        part.unpackedBytes = -1;
        part.extra = ZipBytes.bytes(ZipBytes.little(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(sizeBytes)
                .putLong(sizeBytes));
        ZipBytes.Part after = new ZipBytes.Part("after.jpg", end).stored(end);
        after.extra = ZipBytes.bytes(
                ZipBytes.little(12).putShort((short) 1).putShort((short) 8).putLong(39 + sizeBytes));
        try (FileChannel channel = FileChannel.open(
                zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(header(part), 0);
            channel.write(ByteBuffer.wrap(end), 39 + sizeBytes - end.length);
            channel.write(header(after), 39 + sizeBytes);
            channel.write(ByteBuffer.wrap(end), 39 + sizeBytes + 39);
            long directoryAt = 39 + sizeBytes + 39 + end.length;
            byte[] first = ZipBytes.record(part, 0);
            byte[] second = ZipBytes.record(after, -1);
            long wideAt = directoryAt + first.length + second.length;
            ByteBuffer tail = ZipBytes.little(first.length + second.length + 56 + 20 + 22);
            tail.put(first).put(second);
            tail.putInt(0x06064B50).putLong(44).putInt(0).putLong(0).putLong(2).putLong(2);
            tail.putLong(first.length + second.length).putLong(directoryAt);
            tail.putInt(0x07064B50).putInt(0).putLong(wideAt).putInt(1);
            tail.putInt(0x06054B50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
            channel.write(tail.flip(), directoryAt);
        }

        try (TakeoutSource source = TakeoutSource.open(List.of(zip), List.of())) {
            List<Item> items = list(source);
            assertThat(items).extracting(item -> item.key().path()).containsExactly("after.jpg", "large.mp4");
            assertThat(new String(bytes(source, (Item.Available) items.get(0)), UTF_8))
                    .isEqualTo("the end");
            Item.Available large = (Item.Available) items.get(1);
            assertThat(large.sizeBytes()).isEqualTo(sizeBytes);
            byte[] read = source.read(large, body -> {
                byte[] buffer = new byte[end.length];
                assertThat(body.read(sizeBytes - end.length, buffer, 0, end.length))
                        .isEqualTo(end.length);
                return buffer;
            });
            assertThat(read).isEqualTo(end);
        }
    }

    private static ByteBuffer header(ZipBytes.Part part) {
        return ZipBytes.little(30 + part.name.length)
                .putInt(0x04034B50)
                .position(26)
                .putShort((short) part.name.length)
                .putShort((short) 0)
                .put(part.name)
                .flip();
    }

    // What is wrong with them

    @Test
    void letsNoPathClimbOut() throws Exception {
        List<String> paths = List.of(
                "../up.jpg",
                "a/../../up.jpg",
                "/etc/passwd",
                "C:/Windows/x.jpg",
                "a\\..\\b.jpg",
                "a//b.jpg",
                "./a.jpg",
                "nul\0.jpg",
                "",
                "long/".repeat(900) + "x.jpg");
        ZipBytes zip = new ZipBytes();
        paths.forEach(path -> zip.add(path, "x"));
        zip.add("good.jpg", "good");

        try (TakeoutSource source = open(zip)) {
            assertThat(faults(source)).hasSize(paths.size()).allSatisfy((path, fault) -> {
                assertThat(path).startsWith(EXPORT + "-001.zip/entry ");
                assertThat(fault).isInstanceOf(SourceFault.UnsafePath.class);
            });
            assertThat(faults(source))
                    .containsEntry(EXPORT + "-001.zip/entry 7", new SourceFault.UnsafePath("nul\\u0000.jpg"));
            assertThat(texts(source)).containsExactly(Map.entry("good.jpg", "good"));
        }
    }

    @Test
    void tellsEntriesThatCannotBeWhatTheySay() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("encrypted.jpg", "x").flags |= 1;
        zip.add("bomb.jpg", "x").unpackedBytes = 900_000_000;
        zip.add("method.jpg", "x").method = 14;
        zip.add("stored.jpg", "x").method = 0;
        ZipBytes.Part link = zip.add("link.jpg", "/etc/passwd");
        link.madeBy = 3 << 8 | 20;
        link.attributes = 0120777 << 16;
        ZipBytes.Part far = zip.add("far.jpg", "x");
        far.headerAt = 1_000_000;

        try (TakeoutSource source = open(zip)) {
            Map<String, SourceFault> faults = faults(source);
            assertThat(faults)
                    .hasSize(6)
                    .containsEntry("encrypted.jpg", new SourceFault.AccessDenied("encrypted in the archive"));
            assertThat(faults.get("link.jpg")).isInstanceOf(SourceFault.NotAFile.class);
            for (String damaged : List.of("bomb.jpg", "method.jpg", "stored.jpg", "far.jpg")) {
                assertThat(faults.get(damaged)).as(damaged).isInstanceOf(SourceFault.DamagedArchive.class);
            }
        }
    }

    @Test
    void noticesBytesThatAreNotThoseThatWerePacked() throws Exception {
        byte[] photo = "a photo, a photo, a photo".getBytes(UTF_8);
        ZipBytes zip = new ZipBytes();
        zip.add(new ZipBytes.Part("crc.jpg", photo)).crc++;
        zip.add(new ZipBytes.Part("stored crc.jpg", photo)).stored(photo).crc++;
        zip.add(new ZipBytes.Part("shorter.jpg", photo)).unpackedBytes++;
        zip.add(new ZipBytes.Part("longer.jpg", photo)).unpackedBytes--;
        zip.add(new ZipBytes.Part("cut.jpg", photo)).packedBytes -= 3;
        ZipBytes.Part garbage = zip.add(new ZipBytes.Part("garbage.jpg", photo));
        garbage.packed[0] = 7;
        ZipBytes.Part elsewhere = zip.add(new ZipBytes.Part("elsewhere.jpg", photo));
        elsewhere.headerAt = 3;
        zip.add("good.jpg", "good");

        try (TakeoutSource source = open(zip)) {
            for (Item item : list(source)) {
                Item.Available available = (Item.Available) item;
                if (item.key().path().equals("good.jpg")) {
                    assertThat(bytes(source, available)).asString(UTF_8).isEqualTo("good");
                } else {
                    assertThat(faultOf(() -> bytes(source, available)))
                            .as(item.key().path())
                            .isInstanceOf(SourceFault.DamagedArchive.class);
                }
            }
        }
    }

    @Test
    void refusesArchivesThatUnpackToFarMoreThanTheyAre() throws Exception {
        ZipBytes overlapping = new ZipBytes();
        byte[] zeros = new byte[1_000_000];
        overlapping.add(new ZipBytes.Part("0.jpg", zeros));
        for (int copy = 1; copy < 100; copy++) {
            overlapping.add(new ZipBytes.Part(copy + ".jpg", zeros)).headerAt = 0;
        }
        assertThat(onlyFault(overlapping.bytes())).isEqualTo(new SourceFault.DamagedArchive("entries overlap"));

        ZipBytes swollen = new ZipBytes();
        ZipBytes.Part part = swollen.add(new ZipBytes.Part("swollen.jpg", zeros));
        part.packed = new byte[1_200_000];
        part.packedBytes = part.packed.length;
        part.unpackedBytes = part.packed.length * 1_000L;
        assertThat(onlyFault(swollen.bytes()))
                .isEqualTo(new SourceFault.DamagedArchive("unpacks to more than 100 times its length"));
    }

    /// Cut at every length, an archive is told as damaged; it is never told as empty and nothing else happens.
    @Test
    void tellsAnArchiveThatIsCutShortWhereverItIs() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("a.jpg", "a photo");
        zip.add("b.jpg", "another");
        byte[] whole = zip.bytes();
        for (int length = 0; length < whole.length; length++) {
            assertThat(onlyFault(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(SourceFault.DamagedArchive.class);
        }
    }

    /// Whatever bytes are changed, a listing and a reading end, and in nothing but items and faults.
    @Test
    void survivesEveryFlippedByte() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("Takeout/Google Photos/a.jpg", "a photo").modifiedAt(Instant.EPOCH);
        zip.add("b.jpg", "another").stored("another".getBytes(UTF_8));
        byte[] whole = zip.bytes();
        int read = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int flip : new int[] {0x01, 0x80, 0xFF}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) flip;
                Path file = Files.write(scratch.resolve("flipped.zip"), flipped);
                try (TakeoutSource source = TakeoutSource.open(List.of(file), List.of())) {
                    List<Item> items = list(source);
                    assertThat(items).isNotEmpty();
                    for (Item item : items) {
                        if (item instanceof Item.Available available && available.sizeBytes() < 1_000) {
                            read += readable(source, available);
                        }
                    }
                }
            }
        }
        assertThat(read).isGreaterThan(whole.length);
    }

    private static int readable(TakeoutSource source, Item.Available item) {
        try {
            bytes(source, item);
            return 1;
        } catch (SourceException damaged) {
            assertThat(damaged.fault()).isInstanceOf(SourceFault.DamagedArchive.class);
            return 0;
        }
    }

    @Test
    void keepsTheOtherPartsWhenOneIsDamagedOrMissing() throws Exception {
        ZipBytes good = new ZipBytes();
        good.add("a.jpg", "a");
        Path first = good.writeTo(scratch.resolve(EXPORT + "-001.zip"));
        Path third = Files.writeString(scratch.resolve(EXPORT + "-003.zip"), "half a download");
        ZipBytes last = new ZipBytes();
        last.add("d.jpg", "d");
        Path fourth = last.writeTo(scratch.resolve(EXPORT + "-004 (1).zip"));

        assertThat(TakeoutSource.partsBeside(third)).containsExactlyInAnyOrder(first, third, fourth);
        try (TakeoutSource source = TakeoutSource.open(List.of(fourth, first, third), List.of())) {
            assertThat(texts(source)).containsExactly(Map.entry("a.jpg", "a"), Map.entry("d.jpg", "d"));
            assertThat(faults(source)).hasSize(2).containsEntry(EXPORT + "-002.zip", new SourceFault.Vanished());
            assertThat(faults(source).get(EXPORT + "-003.zip")).isInstanceOf(SourceFault.DamagedArchive.class);

            Files.delete(first);
            assertThat(faults(source)).containsEntry(EXPORT + "-001.zip", new SourceFault.Vanished());
            Files.delete(fourth);
            Files.delete(third);
            assertThat(faultOf(() -> list(source))).isInstanceOf(SourceFault.Disconnected.class);
        }
    }

    @Test
    void noticesAnotherArchiveInItsPlace() throws Exception {
        ZipBytes before = new ZipBytes();
        before.add("a.jpg", "before");
        ZipBytes after = new ZipBytes();
        after.add("a.jpg", "after");
        after.add("b.jpg", "b");
        Path file = scratch.resolve(EXPORT + "-001.zip");
        try (TakeoutSource source = open(before)) {
            Item.Available item = (Item.Available) list(source).getFirst();
            assertThat(faultOf(() -> source.read(item, body -> {
                        after.writeTo(file);
                        return body.read(0, new byte[1], 0, 1);
                    })))
                    .isEqualTo(new SourceFault.ChangedWhileRead(1));
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes)))
                    .isEqualTo(new SourceFault.ChangedWhileRead(1));

            Item.Available again = (Item.Available) source.look(item.key());
            assertThat(bytes(source, again)).asString(UTF_8).isEqualTo("after");
            assertThat(source.look(new ItemKey(source.id(), "c.jpg")))
                    .isEqualTo(new Item.Blocked(new ItemKey(source.id(), "c.jpg"), new SourceFault.Vanished()));
        }
    }

    @Test
    void passesTheReadersOwnFailureUntouched() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("a.jpg", "a");
        IOException readersOwn = new IOException("the reader's disk is full");
        try (TakeoutSource source = open(zip)) {
            Item.Available item = (Item.Available) list(source).getFirst();
            assertThatThrownBy(() -> source.<Object, IOException>read(item, _ -> {
                        throw readersOwn;
                    }))
                    .isSameAs(readersOwn);
        }
    }

    // Who it is

    @Test
    void staysItselfWhereverItsPartsAre() throws Exception {
        ZipBytes zip = new ZipBytes();
        zip.add("a.jpg", "a");
        Path moved = Files.createDirectory(scratch.resolve("moved"));
        Path first = zip.writeTo(scratch.resolve(EXPORT + "-001.zip"));
        Path second = zip.writeTo(scratch.resolve(EXPORT + "-002.zip"));
        Path elsewhere = zip.writeTo(moved.resolve(EXPORT + "-001.zip"));
        Path other = zip.writeTo(scratch.resolve("takeout-20250525T201456Z-001.zip"));
        Path plain = zip.writeTo(scratch.resolve("photos.zip"));
        try (TakeoutSource one = TakeoutSource.open(List.of(first), List.of());
                TakeoutSource both = TakeoutSource.open(List.of(second, first), List.of());
                TakeoutSource there = TakeoutSource.open(List.of(elsewhere), List.of());
                TakeoutSource another = TakeoutSource.open(List.of(other), List.of());
                TakeoutSource named = TakeoutSource.open(List.of(plain), List.of())) {
            assertThat(one.id().value()).matches("takeout-[0-9a-f]{16}");
            assertThat(one.label().kind()).isEqualTo("takeout");
            assertThat(both.id()).isEqualTo(one.id());
            assertThat(there.id()).isEqualTo(one.id());
            assertThat(List.of(one.id(), another.id(), named.id())).doesNotHaveDuplicates();
        }
        assertThat(faultOf(() -> TakeoutSource.open(List.of(scratch.resolve("missing.zip")), List.of())))
                .isInstanceOf(SourceFault.Disconnected.class);
    }

    @Test
    void recognisesAnExport() throws Exception {
        ZipBytes export = new ZipBytes();
        export.add("Takeout/Google Fotos/Fotos von 2023/a.jpg", "a");
        ZipBytes photos = new ZipBytes();
        photos.add("holiday/a.jpg", "a");
        photos.add("settings.json", "{}");
        Path unpacked = scratch.resolve("unpacked");
        Files.createDirectories(unpacked.resolve("Takeout/Google Photos/Photos from 2023"));
        Path holiday = scratch.resolve("holiday");
        Files.writeString(
                Files.createDirectories(holiday.resolve("Photos from 2023")).resolve("a.jpg"), "a");
        Path fixture = fixture("Takeout3");

        assertThat(TakeoutSource.looksLikeTakeout(export.writeTo(scratch.resolve("export.zip"))))
                .isTrue();
        assertThat(TakeoutSource.looksLikeTakeout(photos.writeTo(scratch.resolve("photos.zip"))))
                .isFalse();
        assertThat(TakeoutSource.looksLikeTakeout(
                        Files.writeString(scratch.resolve(EXPORT + "-007.zip"), "half a download")))
                .isTrue();
        assertThat(TakeoutSource.looksLikeTakeout(Files.writeString(scratch.resolve("a.zip"), "x")))
                .isFalse();
        assertThat(TakeoutSource.looksLikeTakeout(scratch.resolve("missing"))).isFalse();
        assertThat(TakeoutSource.looksLikeTakeout(unpacked)).isFalse();
        Files.writeString(unpacked.resolve("Takeout/Google Photos/Photos from 2023/a.jpg"), "a");
        assertThat(TakeoutSource.looksLikeTakeout(unpacked)).isTrue();
        assertThat(TakeoutSource.looksLikeTakeout(unpacked.resolve("Takeout/Google Photos")))
                .isTrue();
        assertThat(TakeoutSource.looksLikeTakeout(holiday)).isFalse();
        assertThat(TakeoutSource.looksLikeTakeout(fixture)).isTrue();
    }

    // What it says of its photos

    @Test
    void saysOfRealPhotosWhatTheirJsonSays() throws Exception {
        List<FolderSource> trees = new ArrayList<>();
        for (String part : List.of("Takeout1", "Takeout2", "Takeout3")) {
            trees.add(FolderSource.open(fixture(part)));
        }
        String told;
        try (TakeoutSource source = TakeoutSource.open(List.of(), trees)) {
            told = facts(source);
        }
        Path answer = Path.of("target", "golden", "takeout-facts.txt");
        Files.createDirectories(answer.getParent());
        Files.writeString(answer, told);
        try (var golden = TakeoutSourceTest.class.getResourceAsStream("/golden/takeout-facts.txt")) {
            assertThat(told)
                    .as("src/test/resources/golden/takeout-facts.txt against %s", answer)
                    .isEqualTo(golden == null ? "" : new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void saysTheSameOfArchivesAsOfWhatWasUnpackedFromThem() throws Exception {
        List<Path> zips = new ArrayList<>();
        List<FolderSource> trees = new ArrayList<>();
        for (int part = 1; part <= 3; part++) {
            Path tree = fixture("Takeout" + part);
            trees.add(FolderSource.open(tree));
            zips.add(zipped(tree, scratch.resolve("%s-%03d.zip".formatted(EXPORT, part))));
        }
        try (TakeoutSource unpacked = TakeoutSource.open(List.of(), trees);
                TakeoutSource packed = TakeoutSource.open(zips, List.of())) {
            assertThat(facts(packed)).isEqualTo(facts(unpacked));
        }
    }

    private static Path fixture(String part) {
        return Path.of(
                System.getProperty("safelight.repository"), "../shared/fixtures/media/17-takeout/immich-go", part);
    }

    private static Path zipped(Path tree, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                var files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new ZipEntry(tree.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return zip;
    }

    private static String facts(TakeoutSource source) throws SourceException {
        StringBuilder text = new StringBuilder();
        for (Item item : list(source)) {
            text.append(item.key().path()).append('\n');
            source.facts(item.key()).ifPresent(facts -> {
                facts.sidecarPath()
                        .ifPresent(
                                path -> text.append("    sidecar ").append(path).append('\n'));
                facts.takenAt()
                        .ifPresent(
                                time -> text.append("    taken ").append(time).append('\n'));
                facts.location()
                        .ifPresent(place -> text.append("    at ").append(place).append('\n'));
                if (!facts.description().isEmpty()) {
                    text.append("    says ").append(facts.description()).append('\n');
                }
                facts.people()
                        .forEach(person ->
                                text.append("    shows ").append(person).append('\n'));
                facts.albums()
                        .forEach(album -> text.append("    in ").append(album).append('\n'));
                text.append(facts.favourite() ? "    favourite\n" : "");
                text.append(facts.archived() ? "    archived\n" : "");
                text.append(facts.trashed() ? "    trashed\n" : "");
            });
        }
        return text.toString();
    }

    // What the tests are made of

    private interface Attempt {
        void run() throws SourceException;
    }

    private static SourceFault faultOf(Attempt attempt) {
        SourceException thrown = catchThrowableOfType(SourceException.class, attempt::run);
        assertThat(thrown).isNotNull();
        return thrown.fault();
    }

    private TakeoutSource open(ZipBytes... zips) throws Exception {
        List<Path> files = new ArrayList<>();
        for (ZipBytes zip : zips) {
            files.add(zip.writeTo(scratch.resolve("%s-%03d.zip".formatted(EXPORT, files.size() + 1))));
        }
        return TakeoutSource.open(files, List.of());
    }

    /// The fault of an archive that is told as a whole.
    private SourceFault onlyFault(byte[] bytes) throws Exception {
        Path file = Files.write(scratch.resolve("only.zip"), bytes);
        try (TakeoutSource source = TakeoutSource.open(List.of(file), List.of())) {
            Map<String, SourceFault> faults = faults(source);
            assertThat(list(source)).hasSize(1);
            assertThat(faults).containsOnlyKeys("only.zip");
            return faults.values().iterator().next();
        }
    }

    private static List<Item> list(TakeoutSource source) throws SourceException {
        List<Item> items = new ArrayList<>();
        Consumer<Item> sink = items::add;
        source.list(sink);
        return items;
    }

    private static Map<String, SourceFault> faults(TakeoutSource source) throws SourceException {
        Map<String, SourceFault> faults = new LinkedHashMap<>();
        for (Item item : list(source)) {
            if (item instanceof Item.Blocked(ItemKey key, SourceFault fault)) {
                faults.put(key.path(), fault);
            }
        }
        return faults;
    }

    private static Map<String, String> texts(TakeoutSource source) throws SourceException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Item item : list(source)) {
            if (item instanceof Item.Available available) {
                texts.put(item.key().path(), new String(bytes(source, available), UTF_8));
            }
        }
        return texts;
    }

    private static byte[] bytes(TakeoutSource source, Item.Available item) throws SourceException {
        return source.read(item, body -> {
            byte[] all = new byte[(int) body.sizeBytes()];
            for (int at = 0; at < all.length; ) {
                int count = body.read(at, all, at, Math.min(7_000, all.length - at));
                assertThat(count).isPositive();
                at += count;
            }
            return all;
        });
    }
}
