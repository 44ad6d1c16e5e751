package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.connection.Remedy;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.LibraryFault;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The media folder of a simulated phone as a tree of files, in good days and bad ones.
class PhoneFilesTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);
    private static final String AFC = "com.apple.afc";
    private static final int FILM_BYTES = (5 << 20) + 11;

    private interface Use {
        void of(TestBench bench, SimulatedPhone phone, PhoneFiles files) throws Exception;
    }

    /// On an empty phone that does not come back when it is lost.
    private static void use(Use use) throws Exception {
        use(_ -> Patience.none(), use);
    }

    private interface Patient {
        Patience with(TestBench bench);
    }

    private static void use(Patient patient, Use use) throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (PhoneFiles files = OurComputer.files(bench, phone, patient.with(bench))) {
                use.of(bench, phone, files);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    /// Plugs the phone in again each time it is asked about.
    private static Patience plugsIn(TestBench bench) {
        return _ -> {
            if (bench.usbmux().attachments().isEmpty()) {
                bench.usbmux().attach(bench.lastPhone(), Attachment.Kind.USB);
            }
            return true;
        };
    }

    private static void pull(TestBench bench) throws IOException {
        for (Attachment attachment : bench.usbmux().attachments()) {
            bench.usbmux().detach(attachment);
        }
    }

    private static byte[] put(SimulatedPhone phone, String path, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(path.hashCode()).nextBytes(content);
        Path file = phone.media().resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, content);
        return content;
    }

    private static byte[] readAll(MediaFiles files, String path) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MediaContent content = files.open(path)) {
            readOn(content, 0, out);
        }
        return out.toByteArray();
    }

    private static void readOn(MediaContent content, long from, ByteArrayOutputStream out) throws IOException {
        byte[] chunk = new byte[100_000];
        long position = from;
        for (int count = content.read(position, chunk, 0, chunk.length);
                count > 0;
                count = content.read(position, chunk, 0, chunk.length)) {
            out.write(chunk, 0, count);
            position += count;
        }
    }

    /// Everything below a directory, with the contents of files.
    private static Map<MediaFile, byte[]> tree(MediaFiles files, String directory) throws IOException {
        Map<MediaFile, byte[]> tree = new TreeMap<>(Comparator.comparing(MediaFile::path));
        for (MediaFile file : files.list(directory)) {
            tree.put(file, file.directory() ? new byte[0] : readAll(files, file.path()));
            if (file.directory()) {
                tree.putAll(tree(files, file.path()));
            }
        }
        return tree;
    }

    private static void assertSame(Map<MediaFile, byte[]> tree, Map<MediaFile, byte[]> expected) {
        assertThat(tree.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach(
                (file, bytes) -> assertThat(tree.get(file)).as(file.path()).isEqualTo(bytes));
    }

    @Test
    void isTheSameTreeAsItsFolder() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(IOS_17);
            put(phone, "DCIM/film.mov", FILM_BYTES);
            put(phone, "DCIM/empty.jpg", 0);
            FolderFiles folder = new FolderFiles(phone.media());
            try (PhoneFiles files = OurComputer.files(bench, phone, Patience.none())) {
                Map<MediaFile, byte[]> tree = tree(files, "");
                assertThat(tree).hasSizeGreaterThan(30);
                assertSame(tree, tree(folder, ""));
                for (MediaFile file : tree.keySet()) {
                    assertThat(files.look(file.path())).contains(file);
                    phone.tally()
                            .bytesRead()
                            .forEach((path, bytes) -> assertThat(bytes)
                                    .as(path)
                                    .isEqualTo(phone.media()
                                            .resolve(path.substring(1))
                                            .toFile()
                                            .length()));
                }
                assertThat(files.look("")).map(MediaFile::directory).contains(true);
                assertThat(files.connections()).isEqualTo(1);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aPhotoLibraryIsReadThroughIt() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(IOS_17);
            try (PhoneFiles files = OurComputer.files(bench, phone, Patience.none());
                    PhotosLibrary ours = PhotosLibrary.open(files, bench.work());
                    PhotosLibrary expected = PhotosLibrary.open(new FolderFiles(phone.media()), bench.work())) {
                assertThat(assets(ours)).isEqualTo(assets(expected)).hasSize(18);
                assertThat(ours.hasWal()).isTrue();
                assertThat(ours.status()).hasToString(expected.status().toString());
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static List<String> assets(PhotosLibrary library) throws LibraryException {
        List<String> assets = new ArrayList<>();
        library.assets(asset -> assets.add(asset.toString()));
        return assets;
    }

    @Test
    void aLibraryWhosePhoneGoesAwayIsNotCalledUnknown() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(IOS_17);
            try (PhoneFiles files = OurComputer.files(bench, phone, Patience.none())) {
                pull(bench);
                assertThatThrownBy(() -> PhotosLibrary.open(files, bench.work()))
                        .isInstanceOfSatisfying(
                                LibraryException.class,
                                failed -> assertThat(failed.fault())
                                        .isInstanceOfSatisfying(
                                                LibraryFault.CannotRead.class,
                                                cannot -> assertThat(
                                                                cannot.fault().isOfAll())
                                                        .isTrue()));
            }
        }
    }

    @Test
    void aSmallFileCostsFiveRequestsInTwoRoundTrips() throws Exception {
        use((_, phone, files) -> {
            for (int i = 0; i < 20; i++) {
                put(phone, "DCIM/" + i + ".jpg", 50_000);
            }
            files.list("DCIM");
            assertThat(phone.tally().requests()).isEqualTo(21);
            long before = phone.tally().requestsFollowed();
            for (int i = 0; i < 20; i++) {
                assertThat(readAll(files, "DCIM/" + i + ".jpg")).hasSize(50_000);
            }
            files.look("");
            assertThat(phone.tally().requests()).isEqualTo(21 + 20 * 5 + 1);
            // Look and open come together, so do read and end, and the close of the one with the look of the next.
            assertThat(phone.tally().requestsFollowed() - before).isBetween(20L * 3, 20L * 5);
        });
    }

    @Test
    void isReadAnywhere() throws Exception {
        use((_, phone, files) -> {
            byte[] content = put(phone, "film.mov", FILM_BYTES);
            Random chance = new Random(7);
            try (MediaContent film = files.open("film.mov")) {
                assertThat(film.sizeBytes()).isEqualTo(FILM_BYTES);
                byte[] buffer = new byte[200_000];
                long position = 0;
                for (int i = 0; i < 200; i++) {
                    // Mostly on, sometimes a little further, sometimes anywhere.
                    position = switch (chance.nextInt(4)) {
                        case 0 -> chance.nextInt(FILM_BYTES);
                        case 1 -> Math.min(FILM_BYTES - 1, position + chance.nextInt(100_000));
                        default -> position;
                    };
                    int length = 1 + chance.nextInt(chance.nextBoolean() ? 100 : buffer.length);
                    int count = film.read(position, buffer, 0, length);
                    if (position == FILM_BYTES) {
                        assertThat(count).isEqualTo(-1);
                        position = 0;
                        continue;
                    }
                    assertThat(count).isBetween(1, length);
                    assertThat(Arrays.copyOf(buffer, count))
                            .isEqualTo(Arrays.copyOfRange(content, (int) position, (int) position + count));
                    position += count;
                }
                assertThat(film.read(FILM_BYTES, buffer, 0, 10)).isEqualTo(-1);
                assertThat(film.read(FILM_BYTES + 5L, buffer, 0, 10)).isEqualTo(-1);
                assertThat(film.read(0, buffer, 0, 0)).isZero();
            }
        });
    }

    @Test
    void whoLooksAtTheHeadOfAFilmDoesNotReadAllOfIt() throws Exception {
        use((_, phone, files) -> {
            put(phone, "film.mov", FILM_BYTES);
            try (MediaContent film = files.open("film.mov")) {
                assertThat(film.read(0, new byte[16], 0, 16)).isEqualTo(16);
                assertThat(film.read(16, new byte[16], 0, 16)).isEqualTo(16);
            }
            files.look("film.mov");
            assertThat(phone.tally().bytesRead()).containsEntry("/film.mov", 64L << 10);
        });
    }

    private static List<byte[]> readInTurns(PhoneFiles files, int count) throws IOException {
        List<MediaContent> open = new ArrayList<>();
        List<ByteArrayOutputStream> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(files.open("many/" + i + ".jpg"));
            read.add(new ByteArrayOutputStream());
        }
        byte[] chunk = new byte[70_000];
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < count; i++) {
                int got = open.get(i).read(read.get(i).size(), chunk, 0, chunk.length);
                read.get(i).write(chunk, 0, Math.max(0, got));
                more |= got > 0;
            }
        }
        for (MediaContent content : open) {
            content.close();
        }
        return read.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    private static List<byte[]> putMany(SimulatedPhone phone, int count, int length) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            contents.add(put(phone, "many/" + i + ".jpg", length));
        }
        return contents;
    }

    @Test
    void manyFilesAreOpenAtOnceOnAFewConnections() throws Exception {
        use((_, phone, files) -> {
            List<byte[]> contents = putMany(phone, 7, 3 << 20);
            assertThat(readInTurns(files, 7)).containsExactlyElementsOf(contents);
            assertThat(files.connections()).isEqualTo(4);
        });
    }

    @Test
    void aPhoneThatGrantsOneConnectionIsReadOverOne() throws Exception {
        use((_, phone, files) -> {
            List<byte[]> contents = putMany(phone, 5, 1 << 20);
            phone.strike(new PhoneTrouble.RefusesService(AFC, "ServiceLimit"));
            assertThat(readInTurns(files, 5)).containsExactlyElementsOf(contents);
            assertThat(inThreads(6, () -> tree(files, "many")))
                    .allSatisfy(tree -> assertThat(tree.values()).containsExactlyElementsOf(contents));
            assertThat(files.connections()).isEqualTo(1);
        });
    }

    @Test
    void noFileSlotsMeansThatOthersAreClosed() throws Exception {
        use((_, phone, files) -> {
            List<byte[]> contents = putMany(phone, 6, 1 << 20);
            phone.strike(new PhoneTrouble.HasFileSlots(1));
            assertThat(readInTurns(files, 6)).containsExactlyElementsOf(contents);
            phone.recover();
            phone.strike(new PhoneTrouble.HasFileSlots(0));
            MediaFault none = OurComputer.mediaFault(() -> files.open("many/0.jpg"));
            assertThat(none)
                    .isEqualTo(new MediaFault.Refused(
                            "many/0.jpg", new DeviceFault.FileRefused("/many/0.jpg", FileRefusal.NO_RESOURCES)));
            assertThat(none.isOfAll()).isFalse();
        });
    }

    private static <R> List<R> inThreads(int count, Callable<R> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(work));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void manyThreadsReadAtOnceAlsoWhenTheCableIsLost() throws Exception {
        use(PhoneFilesTest::plugsIn, (_, phone, files) -> {
            List<byte[]> contents = putMany(phone, 12, 1 << 20);
            phone.strike(new PhoneTrouble.LosesCable(20 << 20));
            assertThat(inThreads(8, () -> tree(files, "many")))
                    .allSatisfy(tree -> assertThat(tree.values()).containsExactlyInAnyOrderElementsOf(contents));
            assertThat(files.connections()).isBetween(1, 4);
        });
    }

    @Test
    void twoPhonesAreReadAtOnce() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone one = bench.photoPhone(IOS_17);
            SimulatedPhone two = bench.phone(PhoneProfile.ofIos(12));
            put(two, "DCIM/film.mov", FILM_BYTES);
            Map<MediaFile, byte[]> expectedOne = tree(new FolderFiles(one.media()), "");
            Map<MediaFile, byte[]> expectedTwo = tree(new FolderFiles(two.media()), "");
            try (PhoneFiles ofOne = OurComputer.files(bench, one, Patience.none());
                    PhoneFiles ofTwo = OurComputer.files(bench, two, Patience.none());
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Map<MediaFile, byte[]>> readOne = threads.submit(() -> tree(ofOne, ""));
                Future<Map<MediaFile, byte[]>> readTwo = threads.submit(() -> tree(ofTwo, ""));
                assertSame(readOne.get(), expectedOne);
                assertSame(readTwo.get(), expectedTwo);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aStubIsAFaultOfItsOwn() throws Exception {
        use((_, phone, files) -> {
            put(phone, "DCIM/stub.heic", 3_000);
            byte[] there = put(phone, "DCIM/there.heic", 4_000);
            phone.strike(new PhoneTrouble.RefusesOpening("/DCIM/stub.heic", AfcStatus.IO_ERROR));
            assertThat(files.list("DCIM").stream().map(MediaFile::sizeBytes)).containsExactly(3_000L, 4_000L);
            MediaFault stub = OurComputer.mediaFault(() -> files.open("DCIM/stub.heic"));
            assertThat(stub)
                    .isEqualTo(new MediaFault.Refused(
                            "DCIM/stub.heic",
                            new DeviceFault.FileRefused("/DCIM/stub.heic", FileRefusal.INPUT_OUTPUT_ERROR)));
            assertThat(stub.isOfAll()).isFalse();
            assertThat(readAll(files, "DCIM/there.heic")).isEqualTo(there);
        });
    }

    @Test
    void whatIsRefusedIsListedAllTheSame() throws Exception {
        use((_, phone, files) -> {
            put(phone, "DCIM/secret.heic", 3_000);
            put(phone, "DCIM/there.heic", 4_000);
            phone.strike(new PhoneTrouble.RefusesPath("/DCIM/secret.heic", AfcStatus.PERMISSION_DENIED));
            assertThat(files.list("DCIM").stream().map(MediaFile::path))
                    .containsExactly("DCIM/secret.heic", "DCIM/there.heic");
            MediaFault denied = new MediaFault.Denied("DCIM/secret.heic");
            assertThat(OurComputer.mediaFault(() -> files.open("DCIM/secret.heic")))
                    .isEqualTo(denied);
            assertThat(OurComputer.mediaFault(() -> files.look("DCIM/secret.heic")))
                    .isEqualTo(denied);
            phone.recover();
            phone.strike(new PhoneTrouble.RefusesPath("/DCIM", AfcStatus.PERMISSION_DENIED));
            assertThat(OurComputer.mediaFault(() -> files.list("DCIM"))).isEqualTo(new MediaFault.Denied("DCIM"));
        });
    }

    @Test
    void whatIsNotThereIsMissing() throws Exception {
        use((_, phone, files) -> {
            put(phone, "DCIM/a.jpg", 10);
            for (String nothing : List.of(
                    "nothing", "DCIM/nothing", "DCIM/../DCIM/a.jpg", "./DCIM", "/DCIM", "DCIM/", "..", "a\u0000b")) {
                assertThat(files.look(nothing)).as(nothing).isEmpty();
                assertThat(OurComputer.mediaFault(() -> files.open(nothing)))
                        .isEqualTo(new MediaFault.Missing(nothing));
                assertThat(OurComputer.mediaFault(() -> files.list(nothing)))
                        .isEqualTo(new MediaFault.Missing(nothing));
            }
            assertThat(OurComputer.mediaFault(() -> files.list("DCIM/a.jpg")))
                    .isEqualTo(new MediaFault.Missing("DCIM/a.jpg"));
            assertThat(OurComputer.mediaFault(() -> files.open("DCIM")))
                    .isEqualTo(new MediaFault.Refused(
                            "DCIM", new DeviceFault.FileRefused("/DCIM", FileRefusal.IS_DIRECTORY)));
        });
    }

    @Test
    void linksAreNoFiles() throws Exception {
        use((_, phone, files) -> {
            put(phone, "DCIM/a.jpg", 10);
            Files.createSymbolicLink(phone.media().resolve("DCIM/link.jpg"), Path.of("a.jpg"));
            Files.createSymbolicLink(phone.media().resolve("DCIM/out.jpg"), Path.of("/etc/hostname"));
            assertThat(files.list("DCIM").stream().map(MediaFile::name)).containsExactly("a.jpg");
            assertThat(files.look("DCIM/link.jpg")).isEmpty();
            assertThat(OurComputer.mediaFault(() -> files.open("DCIM/link.jpg")))
                    .isEqualTo(new MediaFault.Missing("DCIM/link.jpg"));
        });
    }

    @Test
    void strangeNamesAreNamesAndNothingElse() throws Exception {
        use((_, phone, files) -> {
            List<String> names = List.of(
                    "\u0001\u001b[31m.jpg",
                    "..jpg",
                    "...",
                    "a\nb.jpg",
                    "e\u0301 decomposed.jpg",
                    "\u00e9 composed.jpg",
                    "back\\slash.jpg",
                    "x".repeat(250) + ".jpg");
            Map<String, byte[]> expected = new TreeMap<>();
            for (String name : names) {
                expected.put(name, put(phone, "DCIM/" + name, 1_000 + name.length()));
            }
            Map<String, byte[]> found = new TreeMap<>();
            for (MediaFile file : files.list("DCIM")) {
                found.put(file.name(), readAll(files, file.path()));
            }
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            expected.forEach((name, bytes) -> assertThat(found.get(name)).isEqualTo(bytes));
        });
    }

    @Test
    void aFileThatIsNotWhatItsSizeSaysHasChanged() throws Exception {
        use((_, phone, files) -> {
            put(phone, "long.jpg", 5_000);
            put(phone, "short.jpg", 5_000);
            put(phone, "grows.mov", FILM_BYTES);
            phone.strike(new PhoneTrouble.LiesAboutSize("/long.jpg", 4_000));
            phone.strike(new PhoneTrouble.LiesAboutSize("/short.jpg", 6_000));
            phone.strike(new PhoneTrouble.GrowsWhileRead("/grows.mov", 10));
            assertThat(OurComputer.mediaFault(() -> readAll(files, "long.jpg")))
                    .isEqualTo(new MediaFault.Changed("long.jpg", 4_000, 4_001));
            assertThat(OurComputer.mediaFault(() -> readAll(files, "short.jpg")))
                    .isEqualTo(new MediaFault.Changed("short.jpg", 6_000, 5_000));
            assertThat(OurComputer.mediaFault(() -> readAll(files, "grows.mov")))
                    .isEqualTo(new MediaFault.Changed("grows.mov", FILM_BYTES, FILM_BYTES + 1L));
            assertThat(readAll(files, "grows.mov")).hasSize(FILM_BYTES + 10);
        });
    }

    @Test
    void aFileThatFailsInItsMidstIsAFaultOfItsOwn() throws Exception {
        use((_, phone, files) -> {
            put(phone, "bad.mov", FILM_BYTES);
            byte[] good = put(phone, "good.jpg", 10_000);
            phone.strike(new PhoneTrouble.FailsReading("/bad.mov", 2_000_000, AfcStatus.READ_ERROR));
            assertThat(OurComputer.mediaFault(() -> readAll(files, "bad.mov")))
                    .isEqualTo(new MediaFault.Refused(
                            "bad.mov", new DeviceFault.FileRefused("/bad.mov", FileRefusal.READ_ERROR)));
            assertThat(readAll(files, "good.jpg")).isEqualTo(good);
        });
    }

    @Test
    void slowAndShortAnswersAreNoFault() throws Exception {
        use((_, phone, files) -> {
            byte[] content = put(phone, "a.jpg", 300_000);
            phone.strike(new PhoneTrouble.AnswersSlowly(AFC, Duration.ofMillis(3)));
            phone.strike(new PhoneTrouble.ReadsShort(7_000));
            assertThat(readAll(files, "a.jpg")).isEqualTo(content);
        });
    }

    @Test
    void aConnectionThatFellSilentIsLeft() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            List<byte[]> contents = putMany(phone, 3, 50_000);
            OurComputer.devices(bench).pair(OurComputer.udid(phone), Patience.none());
            Duration limit = Duration.ofSeconds(2);
            try (PhoneFiles files =
                    PhoneFiles.open(OurComputer.devices(bench), OurComputer.udid(phone), Patience.none(), limit)) {
                phone.strike(new PhoneTrouble.FallsSilent(AFC, 12));
                assertThat(tree(files, "many").values()).containsExactlyElementsOf(contents);
                phone.strike(new PhoneTrouble.FallsSilent(AFC, 0));
                assertThat(OurComputer.mediaFault(() -> files.list("many")))
                        .isEqualTo(new MediaFault.SourceGone("many", new DeviceFault.TimedOut(limit)));
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> spoiltAnswersCostAConnectionAndNoByte() {
        return Arrays.stream(PhoneTrouble.Damage.values())
                .map(damage -> dynamicTest(
                        damage.name(),
                        () -> use((bench, phone, files) -> {
                            List<byte[]> contents = putMany(phone, 9, 1 << 20);
                            phone.strike(new PhoneTrouble.SpoilsAnswer(AFC, 15, damage));
                            assertThat(tree(files, "many").values()).containsExactlyElementsOf(contents);
                            phone.recover();
                            phone.strike(new PhoneTrouble.SpoilsAnswer(AFC, 1, damage));
                            // A connection that is still good has had its first answers.
                            pull(bench);
                            bench.usbmux().attach(phone, Attachment.Kind.USB);
                            MediaFault never = OurComputer.mediaFault(() -> files.list("many"));
                            assertThat(never)
                                    .isInstanceOfSatisfying(
                                            MediaFault.SourceGone.class,
                                            gone -> assertThat(gone.why()).isInstanceOf(DeviceFault.Malformed.class));
                        })));
    }

    @Test
    void goesOnWhereItWasWhenTheCableIsBack() throws Exception {
        use(PhoneFilesTest::plugsIn, (bench, phone, files) -> {
            byte[] content = put(phone, "film.mov", FILM_BYTES);
            byte[] first = new byte[1_000_000];
            try (MediaContent film = files.open("film.mov")) {
                int done = 0;
                while (done < first.length) {
                    done += film.read(done, first, done, first.length - done);
                }
                pull(bench);
                ByteArrayOutputStream rest = new ByteArrayOutputStream();
                readOn(film, done, rest);
                assertThat(first).isEqualTo(Arrays.copyOf(content, done));
                assertThat(rest.toByteArray()).isEqualTo(Arrays.copyOfRange(content, done, content.length));
            }
            assertThat(phone.tally().bytesRead().get("/film.mov")).isLessThanOrEqualTo(2L * FILM_BYTES - 1_000_000);
        });
    }

    @Test
    void goesOnOverTheNetworkWhenTheCableIsOut() throws Exception {
        use((bench, phone, files) -> {
            byte[] content = put(phone, "film.mov", FILM_BYTES);
            Attachment cable = bench.usbmux().attachments().getFirst();
            bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (MediaContent film = files.open("film.mov")) {
                byte[] some = new byte[100_000];
                int count = film.read(0, some, 0, some.length);
                all.write(some, 0, count);
                bench.usbmux().detach(cable);
                readOn(film, count, all);
            }
            assertThat(all.toByteArray()).isEqualTo(content);
        });
    }

    @Test
    void aFileThatChangedMeanwhileIsNotGoneOnWith() throws Exception {
        for (boolean otherSize : List.of(true, false)) {
            use(
                    bench -> until -> {
                        try {
                            put(bench.lastPhone(), "film.mov", otherSize ? 4_000_000 : FILM_BYTES);
                        } catch (IOException failed) {
                            throw new AssertionError(failed);
                        }
                        return plugsIn(bench).again(until);
                    },
                    (bench, phone, files) -> {
                        put(phone, "film.mov", FILM_BYTES);
                        try (MediaContent film = files.open("film.mov")) {
                            film.read(0, new byte[100_000], 0, 100_000);
                            pull(bench);
                            assertThat(OurComputer.mediaFault(() -> readOn(film, 1_000, new ByteArrayOutputStream())))
                                    .isEqualTo(new MediaFault.Changed(
                                            "film.mov", FILM_BYTES, otherSize ? 4_000_000 : FILM_BYTES));
                        }
                    });
        }
    }

    @Test
    void aPhoneThatDoesNotComeBackIsGone() throws Exception {
        use((bench, phone, files) -> {
            byte[] content = put(phone, "a.jpg", 1_000);
            pull(bench);
            MediaFault gone = OurComputer.mediaFault(() -> files.open("a.jpg"));
            assertThat(gone).isEqualTo(new MediaFault.SourceGone("a.jpg", new DeviceFault.NoDevice(phone.udid())));
            assertThat(gone.isOfAll()).isTrue();
            assertThat(((MediaFault.SourceGone) gone).why().remedy()).isEqualTo(Remedy.PLUG_IN);
            assertThat(OurComputer.mediaFault(() -> files.list("")).isOfAll()).isTrue();
            assertThat(OurComputer.mediaFault(() -> files.look("a.jpg")).isOfAll())
                    .isTrue();
            bench.usbmux().attach(phone, Attachment.Kind.USB);
            assertThat(readAll(files, "a.jpg")).isEqualTo(content);
        });
    }

    @Test
    void patienceThatEndedIsNotAskedAgainByEveryThread() throws Exception {
        List<DeviceFault> asked = new ArrayList<>();
        use(
                _ -> fault -> {
                    asked.add(fault);
                    return asked.size() % 3 != 0;
                },
                (bench, phone, files) -> {
                    put(phone, "a.jpg", 1_000);
                    pull(bench);
                    List<MediaFault> faults = inThreads(5, () -> OurComputer.mediaFault(() -> readAll(files, "a.jpg")));
                    assertThat(faults)
                            .hasSize(5)
                            .containsOnly(new MediaFault.SourceGone("a.jpg", new DeviceFault.NoDevice(phone.udid())));
                    assertThat(asked).hasSize(3);
                });
    }

    @Test
    void aPhoneThatIsLockedMeanwhileIsReadOn() throws Exception {
        use((_, phone, files) -> {
            byte[] content = put(phone, "film.mov", FILM_BYTES);
            try (MediaContent film = files.open("film.mov")) {
                assertThat(film.read(0, new byte[10], 0, 10)).isEqualTo(10);
                phone.lock(LockState.LOCKED);
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                readOn(film, 0, all);
                assertThat(all.toByteArray()).isEqualTo(content);
            }
        });
    }

    @Test
    void aPhoneThatRestartedIsWaitedForUntilItIsUnlocked() throws Exception {
        List<DeviceFault> waitedFor = new ArrayList<>();
        use(
                bench -> until -> {
                    waitedFor.add(until);
                    if (waitedFor.size() == 3) {
                        bench.lastPhone().lock(LockState.UNLOCKED);
                    }
                    return plugsIn(bench).again(until);
                },
                (bench, phone, files) -> {
                    byte[] content = put(phone, "a.jpg", 100_000);
                    phone.lock(LockState.LOCKED_SINCE_START);
                    pull(bench);
                    assertThat(readAll(files, "a.jpg")).isEqualTo(content);
                    assertThat(waitedFor)
                            .containsExactly(
                                    new DeviceFault.NoDevice(phone.udid()),
                                    new DeviceFault.Locked(),
                                    new DeviceFault.Locked());
                });
    }

    @Test
    void aPhoneThatStaysLockedIsGone() throws Exception {
        use(
                bench -> until ->
                        !(until instanceof DeviceFault.Locked) && plugsIn(bench).again(until),
                (bench, phone, files) -> {
                    put(phone, "a.jpg", 100_000);
                    phone.lock(LockState.LOCKED_SINCE_START);
                    pull(bench);
                    MediaFault gone = OurComputer.mediaFault(() -> files.open("a.jpg"));
                    assertThat(gone).isEqualTo(new MediaFault.SourceGone("a.jpg", new DeviceFault.Locked()));
                    assertThat(((MediaFault.SourceGone) gone).why().remedy()).isEqualTo(Remedy.UNLOCK);
                });
    }

    @Test
    void trustThatWasRevokedEndsItWithTheNextConnection() throws Exception {
        use(PhoneFilesTest::plugsIn, (bench, phone, files) -> {
            byte[] content = put(phone, "film.mov", FILM_BYTES);
            phone.forgetPairings();
            assertThat(readAll(files, "film.mov")).isEqualTo(content);
            pull(bench);
            MediaFault gone = OurComputer.mediaFault(() -> files.open("film.mov"));
            assertThat(gone).isEqualTo(new MediaFault.SourceGone("film.mov", new DeviceFault.PairingStale()));
            assertThat(((MediaFault.SourceGone) gone).why().remedy()).isEqualTo(Remedy.PAIR_AGAIN);
        });
    }

    @Test
    void closingEndsAllAndIsNoFaultOfAFile() throws Exception {
        use((_, phone, files) -> {
            put(phone, "a.jpg", FILM_BYTES);
            try (MediaContent open = files.open("a.jpg")) {
                closeNow(files);
                assertThat(OurComputer.mediaFault(() -> open.read(0, new byte[10], 0, 10)))
                        .isEqualTo(new MediaFault.SourceGone("a.jpg", new DeviceFault.Stopped()));
                assertThat(OurComputer.mediaFault(() -> files.list("")))
                        .isEqualTo(new MediaFault.SourceGone("", new DeviceFault.Stopped()));
            }
        });
    }

    /// As another thread might.
    private static void closeNow(AutoCloseable open) throws Exception {
        try (open) {
            assertThat(open).isNotNull();
        }
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        use((_, phone, files) -> {
            put(phone, "a.jpg", 1_000);
            phone.strike(new PhoneTrouble.FallsSilent(AFC, 0));
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Thread[] reader = new Thread[1];
                CountDownLatch begun = new CountDownLatch(1);
                Future<MediaFault> fault = threads.submit(() -> {
                    reader[0] = Thread.currentThread();
                    begun.countDown();
                    return OurComputer.mediaFault(() -> files.open("a.jpg"));
                });
                begun.await();
                reader[0].interrupt();
                assertThat(fault.get()).isEqualTo(new MediaFault.SourceGone("a.jpg", new DeviceFault.Stopped()));
            }
        });
    }

    @Test
    void aSessionGivesItToo() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            byte[] content = put(phone, "a.jpg", 1_000);
            PhoneFiles opened;
            try (DeviceSession session = OurComputer.session(bench, phone)) {
                opened = session.mediaFiles(Patience.none());
            }
            try (PhoneFiles files = opened) {
                assertThat(readAll(files, "a.jpg")).isEqualTo(content);
            }
        }
    }

    @Test
    void whatCannotBeOpenedIsADevicesFault() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            assertThat(OurComputer.fault(() ->
                            PhoneFiles.open(OurComputer.devices(bench), OurComputer.udid(phone), Patience.none())))
                    .isEqualTo(new DeviceFault.NotPaired());
            phone.strike(new PhoneTrouble.RefusesService(AFC, "InvalidService"));
            assertThat(OurComputer.fault(() -> OurComputer.files(bench, phone, Patience.none())))
                    .isEqualTo(new DeviceFault.ServiceRefused(AFC, "InvalidService"));
        }
    }
}
