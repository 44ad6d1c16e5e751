package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the store of iCloud's on-device engine (`store.cloudphotodb`) says: what waits, what it gave up on,
/// what the server confirmed.
///
/// @param outgoing bytes that wait or are being uploaded, by item (the identifier of a master)
/// @param outgoingFiles how many files that is
/// @param quarantined what it gave up on
/// @param pushQueue changes of metadata that wait, by class; empty also if the store has no such table
/// @param cloudCache records that the server confirmed, by class
/// @param clientOnly records the device pushed that the server never confirmed; null where the store does not
///     tell
/// @param scopes the libraries it keeps in step
/// @param missingTables tables that this reader looks for and this store does not have
public record Engine(
        Map<String, Long> outgoing,
        long outgoingFiles,
        List<Quarantined> quarantined,
        Map<String, Long> pushQueue,
        Map<String, Long> cloudCache,
        @Nullable List<Pushed> clientOnly,
        List<Scope> scopes,
        List<String> missingTables) {
    /// Records of one sort that are read. The largest known libraries have half a million photos, and all of
    /// them wait when iCloud Photos is switched on.
    static final int MAX_RECORDS = 1_000_000;

    /// Quarantined records that are read; real ones are a few.
    private static final int MAX_QUARANTINED = 100_000;

    static final Engine NONE = new Engine(Map.of(), 0, List.of(), Map.of(), Map.of(), null, List.of(), List.of());

    public Engine {
        outgoing = Collections.unmodifiableMap(outgoing);
        quarantined = List.copyOf(quarantined);
        pushQueue = Collections.unmodifiableMap(pushQueue);
        cloudCache = Collections.unmodifiableMap(cloudCache);
        clientOnly = clientOnly == null ? null : List.copyOf(clientOnly);
        scopes = List.copyOf(scopes);
        missingTables = List.copyOf(missingTables);
    }

    /// @param identifier of an asset or a master
    /// @param kind the record's class, such as `CPLAssetChange`; null in older stores
    /// @param reason the engine's own text
    public record Quarantined(
            String identifier,
            @Nullable String kind,
            @Nullable Instant since,
            String reason) {}

    /// A record by class and identifier.
    public record Pushed(String kind, String identifier) {}

    /// @param pushPending if changes wait to be pushed; null if not said
    public record Scope(
            String identifier,
            @Nullable Long estimatedAssets,
            @Nullable Boolean pushPending,
            @Nullable Instant disabled,
            @Nullable Instant deleted) {}

    /// All bytes that wait.
    public long outgoingBytes() {
        return outgoing.values().stream().mapToLong(Long::longValue).sum();
    }

    static Engine read(ReadOnlyDatabase store) throws DatabaseException, LibraryException {
        List<String> missing = new ArrayList<>();
        Map<String, Long> outgoing = new HashMap<>();
        long files = readOutgoing(store, outgoing, missing);
        return new Engine(
                outgoing,
                files,
                readQuarantined(store, missing),
                countByClass(store, "pushRepository", missing),
                countByClass(store, "cloudCache", missing),
                readClientOnly(store),
                readScopes(store, missing),
                missing);
    }

    private static long readOutgoing(ReadOnlyDatabase store, Map<String, Long> outgoing, List<String> missing)
            throws DatabaseException, LibraryException {
        if (!store.has("outgoingResources", "itemIdentifier", "fileSize")) {
            missing.add("outgoingResources");
            return 0;
        }
        long files = 0;
        try (Rows rows = store.query("SELECT substr(itemIdentifier, 1, 200), fileSize FROM outgoingResources")) {
            while (rows.next()) {
                files++;
                limit(files);
                String item = rows.text(1);
                outgoing.merge(item == null ? "" : item, Math.max(0, rows.count(2)), Engine::addWithinReason);
            }
        }
        return files;
    }

    /// No file system holds more than an exabyte; sums of hostile sizes must not turn negative.
    private static long addWithinReason(long first, long second) {
        return Math.min(1L << 60, Math.min(first, 1L << 60) + Math.min(second, 1L << 60));
    }

    private static List<Quarantined> readQuarantined(ReadOnlyDatabase store, List<String> missing)
            throws DatabaseException, LibraryException {
        List<Quarantined> records = new ArrayList<>();
        if (!store.has("quarantinedRecords", "localIdentifier", "reason")) {
            missing.add("quarantinedRecords");
            return records;
        }
        Set<String> columns = store.columns("quarantinedRecords");
        String kind = columns.contains("class") ? "class" : "NULL";
        String date = columns.contains("quarantineDate") ? "quarantineDate" : "NULL";
        try (Rows rows = store.query("SELECT substr(localIdentifier, 1, 200), substr(reason, 1, 1000), " + kind + ", "
                + date + " FROM quarantinedRecords ORDER BY 3, 1")) {
            while (rows.next()) {
                if (records.size() == MAX_QUARANTINED) {
                    throw new LibraryException(new LibraryFault.TooMuch("quarantined records", MAX_QUARANTINED));
                }
                String identifier = rows.text(1);
                String reason = rows.text(2);
                records.add(new Quarantined(
                        identifier == null ? "" : identifier,
                        rows.text(3),
                        AppleTime.instant(Rows.real(rows.value(4))),
                        reason == null ? "" : reason));
            }
        }
        return records;
    }

    private static Map<String, Long> countByClass(ReadOnlyDatabase store, String table, List<String> missing)
            throws DatabaseException, LibraryException {
        Map<String, Long> counts = new TreeMap<>();
        if (!store.has(table, "class")) {
            missing.add(table);
            return counts;
        }
        try (Rows rows = store.query("SELECT substr(class, 1, 200), count(*) FROM " + table + " GROUP BY 1")) {
            while (rows.next()) {
                limit(counts.size());
                counts.put(String.valueOf(rows.text(1)), rows.count(2));
            }
        }
        return counts;
    }

    /// Only older stores keep what the client pushed.
    private static @Nullable List<Pushed> readClientOnly(ReadOnlyDatabase store)
            throws DatabaseException, LibraryException {
        if (!store.has("clientCache", "class", "identifier") || !store.has("cloudCache", "class", "identifier")) {
            return null;
        }
        Set<Pushed> records = new HashSet<>();
        try (Rows rows = store.query("SELECT substr(class, 1, 200), substr(identifier, 1, 200) FROM clientCache"
                + " EXCEPT SELECT substr(class, 1, 200), substr(identifier, 1, 200) FROM cloudCache")) {
            while (rows.next()) {
                limit(records.size());
                records.add(new Pushed(String.valueOf(rows.text(1)), String.valueOf(rows.text(2))));
            }
        }
        return records.stream()
                .sorted(java.util.Comparator.comparing(Pushed::kind).thenComparing(Pushed::identifier))
                .toList();
    }

    private static List<Scope> readScopes(ReadOnlyDatabase store, List<String> missing)
            throws DatabaseException, LibraryException {
        List<Scope> scopes = new ArrayList<>();
        if (!store.has("scopes", "scopeIdentifier")) {
            missing.add("scopes");
            return scopes;
        }
        Set<String> columns = store.columns("scopes");
        List<String> wanted = new ArrayList<>(List.of("scopeIdentifier"));
        for (String column : List.of(
                "estimatedAssetCount",
                "pushToTransportCurrentGeneration",
                "pushToTransportTargetGeneration",
                "disabledDate",
                "deleteDate")) {
            wanted.add(columns.contains(column) ? column : "NULL");
        }
        try (Rows rows = store.query("SELECT " + String.join(", ", wanted) + " FROM scopes ORDER BY 1")) {
            while (rows.next()) {
                limit(scopes.size());
                Long current = rows.integer(3);
                Long target = rows.integer(4);
                scopes.add(new Scope(
                        String.valueOf(rows.text(1)),
                        rows.integer(2),
                        (current == null || target == null) ? null : Boolean.valueOf(current < target),
                        AppleTime.instant(Rows.real(rows.value(5))),
                        AppleTime.instant(Rows.real(rows.value(6)))));
            }
        }
        return scopes;
    }

    private static void limit(long records) throws LibraryException {
        if (records >= MAX_RECORDS) {
            throw new LibraryException(new LibraryFault.TooMuch("records of the iCloud engine", MAX_RECORDS));
        }
    }
}
