package app.safelight.source.takeout;

import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Everything that the parts of an export hold, joined, in order. Immutable.
final class Catalogue {
    /// Files of an export at most: the memory for them, about 190 MB, must fit beside everything else.
    static final int MAX_ENTRIES = 1_000_000;

    /// How often one path may come with different bytes. Parts are few, and honest ones do not differ at all.
    private static final int MAX_NAMESAKES = 16;

    private final List<Entry> entries;
    private final Map<Archive, Archive.State> archives;

    private Catalogue(List<Entry> entries, Map<Archive, Archive.State> archives) {
        this.entries = entries;
        this.archives = archives;
    }

    /// Looks into every part. A part that cannot be read is told as one blocked item under its own name, and so
    /// is a part whose number is missing between others.
    ///
    /// @throws SourceException if no part at all is there any more, or a tree as a whole cannot be listed
    static Catalogue of(List<Archive> archives, Map<String, Source> trees) throws SourceException {
        List<Entry> entries = new ArrayList<>();
        Map<Archive, Archive.State> states = new HashMap<>();
        for (Archive archive : archives) {
            List<Entry> part = new ArrayList<>();
            try {
                Archive.State state = archive.state();
                CentralDirectory.read(archive, counting(part, entries.size()));
                states.put(archive, state);
                entries.addAll(part);
            } catch (IOException unreadable) {
                entries.add(blocked(archive.label(), Archive.fault(unreadable)));
            }
        }
        if (states.isEmpty() && trees.isEmpty()) {
            requireAnyThere(archives);
        }
        for (String missing :
                TakeoutNames.missing(archives.stream().map(Archive::label).toList())) {
            entries.add(blocked(missing, new SourceFault.Vanished()));
        }
        for (Map.Entry<String, Source> tree : trees.entrySet()) {
            addTree(tree.getKey(), tree.getValue(), entries);
        }
        return new Catalogue(List.copyOf(joined(entries)), Map.copyOf(states));
    }

    private static void requireAnyThere(List<Archive> archives) throws SourceException {
        for (Archive archive : archives) {
            if (archive.file().toFile().exists()) {
                return;
            }
        }
        throw new SourceException(new SourceFault.Disconnected(
                "no longer there: " + archives.getFirst().file()));
    }

    /// Takes entries up to the limit; that there were more is told once.
    private static Consumer<Entry> counting(List<Entry> part, int before) {
        boolean[] told = {false};
        return entry -> {
            if (before + part.size() < MAX_ENTRIES) {
                part.add(entry);
            } else if (!told[0]) {
                told[0] = true;
                part.add(blocked(
                        entry.origin(), new SourceFault.DamagedArchive("more than " + MAX_ENTRIES + " entries")));
            }
        };
    }

    private static void addTree(String label, Source tree, List<Entry> entries) throws SourceException {
        Map<String, String> folders = new HashMap<>();
        Consumer<Entry> add = counting(entries, 0);
        tree.list(item -> {
            String folder = folders.computeIfAbsent(item.key().folder(), same -> same);
            add.accept(entry(label, tree, item, folder));
        });
    }

    static Entry entry(String label, Source tree, Item item, String folder) {
        String name = item.key().name();
        return switch (item) {
            case Item.Available(var key, var sizeBytes, var modifiedAt) ->
                new Entry(folder, name, sizeBytes, modifiedAt, label, new Entry.Where.InTree(tree, key));
            case Item.Blocked(var _, var fault) ->
                new Entry(folder, name, 0, Instant.EPOCH, label, new Entry.Where.Nowhere(fault));
        };
    }

    private static Entry blocked(String path, SourceFault fault) {
        return new Entry("", path, 0, Instant.EPOCH, path, new Entry.Where.Nowhere(fault));
    }

    /// Sorts, and leaves of files with one path and the same bytes only the first. One with other bytes keeps
    /// its path below a folder named like its part.
    private static List<Entry> joined(List<Entry> all) {
        List<Entry> sorted = all;
        for (int round = 0; round < MAX_NAMESAKES; round++) {
            sorted.sort(Entry.BY_FOLDER);
            List<Entry> kept = new ArrayList<>(sorted.size());
            List<Entry> moved = new ArrayList<>();
            for (Entry entry : sorted) {
                Entry last = kept.isEmpty() ? null : kept.getLast();
                if (last == null || Entry.BY_FOLDER.compare(last, entry) != 0) {
                    kept.add(entry);
                } else if (!last.isSameAs(entry)) {
                    moved.add(movedAside(entry));
                }
            }
            if (moved.isEmpty()) {
                return kept;
            }
            kept.addAll(moved);
            sorted = kept;
        }
        return withoutNamesakes(sorted);
    }

    private static Entry movedAside(Entry entry) {
        String folder = entry.folder().isEmpty() ? entry.origin() : entry.origin() + "/" + entry.folder();
        return new Entry(folder, entry.name(), entry.sizeBytes(), entry.modifiedAt(), entry.origin(), entry.where());
    }

    /// What is left after so many rounds was made to annoy: it is not told file by file, but that it was there
    /// is.
    private static List<Entry> withoutNamesakes(List<Entry> sorted) {
        sorted.sort(Entry.BY_FOLDER);
        List<Entry> kept = new ArrayList<>();
        Set<String> annoying = new HashSet<>();
        for (Entry entry : sorted) {
            if (kept.isEmpty() || Entry.BY_FOLDER.compare(kept.getLast(), entry) != 0) {
                kept.add(entry);
            } else {
                annoying.add(entry.origin());
            }
        }
        for (String origin : annoying) {
            kept.add(blocked(
                    "namesakes in " + origin,
                    new SourceFault.DamagedArchive("one path more than " + MAX_NAMESAKES + " times")));
        }
        kept.sort(Entry.BY_FOLDER);
        return kept;
    }

    List<Entry> entries() {
        return entries;
    }

    Optional<Archive.State> state(Archive archive) {
        return Optional.ofNullable(archives.get(archive));
    }

    /// Whether every archive still is as it was when it was looked into.
    boolean isCurrent() {
        for (Map.Entry<Archive, Archive.State> archive : archives.entrySet()) {
            try {
                if (!archive.getKey().state().equals(archive.getValue())) {
                    return false;
                }
            } catch (IOException gone) {
                return false;
            }
        }
        return true;
    }

    Optional<Entry> find(String folder, String name) {
        Entry wanted =
                new Entry(folder, name, 0, Instant.EPOCH, "", new Entry.Where.Nowhere(new SourceFault.Vanished()));
        int at = Collections.binarySearch(entries, wanted, Entry.BY_FOLDER);
        return at < 0 ? Optional.empty() : Optional.of(entries.get(at));
    }

    /// The files right in a folder.
    List<Entry> in(String folder) {
        Entry first = new Entry(folder, "", 0, Instant.EPOCH, "", new Entry.Where.Nowhere(new SourceFault.Vanished()));
        int from = -1 - Collections.binarySearch(entries, first, Entry.BY_FOLDER);
        int to = from;
        while (to < entries.size() && entries.get(to).folder().equals(folder)) {
            to++;
        }
        return entries.subList(from, to);
    }

    /// Every folder that has files right in it, in order.
    List<String> folders() {
        List<String> folders = new ArrayList<>();
        for (Entry entry : entries) {
            if (folders.isEmpty() || !folders.getLast().equals(entry.folder())) {
                folders.add(entry.folder());
            }
        }
        return folders;
    }
}
