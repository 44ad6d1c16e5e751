package app.safelight.simulator.world;

import app.safelight.core.place.Disk.DiskTraits;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can be unplugged and plugged in elsewhere: files and their names, as shown and as durable, and between
/// the two the changes of names that no [SimulatedDisk#forceFolder] has covered yet.
///
/// A node has one name or none. A change gives it another, or takes it away, in one step.
public final class Medium {
    private final DiskTraits traits;
    private final TreeMap<String, Named> shown = new TreeMap<>();
    private SortedMap<String, Named> durable = new TreeMap<>();
    private List<Change> pending = new ArrayList<>();

    /// A file or a folder under its name, spelled as it was made.
    record Named(String path, Node node) {}

    /// One file or folder, whatever its name is; equal only to itself.
    sealed interface Node {
        record File(SimulatedFile bytes) implements Node {}

        final class Folder implements Node {}
    }

    /// The node gets the name `added`, or none.
    ///
    /// @param removed key of the name it had; empty if it had none
    private record Change(Node node, String removed, Optional<Named> added, String addedKey, boolean forced) {
        boolean touches(String folderKey) {
            return (!removed.isEmpty() && parent(removed).equals(folderKey))
                    || (added.isPresent() && parent(addedKey).equals(folderKey));
        }

        Change force() {
            return new Change(node, removed, added, addedKey, true);
        }
    }

    public Medium(DiskTraits traits) {
        this.traits = traits;
    }

    DiskTraits traits() {
        return traits;
    }

