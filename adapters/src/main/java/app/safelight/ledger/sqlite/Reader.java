package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The questions, as SQL. One thread; one question at a time. What a row cannot mean is a [DamagedRecord].
final class Reader {
    private static final String ITEM_COLUMNS = "item.id, item.source, folder.id, folder.path, item.name,"
            + " item.presence, item.size_bytes, item.modified_seconds, item.modified_nanos, item.blocked,"
            + " item.exclusion, item.refusals, item.facts, item.asset, item.role, item.asset_kind,"
            + " content.sha256, content.size_bytes";
    private static final int ID = 1;
    private static final int SOURCE = 2;
    private static final int FOLDER = 3;
    private static final int PATH = 4;
    private static final int NAME = 5;
    private static final int PRESENCE = 6;
    private static final int SIZE = 7;
    private static final int MODIFIED = 8;
    private static final int BLOCKED = 10;
    private static final int EXCLUSION = 11;
    private static final int REFUSALS = 12;
    private static final int FACTS = 13;
    private static final int ASSET = 14;
    private static final int ROLE = 15;
    private static final int ASSET_KIND = 16;
    private static final int SHA = 17;
    private static final int COPY = 19;

    private static final String COPY_COLUMNS = "copy.place, copy.evidence, copy.seconds, copy.nanos, copy.fault";

    private static final String FROM_ITEM = " FROM item CROSS JOIN folder ON folder.id = item.folder"
            + " LEFT JOIN content ON content.id = item.content";

    private static final String ITEM_BY_ID = "SELECT " + ITEM_COLUMNS + FROM_ITEM + " WHERE item.id = ?";

    private static final String ITEMS_OF_FOLDER = "SELECT " + ITEM_COLUMNS + FROM_ITEM
            + " WHERE item.folder = ? AND item.presence IS NOT NULL ORDER BY item.name";

    private static final String ITEMS_OF_SOURCE = "SELECT " + ITEM_COLUMNS
            + " FROM folder CROSS JOIN item ON item.folder = folder.id"
            + " LEFT JOIN content ON content.id = item.content"
            + " WHERE folder.source = ? AND item.presence IS NOT NULL ORDER BY folder.path, item.name";

    private static final String ASSETS = "SELECT " + ITEM_COLUMNS + ", " + COPY_COLUMNS + FROM_ITEM
            + " LEFT JOIN copy ON copy.content = item.content WHERE item.source = ? AND item.asset ";

    private static final String ASSETS_OF_SOURCE = ASSETS + "IS NOT NULL ORDER BY item.asset, item.id";

    private static final String ONE_ASSET = ASSETS + "= ? ORDER BY item.id";

    private static final String EVENT_COLUMNS = "event.number, event.at_seconds, event.at_nanos, event.kind,"
            + " event.source, item.source, folder.path, item.name, content.sha256, content.size_bytes, event.place,"
            + " event.size_bytes, event.seconds, event.nanos, event.code, event.detail, event.sum";

    private static final String EVENTS = "SELECT " + EVENT_COLUMNS + " FROM event"
            + " LEFT JOIN item ON item.id = event.item LEFT JOIN folder ON folder.id = item.folder"
            + " LEFT JOIN content ON content.id = event.content";

    private static final String PARTS = "SELECT event_part.number, item.source, folder.path, item.name,"
            + " event_part.role FROM event_part CROSS JOIN item ON item.id = event_part.item"
            + " CROSS JOIN folder ON folder.id = item.folder WHERE event_part.number";

    private final Session session;
    private final Map<Long, PlaceId> places = new HashMap<>();
    private final Map<Long, SourceId> sources = new HashMap<>();
    private long folder;
    private String folderPath = "";

    Reader(Session session) {
        this.session = session;
    }

    long size() throws SQLException {
        return session.number("SELECT max(number) FROM event");
    }

    long identity() throws SQLException {
        return session.number("SELECT identity FROM ledger");
    }

