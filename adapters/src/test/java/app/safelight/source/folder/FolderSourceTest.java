package app.safelight.source.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceTest {
    @TempDir
    private Path scratch;

    private Path photos;

    @BeforeEach
    void makeFolder() throws IOException {
        photos = Files.createDirectory(scratch.toRealPath().resolve("photos"));
    }

    // Listing

    @Test
    void listsEachFileOnceFolderByFolderInOrder() throws Exception {
        write("b/2.jpg", "22");
        write("b/1.jpg", "1");
        write("b/c/0.jpg", "");
        write("a/9.jpg", "999");
        write("b2/0.jpg", "x");
        write("z.jpg", "zz");

        List<Item> items = list();

        assertThat(items)
                .extracting(item -> item.key().path())
                .containsExactly("a/9.jpg", "b/c/0.jpg", "b/1.jpg", "b/2.jpg", "b2/0.jpg", "z.jpg");
        assertThat(items)
                .filteredOn(item -> item instanceof Item.Available available && available.sizeBytes() == 0)
                .extracting(item -> item.key().path())
                .containsExactly("b/c/0.jpg");
    }

    @Test
    void tellsLengthAndTimeAsTheFileSystemDoes() throws Exception {
        Path file = write("IMG_0001.JPG", "twelve bytes");
        Instant modifiedAt = Instant.parse("2024-06-01T10:20:30.123456789Z");
        Files.setLastModifiedTime(file, FileTime.from(modifiedAt));

        Item.Available item = only("IMG_0001.JPG");

        assertThat(item.sizeBytes()).isEqualTo(12);
        assertThat(item.modifiedAt())
                .isEqualTo(Files.getLastModifiedTime(file).toInstant())
                .isEqualTo(modifiedAt);
    }

    @Test
    void keepsEveryNameThatUnixAllows() throws Exception {
        String accented = "Été à Zürich.jpg";
        List<String> names = List.of(
                "two\nlines.jpg",
                "\ttab.jpg",
                " ",
                "-rf",
                "back\\slash.jpg",
                "quote\"'`$(x).jpg",
                "family 👨‍👩‍👧.heic",
                Normalizer.normalize(accented, Normalizer.Form.NFC),
                Normalizer.normalize(accented, Normalizer.Form.NFD),
                "honest \uFFFD sign.jpg",
                "...",
                ".DS_Store",
                "Thumbs.db",
                "é".repeat(127) + "x",
                "IMG_0001.JPG",
                "img_0001.jpg");
        for (String name : names) {
            write(name, name);
        }

        try (FolderSource source = FolderSource.open(photos)) {
            Map<String, String> told = new LinkedHashMap<>();
            source.list(item -> told.put(item.key().path(), text(source, (Item.Available) item)));

            assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(names);
            told.forEach((name, text) -> assertThat(text).isEqualTo(name));
        }
    }

    @Test
    void tellsNamesThatAreNotTextWithTheirBytes() throws Exception {
        write("good.jpg", "x");
        shell("printf x > \"$(printf 'caf\\351.jpg')\"; printf x > \"$(printf 'caf\\350.jpg')\";"
                + " mkdir \"$(printf '\\377')\"; printf x > \"$(printf '\\377/inside.jpg')\"");

        assertThat(faults())
                .containsExactly(
                        Map.entry("caf\uFFFDE8.jpg", new SourceFault.UndecodableName("caf\uFFFDE8.jpg")),
                        Map.entry("caf\uFFFDE9.jpg", new SourceFault.UndecodableName("caf\uFFFDE9.jpg")),
                        Map.entry("\uFFFDFF", new SourceFault.UndecodableName("\uFFFDFF")));
        assertThat(list()).hasSize(4);
    }

    @Test
    void readsNamesBeyondAsciiInALocaleWithoutThem() throws Exception {
        write("Été/👪.jpg", "x");
        shell("printf x > \"$(printf 'caf\\351.jpg')\"");

        assertThat(probeInAnotherProcess(List.of(), "C"))
                .containsExactly(
                        "\\u00c9t\\u00e9/\\ud83d\\udc6a.jpg read 1",
                        "caf\\ufffdE9.jpg UndecodableName[detail=caf\\ufffdE9.jpg]")
                .isEqualTo(FolderProbe.probe(photos));
    }

    @Test
    void tellsSocketsPipesAndDevicesForWhatTheyAre() throws Exception {
        shell("mkfifo pipe.jpg");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(photos.resolve("socket.jpg")));

            assertThat(faults())
                    .containsExactly(
                            Map.entry("pipe.jpg", new SourceFault.NotAFile("pipe")),
                            Map.entry("socket.jpg", new SourceFault.NotAFile("socket")));
        }
    }

    @Test
    void followsNoLink() throws Exception {
        write("real/1.jpg", "1");
        Path outside = Files.writeString(scratch.resolve("outside.jpg"), "o");
        link("file inside.jpg", "real/1.jpg");
        link("folder inside", "real");
        link("file outside.jpg", outside.toString());
        link("folder outside", "..");
        link("real/above", "..");
        link("itself", "itself");
        link("there", "back");
        link("back", "there");
        link("nothing.jpg", "gone.jpg");

        assertThat(faults())
                .containsOnly(
                        Map.entry("file inside.jpg", new SourceFault.LinkInsideSource("real/1.jpg")),
                        Map.entry("folder inside", new SourceFault.LinkInsideSource("real")),
                        Map.entry("file outside.jpg", new SourceFault.LinkLeavesSource(outside.toString())),
                        Map.entry("folder outside", new SourceFault.LinkLeavesSource("..")),
                        Map.entry("real/above", new SourceFault.LinkInsideSource("..")),
                        Map.entry("itself", new SourceFault.LinkLoop("itself")),
                        Map.entry("there", new SourceFault.LinkLoop("back")),
                        Map.entry("back", new SourceFault.LinkLoop("there")),
                        Map.entry("nothing.jpg", new SourceFault.LinkLoop("gone.jpg")));
        assertThat(list())
                .filteredOn(Item.Available.class::isInstance)
                .extracting(item -> item.key().path())
                .containsExactly("real/1.jpg");
    }

    @Test
    void opensTheFolderItselfThroughALink() throws Exception {
        write("1.jpg", "1");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), photos);

        try (FolderSource through = FolderSource.open(link);
                FolderSource direct = FolderSource.open(photos)) {
            assertThat(through.id()).isEqualTo(direct.id());
            assertThat(through.label()).isEqualTo(direct.label());
        }
    }

    @Test
    void neverEntersAFolderInWhichSafelightKeepsCopies() throws Exception {
        write("1.jpg", "1");
        write("backup/Photos/1.jpg", "1");
        write("backup/.safelight/place.json", "{}");
        write("not a place/.safelight/other.json", "{}");

        assertThat(faults()).containsExactly(Map.entry("backup", new SourceFault.HoldsCopies()));
        assertThat(list())
                .extracting(item -> item.key().path())
                .containsExactly("not a place/.safelight/other.json", "1.jpg", "backup");
        assertThat(faultOfOpening(photos.resolve("backup"))).isEqualTo(new SourceFault.HoldsCopies());
    }

    @Test
    void entersNoFolderBeyondTheDepthLimit() throws Exception {
        String deepest = "d/".repeat(FolderListing.MAX_DEPTH) + "1.jpg";
        write(deepest, "1");
        write("d/".repeat(FolderListing.MAX_DEPTH + 1) + "2.jpg", "2");

        assertThat(faults())
                .containsExactly(Map.entry(
                        "d/".repeat(FolderListing.MAX_DEPTH) + "d", new SourceFault.TooDeep(FolderListing.MAX_DEPTH)));
        assertThat(list())
                .hasSize(2)
                .first()
                .extracting(item -> item.key().path())
                .isEqualTo(deepest);
    }

    @Test
    void tellsPathsLongerThanTheSystemTakes() throws Exception {
        shell("n=$(printf 'n%.0s' {1..200}); for i in {1..30}; do mkdir $n; cd $n; echo x > 1.jpg; done");
        try {
            List<Item> items = list();

            assertThat(faults()).hasSize(1).containsValue(new SourceFault.TooDeep(4_096));
            assertThat(items).filteredOn(Item.Available.class::isInstance).hasSizeGreaterThan(15);
            assertThat(items).extracting(Item::key).doesNotHaveDuplicates();
        } finally {
            shell("rm -rf n*");
        }
    }

    @Test
    void listsTenThousandFilesOfOneName() throws Exception {
        for (int folder = 0; folder < 10_000; folder++) {
            write("%02d/%02d/IMG_0001.JPG".formatted(folder / 100, folder % 100), "x");
        }

        List<Item> items = list();

        assertThat(items)
                .hasSize(10_000)
                .allSatisfy(item -> assertThat(item.key().name()).isEqualTo("IMG_0001.JPG"));
        assertThat(items).extracting(Item::key).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void neverMixesTheFilesOfTwoFolders() throws Exception {
        for (int folder = 0; folder < 5; folder++) {
            for (int file = 0; file < 300; file++) {
                write("%d/%03d.jpg".formatted(folder, file), "x");
                write("%d/below/%03d.jpg".formatted(folder, file), "x");
            }
            write("%d/copies/.safelight/place.json".formatted(folder), "{}");
        }

        Set<String> finished = new HashSet<>();
        String current = "";
        for (Item item : list()) {
            if (!item.key().folder().equals(current)) {
                assertThat(finished.add(current)).isTrue();
                current = item.key().folder();
            }
        }
        assertThat(finished).doesNotContain(current).hasSize(10);
    }

    @Test
    void tellsWhatThePersonMayNotRead() throws Exception {
        write("1.jpg", "1");
        write("closed file.jpg", "2");
        write("closed/3.jpg", "3");
        write("names only/4.jpg", "4");
        write("lost+found/5.jpg", "5");
        shell("chmod 000 'closed file.jpg' closed lost+found; chmod 744 'names only'; chmod 755 . .. ../..");
        String owner = Files.getOwner(photos).getName();
        String nameless = Files.getOwner(photos).getName().equals("root") ? "names only/4.jpg" : null;
        try {
            List<String> lines = probeInAnotherProcess(asNobody(), "C.UTF-8");

            assertThat(lines)
                    .contains(
                            "1.jpg read 1",
                            "closed file.jpg unread AccessDenied[detail=" + owner + " ---------]",
                            "closed AccessDenied[detail=" + owner + " ---------]",
                            "lost+found SystemFolder[name=lost+found]");
            assertThat(lines).hasSize(5);
            if (nameless != null) {
                assertThat(lines).contains(nameless + " AccessDenied[detail=owner not told]");
            }
        } finally {
            shell("chmod -R u+rwX .");
        }
    }

    @Test
    void saysWhenTheWholeSourceMayNotBeRead() throws Exception {
        write("1.jpg", "1");
        shell("chmod 000 .; chmod 755 .. ../..");
        try {
            assertThat(probeInAnotherProcess(asNobody(), "C.UTF-8"))
                    .singleElement()
                    .asString()
                    .startsWith("source AccessDenied");
        } finally {
            Files.setPosixFilePermissions(photos, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void saysThatAPulledCardIsGoneAndNeverThatItIsEmpty() throws Exception {
        write("a/1.jpg", "1");
        write("b/2.jpg", "2");
        try (FolderSource source = FolderSource.open(photos)) {
            Item.Available item = only("a/1.jpg");
            pull();
            assertThat(faultOf(() -> source.list(_ -> {}))).isInstanceOf(SourceFault.Disconnected.class);
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes))).isInstanceOf(SourceFault.Disconnected.class);

            Files.createDirectory(photos);
            assertThat(faultOf(() -> source.list(_ -> {}))).isInstanceOf(SourceFault.Disconnected.class);
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes))).isInstanceOf(SourceFault.Disconnected.class);
        }
    }

    @Test
    void saysThatACardIsGoneWhenItIsPulledDuringTheListing() throws Exception {
        write("a/1.jpg", "1");
        write("b/2.jpg", "2");
        List<String> told = new ArrayList<>();
        try (FolderSource source = FolderSource.open(photos)) {
            assertThat(faultOf(() -> source.list(item -> {
                        told.add(item.key().path());
                        pull();
                    })))
                    .isInstanceOf(SourceFault.Disconnected.class);
        }
        assertThat(told).containsExactly("a/1.jpg");
    }

    @Test
    void saysThatNothingStandsThere() throws Exception {
        assertThat(faultOfOpening(photos.resolve("missing"))).isInstanceOf(SourceFault.Disconnected.class);
        assertThat(faultOfOpening(write("1.jpg", "1"))).isInstanceOf(SourceFault.ReadFailed.class);
    }

    // Reading

    @Test
    void readsAtAnyPosition() throws Exception {
        write("1.jpg", "0123456789");
        try (FolderSource source = FolderSource.open(photos)) {
            source.read(only("1.jpg"), body -> {
                byte[] buffer = new byte[8];
                assertThat(body.sizeBytes()).isEqualTo(10);
                assertThat(body.read(7, buffer, 1, 7)).isEqualTo(3);
                assertThat(new String(buffer, 1, 3, US_ASCII)).isEqualTo("789");
                assertThat(body.read(0, buffer, 0, 2)).isEqualTo(2);
                assertThat(new String(buffer, 0, 4, US_ASCII)).isEqualTo("0189");
                assertThat(body.read(10, buffer, 0, 1)).isEqualTo(-1);
                assertThat(body.read(1L << 40, buffer, 0, 1)).isEqualTo(-1);
                assertThat(body.read(10, buffer, 0, 0)).isZero();
                return buffer;
            });
        }
    }

    @Test
    void throwsAwayWhatWasReadOfAFileThatChangedMeanwhile() throws Exception {
        assertThat(changedBy("grown.jpg", file -> Files.writeString(file, "more", StandardOpenOption.APPEND)))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
        assertThat(changedBy("cut.jpg", file -> Files.writeString(file, "")))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
        assertThat(changedBy("touched.jpg", file -> Files.setLastModifiedTime(file, FileTime.fromMillis(1))))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
        assertThat(changedBy("deleted.jpg", Files::delete)).isEqualTo(new SourceFault.Vanished());
        assertThat(changedBy("other folder.jpg", file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
    }

    @Test
    void noticesAnotherFileOfTheSameLengthAndTime() throws Exception {
        assertThat(changedBy("replaced.jpg", file -> {
                    FileTime time = Files.getLastModifiedTime(file);
                    Path twin = Files.writeString(scratch.resolve("twin"), "0987654321");
                    Files.setLastModifiedTime(twin, time);
                    Files.move(twin, file, StandardCopyOption.REPLACE_EXISTING);
                }))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
        assertThat(changedBy("overwritten.jpg", file -> {
                    FileTime time = Files.getLastModifiedTime(file);
                    Files.writeString(file, "0987654321", StandardOpenOption.WRITE);
                    Files.setLastModifiedTime(file, time);
                }))
                .isEqualTo(new SourceFault.ChangedWhileRead(1));
    }

    @Test
    void noticesWhatHappenedSinceTheListing() throws Exception {
        Path file = write("a/1.jpg", "1");
        Item.Available item = only("a/1.jpg");
        try (FolderSource source = FolderSource.open(photos)) {
            Files.writeString(file, "22");
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes)))
                    .isEqualTo(new SourceFault.ChangedWhileRead(1));

            Files.delete(file);
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes))).isEqualTo(new SourceFault.Vanished());

            Files.createSymbolicLink(file, Files.writeString(scratch.resolve("outside"), "1"));
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes)))
                    .isEqualTo(new SourceFault.ChangedWhileRead(1));
        }
    }

    @Test
    void leavesTheSourceThroughNoFolderThatBecameALink() throws Exception {
        write("a/1.jpg", "1");
        Item.Available item = only("a/1.jpg");
        Path outside = scratch.resolve("outside");
        Files.move(photos.resolve("a"), outside);
        Files.createSymbolicLink(photos.resolve("a"), outside);

        try (FolderSource source = FolderSource.open(photos)) {
            assertThat(faultOf(() -> source.read(item, Body::sizeBytes)))
                    .isEqualTo(new SourceFault.ChangedWhileRead(1));
        }
    }

    @Test
    void passesTheReadersOwnFailureUntouched() throws Exception {
        write("1.jpg", "1");
        Item.Available item = only("1.jpg");
        IOException readersOwn = new IOException("the reader's disk is full");
        BodyReader<String, IOException> failing = body -> {
            body.read(0, new byte[1], 0, 1);
            throw readersOwn;
        };
        try (FolderSource source = FolderSource.open(photos)) {
            assertThatThrownBy(() -> source.read(item, failing)).isSameAs(readersOwn);
            assertThatThrownBy(() -> source.read(item, _ -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    /// The memory of a process is a file whose first page cannot be read: a true input/output error.
    @Test
    void tellsAFailingMediumEvenWhenTheReaderMakesLightOfIt() throws Exception {
        Root root = new Root(
                photos, Files.readAttributes(photos, BasicFileAttributes.class).fileKey());
        Path failing = Path.of("/proc/self/mem");
        BodyReader<Integer, RuntimeException> honest = body -> body.read(0, new byte[8], 0, 8);
        BodyReader<Integer, RuntimeException> careless = body -> {
            try {
                return body.read(0, new byte[8], 0, 8);
            } catch (IOException ignored) {
                return 0;
            }
        };
        for (BodyReader<Integer, RuntimeException> reader : List.of(honest, careless)) {
            try (FileBody body = FileBody.open(failing, 8, root)) {
                assertThat(faultOf(() -> body.giveTo(reader)))
                        .isEqualTo(new SourceFault.ReadFailed("Input/output error"));
            }
        }
    }

    @Test
    void looksAgainAsAListingWould() throws Exception {
        Path file = write("a/1.jpg", "1");
        link("a/link.jpg", "1.jpg");
        Item.Available item = only("a/1.jpg");
        try (FolderSource source = FolderSource.open(photos)) {
            for (Item listed : list()) {
                assertThat(source.look(listed.key())).isEqualTo(listed);
            }
            Files.writeString(file, "grown");
            Item.Available grown = (Item.Available) source.look(item.key());
            assertThat(grown.sizeBytes()).isEqualTo(5);
            assertThat(text(source, grown)).isEqualTo("grown");

            Item vanished = new Item.Blocked(item.key(), new SourceFault.Vanished());
            Files.delete(file);
            assertThat(source.look(item.key())).isEqualTo(vanished);
            Files.createDirectory(file);
            assertThat(source.look(item.key())).isEqualTo(vanished);
            Files.delete(file);
            shell("mkfifo a/1.jpg");
            assertThat(source.look(item.key()))
                    .isEqualTo(new Item.Blocked(item.key(), new SourceFault.NotAFile("pipe")));
            shell("rm a/1.jpg && echo 1 > a/1.jpg && mv a b && ln -s b a");
            assertThat(source.look(item.key())).isEqualTo(vanished);
            pull();
            assertThat(faultOf(() -> source.look(item.key()))).isInstanceOf(SourceFault.Disconnected.class);
        }
    }

    @Test
    void readsNoItemOfAnotherSource() throws Exception {
        write("1.jpg", "1");
        Item.Available item = only("1.jpg");
        try (FolderSource other = FolderSource.open(scratch)) {
            assertThatThrownBy(() -> other.read(item, Body::sizeBytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    // Identity

    @Test
    void isACardWhenItHasADcimFolder() throws Exception {
        try (FolderSource folder = FolderSource.open(photos)) {
            assertThat(folder.label().kind()).isEqualTo("folder");
            assertThat(folder.label().location()).isEqualTo(photos.toString());
            assertThat(folder.id().value()).matches("folder-[0-9a-f]{16}");
        }
        Files.createDirectory(photos.resolve("DCIM"));
        try (FolderSource card = FolderSource.open(photos)) {
            assertThat(card.label().kind()).isEqualTo("card");
            assertThat(card.id().value()).matches("card-[0-9a-f]{16}");
        }
    }

    @Test
    void keepsItsIdWhereverItsVolumeIsMounted() throws Exception {
        Path device = Files.writeString(scratch.resolve("sdb1"), "");
        Path byUuid = Files.createDirectory(scratch.resolve("by-uuid"));
        Files.createSymbolicLink(byUuid.resolve("0000-DEAD"), Path.of("gone"));
        Files.createSymbolicLink(byUuid.resolve("3461-6333"), device);
        Path first = Files.createDirectories(photos.resolve("first mount/DCIM"));
        Path second = Files.createDirectories(photos.resolve("second/DCIM"));

        Volumes firstDay = volumes(byUuid, "/ " + photos.resolve("first\\040mount") + " - vfat " + device);
        Volumes secondDay = volumes(byUuid, "/ " + photos.resolve("second") + " - vfat " + device);
        Volumes subtree = volumes(byUuid, "/DCIM " + second + " - vfat " + device);
        Volumes nameless = volumes(byUuid, "/ " + photos.resolve("second") + " - tmpfs tmpfs");

        assertThat(firstDay.fingerprint(first)).isEqualTo(secondDay.fingerprint(second));
        assertThat(subtree.fingerprint(second)).isEqualTo(secondDay.fingerprint(second));
        assertThat(firstDay.fingerprint(first)).isNotEqualTo(firstDay.fingerprint(photos.resolve("first mount")));
        assertThat(firstDay.fingerprint(second)).isNotEqualTo(secondDay.fingerprint(second));
        assertThat(nameless.fingerprint(second)).isEqualTo(firstDay.fingerprint(second));
        assertThat(new Volumes(scratch.resolve("no mounts"), byUuid).fingerprint(second))
                .isEqualTo(firstDay.fingerprint(second));
    }

    private Volumes volumes(Path byUuid, String mount) throws IOException {
        Path mounts = Files.createTempFile(scratch, "mountinfo", "");
        String[] words = mount.split(" - ", -1);
        Files.writeString(
                mounts,
                "1 0 8:1 / / rw shared:1 - ext4 /dev/nowhere rw\nnot a mount line\n2 1 8:17 " + words[0]
                        + " rw,relatime shared:7 master:1 - " + words[1] + " rw\n");
        return new Volumes(mounts, byUuid);
    }

    // What the tests are made of

    private interface Change {
        void to(Path file) throws IOException;
    }

    private interface Attempt {
        void run() throws SourceException;
    }

    /// Reads a file that changes after its first half was read.
    private SourceFault changedBy(String name, Change change) throws Exception {
        Path file = write(name, "1234567890");
        Item.Available item = only(name);
        try (FolderSource source = FolderSource.open(photos)) {
            return faultOf(() -> source.read(item, body -> {
                byte[] buffer = new byte[10];
                int first = body.read(0, buffer, 0, 5);
                assertThat(first).isEqualTo(5);
                change.to(file);
                body.read(5, buffer, 5, 5);
                return new String(buffer, US_ASCII);
            }));
        }
    }

    private static SourceFault faultOf(Attempt attempt) {
        SourceException thrown = catchThrowableOfType(SourceException.class, attempt::run);
        assertThat(thrown).isNotNull();
        return thrown.fault();
    }

    private static SourceFault faultOfOpening(Path folder) {
        return faultOf(() -> FolderSource.open(folder).close());
    }

    private Path write(String name, String text) throws IOException {
        Path file = photos.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(photos.resolve(name), Path.of(target));
    }

    private void pull() {
        try {
            Files.move(photos, scratch.resolve("pulled"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Item> list() throws SourceException {
        List<Item> items = new ArrayList<>();
        try (FolderSource source = FolderSource.open(photos)) {
            source.list(items::add);
        }
        return items;
    }

    private Item.Available only(String path) throws SourceException {
        try (FolderSource source = FolderSource.open(photos)) {
            ItemKey key = new ItemKey(source.id(), path);
            return list().stream()
                    .filter(item -> item.key().equals(key))
                    .map(Item.Available.class::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, SourceFault> faults() throws SourceException {
        Map<String, SourceFault> faults = new LinkedHashMap<>();
        for (Item item : list()) {
            if (item instanceof Item.Blocked(ItemKey key, SourceFault fault)) {
                faults.put(key.path(), fault);
            }
        }
        return faults;
    }

    private static String text(FolderSource source, Item.Available item) {
        try {
            return source.read(item, body -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                byte[] buffer = new byte[7];
                for (long at = 0; at < body.sizeBytes(); ) {
                    int count = body.read(at, buffer, 0, buffer.length);
                    bytes.write(buffer, 0, count);
                    at += count;
                }
                return bytes.toString(UTF_8);
            });
        } catch (SourceException failed) {
            throw new AssertionError(item.toString(), failed);
        }
    }

    private void shell(String script) throws Exception {
        run(List.of("bash", "-c", script), "C.UTF-8");
    }

    /// Root may read everything, so the test has to become somebody who may not.
    private static List<String> asNobody() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : List.of();
    }

    private List<String> probeInAnotherProcess(List<String> before, String locale) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FolderProbe.class.getName()));
        command.add(photos.toString());
        return run(command, locale).lines().toList();
    }

    private String run(List<String> command, String locale) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(photos.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }
}