    /// What tells names apart here.
    String key(String path) {
        String key = traits.unicodeExact() ? path : Normalizer.normalize(path, Normalizer.Form.NFC);
        return traits.caseSensitive() ? key : key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Nullable
    Named shown(String path) {
        return shown.get(key(path));
    }

    List<Named> shownIn(String folder) {
        String key = key(folder);
        // '0' follows '/': the range is everything below the folder.
        Map<String, Named> below = key.isEmpty() ? shown : shown.subMap(key + "/", key + "0");
        List<Named> children = new ArrayList<>();
        below.forEach((path, named) -> {
            if (parent(path).equals(key)) {
                children.add(named);
            }
        });
        return children;
    }

    /// All names shown, a folder before what is in it.
    List<Named> everything() {
        return List.copyOf(shown.values());
    }

    long shownBytes() {
        long sum = 0;
        for (Named named : shown.values()) {
            sum += named.node() instanceof Node.File(var bytes) ? bytes.length() : 0;
        }
        return sum;
    }

    void add(String path, Node node) {
        change(node, "", Optional.of(path));
    }

    void move(Named from, String to) {
        change(from.node(), key(from.path()), Optional.of(to));
    }

    void remove(Named named) {
        change(named.node(), key(named.path()), Optional.empty());
    }

    private void change(Node node, String removed, Optional<String> path) {
        if (!removed.isEmpty()) {
            shown.remove(removed);
        }
        Optional<Named> added = path.map(to -> new Named(to, node));
        String addedKey = path.map(this::key).orElse("");
        added.ifPresent(named -> shown.put(addedKey, named));
        pending.add(new Change(node, removed, added, addedKey, false));
    }

    void forceFolder(String folder) {
        Set<Integer> touched = new HashSet<>();
        String key = key(folder);
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).touches(key)) {
                touched.add(i);
            }
        }
        for (int i : withDependencies(touched)) {
            pending.set(i, pending.get(i).force());
        }
        pending = apply(pending, true);
    }

    /// The changes, and all earlier ones without which they make no sense.
    private Set<Integer> withDependencies(Set<Integer> chosen) {
        Set<Integer> closed = new HashSet<>(chosen);
        Set<Node> nodes = new HashSet<>();
        Set<String> keys = new HashSet<>();
        Set<String> emptied = new HashSet<>();
        for (int i = pending.size() - 1; i >= 0; i--) {
            Change change = pending.get(i);
            boolean needed = nodes.contains(change.node())
                    || keys.contains(change.removed())
                    || keys.contains(change.addedKey())
                    || emptied.stream().anyMatch(change::touches);
            if (needed || closed.contains(i)) {
                closed.add(i);
                nodes.add(change.node());
                keys.add(change.removed());
                keys.add(change.addedKey());
                keys.remove("");
                if (change.node() instanceof Node.Folder && !change.removed().isEmpty()) {
                    emptied.add(change.removed());
                }
            }
        }
        return closed;
    }

    /// Makes changes durable, in order. A change into a folder whose own name is not durable has to wait, and
    /// so has one that needs the name such a change would set free.
    ///
    /// @param onlyForced whether to leave out those that nobody forced
    /// @return those that could not be made
    private List<Change> apply(List<Change> changes, boolean onlyForced) {
        List<Change> waiting = new ArrayList<>();
        Set<String> occupied = new HashSet<>();
        for (Change change : changes) {
            boolean reachable = change.added().isEmpty() || hasDurableParent(change.addedKey());
            if ((onlyForced && !change.forced()) || !reachable || occupied.contains(change.addedKey())) {
                waiting.add(change);
                if (!change.removed().isEmpty()) {
                    occupied.add(change.removed());
                }
                continue;
            }
            waiting.removeIf(earlier -> earlier.node().equals(change.node()));
            durable.values().removeIf(named -> named.node().equals(change.node()));
            change.added().ifPresent(named -> durable.put(change.addedKey(), named));
        }
        return waiting;
    }

    private boolean hasDurableParent(String key) {
        String parent = parent(key);
        Named folder = durable.get(parent);
        return parent.isEmpty() || (folder != null && folder.node() instanceof Node.Folder);
    }

    /// Decides which changes of names are left, what is left of every file, and shows that from now on.
    void powerLost(SplittableRandom chance) {
        Set<Integer> chosen = withDependencies(chosenByChance(chance));
        List<Change> survivors = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            if (chosen.contains(i) || pending.get(i).forced()) {
                survivors.add(pending.get(i));
            }
        }
        apply(survivors, false);
        pending = new ArrayList<>();
        durable = reachable(durable);
        shown.clear();
        shown.putAll(durable);
        for (Named named : durable.values()) {
            if (named.node() instanceof Node.File(var bytes)) {
                bytes.powerLost(chance);
            }
        }
    }

    /// File systems with a journal keep a first part of the changes; others keep any of them.
    private Set<Integer> chosenByChance(SplittableRandom chance) {
        Set<Integer> chosen = new HashSet<>();
        boolean journal = chance.nextBoolean();
        int kept = chance.nextInt(pending.size() + 1);
        for (int i = 0; i < pending.size(); i++) {
            if (journal ? i < kept : chance.nextBoolean()) {
                chosen.add(i);
            }
        }
        return chosen;
    }

    private static SortedMap<String, Named> reachable(SortedMap<String, Named> names) {
        SortedMap<String, Named> kept = new TreeMap<>();
        // A folder sorts before what is in it.
        names.forEach((key, named) -> {
            String parent = parent(key);
            if (parent.isEmpty() || kept.containsKey(parent)) {
                kept.put(key, named);
            }
        });
        return kept;
    }

    /// Everything shown becomes durable.
    void drain() {
        pending.replaceAll(Change::force);
        pending = apply(pending, true);
        for (Named named : shown.values()) {
            if (named.node() instanceof Node.File(var bytes)) {
                bytes.force();
            }
        }
    }

    /// Whether a name would surely be there if the power went now.
    boolean isDurable(String path) {
        return reachable(durable).containsKey(key(path));
    }

    /// What would surely be there if the power went now: the files whose names are durable, each with the bytes
    /// that its medium has.
    public Map<String, byte[]> durableFiles() {
        Map<String, byte[]> files = new TreeMap<>();
        reachable(durable).values().forEach(named -> {
            if (named.node() instanceof Node.File(var bytes)) {
                files.put(named.path(), bytes.onMedium());
            }
        });
        return files;
    }

    /// The files as a process sees them now, which is more than would survive.
    public Map<String, byte[]> shownFiles() {
        Map<String, byte[]> files = new TreeMap<>();
        shown.values().forEach(named -> {
            if (named.node() instanceof Node.File(var bytes)) {
                files.put(named.path(), bytes.cached());
            }
        });
        return files;
    }
}
