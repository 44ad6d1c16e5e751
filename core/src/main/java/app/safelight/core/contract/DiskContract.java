package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.Disk.DiskFile;
import app.safelight.core.place.Disk.DiskTraits;
import app.safelight.core.place.Disk.OpenBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What every [Disk] must do while the power stays on. Works in a folder of its own, which it removes again.
///
/// That what was forced survives a power cut cannot be checked here; the simulated disk is where that is seen.
public final class DiskContract {
    /// Everything the suite makes is in this folder.
    private static final String FOLDER = "safelight-contract-disk";

    /// Deeper folders than any check makes; removing must end.
    private static final int MOST_LEVELS = 16;

    private static final int LARGE_BYTES = (3 << 20) + 17;

    /// What the suite needs of whoever runs it.
    @FunctionalInterface
    public interface Setting {
        /// Opens the disk under test; the check closes it.
        Disk open() throws Exception;
    }

    /// One check's work on an open disk.
    @FunctionalInterface
    private interface Steps {
        void run(Disk disk) throws Exception;
    }

    private DiskContract() {}

    public static List<ContractCheck<Setting>> checks() {
        return List.of(
                check("written-bytes-are-read", DiskContract::writtenBytesAreRead),
                check("large-files", DiskContract::largeFiles),
                check("body-keeps-its-promises", DiskContract::bodyKeepsItsPromises),
                check("reads-from-medium", DiskContract::readsFromMedium),
                check("forces", DiskContract::forces),
                check("create-never-replaces", DiskContract::createNeverReplaces),
                check("create-needs-its-folder", DiskContract::createNeedsItsFolder),
                check("appends-at-the-end", DiskContract::appendsAtTheEnd),
                check("renames-in-one-step", DiskContract::renamesInOneStep),
                check("rename-never-replaces", DiskContract::renameNeverReplaces),
                check("replace-takes-the-place", DiskContract::replaceTakesThePlace),
                check("moves-between-folders", DiskContract::movesBetweenFolders),
                check("deletes", DiskContract::deletes),
                check("delete-spares-full-folders", DiskContract::deleteSparesFullFolders),
                check("truncates", DiskContract::truncates),
                check("missing-files-are-said-so", DiskContract::missingFilesAreSaidSo),
                check("entries-tell-what-is-there", DiskContract::entriesTellWhatIsThere),
                check("lists-each-once", DiskContract::listsEachOnce),
                check("list-of-what-is-no-folder", DiskContract::listOfWhatIsNoFolder),
                check("folders-and-those-above", DiskContract::foldersAndThoseAbove),
                check("keeps-times-to-its-step", DiskContract::keepsTimesToItsStep),
                check("flushed-bytes-are-seen", DiskContract::flushedBytesAreSeen),
                check("time-set-before-force-stays", DiskContract::timeSetBeforeForceStays),
                check("tells-free-room", DiskContract::tellsFreeRoom),
                check("locks-once", DiskContract::locksOnce),
                check("letter-case-as-told", DiskContract::letterCaseAsTold),
                check("spelling-as-told", DiskContract::spellingAsTold),
                check("forbidden-letters-as-told", DiskContract::forbiddenLettersAsTold),
                check("longest-name-as-told", DiskContract::longestNameAsTold),
                check("keeps-names-as-spelled", DiskContract::keepsNamesAsSpelled));
    }

    /// Runs all checks.
    public static List<ContractResult> run(Setting setting) {
        return ContractCheck.runAll(checks(), setting);
    }

    private static ContractCheck<Setting> check(String name, Steps steps) {
        return new ContractCheck<>(name, setting -> {
            try (Disk disk = setting.open()) {
                removeAll(disk, FOLDER, MOST_LEVELS);
                disk.createFolder(FOLDER);
                try {
                    steps.run(disk);
                } finally {
                    removeAll(disk, FOLDER, MOST_LEVELS);
                }
                require(disk.entry(FOLDER).isEmpty(), "what was deleted is still there");
            }
        });
    }

