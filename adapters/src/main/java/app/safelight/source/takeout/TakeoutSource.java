package app.safelight.source.takeout;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Reading;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Google Takeout export of photos: the zip files of one or more exports, trees unpacked from them, or both,
/// as one source.
///
/// Paths are those in the archives, or below the roots of the trees. A path that comes twice is told once if
/// length and CRC-32 agree; otherwise the later one is told below a folder named like its part, so that nothing
/// is lost. A part that cannot be read, or whose number is missing, is a blocked item of its own name. Entries
/// that climb out, are encrypted, or cannot be what they say are blocked; those whose path cannot be used are
/// told by their number in the archive.
///
/// The id is `takeout-` and 16 hexadecimal digits of the SHA-256 of the exports' own names, which hold the
/// second they were made in, so that an export keeps its id wherever its parts are moved and however many of
/// them there are; of the real path for archives of other names; of the trees' ids.
///
/// Threads: as [Source] says.
public final class TakeoutSource implements Source {
    private static final String KIND = "takeout";

    /// Digits of the fingerprint: 64 bits keep a person's few sources apart and stay short enough to read.
    private static final int FINGERPRINT_BYTES = 8;

    private final List<Archive> archives;
    private final Map<String, Source> trees;
    private final SourceId id;
    private final SourceLabel label;
    private @Nullable Catalogue catalogue;
    private @Nullable FactFinder finder;

    private TakeoutSource(List<Archive> archives, Map<String, Source> trees, SourceId id, SourceLabel label) {
        this.archives = archives;
        this.trees = trees;
        this.id = id;
        this.label = label;
    }

