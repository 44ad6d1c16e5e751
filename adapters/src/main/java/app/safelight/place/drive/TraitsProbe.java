package app.safelight.place.drive;

import app.safelight.core.place.Disk.DiskTraits;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out how a file system behaves: by trying, in a folder of its own that it removes again, and by the
/// file system's name where trying would take gigabytes or would say too much. A drive formatted for Windows
/// keeps Windows' rules even where Linux would let them be broken, because it may be read there next.
final class TraitsProbe {
    private static final Duration FAT_STEP = Duration.ofSeconds(2);
    private static final Duration EXFAT_STEP = Duration.ofMillis(10);

    /// FAT keeps a file's length in 32 bits.
    private static final long FAT_LARGEST_BYTES = (1L << 32) - 1;

    /// Lengths tried: of nearly all file systems, of eCryptfs, and one that all have.
    private static final List<Integer> NAME_LENGTHS = List.of(255, 143, 100);

    /// Steps tried, finest first.
    private static final List<Duration> STEPS = List.of(
            Duration.ofNanos(1),
            Duration.ofNanos(100),
            Duration.ofNanos(1_000),
            Duration.ofMillis(1),
            EXFAT_STEP,
            Duration.ofSeconds(1),
            FAT_STEP);

    /// Odd in every digit, so that each kind of rounding shows. After 1980, when FAT's time begins.
    private static final Instant TRIED_TIME = Instant.ofEpochSecond(1_111_111_111L, 123_456_789);

    private static final Set<String> WINDOWS_FORMATS =
            Set.of("vfat", "msdos", "fat32", "fat", "exfat", "ntfs", "ntfs3", "ufsd", "fuseblk", "refs");

    private final RealDisk disk;
    private final FileStore store;
    private final boolean mediumReads;

    TraitsProbe(RealDisk disk, FileStore store, boolean mediumReads) {
        this.disk = disk;
        this.store = store;
        this.mediumReads = mediumReads;
    }

    DiskTraits run() throws IOException {
        String type = store.type().toLowerCase(Locale.ROOT);
        boolean fat = type.equals("vfat") || type.equals("msdos") || type.startsWith("fat") || type.contains("fusefat");
        boolean windows = fat || WINDOWS_FORMATS.contains(type);
        Path own = disk.root().resolve(DriveLayout.OWN);
        Path folder = (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS) ? own : disk.root())
                .resolve(".safelight-probe-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(folder);
        } catch (IOException unwritable) {
            // A drive that cannot be written needs no names; what is unknown counts as the strictest.
            return new DiskTraits(
                    false, false, true, 100, fat ? FAT_LARGEST_BYTES : Long.MAX_VALUE, FAT_STEP, mediumReads);
        }
        try {
            return new DiskTraits(
                    !windows && !isSame(folder, "case", "CASE"),
                    !isSame(folder, "caf\u00e9", "cafe\u0301"),
                    windows || !takes(folder, "a:b?c") || !takes(folder, "dot."),
                    longestName(folder),
                    fat ? FAT_LARGEST_BYTES : Long.MAX_VALUE,
                    fat ? FAT_STEP : timeStep(folder),
                    mediumReads);
        } finally {
            clear(folder);
        }
    }

    private static void clear(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    private static boolean isSame(Path folder, String first, String second) throws IOException {
        return create(folder, first) != null && Files.exists(folder.resolve(second), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean takes(Path folder, String name) throws IOException {
        Path file = create(folder, name);
        if (file == null) {
            return false;
        }
        try (var there = Files.newDirectoryStream(folder)) {
            for (Path path : there) {
                if (String.valueOf(path.getFileName()).equals(name)) {
                    return true;
                }
            }
        }
        // Taken under another name: no better than a refusal.
        return false;
    }

    private static @Nullable Path create(Path folder, String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(file);
            }
            return file;
        } catch (IOException | InvalidPathException refused) {
            return null;
        }
    }

    private static int longestName(Path folder) {
        for (int length : NAME_LENGTHS) {
            if (create(folder, "n".repeat(length)) != null) {
                return length;
            }
        }
        return NAME_LENGTHS.getLast();
    }

    private static Duration timeStep(Path folder) throws IOException {
        Path file = create(folder, "time");
        if (file == null) {
            return FAT_STEP;
        }
        Files.setLastModifiedTime(file, FileTime.from(TRIED_TIME));
        Instant kept = Files.getLastModifiedTime(file).toInstant();
        Duration lost = Duration.between(kept, TRIED_TIME).abs();
        for (Duration step : STEPS) {
            if (lost.compareTo(step) < 0) {
                return step;
            }
        }
        return FAT_STEP;
    }
}