    private static void removeAll(Disk disk, String path, int levels) throws IOException {
        Optional<DiskEntry> entry = disk.entry(path);
        if (entry.isEmpty()) {
            return;
        }
        require(levels > 0, "folders in folders without end at " + path);
        if (entry.get().type() == DiskEntry.Type.FOLDER) {
            for (DiskEntry child : disk.list(path)) {
                removeAll(disk, child.path(), levels - 1);
            }
        }
        disk.delete(path);
    }

    private static String in(String name) {
        return FOLDER + "/" + name;
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static void write(Disk disk, String path, byte[] bytes) throws IOException {
        try (DiskFile file = disk.create(path)) {
            file.write(bytes, 0, bytes.length);
        }
    }

    private static byte[] read(Disk disk, String path, boolean fromMedium) throws IOException {
        try (OpenBody body = disk.open(path, fromMedium)) {
            return Bodies.readAll(body);
        }
    }

    private static void requireFile(Disk disk, String path, byte[] bytes) throws IOException {
        require(Arrays.equals(bytes, read(disk, path, false)), path + " has other bytes than were written");
        DiskEntry entry = disk.entry(path).orElseThrow(() -> new ContractViolation(path + " has no entry"));
        requireEqual(DiskEntry.Type.FILE, entry.type(), "the type of " + path);
        requireEqual((long) bytes.length, entry.sizeBytes(), "the length of " + path);
    }

    private static void requireNone(Disk disk, String path) throws IOException {
        require(disk.entry(path).isEmpty(), path + " is there");
    }

    /// Something that must fail.
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    private static void requireFails(Class<? extends IOException> kind, String what, Deed deed) {
        try {
            deed.run();
        } catch (IOException failure) {
            require(kind.isInstance(failure), what + " fails with " + failure + ", not with " + kind.getSimpleName());
            return;
        }
        throw new ContractViolation(what + " does not fail");
    }

    private static void writtenBytesAreRead(Disk disk) throws IOException {
        write(disk, in("some"), bytes(1_000, 1));
        requireFile(disk, in("some"), bytes(1_000, 1));
        write(disk, in("none"), new byte[0]);
        requireFile(disk, in("none"), new byte[0]);
    }

    private static void largeFiles(Disk disk) throws IOException {
        byte[] large = bytes(LARGE_BYTES, 2);
        try (DiskFile file = disk.create(in("large"))) {
            int at = 0;
            for (int chunk = 1; at < large.length; chunk = Math.min(3 * chunk, 1 << 20)) {
                int length = Math.min(chunk, large.length - at);
                file.write(large, at, length);
                at += length;
            }
            file.force();
        }
        requireFile(disk, in("large"), large);
    }

    private static void bodyKeepsItsPromises(Disk disk) throws IOException {
        byte[] bytes = bytes(70_001, 3);
        write(disk, in("body"), bytes);
        try (OpenBody body = disk.open(in("body"), false)) {
            Bodies.requireBodyOf(bytes, body, new SplittableRandom(3));
        }
    }

    private static void readsFromMedium(Disk disk) throws IOException {
        if (!disk.traits().mediumReads()) {
            throw new CannotRun("no read of this disk can get past the caches");
        }
        for (int length : List.of(0, 1, 511, 4_096, 70_001)) {
            byte[] bytes = bytes(length, length);
            String path = in("medium" + length);
            try (DiskFile file = disk.create(path)) {
                file.write(bytes, 0, length);
                file.force();
            }
            require(Arrays.equals(bytes, read(disk, path, true)), "the medium gives other bytes than were forced");
        }
        try (OpenBody body = disk.open(in("medium70001"), true)) {
            Bodies.requireBodyOf(bytes(70_001, 70_001), body, new SplittableRandom(4));
        }
    }

    private static void forces(Disk disk) throws IOException {
        try (DiskFile file = disk.create(in("forced"))) {
            file.force();
            file.write(bytes(10, 5), 0, 5);
            file.force();
            file.write(bytes(10, 5), 5, 5);
            file.force();
            file.force();
        }
        disk.forceFolder(FOLDER);
        disk.forceFolder("");
        requireFile(disk, in("forced"), bytes(10, 5));
    }

    private static void createNeverReplaces(Disk disk) throws IOException {
        write(disk, in("first"), bytes(10, 6));
        requireFails(
                FileAlreadyExistsException.class,
                "making a file that exists",
                () -> disk.create(in("first")).close());
        requireFile(disk, in("first"), bytes(10, 6));
        disk.createFolder(in("folder"));
        requireFails(
                FileAlreadyExistsException.class,
                "making a file where a folder is",
                () -> disk.create(in("folder")).close());
    }

    private static void createNeedsItsFolder(Disk disk) throws IOException {
        requireFails(
                NoSuchFileException.class,
                "making a file in no folder",
                () -> disk.create(in("no/file")).close());
        requireNone(disk, in("no"));
    }

    private static void appendsAtTheEnd(Disk disk) throws IOException {
        byte[] all = bytes(30, 7);
        requireFails(
                NoSuchFileException.class,
                "lengthening what is not there",
                () -> disk.append(in("log")).close());
        requireNone(disk, in("log"));
        write(disk, in("log"), Arrays.copyOf(all, 10));
        for (int at = 10; at < 30; at += 10) {
            try (DiskFile file = disk.append(in("log"))) {
                file.write(all, at, 10);
                file.force();
            }
        }
        requireFile(disk, in("log"), all);
    }

    private static void renamesInOneStep(Disk disk) throws IOException {
        write(disk, in("old"), bytes(10, 8));
        disk.rename(in("old"), in("new"));
        requireNone(disk, in("old"));
        requireFile(disk, in("new"), bytes(10, 8));
        requireFails(NoSuchFileException.class, "renaming what is not there", () -> disk.rename(in("old"), in("x")));
    }

    private static void renameNeverReplaces(Disk disk) throws IOException {
        write(disk, in("from"), bytes(10, 9));
        write(disk, in("to"), bytes(10, 10));
        requireFails(
                FileAlreadyExistsException.class,
                "renaming onto a file that exists",
                () -> disk.rename(in("from"), in("to")));
        requireFile(disk, in("from"), bytes(10, 9));
        requireFile(disk, in("to"), bytes(10, 10));
    }

    private static void replaceTakesThePlace(Disk disk) throws IOException {
        write(disk, in("from"), bytes(10, 11));
        write(disk, in("to"), bytes(20, 12));
        disk.replace(in("from"), in("to"));
        requireNone(disk, in("from"));
        requireFile(disk, in("to"), bytes(10, 11));
        disk.replace(in("to"), in("free"));
        requireFile(disk, in("free"), bytes(10, 11));
    }

    private static void movesBetweenFolders(Disk disk) throws IOException {
        disk.createFolder(in("one"));
        disk.createFolder(in("other"));
        write(disk, in("one/file"), bytes(10, 13));
        disk.rename(in("one/file"), in("other/file"));
        requireNone(disk, in("one/file"));
        requireFile(disk, in("other/file"), bytes(10, 13));
        requireFails(
                NoSuchFileException.class,
                "renaming into no folder",
                () -> disk.rename(in("other/file"), in("none/file")));
        requireFile(disk, in("other/file"), bytes(10, 13));
    }

    private static void deletes(Disk disk) throws IOException {
        write(disk, in("file"), bytes(10, 14));
        disk.createFolder(in("folder"));
        disk.delete(in("file"));
        disk.delete(in("folder"));
        requireNone(disk, in("file"));
        requireNone(disk, in("folder"));
        requireFails(NoSuchFileException.class, "deleting what is not there", () -> disk.delete(in("file")));
    }

    private static void deleteSparesFullFolders(Disk disk) throws IOException {
        disk.createFolder(in("folder"));
        write(disk, in("folder/file"), bytes(10, 15));
        requireFails(DirectoryNotEmptyException.class, "deleting a full folder", () -> disk.delete(in("folder")));
        requireFile(disk, in("folder/file"), bytes(10, 15));
    }

    private static void truncates(Disk disk) throws IOException {
        write(disk, in("file"), bytes(1_000, 16));
        disk.truncate(in("file"), 300);
        requireFile(disk, in("file"), Arrays.copyOf(bytes(1_000, 16), 300));
        try (DiskFile file = disk.append(in("file"))) {
            file.write(bytes(1_000, 16), 300, 700);
            file.force();
        }
        requireFile(disk, in("file"), bytes(1_000, 16));
        disk.truncate(in("file"), 0);
        requireFile(disk, in("file"), new byte[0]);
    }

    private static void missingFilesAreSaidSo(Disk disk) throws IOException {
        requireNone(disk, in("none"));
        requireNone(disk, in("none/below"));
        requireFails(
                NoSuchFileException.class,
                "opening",
                () -> disk.open(in("none"), false).close());
        requireFails(NoSuchFileException.class, "cutting", () -> disk.truncate(in("none"), 0));
        requireFails(
                NoSuchFileException.class, "setting the time", () -> disk.setModifiedAt(in("none"), Instant.EPOCH));
    }

    private static void entriesTellWhatIsThere(Disk disk) throws IOException {
        write(disk, in("file"), bytes(10, 17));
        DiskEntry file = disk.entry(in("file")).orElseThrow(() -> new ContractViolation("no entry of a file"));
        requireEqual(in("file"), file.path(), "an entry's path");
        DiskEntry folder = disk.entry(FOLDER).orElseThrow(() -> new ContractViolation("no entry of a folder"));
        requireEqual(DiskEntry.Type.FOLDER, folder.type(), "the type of a folder");
        DiskEntry root = disk.entry("").orElseThrow(() -> new ContractViolation("no entry of the root"));
        requireEqual(DiskEntry.Type.FOLDER, root.type(), "the type of the root");
    }

    private static void listsEachOnce(Disk disk) throws IOException {
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            write(disk, in("file" + i), bytes(i, 18));
            expected.add(in("file" + i));
        }
        disk.createFolder(in("folder/below"));
        write(disk, in("folder/file"), bytes(10, 18));
        expected.add(in("folder"));
        List<String> listed =
                disk.list(FOLDER).stream().map(DiskEntry::path).sorted().toList();
        requireEqual(List.copyOf(expected), listed, "what is listed");
        for (DiskEntry entry : disk.list(FOLDER)) {
            requireEqual(disk.entry(entry.path()), Optional.of(entry), "what a listing tells of " + entry.path());
        }
        require(
                disk.list("").stream().anyMatch(entry -> entry.path().equals(FOLDER)),
                "the root's listing lacks a folder");
    }

