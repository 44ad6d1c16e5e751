package app.safelight.app.icloud;

import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetColumn;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Counts the assets of a library while they pass by, and the files beside them that it does not know.
///
/// Threads: one.
public final class ICloudCount {
    /// Different texts of the engine that are counted apart; a hostile database must not fill the memory.
    private static final int MAX_REASONS = 1_000;

    /// A terabyte: sums of millions of hostile sizes must not turn negative.
    private static final long MAX_FILE_BYTES = 1L << 40;

    private static final String OTHER_REASONS = "other reasons";

    private final Map<Standing, Group> groups = new EnumMap<>(Standing.class);
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Group onlyInICloud = new Group();
    private final Group notElsewhere = new Group();
    private final Group strays = new Group();
    private long assets;

    /// How many, and their originals' bytes as the database has them.
    public static final class Group {
        private long assets;
        private long sizeBytes;

        public long assets() {
            return assets;
        }

        public long sizeBytes() {
            return sizeBytes;
        }

        private void add(Asset asset) {
            add(1, ICloudCount.sizeBytes(asset));
        }

        private void add(long number, long bytes) {
            assets += number;
            sizeBytes += bytes;
        }
    }

    /// Bytes of the original as the database has them; 0 if it does not say, and never more than any file has.
    public static long sizeBytes(Asset asset) {
        Long size = asset.raw().integer(AssetColumn.ORIGINAL_SIZE);
        return size == null ? 0 : Math.clamp(size, 0, MAX_FILE_BYTES);
    }

    /// @param standing of the asset
    /// @param proven whether copies of one's own are proven to hold it; asked only of those at risk
    public void add(Asset asset, Standing standing, Predicate<Asset> proven) {
        assets++;
        if (standing.atRisk() && !proven.test(asset)) {
            notElsewhere.add(1, standing == Standing.PARTLY_IN_ICLOUD ? 0 : sizeBytes(asset));
        }
        groups.computeIfAbsent(standing, _ -> new Group()).add(asset);
        boolean kept = standing == Standing.IN_ICLOUD || standing == Standing.PARTLY_IN_ICLOUD;
        if (kept && asset.optimizedAway()) {
            onlyInICloud.add(asset);
        }
        if (standing == Standing.REFUSED) {
            String reason = asset.quarantineReason() == null ? "no reason given" : asset.quarantineReason();
            boolean full = refusals.size() >= MAX_REASONS && !refusals.containsKey(reason);
            refusals.merge(full ? OTHER_REASONS : reason, 1L, Long::sum);
        }
    }

    /// Files of a person's own that the library does not know: nobody uploads them.
    ///
    /// @param proven whether copies of one's own are proven to hold them
    public void addStrays(long files, long sizeBytes, boolean proven) {
        strays.add(files, sizeBytes);
        if (!proven) {
            notElsewhere.add(files, sizeBytes);
        }
    }

    /// Of the library; without [#strays].
    public long assets() {
        return assets;
    }

    /// Files that the library does not know.
    public Group strays() {
        return strays;
    }

    /// Of these iCloud is reported to have the original.
    public long inICloud() {
        return groups.entrySet().stream()
                .filter(group -> group.getKey() == Standing.IN_ICLOUD || group.getKey() == Standing.PARTLY_IN_ICLOUD)
                .mapToLong(group -> group.getValue().assets)
                .sum();
    }

    /// The groups that are not empty, in the order they are told.
    public Map<Standing, Group> groups() {
        return Collections.unmodifiableMap(groups);
    }

    /// Of those in iCloud, the ones whose original is not on the device any more.
    public Group onlyInICloud() {
        return onlyInICloud;
    }

    /// By the engine's own text.
    public Map<String, Long> refusals() {
        return Collections.unmodifiableMap(refusals);
    }

    /// Assets and strays of which something may exist on the device only: not in iCloud by what it reports, and
    /// not proven to be in copies of one's own. Of partly uploaded ones the original is in iCloud and its bytes
    /// are not counted.
    public Group notElsewhere() {
        return notElsewhere;
    }

    /// Assets of which something is not in iCloud, and strays.
    public long atRisk() {
        return strays.assets
                + groups.entrySet().stream()
                        .filter(group -> group.getKey().atRisk())
                        .mapToLong(group -> group.getValue().assets)
                        .sum();
    }

    /// Bytes of the originals of those at risk; of partly uploaded ones the original is in iCloud and is not
    /// counted.
    public long atRiskBytes() {
        return strays.sizeBytes
                + groups.entrySet().stream()
                        .filter(group -> group.getKey().atRisk() && group.getKey() != Standing.PARTLY_IN_ICLOUD)
                        .mapToLong(group -> group.getValue().sizeBytes)
                        .sum();
    }
}