    /// Opens the parts of an export. Nothing is read yet but the paths of the archives.
    ///
    /// @param zips archives, in any order
    /// @param trees what was unpacked; they belong to this source from now on, and are closed with it
    /// @throws SourceException if an archive is not there
    public static TakeoutSource open(List<Path> zips, List<? extends Source> trees) throws SourceException {
        if (zips.isEmpty() && trees.isEmpty()) {
            throw new IllegalArgumentException("an export without parts");
        }
        Set<String> labels = new HashSet<>();
        Set<String> names = new TreeSet<>();
        List<Archive> archives = new ArrayList<>();
        for (Path zip : real(zips)) {
            String fileName = String.valueOf(zip.getFileName());
            archives.add(new Archive(zip, unique(fileName, labels)));
            names.add(TakeoutNames.isPart(fileName) ? TakeoutNames.export(fileName) : "path\0" + zip);
        }
        Map<String, Source> labelledTrees = new LinkedHashMap<>();
        for (Source tree : trees) {
            names.add(tree.id().value());
            labelledTrees.put(unique(tree.id().value(), labels), tree);
        }
        byte[] digest = Sha256.digester().digest(String.join("\0", names).getBytes(StandardCharsets.UTF_8));
        SourceId id = new SourceId(KIND + "-" + HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES));
        String location = archives.isEmpty()
                ? trees.getFirst().label().location()
                : archives.getFirst().file().toString();
        return new TakeoutSource(List.copyOf(archives), labelledTrees, id, new SourceLabel(KIND, location));
    }

    private static List<Path> real(List<Path> zips) throws SourceException {
        Set<Path> real = new TreeSet<>(Comparator.comparing((Path zip) -> String.valueOf(zip.getFileName()))
                .thenComparing(Comparator.naturalOrder()));
        for (Path zip : zips) {
            try {
                real.add(zip.toRealPath());
            } catch (IOException unreadable) {
                throw new SourceException(new SourceFault.Disconnected("cannot be found: " + zip), unreadable);
            }
        }
        return List.copyOf(real);
    }

    private static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int number = 2; !taken.add(unique); number++) {
            unique = name + " (" + number + ")";
        }
        return unique;
    }

    /// The parts of the same export that stand beside a zip file, itself among them.
    public static List<Path> partsBeside(Path zip) throws SourceException {
        String export = TakeoutNames.export(String.valueOf(zip.getFileName()));
        List<Path> parts = new ArrayList<>();
        Path folder = zip.toAbsolutePath().getParent();
        if (folder == null) {
            return List.of(zip);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (TakeoutNames.export(String.valueOf(file.getFileName())).equals(export)) {
                    parts.add(file);
                }
            }
        } catch (IOException unreadable) {
            throw Archive.failure(unreadable);
        }
        parts.sort(Comparator.naturalOrder());
        return parts;
    }

    /// Whether a zip file or a folder holds an export of photos, by its names alone. What cannot be looked into
    /// does not look like one.
    public static boolean looksLikeTakeout(Path path) {
        boolean[] found = {false};
        try {
            if (Files.isDirectory(path)) {
                found[0] = FolderLook.isExport(path);
            } else if (Files.isRegularFile(path)) {
                found[0] = TakeoutNames.isPart(String.valueOf(path.getFileName()));
                CentralDirectory.read(
                        new Archive(path, "archive"), entry -> found[0] |= TakeoutNames.isTelling(entry.path()));
            }
        } catch (IOException unreadable) {
            // A part that is cut short still goes by its name.
            return found[0];
        }
        return found[0];
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public SourceLabel label() {
        return label;
    }

    @Override
    public void list(Consumer<? super Item> sink) throws SourceException {
        for (Entry entry : renewed().entries()) {
            sink.accept(entry.item(id));
        }
    }

    private synchronized Catalogue renewed() throws SourceException {
        Catalogue renewed = Catalogue.of(archives, trees);
        catalogue = renewed;
        finder = null;
        return renewed;
    }

    private synchronized Catalogue catalogue() throws SourceException {
        return catalogue == null ? renewed() : catalogue;
    }

    @Override
    public Item look(ItemKey key) throws SourceException {
        requireOwn(key);
        Catalogue known = catalogue();
        Optional<Entry> entry = (known.isCurrent() ? known : renewed()).find(key.folder(), key.name());
        if (entry.isEmpty()) {
            return new Item.Blocked(key, new SourceFault.Vanished());
        }
        if (!(entry.get().where() instanceof Entry.Where.InTree(Source tree, ItemKey inner))) {
            return entry.get().item(id);
        }
        return switch (tree.look(inner)) {
            case Item.Available(var _, var sizeBytes, var modifiedAt) -> new Item.Available(key, sizeBytes, modifiedAt);
            case Item.Blocked(var _, var fault) -> new Item.Blocked(key, fault);
        };
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        requireOwn(item.key());
        Catalogue known = catalogue();
        Entry entry = known.find(item.key().folder(), item.key().name())
                .orElseThrow(() -> new SourceException(new SourceFault.Vanished()));
        return switch (entry.where()) {
            case Entry.Where.InTree(var tree, var key) ->
                tree.read(new Item.Available(key, item.sizeBytes(), item.modifiedAt()), reader);
            case Entry.Where.Nowhere(var fault) -> throw new SourceException(fault);
            case Entry.Where.InArchive where -> {
                if (entry.sizeBytes() != item.sizeBytes() || !entry.modifiedAt().equals(item.modifiedAt())) {
                    throw new SourceException(new SourceFault.ChangedWhileRead(1));
                }
                yield readUnchanged(where, entry.sizeBytes(), known, reader);
            }
        };
    }

    private static <R, E extends Exception> R readUnchanged(
            Entry.Where.InArchive where, long sizeBytes, Catalogue known, BodyReader<R, E> reader)
            throws SourceException, E {
        requireUnchanged(where.archive(), known);
        Opened opened = new Opened(where, sizeBytes);
        R result;
        try (opened) {
            result = Reading.give(opened.body, reader, Archive::failure);
        }
        requireUnchanged(where.archive(), known);
        return result;
    }

    /// An entry that is open; its failures to open and to close are the source's.
    private static final class Opened implements AutoCloseable {
        private final EntryBody body;

        Opened(Entry.Where.InArchive where, long sizeBytes) throws SourceException {
            try {
                this.body = EntryBody.open(where, sizeBytes);
            } catch (IOException unreadable) {
                throw Archive.failure(unreadable);
            }
        }

        @Override
        public void close() throws SourceException {
            try {
                body.close();
            } catch (IOException unreadable) {
                throw Archive.failure(unreadable);
            }
        }
    }

    private static void requireUnchanged(Archive archive, Catalogue known) throws SourceException {
        try {
            if (!known.state(archive).equals(Optional.of(archive.state()))) {
                throw new SourceException(new SourceFault.ChangedWhileRead(1));
            }
        } catch (IOException unreadable) {
            throw Archive.failure(unreadable);
        }
    }

    /// What the export says of a file beside its bytes. The JSON files of a folder are read when the first of
    /// its files is asked for.
    ///
    /// @return empty if the export says nothing of it
    /// @throws SourceException if the source as a whole has gone
    public synchronized Optional<TakeoutFacts> facts(ItemKey key) throws SourceException {
        requireOwn(key);
        FactFinder found = finder;
        if (found == null) {
            found = new FactFinder(catalogue(), this::start);
            finder = found;
        }
        return found.facts(key.folder(), key.name());
    }

    private byte[] start(Entry entry, int maxBytes) throws SourceException {
        return switch (entry.item(id)) {
            case Item.Blocked(var _, var fault) -> throw new SourceException(fault);
            case Item.Available available ->
                this.<byte[], RuntimeException>read(available, body -> {
                    byte[] bytes = new byte[(int) Math.min(body.sizeBytes(), maxBytes)];
                    int at = 0;
                    while (at < bytes.length) {
                        int count = body.read(at, bytes, at, bytes.length - at);
                        if (count < 0) {
                            return Arrays.copyOf(bytes, at);
                        }
                        at += count;
                    }
                    return bytes;
                });
        };
    }

    private void requireOwn(ItemKey key) {
        if (!key.source().equals(id)) {
            throw new IllegalArgumentException(key + " is not an item of " + id);
        }
    }

    @Override
    public void close() {
        trees.values().forEach(Source::close);
    }
}