    /// Writes all that was committed to a new file.
    void copyTo(Path copy) throws SQLException {
        session.runAlone("VACUUM INTO ?", copy.toString());
    }

    /// Compares every table that follows from events with that of another file of the same events.
    ///
    /// @throws DamagedRecord naming the first table that differs
    void compare(Path other) throws SQLException {
        session.runAlone("ATTACH ? AS other", other.toString());
        for (String table : Schema.FOLDED) {
            String difference = "SELECT 1 FROM (SELECT * FROM main." + table + " EXCEPT SELECT * FROM other." + table
                    + ") UNION ALL SELECT 1 FROM (SELECT * FROM other." + table + " EXCEPT SELECT * FROM main." + table
                    + ") LIMIT 1";
            expectNothing(difference, "table " + table + " is not what follows from the events");
        }
    }

    /// @throws DamagedRecord with the first thing found wrong
    void check() throws SQLException {
        expectText("PRAGMA integrity_check", "ok");
        expectNothing("PRAGMA foreign_key_check", "a row points at another that is not there");
        expectNothing(
                "SELECT 1 FROM (SELECT count(*) AS rows, max(number) AS last FROM event) WHERE rows <> last",
                "the numbers of events have gaps");
        expectNothing(
                "SELECT 1 FROM item WHERE asset IS NOT NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM item AS main WHERE main.id = item.asset AND main.source = item.source"
                        + " AND main.asset_kind IS NOT NULL)",
                "an item is part of an asset that is not there");
        events(1, _ -> {});
    }

    private void expectText(String sql, String expected) throws SQLException {
        try (ResultSet rows = session.statement(sql).executeQuery()) {
            String found = rows.next() ? rows.getString(1) : "nothing";
            if (!expected.equals(found)) {
                throw new DamagedRecord(found);
            }
        }
    }

    private void expectNothing(String sql, String otherwise) throws SQLException {
        try (ResultSet rows = session.statement(sql).executeQuery()) {
            if (rows.next()) {
                throw new DamagedRecord(otherwise);
            }
        }
    }