    private static void listOfWhatIsNoFolder(Disk disk) throws IOException {
        write(disk, in("file"), bytes(10, 19));
        requireFails(NotDirectoryException.class, "listing a file", () -> disk.list(in("file")));
        requireFails(NoSuchFileException.class, "listing what is not there", () -> disk.list(in("none")));
    }

    private static void foldersAndThoseAbove(Disk disk) throws IOException {
        disk.createFolder(in("a/b/c"));
        write(disk, in("a/b/c/file"), bytes(10, 20));
        disk.createFolder(in("a/b/c"));
        disk.createFolder(in("a"));
        requireFile(disk, in("a/b/c/file"), bytes(10, 20));
        requireFails(
                FileAlreadyExistsException.class,
                "a folder where a file is",
                () -> disk.createFolder(in("a/b/c/file")));
        disk.forceFolder(in("a/b"));
    }

    private static void keepsTimesToItsStep(Disk disk) throws IOException {
        Duration step = disk.traits().timeStep();
        write(disk, in("file"), bytes(10, 21));
        for (String text : List.of("2024-02-29T23:59:59.987654321Z", "1999-12-31T23:59:58Z", "2030-07-01T00:00:01Z")) {
            Instant time = Instant.parse(text);
            disk.setModifiedAt(in("file"), time);
            Instant kept = disk.entry(in("file"))
                    .orElseThrow(() -> new ContractViolation("no entry of a file"))
                    .modifiedAt();
            Duration off = Duration.between(kept, time).abs();
            require(off.compareTo(step) < 0, "keeps " + time + " as " + kept + ", though times step by " + step);
        }
    }

