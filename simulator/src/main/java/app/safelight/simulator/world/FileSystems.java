package app.safelight.simulator.world;

import app.safelight.core.place.Disk.DiskTraits;
import java.time.Duration;

/// How the file systems behave that people's drives have. Sources: ext4(5), Apple's APFS reference, Microsoft's
/// "File System Functionality Comparison", exFAT and FAT specifications.
public final class FileSystems {
    private static final int LONGEST_NAME_BYTES = 255;

    /// FAT keeps a file's length in 32 bits.
    private static final long FAT_LARGEST_FILE_BYTES = (1L << 32) - 1;

    public static final DiskTraits EXT4 =
            new DiskTraits(true, true, false, LONGEST_NAME_BYTES, 16L << 40, Duration.ofNanos(1), true);

    /// As a Mac formats it: `a` and `A` are one file, and so are both spellings of an accented letter.
    public static final DiskTraits APFS =
            new DiskTraits(false, false, false, LONGEST_NAME_BYTES, Long.MAX_VALUE, Duration.ofNanos(1), true);

    public static final DiskTraits NTFS =
            new DiskTraits(false, true, true, LONGEST_NAME_BYTES, 16L << 40, Duration.ofNanos(100), true);

    public static final DiskTraits EXFAT =
            new DiskTraits(false, true, true, LONGEST_NAME_BYTES, Long.MAX_VALUE, Duration.ofMillis(10), true);

    public static final DiskTraits FAT32 =
            new DiskTraits(false, true, true, LONGEST_NAME_BYTES, FAT_LARGEST_FILE_BYTES, Duration.ofSeconds(2), true);

    private FileSystems() {}

    /// The same, but no read can get past the caches.
    public static DiskTraits withoutMediumReads(DiskTraits traits) {
        return new DiskTraits(
                traits.caseSensitive(),
                traits.unicodeExact(),
                traits.windowsNames(),
                traits.longestNameBytes(),
                traits.largestFileBytes(),
                traits.timeStep(),
                false);
    }

    /// The same with a lower limit, to test the limit without the gigabytes.
    public static DiskTraits withLargestFile(DiskTraits traits, long largestFileBytes) {
        return new DiskTraits(
                traits.caseSensitive(),
                traits.unicodeExact(),
                traits.windowsNames(),
                traits.longestNameBytes(),
                largestFileBytes,
                traits.timeStep(),
                traits.mediumReads());
    }
}
