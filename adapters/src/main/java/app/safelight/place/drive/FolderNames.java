package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds free names. Each folder is listed once, then its names are kept as hashes, and the next number of each
/// clashing name is remembered: the ten-thousandth `IMG_0001.JPG` costs as little as the second. Two names with
/// the same hash only cost one of them a number. One thread.
final class FolderNames {
    /// Folders remembered. A run goes through a library month by month; a hundred years of months fit.
    private static final int MAX_FOLDERS = 1_200;

    /// Highest number tried for one name; more files than that in one folder no file system here likes.
    private static final int MAX_NUMBER = 10_000_000;

    private final Disk disk;
    private final DriveNames names;
    private final Map<String, Taken> folders = new LinkedHashMap<>(16, 0.75f, true);

    private boolean onlyAscii;

    private static final class Taken {
        private final LongSet hashes = new LongSet();
        private final Map<Long, Integer> nextNumbers = new HashMap<>();
    }

    FolderNames(Disk disk, DriveNames names) {
        this.disk = disk;
        this.names = names;
    }

    /// A name that nothing in the folder has, also not by case or spelling where the disk takes these for one;
    /// taken from now on.
    ///
    /// @param suffix added to the very end of the name
    String take(String folder, String originalName, String suffix) throws IOException {
        Taken taken = taken(folder);
        String safe = names.safe(originalName, suffix.length());
        String name = onlyAscii ? DriveNames.ascii(safe) : safe;
        if (taken.hashes.add(folded(name + suffix))) {
            return name + suffix;
        }
        long key = folded(name);
        int number = taken.nextNumbers.getOrDefault(key, 2);
        while (number <= MAX_NUMBER) {
            String candidate = names.numbered(name, number, suffix.length()) + suffix;
            number++;
            if (taken.hashes.add(folded(candidate))) {
                taken.nextNumbers.put(key, number);
                return candidate;
            }
        }
        throw new java.nio.file.FileAlreadyExistsException(folder + "/" + name);
    }

    /// Whether only ASCII is used from now on.
    boolean spellsOnlyAscii() {
        return onlyAscii;
    }

    void spellOnlyAscii() {
        onlyAscii = true;
    }

    /// A file is about to leave its name.
    void vacate(String path) throws IOException {
        taken(DriveLayout.parent(path)).hashes.remove(folded(DriveLayout.name(path)));
    }

    /// Forgets what is known of a folder, because something else than this program made names in it.
    void forget(String folder) {
        folders.remove(folder);
    }

    private Taken taken(String folder) throws IOException {
        Taken known = folders.get(folder);
        if (known != null) {
            return known;
        }
        Taken taken = new Taken();
        if (disk.entry(folder).isPresent()) {
            for (DiskEntry entry : disk.list(folder)) {
                taken.hashes.add(folded(DriveLayout.name(entry.path())));
            }
        }
        if (folders.size() >= MAX_FOLDERS) {
            folders.remove(folders.keySet().iterator().next());
        }
        folders.put(folder, taken);
        return taken;
    }

    private long folded(String name) {
        return hash(names.folded(name));
    }

    /// 64 bits, FNV-1a with a final mixing.
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 31)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 29);
    }
}
