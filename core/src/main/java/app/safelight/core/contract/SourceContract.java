package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// What every [Source] must do. Needs somebody who can change what the source holds, so it runs on sources made
/// for it, not on a person's phone.
public final class SourceContract {
    private static final Instant MODIFIED_AT = Instant.parse("2024-06-15T10:20:30Z");

    private static final int SMALL_BYTES = 1_000;

    private static final int LARGE_BYTES = (3 << 20) + 17;

    /// What the suite needs of whoever runs it: a source that holds nothing, and a way to change that.
    public interface Setting {
        /// Makes a file, or writes it over.
        void put(String path, byte[] bytes, Instant modifiedAt) throws Exception;

        void remove(String path) throws Exception;

        /// Makes a file that is there unreadable, in any way that the source can notice.
        ///
        /// @return false if this source knows no such thing
        default boolean block(String path) throws Exception {
            return false;
        }

        /// Whether files of these paths can be made beside each other; file systems differ.
        default boolean accepts(List<String> paths) {
            return true;
        }

        /// Opens the source; the check closes it.
        Source open() throws Exception;

        /// Whether what is put after opening is seen; an archive that was opened need not.
        default boolean seesChanges() {
            return true;
        }

        /// How exactly times are kept.
        Duration timeStep();

        /// Removes everything that was put.
        void cleanUp() throws Exception;
    }

    private SourceContract() {}

    public static List<ContractCheck<Setting>> checks() {
        return List.of(
                check("lists-every-file-once", SourceContract::listsEveryFileOnce),
                check("lists-nothing-of-nothing", SourceContract::listsNothingOfNothing),
                check("tells-lengths-and-times", SourceContract::tellsLengthsAndTimes),
                check("keeps-folders-together", SourceContract::keepsFoldersTogether),
                check("keeps-paths-as-spelled", SourceContract::keepsPathsAsSpelled),
                check("names-that-clash", SourceContract::namesThatClash),
                check("stays-itself", SourceContract::staysItself),
                check("gives-the-bytes", SourceContract::givesTheBytes),
                check("empty-file", SourceContract::emptyFile),
                check("large-file", SourceContract::largeFile),
                check("body-keeps-its-promises", SourceContract::bodyKeepsItsPromises),
                check("reads-at-once", SourceContract::readsAtOnce),
                check("reader-failure-passes-untouched", SourceContract::readerFailurePassesUntouched),
                check("vanished-before-reading", SourceContract::vanishedBeforeReading),
                check("vanished-while-read", SourceContract::vanishedWhileRead),
                check("length-changed-before-reading", SourceContract::lengthChangedBeforeReading),
                check("time-changed-before-reading", SourceContract::timeChangedBeforeReading),
                check("length-changed-while-read", SourceContract::lengthChangedWhileRead),
                check("time-changed-while-read", SourceContract::timeChangedWhileRead),
                check("shrunk-while-read", SourceContract::shrunkWhileRead),
                check("changed-is-read-when-listed-anew", SourceContract::changedIsReadWhenListedAnew),
                check("look-tells-what-list-tells", SourceContract::lookTellsWhatListTells),
                check("look-sees-a-change", SourceContract::lookSeesAChange),
                check("look-at-what-is-gone", SourceContract::lookAtWhatIsGone),
                check("blocked-is-listed-too", SourceContract::blockedIsListedToo),
                check("one-fault-stops-no-other-item", SourceContract::oneFaultStopsNoOtherItem));
    }

    /// Runs all checks.
    public static List<ContractResult> run(Setting setting) {
        return ContractCheck.runAll(checks(), setting);
    }

