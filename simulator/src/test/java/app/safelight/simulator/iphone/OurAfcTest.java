package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.afc.AfcBody;
import app.safelight.apple.afc.AfcEntry;
import app.safelight.apple.afc.AfcFile;
import app.safelight.apple.afc.AfcFileInfo;
import app.safelight.apple.afc.AfcKind;
import app.safelight.apple.afc.AfcLink;
import app.safelight.apple.afc.AfcLock;
import app.safelight.apple.afc.AfcMode;
import app.safelight.apple.afc.AfcOpened;
import app.safelight.apple.afc.AfcRange;
import app.safelight.apple.afc.AfcReader;
import app.safelight.apple.afc.AfcWhence;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.device.DeviceSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Our own client reads and writes the files of simulated phones.
class OurAfcTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    private interface Use {
        void of(SimulatedPhone phone, Afc afc) throws Exception;
    }

    private static void use(PhoneProfile profile, Use use) throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(profile);
            try (DeviceSession session = OurComputer.session(bench, phone);
                    Afc afc = session.afc()) {
                use.of(phone, afc);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void write(Afc afc, String path, AfcMode mode, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (AfcFile file = afc.open(path, mode)) {
            file.write(bytes, 0, bytes.length);
        }
    }

    private static DeviceFault refused(String path, FileRefusal why) {
        return new DeviceFault.FileRefused(path, why);
    }

    @TestFactory
    Stream<DynamicTest> everyFileComesByteForByte() {
        return Stream.of(
                        PhoneProfile.ofIos(12),
                        IOS_17,
                        IOS_17.withEncryptedServices(false),
                        PhoneProfile.ofIos(26).withTls13(true))
                .map(profile -> dynamicTest(
                        "iOS " + profile.version()
                                + (profile.tls13() ? " with TLS 1.3" : "")
                                + (profile.encryptsServices() ? "" : " in the clear"),
                        () -> everyFile(profile)));
    }

    private static void everyFile(PhoneProfile profile) throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(profile);
            Files.write(phone.media().resolve("DCIM/film.mov"), noise(1, (11 << 20) + 17));
            Files.write(phone.media().resolve("DCIM/empty.jpg"), new byte[0]);
            try (DeviceSession session = OurComputer.session(bench, phone);
                    Afc afc = session.afc()) {
                List<AfcRange> wanted = new ArrayList<>();
                afc.walk("/", entry -> {
                    AfcFileInfo info = ((AfcEntry.Found) entry).info();
                    if (info.kind() == AfcKind.FILE) {
                        wanted.add(AfcRange.whole(info.path(), info.sizeBytes()));
                    }
                });
                Map<String, byte[]> expected = files(phone.media());
                assertThat(wanted.stream().map(AfcRange::path)).containsExactlyInAnyOrderElementsOf(expected.keySet());
                try (AfcReader reader = afc.readAll(wanted.iterator())) {
                    for (var body = reader.next(); body.isPresent(); body = reader.next()) {
                        assertThat(body.get().readAllBytes())
                                .as(body.get().range().path())
                                .isEqualTo(expected.get(body.get().range().path()));
                    }
                }
                assertThat(afc.mostRequestsUnderWay()).isGreaterThan(8);
                expected.forEach(
                        (path, bytes) -> assertThat(phone.tally().bytesRead().getOrDefault(path, 0L))
                                .isEqualTo(bytes.length));
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static Map<String, byte[]> files(Path media) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(media)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put("/" + media.relativize(file), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void isWrittenRenamedAndEmptied() throws Exception {
        use(IOS_17, (phone, afc) -> {
            Path media = phone.media();
            afc.makeDirectory("/Ünï <cödé>/below");
            write(afc, "/Ünï <cödé>/one.txt", AfcMode.WRITE, "first");
            write(afc, "/Ünï <cödé>/one.txt", AfcMode.APPEND, " and second");
            assertThat(media.resolve("Ünï <cödé>/one.txt")).hasContent("first and second");
            write(afc, "/Ünï <cödé>/one.txt", AfcMode.READ_WRITE, "FIRST");
            assertThat(media.resolve("Ünï <cödé>/one.txt")).hasContent("FIRST and second");
            afc.truncate("/Ünï <cödé>/one.txt", 5);
            assertThat(media.resolve("Ünï <cödé>/one.txt")).hasContent("FIRST");
            Instant time = Instant.parse("2020-02-03T04:05:06.789Z");
            afc.setModified("/Ünï <cödé>/one.txt", time);
            assertThat(afc.info("/Ünï <cödé>/one.txt").modifiedAt()).contains(time);
            afc.rename("/Ünï <cödé>/one.txt", "/two.txt");
            assertThat(afc.exists("/Ünï <cödé>/one.txt")).isFalse();
            assertThat(afc.exists("/two.txt")).isTrue();
            assertThat(OurComputer.fault(() -> afc.remove("/Ünï <cödé>"))).isInstanceOf(DeviceFault.FileRefused.class);
            afc.removeWithContents("/Ünï <cödé>");
            afc.remove("/two.txt");
            assertThat(afc.list("/")).isEmpty();
        });
    }

    @Test
    void anOpenFileIsMovedThroughAndLocked() throws Exception {
        use(IOS_17, (phone, afc) -> {
            try (AfcFile file = afc.open("/a.bin", AfcMode.WRITE_READ)) {
                byte[] content = noise(2, 3 << 20);
                file.write(content, 0, content.length);
                assertThat(file.tell()).isEqualTo(content.length);
                file.seek(AfcWhence.START, 1_000);
                file.seek(AfcWhence.HERE, 24);
                byte[] some = new byte[100];
                assertThat(file.read(some, 0, some.length)).isEqualTo(100);
                assertThat(some).isEqualTo(Arrays.copyOfRange(content, 1_024, 1_124));
                file.seek(AfcWhence.END, -10);
                assertThat(file.read(some, 0, some.length)).isEqualTo(10);
                assertThat(file.read(some, 0, some.length)).isEqualTo(-1);
                file.setSize(2_000);
                assertThat(afc.info("/a.bin").sizeBytes()).isEqualTo(2_000);
                file.lock(AfcLock.EXCLUSIVE);
                try (AfcFile other = afc.open("/a.bin", AfcMode.READ)) {
                    assertThat(OurComputer.fault(() -> other.lock(AfcLock.SHARED)))
                            .isEqualTo(refused("/a.bin", FileRefusal.WOULD_BLOCK));
                    file.lock(AfcLock.UNLOCK);
                    other.lock(AfcLock.SHARED);
                }
            }
            assertThat(afc.readWhole("/a.bin", 4_000)).hasSize(2_000);
        });
    }

    @Test
    void linksAreMadeAndNotFollowed() throws Exception {
        use(IOS_17, (phone, afc) -> {
            write(afc, "/one.txt", AfcMode.WRITE, "one");
            afc.makeLink(AfcLink.SYMBOLIC, "one.txt", "/soft");
            afc.makeLink(AfcLink.HARD, "/one.txt", "/hard");
            assertThat(afc.info("/soft").kind()).isEqualTo(AfcKind.LINK);
            assertThat(afc.info("/soft").linkTarget()).contains("one.txt");
            assertThat(afc.info("/hard").links()).isEqualTo(2);
            List<String> found = new ArrayList<>();
            afc.walk("/", entry -> found.add(entry.path()));
            assertThat(found).containsExactlyInAnyOrder("/one.txt", "/soft", "/hard");
        });
    }

    @Test
    void whatIsRefusedIsSaidSoAndTheRestGoesOn() throws Exception {
        use(IOS_17, (phone, afc) -> {
            Files.createDirectories(phone.media().resolve("folder"));
            assertThat(OurComputer.fault(() -> afc.info("/nothing")))
                    .isEqualTo(refused("/nothing", FileRefusal.NOT_FOUND));
            assertThat(OurComputer.fault(() -> afc.openToRead("/nothing")))
                    .isEqualTo(refused("/nothing", FileRefusal.NOT_FOUND));
            assertThat(OurComputer.fault(() -> afc.open("/folder", AfcMode.READ)))
                    .isEqualTo(refused("/folder", FileRefusal.IS_DIRECTORY));
            assertThat(OurComputer.fault(() -> afc.list("/../.."))).isInstanceOf(DeviceFault.FileRefused.class);
            phone.strike(new PhoneTrouble.IsFull());
            assertThat(OurComputer.fault(() -> write(afc, "/full", AfcMode.WRITE, "x")))
                    .isEqualTo(refused("/full", FileRefusal.NO_SPACE_LEFT));
            phone.recover();
            write(afc, "/room", AfcMode.WRITE, "x");
            assertThat(phone.media().resolve("room")).hasContent("x");
        });
    }

    @Test
    void aFileIsLookedAtAndOpenedInOneRoundTrip() throws Exception {
        use(IOS_17, (phone, afc) -> {
            byte[] content = noise(3, 100_000);
            Files.write(phone.media().resolve("a.jpg"), content);
            AfcOpened opened = afc.openToRead("/a.jpg");
            assertThat(opened.info().sizeBytes()).isEqualTo(100_000);
            assertThat(phone.tally().requests()).isEqualTo(2);
            assertThat(phone.tally().requestsFollowed()).isEqualTo(1);
            try (AfcBody body = opened.body(99_000)) {
                assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 99_000, 100_000));
            }
            AfcOpened unread = afc.openToRead("/a.jpg");
            unread.close();
            unread.close();
            assertThat(phone.tally().bytesRead()).containsEntry("/a.jpg", 1_000L);
        });
    }

    @Test
    void whoLooksAtTheHeadOfAFilmDoesNotReadAllOfIt() throws Exception {
        use(IOS_17, (phone, afc) -> {
            byte[] content = noise(4, 5 << 20);
            Files.write(phone.media().resolve("film.mov"), content);
            try (AfcBody body = afc.openToRead("/film.mov").body(0)) {
                body.readAheadTo(1_000);
                assertThat(body.readNBytes(500)).isEqualTo(Arrays.copyOf(content, 500));
                afc.exists("/film.mov"); // everything asked before this is answered
                assertThat(phone.tally().bytesRead()).containsEntry("/film.mov", 1_000L);
                body.readAheadTo(Long.MAX_VALUE);
                assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 500, content.length));
            }
        });
    }

    @Test
    void silenceEnds() throws Exception {
        use(IOS_17, (phone, afc) -> {
            phone.strike(new PhoneTrouble.FallsSilent("com.apple.afc", 0));
            Duration limit = Duration.ofMillis(200);
            afc.silenceLimit(limit);
            assertThat(OurComputer.fault(() -> afc.list("/"))).isEqualTo(new DeviceFault.TimedOut(limit));
            assertThat(afc.isUsable()).isFalse();
        });
    }

    @TestFactory
    Stream<DynamicTest> spoiltAnswersAreNoticed() {
        return Arrays.stream(PhoneTrouble.Damage.values())
                .map(damage -> dynamicTest(
                        damage.name(),
                        () -> use(IOS_17, (phone, afc) -> {
                            Files.write(phone.media().resolve("a.jpg"), noise(5, 10_000));
                            phone.strike(new PhoneTrouble.SpoilsAnswer("com.apple.afc", 1, damage));
                            afc.silenceLimit(Duration.ofSeconds(5));
                            assertThat(afc.list("/")).containsExactly("a.jpg");
                            assertThat(OurComputer.fault(() -> afc.readWhole("/a.jpg", 20_000)))
                                    .isInstanceOf(DeviceFault.Malformed.class);
                            assertThat(afc.isUsable()).isFalse();
                        })));
    }
}