    private static void flushedBytesAreSeen(Disk disk) throws IOException {
        byte[] bytes = bytes(10_000, 26);
        try (DiskFile file = disk.create(in("file"))) {
            file.write(bytes, 0, 7);
            file.flush();
            requireFile(disk, in("file"), Arrays.copyOf(bytes, 7));
            file.write(bytes, 7, 9_993);
            file.flush();
            requireFile(disk, in("file"), bytes);
        }
        requireFile(disk, in("file"), bytes);
    }

    private static void timeSetBeforeForceStays(Disk disk) throws IOException {
        Instant time = Instant.parse("2024-06-15T10:20:30Z");
        try (DiskFile file = disk.create(in("file"))) {
            file.write(bytes(1_000, 27), 0, 1_000);
            file.flush();
            disk.setModifiedAt(in("file"), time);
            file.force();
        }
        Instant kept = disk.entry(in("file"))
                .orElseThrow(() -> new ContractViolation("no entry of a file"))
                .modifiedAt();
        requireEqual(time, kept, "the time set after the last byte was flushed");
        requireFile(disk, in("file"), bytes(1_000, 27));
    }

    private static void tellsFreeRoom(Disk disk) throws IOException {
        require(disk.freeBytes() > 0, "tells that " + disk.freeBytes() + " bytes are free");
    }