    private static ContractCheck<Setting> check(String name, ContractCheck.Steps<Setting> steps) {
        return new ContractCheck<>(name, setting -> {
            setting.cleanUp();
            try {
                steps.run(setting);
            } finally {
                setting.cleanUp();
            }
        });
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static void put(Setting setting, String... paths) throws Exception {
        for (String path : paths) {
            setting.put(path, bytes(SMALL_BYTES, path.hashCode()), MODIFIED_AT);
        }
    }

    private static List<Item> list(Source source) throws SourceException {
        List<Item> items = new ArrayList<>();
        source.list(items::add);
        return items;
    }

    private static List<String> pathsOf(List<Item> items) {
        return items.stream().map(item -> item.key().path()).sorted().toList();
    }

    private static Item.Available available(Source source, String path) throws SourceException {
        for (Item item : list(source)) {
            if (item instanceof Item.Available found && item.key().path().equals(path)) {
                return found;
            }
        }
        throw new ContractViolation(path + " is not listed as readable");
    }

    private static byte[] read(Source source, Item.Available item) throws SourceException {
        return source.<byte[], RuntimeException>read(item, Bodies::readAll);
    }

    private static void requireBytes(Source source, String path) throws SourceException {
        require(
                Arrays.equals(bytes(SMALL_BYTES, path.hashCode()), read(source, available(source, path))),
                "other bytes than " + path + " has");
    }

    private static void listsEveryFileOnce(Setting setting) throws Exception {
        List<String> paths = List.of(
                "top.jpg",
                "DCIM/100APPLE/IMG_0001.HEIC",
                "DCIM/100APPLE/IMG_0001.MOV",
                "DCIM/100APPLE/IMG_0002.HEIC",
                "DCIM/101APPLE/IMG_0001.HEIC",
                "DCIM/notes.txt",
                "a/b/c/d/e/deep.jpg",
                ".hidden/.file",
                "no extension");
        put(setting, paths.toArray(String[]::new));
        try (Source source = setting.open()) {
            List<Item> items = list(source);
            requireEqual(paths.stream().sorted().toList(), pathsOf(items), "what is listed");
            requireEqual(paths.stream().sorted().toList(), pathsOf(list(source)), "what is listed again");
            for (Item item : items) {
                requireEqual(source.id(), item.key().source(), "the source of " + item.key());
            }
        }
    }

    private static void listsNothingOfNothing(Setting setting) throws Exception {
        try (Source source = setting.open()) {
            requireEqual(List.of(), list(source), "what an empty source lists");
        }
    }

    private static void tellsLengthsAndTimes(Setting setting) throws Exception {
        TreeMap<String, Instant> times = new TreeMap<>();
        times.put("a.jpg", Instant.parse("2024-02-29T23:59:59.987654321Z"));
        times.put("b.jpg", Instant.parse("1999-12-31T23:59:58Z"));
        times.put("c/d.jpg", Instant.parse("2037-01-01T12:00:02.5Z"));
        for (var time : times.entrySet()) {
            setting.put(time.getKey(), bytes(17 * (int) time.getKey().charAt(0), 1), time.getValue());
        }
        try (Source source = setting.open()) {
            for (var time : times.entrySet()) {
                Item.Available item = available(source, time.getKey());
                requireEqual(17L * time.getKey().charAt(0), item.sizeBytes(), "the length of " + item.key());
                Duration off =
                        Duration.between(item.modifiedAt(), time.getValue()).abs();
                require(
                        off.compareTo(setting.timeStep()) < 0,
                        item.key() + " was modified at " + time.getValue() + ", not at " + item.modifiedAt());
            }
        }
    }

    private static void keepsFoldersTogether(Setting setting) throws Exception {
        for (String folder : List.of("", "a/", "a/b/", "a b/", "a.b/", "c/", "c/d/", "c-d/")) {
            for (String name : List.of("0", "b.jpg", "c.jpg", "z")) {
                put(setting, folder + name + "x");
            }
        }
        try (Source source = setting.open()) {
            Set<String> finished = new HashSet<>();
            String current = null;
            for (Item item : list(source)) {
                String folder = item.key().folder();
                if (!folder.equals(current)) {
                    require(finished.add(folder), "the files of folder '" + folder + "' do not come together");
                    current = folder;
                }
            }
            requireEqual(8, finished.size(), "the number of folders");
        }
    }

    private static void keepsPathsAsSpelled(Setting setting) throws Exception {
        List<String> paths = List.of(
                "two\nlines/in\r\nboth.jpg",
                "\uD83D\uDCF7\uD83C\uDDE8\uD83C\uDDED.heic",
                "K\u00F6ln.jpg",
                "Ko\u0308nig.jpg",
                "back\\slash.jpg",
                "colon:star*question?<less>|pipe\".jpg",
                "trailing dot.",
                "trailing space ",
                " leading",
                "-rf",
                "%2e%2e",
                "...",
                "\u202Egpj.exe",
                "a".repeat(255));
        for (String path : paths) {
            if (!setting.accepts(List.of(path))) {
                continue;
            }
            put(setting, path);
            try (Source source = setting.open()) {
                requireEqual(List.of(path), pathsOf(list(source)), "what is listed");
                requireBytes(source, path);
            }
            setting.remove(path);
        }
    }

    private static void namesThatClash(Setting setting) throws Exception {
        List<String> paths = List.of("IMG.JPG", "img.jpg", "\u00C9.jpg", "E\u0301.jpg");
        if (!setting.accepts(paths)) {
            throw new CannotRun("such names cannot stand beside each other here");
        }
        put(setting, paths.toArray(String[]::new));
        try (Source source = setting.open()) {
            requireEqual(paths.stream().sorted().toList(), pathsOf(list(source)), "what is listed");
            for (String path : paths) {
                requireBytes(source, path);
            }
        }
    }

    private static void staysItself(Setting setting) throws Exception {
        put(setting, "a.jpg");
        try (Source first = setting.open();
                Source second = setting.open()) {
            requireEqual(first.id(), second.id(), "the id after opening again");
            requireEqual(first.label(), second.label(), "the label after opening again");
            require(!first.label().kind().isBlank(), "no kind to show");
            require(!first.label().location().isBlank(), "no location to show");
        }
    }

    private static void givesTheBytes(Setting setting) throws Exception {
        put(setting, "a.jpg", "b/a.jpg", "b/b.jpg");
        try (Source source = setting.open()) {
            for (String path : List.of("b/b.jpg", "a.jpg", "b/a.jpg", "a.jpg")) {
                requireBytes(source, path);
            }
        }
    }

    private static void emptyFile(Setting setting) throws Exception {
        setting.put("empty.jpg", new byte[0], MODIFIED_AT);
        try (Source source = setting.open()) {
            Item.Available item = available(source, "empty.jpg");
            requireEqual(0L, item.sizeBytes(), "the length of an empty file");
            requireEqual(0, read(source, item).length, "the bytes of an empty file");
        }
    }

    private static void largeFile(Setting setting) throws Exception {
        setting.put("large.mov", bytes(LARGE_BYTES, 1), MODIFIED_AT);
        try (Source source = setting.open()) {
            byte[] found = read(source, available(source, "large.mov"));
            require(Arrays.equals(bytes(LARGE_BYTES, 1), found), "other bytes than a large file has");
        }
    }

    private static void bodyKeepsItsPromises(Setting setting) throws Exception {
        byte[] bytes = bytes(70_001, 2);
        setting.put("body.jpg", bytes, MODIFIED_AT);
        try (Source source = setting.open()) {
            source.<Boolean, RuntimeException>read(available(source, "body.jpg"), body -> {
                Bodies.requireBodyOf(bytes, body, new SplittableRandom(2));
                return true;
            });
        }
    }

    private static void readsAtOnce(Setting setting) throws Exception {
        put(setting, "outer.jpg", "inner.jpg");
        try (Source source = setting.open()) {
            byte[] outer = source.<byte[], SourceException>read(available(source, "outer.jpg"), body -> {
                byte[] start = Bodies.readRange(body, 0, SMALL_BYTES / 2);
                requireBytes(source, "inner.jpg");
                byte[] all = Arrays.copyOf(start, SMALL_BYTES);
                byte[] rest = Bodies.readRange(body, SMALL_BYTES / 2, SMALL_BYTES / 2);
                System.arraycopy(rest, 0, all, SMALL_BYTES / 2, rest.length);
                return all;
            });
            require(
                    Arrays.equals(bytes(SMALL_BYTES, "outer.jpg".hashCode()), outer),
                    "an item read while another was read has other bytes");
        }
    }

    /// Not known to any source, so that it cannot be mistaken for a failure of its own.
    private static final class ReadersOwn extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static void readerFailurePassesUntouched(Setting setting) throws Exception {
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            for (Exception thrown : List.of(new ReadersOwn(), new IllegalStateException("a reader's own"))) {
                requireThrown(thrown, source, item);
            }
            requireBytes(source, "a.jpg");
        }
    }