    Map<SourceId, SourceLabel> sources() throws SQLException {
        Map<SourceId, SourceLabel> labels = new HashMap<>();
        PreparedStatement query = session.statement("SELECT id, label FROM source WHERE label IS NOT NULL");
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                labels.put(source(rows.getLong(1)), EventRow.label(text(rows, 2)));
            }
        }
        return labels;
    }

    Map<PlaceId, String> places() throws SQLException {
        Map<PlaceId, String> locations = new HashMap<>();
        PreparedStatement query = session.statement("SELECT id, label FROM place WHERE label IS NOT NULL");
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                locations.put(place(rows.getLong(1)), EventRow.location(JsonFacts.parse(text(rows, 2))));
            }
        }
        return locations;
    }

    Optional<Instant> lastCensus(SourceId source) throws SQLException {
        PreparedStatement query = session.statement(
                "SELECT census_seconds, census_nanos FROM source WHERE name = ? AND census_seconds IS NOT NULL");
        query.setString(1, source.value());
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(Session.time(rows, 1)) : Optional.empty();
        }
    }

    Map<String, FolderDigest> folders(SourceId source) throws SQLException {
        Map<String, FolderDigest> digests = new HashMap<>();
        PreparedStatement query =
                session.statement("SELECT path, items, sum_high, sum_low FROM folder WHERE source = ? AND items > 0");
        query.setLong(1, sourceId(source));
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                digests.put(Names.get(rows, 1), new FolderDigest(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return digests;
    }

    void items(SourceId source, String path, Consumer<? super ItemState> sink) throws SQLException {
        tellItems(ITEMS_OF_FOLDER, folderId(source, path), sink);
    }

    void items(SourceId source, Consumer<? super ItemState> sink) throws SQLException {
        tellItems(ITEMS_OF_SOURCE, sourceId(source), sink);
    }

    private void tellItems(String sql, long id, Consumer<? super ItemState> sink) throws SQLException {
        PreparedStatement query = session.statement(sql);
        query.setLong(1, id);
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                sink.accept(item(rows));
            }
        }
    }

    Optional<ItemState> item(ItemKey key) throws SQLException {
        PreparedStatement query = session.statement(ITEM_BY_ID);
        query.setLong(1, itemId(key));
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() && rows.getInt(PRESENCE) != 0 ? Optional.of(item(rows)) : Optional.empty();
        }
    }

    Optional<AssetState> asset(AssetId id) throws SQLException {
        return asset(sourceId(id.primary().source()), itemId(id.primary()));
    }

    Optional<AssetState> assetOf(ItemKey key) throws SQLException {
        long asset = session.number("SELECT asset FROM item WHERE id = ?", itemId(key));
        return asset == 0 ? Optional.empty() : asset(sourceId(key.source()), asset);
    }

    private Optional<AssetState> asset(long source, long asset) throws SQLException {
        PreparedStatement query = session.statement(ONE_ASSET);
        query.setLong(1, source);
        query.setLong(2, asset);
        List<AssetState> found = new ArrayList<>(1);
        tellAssets(query, found::add);
        return found.stream().findFirst();
    }

    void assets(SourceId source, Consumer<? super AssetState> sink) throws SQLException {
        PreparedStatement query = session.statement(ASSETS_OF_SOURCE);
        query.setLong(1, sourceId(source));
        tellAssets(query, sink);
    }

    private void tellAssets(PreparedStatement query, Consumer<? super AssetState> sink) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            @Nullable Assembly assembly = null;
            while (rows.next()) {
                long asset = rows.getLong(ASSET);
                if (assembly == null || assembly.asset != asset) {
                    if (assembly != null) {
                        sink.accept(finish(assembly));
                    }
                    assembly = new Assembly(asset);
                }
                add(assembly, rows);
            }
            if (assembly != null) {
                sink.accept(finish(assembly));
            }
        }
    }

    /// An asset while its rows come in: one for each copy of each part.
    private static final class Assembly {
        final long asset;
        final List<PartRow> parts = new ArrayList<>(2);

        Assembly(long asset) {
            this.asset = asset;
        }
    }

    private record PartRow(long id, ItemState item, Role role, int assetKind, List<CopyState> copies) {
        AssetState.Part part() {
            return new AssetState.Part(item, role, copies);
        }
    }

    private void add(Assembly assembly, ResultSet rows) throws SQLException {
        long id = rows.getLong(ID);
        List<PartRow> parts = assembly.parts;
        if (parts.isEmpty() || parts.getLast().id() != id) {
            int kind = id == assembly.asset ? rows.getInt(ASSET_KIND) : 0;
            parts.add(new PartRow(id, item(rows), Codes.role(rows.getInt(ROLE)), kind, new ArrayList<>(2)));
        }
        long place = rows.getLong(COPY);
        if (place != 0) {
            addInOrder(parts.getLast().copies(), copy(rows, COPY));
        }
    }

    /// Main part first, the others by key.
    private AssetState finish(Assembly assembly) throws SQLException {
        List<PartRow> parts = assembly.parts;
        if (parts.size() > 1) {
            parts.sort(Comparator.comparing((PartRow part) -> part.id() != assembly.asset)
                    .thenComparing(part -> part.item().key()));
        }
        PartRow first = parts.getFirst();
        List<AssetState.Part> told = parts.stream().map(PartRow::part).toList();
        return first.id() == assembly.asset
                ? new AssetState(new AssetId(first.item().key()), Codes.assetKind(first.assetKind()), told)
                : withAbsentMain(assembly.asset, told);
    }

    /// The item that gives the asset its name has gone to another asset.
    private AssetState withAbsentMain(long asset, List<AssetState.Part> parts) throws SQLException {
        PreparedStatement query = session.statement(ITEM_BY_ID);
        query.setLong(1, asset);
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new DamagedRecord("asset " + asset + " has no item of its name");
            }
            AssetKind kind = Codes.assetKind(rows.getInt(ASSET_KIND));
            return new AssetState(new AssetId(key(rows)), kind, parts);
        }
    }

    List<AssetState> find(String text, int limit) throws SQLException {
        PreparedStatement query = session.statement("SELECT item.asset, item.source, folder.path, item.name" + FROM_ITEM
                + " WHERE item.name_key = ? AND item.asset IS NOT NULL ORDER BY item.asset");
        query.setInt(1, Names.caselessKey(text.substring(text.lastIndexOf('/') + 1)));
        Set<Whose> found = new LinkedHashSet<>();
        try (ResultSet rows = query.executeQuery()) {
            while (found.size() < limit && rows.next()) {
                if (endsWith(path(Names.get(rows, 3), Names.get(rows, 4)), text)) {
                    found.add(new Whose(rows.getLong(2), rows.getLong(1)));
                }
            }
        }
        return assets(found);
    }

    private static boolean endsWith(String path, String text) {
        int start = path.length() - text.length();
        return start >= 0
                && (start == 0 || path.charAt(start - 1) == '/')
                && path.regionMatches(true, start, text, 0, text.length());
    }

    private record Whose(long source, long asset) {}

    private List<AssetState> assets(Set<Whose> found) throws SQLException {
        List<AssetState> assets = new ArrayList<>();
        for (Whose one : found) {
            asset(one.source(), one.asset()).ifPresent(assets::add);
        }
        return assets;
    }

    List<AssetState> assetsWith(ContentId content, int limit) throws SQLException {
        PreparedStatement query = session.statement("SELECT DISTINCT source, asset FROM item"
                + " WHERE content = ? AND asset IS NOT NULL ORDER BY asset LIMIT ?");
        query.setLong(1, contentId(content));
        query.setInt(2, limit);
        Set<Whose> found = new LinkedHashSet<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new Whose(rows.getLong(1), rows.getLong(2)));
            }
        }
        return assets(found);
    }

    Optional<ContentState> content(ContentId content) throws SQLException {
        PreparedStatement query = session.statement("SELECT " + COPY_COLUMNS + " FROM copy WHERE content = ?");
        query.setLong(1, contentId(content));
        List<CopyState> copies = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                addInOrder(copies, copy(rows, 1));
            }
        }
        return copies.isEmpty() ? Optional.empty() : Optional.of(new ContentState(content, copies));
    }

    void contents(Consumer<? super ContentState> sink) throws SQLException {
        PreparedStatement query = session.statement("SELECT " + COPY_COLUMNS
                + ", content.id, content.sha256, content.size_bytes"
                + " FROM content CROSS JOIN copy ON copy.content = content.id"
                + " ORDER BY content.sha256, content.size_bytes");
        try (ResultSet rows = query.executeQuery()) {
            long id = 0;
            @Nullable ContentId content = null;
            List<CopyState> copies = new ArrayList<>();
            while (rows.next()) {
                if (rows.getLong(6) != id) {
                    if (content != null) {
                        sink.accept(new ContentState(content, copies));
                    }
                    id = rows.getLong(6);
                    content = content(rows, 7);
                    copies.clear();
                }
                addInOrder(copies, copy(rows, 1));
            }
            if (content != null) {
                sink.accept(new ContentState(content, copies));
            }
        }
    }

    List<Ledger.Entry> history(ItemKey key, int limit) throws SQLException {
        long item = itemId(key);
        PreparedStatement query = session.statement(EVENTS + " WHERE event.number IN ("
                + "SELECT number FROM event WHERE item = ?1"
                + " UNION SELECT number FROM event_part WHERE item = ?1"
                + " UNION SELECT number FROM event WHERE item IS NULL"
                + " AND content = (SELECT content FROM item WHERE id = ?1))"
                + " ORDER BY event.number LIMIT ?2");
        query.setLong(1, item);
        query.setInt(2, limit);
        List<Ledger.Entry> entries = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                EventRow row = eventRow(rows, parts(rows.getLong(1)));
                entries.add(new Ledger.Entry(rows.getLong(1), Session.time(rows, 2), row.event()));
            }
        }
        return entries;
    }

    private List<LedgerEvent.Part> parts(long number) throws SQLException {
        PreparedStatement query = session.statement(PARTS + " = ? ORDER BY event_part.position");
        query.setLong(1, number);
        List<LedgerEvent.Part> parts = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                parts.add(part(rows));
            }
        }
        return parts;
    }

    void events(long from, Consumer<? super Ledger.Entry> sink) throws SQLException {
        PreparedStatement query = session.statement(EVENTS + " WHERE event.number >= ? ORDER BY event.number");
        PreparedStatement partQuery =
                session.statement(PARTS + " >= ? ORDER BY event_part.number, event_part.position");
        query.setLong(1, from);
        partQuery.setLong(1, from);
        try (ResultSet rows = query.executeQuery();
                ResultSet partRows = partQuery.executeQuery()) {
            boolean more = partRows.next();
            while (rows.next()) {
                long number = rows.getLong(1);
                List<LedgerEvent.Part> parts = new ArrayList<>(0);
                while (more && partRows.getLong(1) <= number) {
                    parts.add(part(partRows));
                    more = partRows.next();
                }
                EventRow row = eventRow(rows, parts);
                Instant at = Session.time(rows, 2);
                if (row.sum(number, at) != rows.getInt(17)) {
                    throw new DamagedRecord("event " + number + " is not what was recorded");
                }
                sink.accept(new Ledger.Entry(number, at, row.event()));
            }
        }
    }

    private EventRow eventRow(ResultSet rows, List<LedgerEvent.Part> parts) throws SQLException {
        long source = rows.getLong(5);
        long itemSource = rows.getLong(6);
        byte[] sha = rows.getBytes(9);
        long place = rows.getLong(11);
        boolean timed = rows.getObject(13) != null;
        return new EventRow(
                rows.getInt(4),
                source == 0 ? null : source(source),
                itemSource == 0 ? null : key(source(itemSource), Names.get(rows, 7), Names.get(rows, 8)),
                sha == null ? null : content(rows, 9),
                place == 0 ? null : place(place),
                rows.getLong(12),
                timed ? Session.time(rows, 13) : null,
                rows.getInt(15),
                rows.getString(16),
                parts);
    }

    private LedgerEvent.Part part(ResultSet rows) throws SQLException {
        ItemKey key = key(source(rows.getLong(2)), Names.get(rows, 3), Names.get(rows, 4));
        return new LedgerEvent.Part(key, Codes.role(rows.getInt(5)));
    }

    private ItemState item(ResultSet rows) throws SQLException {
        int presence = rows.getInt(PRESENCE);
        String blocked = rows.getString(BLOCKED);
        String exclusion = rows.getString(EXCLUSION);
        String refusals = rows.getString(REFUSALS);
        String facts = rows.getString(FACTS);
        byte[] sha = rows.getBytes(SHA);
        return new ItemState(
                key(rows),
                presence == 0 ? Presence.PRESENT : Codes.presence(presence),
                presence == 0 ? -1 : rows.getLong(SIZE),
                presence == 0 ? Instant.EPOCH : Session.time(rows, MODIFIED),
                facts == null ? Optional.<ItemFacts>empty() : Optional.of(Details.itemFacts(facts)),
                sha == null ? Optional.<ContentId>empty() : Optional.of(content(rows, SHA)),
                blocked == null ? Optional.<SourceFault>empty() : Optional.of(Details.sourceFault(blocked)),
                exclusion == null ? "" : EventRow.rule(JsonFacts.parse(exclusion)),
                refusals == null ? Map.<PlaceId, PlaceFault>of() : Details.refusals(refusals));
    }

    private ItemKey key(ResultSet rows) throws SQLException {
        long id = rows.getLong(FOLDER);
        if (id != folder) {
            folderPath = Names.get(rows, PATH);
            folder = id;
        }
        return key(source(rows.getLong(SOURCE)), folderPath, Names.get(rows, NAME));
    }

    private static ItemKey key(SourceId source, String folder, String name) {
        try {
            return new ItemKey(source, path(folder, name));
        } catch (IllegalArgumentException notPath) {
            throw new DamagedRecord("not the path of an item: " + folder + "/" + name, notPath);
        }
    }

    private static String path(String folder, String name) {
        return folder.isEmpty() ? name : folder + '/' + name;
    }

    private static ContentId content(ResultSet rows, int index) throws SQLException {
        try {
            return new ContentId(Sha256.ofBytes(rows.getBytes(index)), rows.getLong(index + 1));
        } catch (IllegalArgumentException wrong) {
            throw new DamagedRecord("not a content", wrong);
        }
    }

    private CopyState copy(ResultSet rows, int index) throws SQLException {
        PlaceId place = place(rows.getLong(index));
        int evidence = rows.getInt(index + 1);
        Instant time = Session.time(rows, index + 2);
        return evidence == 0
                ? new CopyState.Lost(place, Details.placeFault(text(rows, index + 4)), time)
                : new CopyState.Held(place, Codes.evidence(evidence), time);
    }

    private static void addInOrder(List<CopyState> copies, CopyState copy) {
        copies.add(copy);
        if (copies.size() > 1) {
            copies.sort(Comparator.comparing(CopyState::place));
        }
    }

    private static String text(ResultSet rows, int index) throws SQLException {
        String text = rows.getString(index);
        if (text == null) {
            throw new DamagedRecord("a text is missing");
        }
        return text;
    }

    /// 0 if it is not known; no row has that number.
    private long sourceId(SourceId source) throws SQLException {
        return byName("SELECT id FROM source WHERE name = ?", source.value());
    }

    private long byName(String sql, String name) throws SQLException {
        PreparedStatement query = session.statement(sql);
        query.setString(1, name);
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private long folderId(SourceId source, String path) throws SQLException {
        PreparedStatement query = session.statement("SELECT id FROM folder WHERE source = ? AND path = ?");
        query.setLong(1, sourceId(source));
        Names.set(query, 2, path);
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private long itemId(ItemKey key) throws SQLException {
        PreparedStatement query = session.statement("SELECT id FROM item WHERE folder = ? AND name = ?");
        query.setLong(1, folderId(key.source(), key.folder()));
        Names.set(query, 2, key.name());
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private long contentId(ContentId content) throws SQLException {
        PreparedStatement query = session.statement("SELECT id FROM content WHERE sha256 = ? AND size_bytes = ?");
        query.setBytes(1, content.sha256().bytes());
        query.setLong(2, content.sizeBytes());
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private PlaceId place(long id) throws SQLException {
        PlaceId known = places.get(id);
        if (known == null) {
            known = name("SELECT name FROM place WHERE id = ?", id, PlaceId::new);
            places.put(id, known);
        }
        return known;
    }

    private SourceId source(long id) throws SQLException {
        SourceId known = sources.get(id);
        if (known == null) {
            known = name("SELECT name FROM source WHERE id = ?", id, SourceId::new);
            sources.put(id, known);
        }
        return known;
    }

    private <N> N name(String sql, long id, Function<String, N> asName) throws SQLException {
        PreparedStatement query = session.statement(sql);
        query.setLong(1, id);
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new DamagedRecord("a source or place has no name: " + id);
            }
            return asName.apply(text(rows, 1));
        } catch (IllegalArgumentException notName) {
            throw new DamagedRecord("a source or place has an impossible name: " + id, notName);
        }
    }
}