    private static void locksOnce(Disk disk) throws Exception {
        AutoCloseable lock = disk.lock(in("lock")).orElseThrow(() -> new ContractViolation("cannot be locked"));
        require(disk.lock(in("lock")).isEmpty(), "can be locked twice");
        lock.close();
        AutoCloseable again =
                disk.lock(in("lock")).orElseThrow(() -> new ContractViolation("cannot be locked after unlocking"));
        again.close();
    }

    private static void letterCaseAsTold(Disk disk) throws IOException {
        write(disk, in("case"), bytes(10, 22));
        requireSameNameIf(!disk.traits().caseSensitive(), disk, in("CASE"));
        requireFile(disk, in("case"), bytes(10, 22));
    }

    private static void spellingAsTold(Disk disk) throws IOException {
        write(disk, in("\u00E9"), bytes(10, 23));
        requireSameNameIf(!disk.traits().unicodeExact(), disk, in("e\u0301"));
        requireFile(disk, in("\u00E9"), bytes(10, 23));
    }

    private static void requireSameNameIf(boolean same, Disk disk, String other) throws IOException {
        if (same) {
            requireFails(
                    FileAlreadyExistsException.class,
                    "making the same name spelled " + other,
                    () -> disk.create(other).close());
        } else {
            requireNone(disk, other);
            write(disk, other, bytes(20, 24));
            requireFile(disk, other, bytes(20, 24));
        }
    }

    private static void forbiddenLettersAsTold(Disk disk) throws IOException {
        for (String letter : List.of("\\", ":", "*", "?", "\"", "<", ">", "|")) {
            requireNameIf(!disk.traits().windowsNames(), disk, in("a" + letter + "b"));
        }
        if (!disk.traits().windowsNames()) {
            requireNameIf(true, disk, in("two\nlines"));
        }
        requireNameIf(!disk.traits().windowsNames(), disk, in("dot."));
        requireNameIf(!disk.traits().windowsNames(), disk, in("space "));
    }

    private static void longestNameAsTold(Disk disk) throws IOException {
        DiskTraits traits = disk.traits();
        requireNameIf(true, disk, in("n".repeat(traits.longestNameBytes())));
        requireNameIf(false, disk, in("n".repeat(traits.longestNameBytes() + 1)));
    }

    private static void requireNameIf(boolean allowed, Disk disk, String path) throws IOException {
        if (allowed) {
            write(disk, path, bytes(10, 25));
            requireFile(disk, path, bytes(10, 25));
        } else {
            requireFails(
                    IOException.class,
                    "making a file of the name " + path,
                    () -> disk.create(path).close());
        }
    }

    private static void keepsNamesAsSpelled(Disk disk) throws IOException {
        Set<String> names = Set.of("MiXed.JPG", "\uD83D\uDCF7.heic", "K\u00F6ln", "%41", "-rf", "~", "$HOME", ".dot");
        for (String name : names) {
            write(disk, in(name), name.getBytes(StandardCharsets.UTF_8));
        }
        Set<String> listed = disk.list(FOLDER).stream().map(DiskEntry::path).collect(Collectors.toSet());
        requireEqual(names.stream().map(DiskContract::in).collect(Collectors.toSet()), listed, "the names");
    }
}