    private static void requireThrown(Exception thrown, Source source, Item.Available item) {
        try {
            source.<Boolean, Exception>read(item, _ -> {
                throw thrown;
            });
        } catch (Exception caught) {
            require(caught.equals(thrown), "a reader's " + thrown + " came out as " + caught);
            return;
        }
        throw new ContractViolation("a reader's " + thrown + " was swallowed");
    }

    /// What reading ends in.
    private static Optional<SourceFault> faultOf(
            Source source, Item.Available item, BodyReader<?, RuntimeException> reader) {
        try {
            source.<Object, RuntimeException>read(item, reader::read);
            return Optional.empty();
        } catch (SourceException refused) {
            return Optional.of(refused.fault());
        }
    }

    private static Object readAll(Body body) throws IOException {
        return Bodies.readAll(body);
    }

    private static void requireChanged(Optional<SourceFault> fault, String what) {
        require(fault.isPresent(), "an item " + what + " was read as if nothing had happened");
        require(
                fault.get() instanceof SourceFault.ChangedWhileRead,
                "the fault of an item " + what + " is " + fault.get());
    }

    private static void requireSeesChanges(Setting setting) {
        if (!setting.seesChanges()) {
            throw new CannotRun("what is put after opening is not seen here");
        }
    }

    private static void vanishedBeforeReading(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg", "b.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            setting.remove("a.jpg");
            Optional<SourceFault> fault = faultOf(source, item, SourceContract::readAll);
            requireEqual(Optional.of(new SourceFault.Vanished()), fault, "the fault of an item that is gone");
            requireEqual(List.of("b.jpg"), pathsOf(list(source)), "what is listed then");
        }
    }

    private static void vanishedWhileRead(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Optional<SourceFault> fault =
                    faultOf(source, available(source, "a.jpg"), meddling(() -> setting.remove("a.jpg")));
            require(
                    fault.isPresent()
                            && (fault.get() instanceof SourceFault.Vanished
                                    || fault.get() instanceof SourceFault.ChangedWhileRead),
                    "the fault of an item that vanished while it was read is " + fault);
        }
    }

    /// Somebody else's work while an item is read.
    @FunctionalInterface
    private interface Meddling {
        void run() throws Exception;
    }

    /// Reads the first half, lets somebody meddle, reads the rest, and hides any trouble.
    private static BodyReader<Boolean, RuntimeException> meddling(Meddling meddling) {
        boolean[] done = {false};
        return body -> {
            Bodies.readRange(body, 0, SMALL_BYTES / 2);
            if (!done[0]) {
                done[0] = true;
                try {
                    meddling.run();
                } catch (Exception failure) {
                    throw new ContractViolation("the setting failed: " + failure);
                }
            }
            try {
                Bodies.readRange(body, SMALL_BYTES / 2, SMALL_BYTES);
            } catch (IOException hidden) {
                return false;
            }
            return true;
        };
    }

    private static void lengthChangedBeforeReading(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            setting.put("a.jpg", bytes(SMALL_BYTES + 1, 3), MODIFIED_AT);
            requireChanged(faultOf(source, item, SourceContract::readAll), "that is longer than when it was listed");
        }
    }

    private static void timeChangedBeforeReading(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            setting.put(
                    "a.jpg",
                    bytes(SMALL_BYTES, 4),
                    MODIFIED_AT.plus(setting.timeStep().multipliedBy(2)));
            requireChanged(faultOf(source, item, SourceContract::readAll), "modified after it was listed");
        }
    }

    private static void lengthChangedWhileRead(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            var reader = meddling(() -> setting.put("a.jpg", bytes(SMALL_BYTES + 1, 5), MODIFIED_AT));
            requireChanged(faultOf(source, item, reader), "that grew while it was read");
        }
    }

    private static void timeChangedWhileRead(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            Instant later = MODIFIED_AT.plus(setting.timeStep().multipliedBy(2));
            var reader = meddling(() -> setting.put("a.jpg", bytes(SMALL_BYTES, 6), later));
            requireChanged(faultOf(source, item, reader), "that was written over while it was read");
        }
    }

    private static void shrunkWhileRead(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            var reader = meddling(() -> setting.put("a.jpg", bytes(SMALL_BYTES / 2, 7), MODIFIED_AT));
            requireChanged(faultOf(source, item, reader), "that shrank while it was read");
        }
    }

    private static void changedIsReadWhenListedAnew(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available item = available(source, "a.jpg");
            byte[] fresh = bytes(SMALL_BYTES + 1, 8);
            setting.put("a.jpg", fresh, MODIFIED_AT);
            requireChanged(faultOf(source, item, SourceContract::readAll), "that is longer than when it was listed");
            Item.Available anew = available(source, "a.jpg");
            require(Arrays.equals(fresh, read(source, anew)), "other bytes than the item now has");
        }
    }

    private static void lookTellsWhatListTells(Setting setting) throws Exception {
        put(setting, "a.jpg", "b/a.jpg", "b/c/a.jpg");
        setting.put("empty", new byte[0], MODIFIED_AT);
        try (Source source = setting.open()) {
            for (Item item : list(source)) {
                requireEqual(item, source.look(item.key()), "what a look tells");
            }
        }
    }

    private static void lookSeesAChange(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg");
        try (Source source = setting.open()) {
            Item.Available before = available(source, "a.jpg");
            setting.put(
                    "a.jpg",
                    bytes(SMALL_BYTES + 1, 9),
                    MODIFIED_AT.plus(setting.timeStep().multipliedBy(2)));
            Item now = source.look(before.key());
            requireEqual(available(source, "a.jpg"), now, "what a look tells of an item that changed");
            require(!now.equals(before), "a look tells what was listed before the item changed");
        }
    }

    private static void lookAtWhatIsGone(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg", "b.jpg");
        try (Source source = setting.open()) {
            ItemKey gone = available(source, "a.jpg").key();
            ItemKey never = new ItemKey(source.id(), "no folder/never.jpg");
            setting.remove("a.jpg");
            for (ItemKey key : List.of(gone, never)) {
                requireEqual(
                        new Item.Blocked(key, new SourceFault.Vanished()),
                        source.look(key),
                        "what a look tells of what is not there");
            }
        }
    }

    private static void blockedIsListedToo(Setting setting) throws Exception {
        put(setting, "a.jpg", "blocked.jpg", "c.jpg");
        if (!setting.block("blocked.jpg")) {
            throw new CannotRun("nothing can be made unreadable here");
        }
        try (Source source = setting.open()) {
            List<Item> items = list(source);
            requireEqual(List.of("a.jpg", "blocked.jpg", "c.jpg"), pathsOf(items), "what is listed");
            for (Item item : items) {
                if (item.key().path().equals("blocked.jpg")) {
                    requireBlocked(source, item);
                }
            }
            requireBytes(source, "c.jpg");
        }
    }

    private static void requireBlocked(Source source, Item item) {
        switch (item) {
            case Item.Blocked(ItemKey key, SourceFault fault) ->
                require(!fault.stopsSource(), key + " alone cannot be read, but the fault is " + fault);
            case Item.Available listed -> {
                Optional<SourceFault> fault = faultOf(source, listed, SourceContract::readAll);
                require(fault.isPresent(), "an unreadable item was read");
                require(!fault.get().stopsSource(), "one item cannot be read, but the fault is " + fault.get());
            }
        }
    }

    private static void oneFaultStopsNoOtherItem(Setting setting) throws Exception {
        requireSeesChanges(setting);
        put(setting, "a.jpg", "b.jpg", "c.jpg");
        try (Source source = setting.open()) {
            Item.Available gone = available(source, "b.jpg");
            setting.remove("b.jpg");
            Optional<SourceFault> fault = faultOf(source, gone, SourceContract::readAll);
            require(fault.isPresent() && !fault.get().stopsSource(), "the fault of one item is " + fault);
            requireBytes(source, "a.jpg");
            requireBytes(source, "c.jpg");
        }
    }
}
