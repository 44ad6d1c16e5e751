package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.ledger.sqlite.ItemRow.FolderRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Records events and keeps the tables that follow from them, in the same transaction. After a failure it is
/// thrown away: what it has in memory may never have reached the file. One thread.
final class Writer implements AutoCloseable {
    /// So many events are worked on at a time within one append, so that an append of any length needs little
    /// memory.
    private static final int CHUNK_EVENTS = 4_096;

    /// So many folders are remembered from one chunk to the next; one listing goes folder by folder.
    private static final int MAX_FOLDERS_KEPT = 1_024;

    private static final String INSERT_ITEM = "INSERT INTO item (presence, size_bytes, modified_seconds,"
            + " modified_nanos, blocked, exclusion, refusals, facts, content, asset, role, asset_kind,"
            + " id, source, folder, name, name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String UPDATE_STATE = "UPDATE item SET presence = ?, size_bytes = ?, modified_seconds = ?,"
            + " modified_nanos = ?, blocked = ?, exclusion = ?, refusals = ?, facts = ?";

    private static final String SELECT_ITEM = "SELECT id, presence, size_bytes, modified_seconds, modified_nanos,"
            + " blocked, exclusion, refusals, facts, content, asset, role, asset_kind FROM item"
            + " WHERE folder = ? AND name = ?";

    private static final String INSERT_EVENT = "INSERT INTO event (number, at_seconds, at_nanos, kind, source, item,"
            + " content, place, size_bytes, seconds, nanos, code, detail, sum)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Session session;
    private final Map<SourceId, Long> sources = new HashMap<>();
    private final Map<PlaceId, Long> places = new HashMap<>();
    private final Map<FolderKey, FolderRow> folders = new HashMap<>();
    private final Map<ItemKey, ItemRow> items = new HashMap<>();

    /// Rows handed out since the last flush, which may have changed.
    private final List<ItemRow> pending = new ArrayList<>();

    private final Map<ContentId, Long> contents = new HashMap<>();
    private long size;
    private long lastItem;
    private long lastContent;
    private boolean anyRefusals;

    private record FolderKey(SourceId source, String path) {}

    /// Takes over a session opened for writing.
    Writer(Session session) throws SQLException {
        this.session = session;
        size = session.number("SELECT max(number) FROM event");
        lastItem = session.number("SELECT max(id) FROM item");
        lastContent = session.number("SELECT max(id) FROM content");
        anyRefusals = session.number("SELECT 1 FROM item WHERE refusals IS NOT NULL LIMIT 1") != 0;
        session.rollback();
    }

    long size() {
        return size;
    }

    /// All or none; on return they are on the medium.
    void append(Instant at, List<? extends LedgerEvent> events) throws SQLException {
        for (int start = 0; start < events.size(); start += CHUNK_EVENTS) {
            List<? extends LedgerEvent> chunk = events.subList(start, Math.min(events.size(), start + CHUNK_EVENTS));
            List<EventRow> rows = new ArrayList<>(chunk.size());
            for (LedgerEvent event : chunk) {
                EventRow row = EventRow.of(event);
                rows.add(row);
                apply(at, event, row);
            }
            flush();
            for (EventRow row : rows) {
                record(at, row);
            }
            forget();
        }
        session.commit();
    }

    /// Makes all that follows from events anew, from the events; all or none.
    ///
    /// @param recorded reads the same file, as it was when this began
    /// @throws DamagedRecord if an event is not what was recorded
    void rebuild(Reader recorded) throws SQLException {
        Schema.clearState(session);
        folders.clear();
        anyRefusals = false;
        List<Ledger.Entry> chunk = new ArrayList<>(CHUNK_EVENTS);
        List<SQLException> failures = new ArrayList<>();
        recorded.events(1, entry -> {
            chunk.add(entry);
            if (chunk.size() == CHUNK_EVENTS && failures.isEmpty()) {
                try {
                    fold(chunk);
                } catch (SQLException failed) {
                    failures.add(failed);
                }
                chunk.clear();
            }
        });
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        fold(chunk);
        session.commit();
    }

    private void fold(List<Ledger.Entry> entries) throws SQLException {
        for (Ledger.Entry entry : entries) {
            apply(entry.at(), entry.event(), EventRow.of(entry.event()));
        }
        flush();
        forget();
    }

    private void record(Instant at, EventRow row) throws SQLException {
        long number = size + 1;
        PreparedStatement insert = session.statement(INSERT_EVENT);
        insert.setLong(1, number);
        Session.setTime(insert, 2, at);
        insert.setInt(4, row.kind());
        Session.setOptional(insert, 5, row.source() == null ? 0 : source(row.source()));
        Session.setOptional(insert, 6, row.item() == null ? 0 : item(row.item()).id);
        Session.setOptional(insert, 7, row.content() == null ? 0 : content(row.content()));
        Session.setOptional(insert, 8, row.place() == null ? 0 : place(row.place()));
        Session.setOptional(insert, 9, row.sizeBytes());
        Session.setTime(insert, 10, row.time());
        Session.setOptional(insert, 12, row.code());
        insert.setString(13, row.detail());
        insert.setInt(14, row.sum(number, at));
        insert.executeUpdate();
        for (int i = 0; i < row.parts().size(); i++) {
            LedgerEvent.Part part = row.parts().get(i);
            session.run(
                    "INSERT INTO event_part (number, position, item, role) VALUES (?, ?, ?, ?)",
                    number,
                    i,
                    item(part.key()).id,
                    Codes.of(part.role()));
        }
        size = number;
    }

    private void apply(Instant at, LedgerEvent event, EventRow row) throws SQLException {
        switch (event) {
            case LedgerEvent.SourceSeen(var source, var _) ->
                label("UPDATE source SET label = ? WHERE id = ?", row, source(source));
            case LedgerEvent.PlaceSeen(var place, var _) ->
                label("UPDATE place SET label = ? WHERE id = ?", row, place(place));
            case LedgerEvent.CensusFinished finished ->
                session.run(
                        "UPDATE source SET census_seconds = ?, census_nanos = ? WHERE id = ?",
                        at.getEpochSecond(),
                        at.getNano(),
                        source(finished.source()));
            case LedgerEvent.ItemSeen(var key, var sizeBytes, var modifiedAt) ->
                item(key).seen(sizeBytes, modifiedAt);
            case LedgerEvent.ItemBlocked(var key, var _) -> item(key).block(row.detail());
            case LedgerEvent.ItemGone(var key) -> item(key).setPresence(Codes.of(Presence.GONE));
            case LedgerEvent.ItemReclaimed(var key, var content) -> {
                content(content);
                item(key).setPresence(Codes.of(Presence.RECLAIMED));
            }
            case LedgerEvent.ItemInspected(var key, var _) -> item(key).setFacts(row.detail());
            case LedgerEvent.ItemDigested(var key, var content) -> digest(item(key), content(content));
            case LedgerEvent.ItemExcluded(var key, var rule) ->
                item(key).setExclusion(rule.isEmpty() ? null : row.detail());
            case LedgerEvent.CopyRefused(var key, var place, var fault) -> refuse(item(key), place, fault);
            case LedgerEvent.AssetFormed formed -> form(formed, row);
            case LedgerEvent.CopyProven(var receipt) -> prove(row, content(receipt.content()), receipt.place());
            case LedgerEvent.CopyLost(var place, var content, var _) -> lose(at, row, content(content), place(place));
        }
    }

    private void label(String sql, EventRow row, long id) throws SQLException {
        PreparedStatement update = session.statement(sql);
        update.setString(1, row.detail());
        update.setLong(2, id);
        update.executeUpdate();
    }

    private void digest(ItemRow item, long content) throws SQLException {
        item.digested(content);
        if (item.refusals != null) {
            for (PlaceId place : Details.refusals(item.refusals).keySet()) {
                if (session.number("SELECT evidence FROM copy WHERE content = ? AND place = ?", content, place(place))
                        != 0) {
                    withdraw(item, place);
                }
            }
        }
    }

    private void refuse(ItemRow item, PlaceId place, PlaceFault fault) throws SQLException {
        place(place);
        Map<PlaceId, PlaceFault> refusals = item.refusals == null ? new HashMap<>() : Details.refusals(item.refusals);
        refusals.put(place, fault);
        item.setRefusals(Details.ofRefusals(refusals));
        anyRefusals = true;
    }

    private static void withdraw(ItemRow item, PlaceId place) {
        if (item.refusals != null) {
            Map<PlaceId, PlaceFault> refusals = Details.refusals(item.refusals);
            if (refusals.remove(place) != null) {
                item.setRefusals(refusals.isEmpty() ? null : Details.ofRefusals(refusals));
            }
        }
    }

    /// A receipt replaces a loss always, and another receipt unless its evidence is weaker; and the place has
    /// then taken what it once refused.
    private void prove(EventRow row, long content, PlaceId place) throws SQLException {
        PreparedStatement upsert = session.statement("INSERT INTO copy (content, place, evidence, seconds, nanos)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (content, place) DO UPDATE SET evidence = excluded.evidence,"
                + " seconds = excluded.seconds, nanos = excluded.nanos, fault = NULL"
                + " WHERE evidence IS NULL OR excluded.evidence >= evidence");
        upsert.setLong(1, content);
        upsert.setLong(2, place(place));
        upsert.setInt(3, row.code());
        Session.setTime(upsert, 4, row.time());
        upsert.executeUpdate();
        if (anyRefusals) {
            for (ItemKey key : itemsRefused(content)) {
                withdraw(item(key), place);
            }
        }
    }

    private void lose(Instant at, EventRow row, long content, long place) throws SQLException {
        PreparedStatement upsert = session.statement("INSERT INTO copy (content, place, seconds, nanos, fault)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (content, place) DO UPDATE SET evidence = NULL,"
                + " seconds = excluded.seconds, nanos = excluded.nanos, fault = excluded.fault");
        upsert.setLong(1, content);
        upsert.setLong(2, place);
        Session.setTime(upsert, 3, at);
        upsert.setString(5, row.detail());
        upsert.executeUpdate();
    }

    private List<ItemKey> itemsRefused(long content) throws SQLException {
        flush();
        return keys(
                "SELECT source.name, folder.path, item.name FROM item JOIN folder ON folder.id = item.folder"
                        + " JOIN source ON source.id = item.source WHERE item.content = ? AND item.refusals IS NOT NULL",
                content);
    }

    private List<ItemKey> keys(String sql, long... parameters) throws SQLException {
        PreparedStatement query = session.statement(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setLong(i + 1, parameters[i]);
        }
        List<ItemKey> keys = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String folder = Names.get(rows, 2);
                String name = Names.get(rows, 3);
                keys.add(new ItemKey(new SourceId(rows.getString(1)), folder.isEmpty() ? name : folder + '/' + name));
            }
        }
        return keys;
    }

    /// The new asset takes its parts from wherever they were; what it was before, and whatever has no parts
    /// left, is no more.
    private void form(LedgerEvent.AssetFormed formed, EventRow row) throws SQLException {
        ItemRow main = item(formed.asset().primary());
        long source = main.folder.source;
        if (main.assetKind != 0) {
            flush();
            for (ItemKey key : members(source, main.id)) {
                item(key).setAsset(0, 0);
            }
        }
        for (LedgerEvent.Part part : formed.parts()) {
            ItemRow item = item(part.key());
            long former = item.asset;
            item.setAsset(main.id, Codes.of(part.role()));
            if (former != 0 && former != main.id) {
                dissolveIfEmpty(source, former);
            }
        }
        item(formed.asset().primary()).setAssetKind(row.code());
    }

    private static final String MEMBERS = "SELECT source.name, folder.path, item.name FROM item"
            + " JOIN folder ON folder.id = item.folder JOIN source ON source.id = item.source WHERE ";

    private List<ItemKey> members(long source, long asset) throws SQLException {
        return keys(MEMBERS + "item.source = ? AND item.asset = ?", source, asset);
    }

    private void dissolveIfEmpty(long source, long asset) throws SQLException {
        flush();
        if (session.number("SELECT 1 FROM item WHERE source = ? AND asset = ? LIMIT 1", source, asset) == 0) {
            for (ItemKey key : keys(MEMBERS + "item.id = ?", asset)) {
                item(key).setAssetKind(0);
            }
        }
    }

    /// Writes back what changed, in the order in which it was first touched.
    private void flush() throws SQLException {
        for (ItemRow item : pending) {
            item.pending = false;
            if (item.changes != 0) {
                store(item);
            }
            if (item.folder.changed) {
                store(item.folder);
            }
        }
        pending.clear();
    }

    private void store(FolderRow folder) throws SQLException {
        FolderDigest digest = folder.digest;
        session.run(
                "UPDATE folder SET items = ?, sum_high = ?, sum_low = ? WHERE id = ?",
                digest.items(),
                digest.sumHigh(),
                digest.sumLow(),
                folder.id);
        folder.changed = false;
    }

    private void store(ItemRow item) throws SQLException {
        if ((item.changes & ItemRow.NEW) != 0) {
            PreparedStatement insert = session.statement(INSERT_ITEM);
            setState(insert, item);
            Session.setOptional(insert, 9, item.content);
            setAsset(insert, 10, item);
            insert.setLong(13, item.id);
            insert.setLong(14, item.folder.source);
            insert.setLong(15, item.folder.id);
            Names.set(insert, 16, item.key.name());
            insert.setInt(17, Names.caselessKey(item.key.name()));
            insert.executeUpdate();
        } else {
            storeChanges(item);
        }
        item.changes = 0;
    }

    private void storeChanges(ItemRow item) throws SQLException {
        boolean contentChanged = (item.changes & ItemRow.CONTENT_CHANGED) != 0;
        if ((item.changes & ItemRow.STATE_CHANGED) != 0) {
            PreparedStatement update = session.statement(
                    contentChanged ? UPDATE_STATE + ", content = ? WHERE id = ?" : UPDATE_STATE + " WHERE id = ?");
            setState(update, item);
            if (contentChanged) {
                Session.setOptional(update, 9, item.content);
            }
            update.setLong(contentChanged ? 10 : 9, item.id);
            update.executeUpdate();
        }
        if ((item.changes & ItemRow.ASSET_CHANGED) != 0) {
            PreparedStatement update =
                    session.statement("UPDATE item SET asset = ?, role = ?, asset_kind = ? WHERE id = ?");
            setAsset(update, 1, item);
            update.setLong(4, item.id);
            update.executeUpdate();
        }
    }

    private static void setState(PreparedStatement statement, ItemRow item) throws SQLException {
        boolean known = item.presence != 0;
        Session.setOptional(statement, 1, item.presence);
        statement.setObject(2, known ? (Object) item.sizeBytes : null);
        Session.setTime(statement, 3, known ? item.modifiedAt : null);
        statement.setString(5, item.blocked);
        statement.setString(6, item.exclusion);
        statement.setString(7, item.refusals);
        statement.setString(8, item.facts);
    }

    private static void setAsset(PreparedStatement statement, int index, ItemRow item) throws SQLException {
        Session.setOptional(statement, index, item.asset);
        Session.setOptional(statement, index + 1, item.role);
        Session.setOptional(statement, index + 2, item.assetKind);
    }

    private void forget() {
        items.clear();
        pending.clear();
        contents.clear();
        if (folders.size() > MAX_FOLDERS_KEPT) {
            folders.clear();
        }
    }

    /// The row of an item, to be read or changed before the next flush.
    private ItemRow item(ItemKey key) throws SQLException {
        ItemRow known = items.get(key);
        if (known == null) {
            known = load(key);
            items.put(key, known);
        }
        if (!known.pending) {
            known.pending = true;
            pending.add(known);
        }
        return known;
    }

    private ItemRow load(ItemKey key) throws SQLException {
        FolderRow folder = folder(key.source(), key.folder());
        PreparedStatement query = session.statement(SELECT_ITEM);
        query.setLong(1, folder.id);
        Names.set(query, 2, key.name());
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                return load(rows, key, folder);
            }
        }
        ItemRow fresh = new ItemRow(++lastItem, key, folder);
        fresh.changes = ItemRow.NEW;
        return fresh;
    }

    private static ItemRow load(ResultSet rows, ItemKey key, FolderRow folder) throws SQLException {
        ItemRow item = new ItemRow(rows.getLong(1), key, folder);
        item.presence = rows.getInt(2);
        if (item.presence != 0) {
            item.sizeBytes = rows.getLong(3);
            item.modifiedAt = Session.time(rows, 4);
        }
        item.blocked = rows.getString(6);
        item.exclusion = rows.getString(7);
        item.refusals = rows.getString(8);
        item.facts = rows.getString(9);
        item.content = rows.getLong(10);
        item.asset = rows.getLong(11);
        item.role = rows.getInt(12);
        item.assetKind = rows.getInt(13);
        return item;
    }

    private FolderRow folder(SourceId source, String path) throws SQLException {
        FolderKey key = new FolderKey(source, path);
        FolderRow known = folders.get(key);
        if (known == null) {
            known = loadFolder(source(source), path);
            folders.put(key, known);
        }
        return known;
    }

    private FolderRow loadFolder(long source, String path) throws SQLException {
        PreparedStatement query =
                session.statement("SELECT id, items, sum_high, sum_low FROM folder WHERE source = ? AND path = ?");
        query.setLong(1, source);
        Names.set(query, 2, path);
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                FolderDigest digest = new FolderDigest(rows.getLong(2), rows.getLong(3), rows.getLong(4));
                return new FolderRow(rows.getLong(1), source, digest);
            }
        }
        PreparedStatement insert = session.statement("INSERT INTO folder (source, path) VALUES (?, ?) RETURNING id");
        insert.setLong(1, source);
        Names.set(insert, 2, path);
        return new FolderRow(returnedId(insert), source, FolderDigest.EMPTY);
    }

    private long source(SourceId source) throws SQLException {
        Long known = sources.get(source);
        if (known == null) {
            known = named("source", source.value());
            sources.put(source, known);
        }
        return known;
    }

    private long place(PlaceId place) throws SQLException {
        Long known = places.get(place);
        if (known == null) {
            known = named("place", place.value());
            places.put(place, known);
        }
        return known;
    }

    private long named(String table, String name) throws SQLException {
        PreparedStatement query = session.statement("SELECT id FROM " + table + " WHERE name = ?");
        query.setString(1, name);
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                return rows.getLong(1);
            }
        }
        PreparedStatement insert = session.statement("INSERT INTO " + table + " (name) VALUES (?) RETURNING id");
        insert.setString(1, name);
        return returnedId(insert);
    }

    private static long returnedId(PreparedStatement insert) throws SQLException {
        try (ResultSet rows = insert.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("an insert gave no row back");
            }
            return rows.getLong(1);
        }
    }

    private long content(ContentId content) throws SQLException {
        Long known = contents.get(content);
        if (known == null) {
            known = loadContent(content);
            contents.put(content, known);
        }
        return known;
    }

    private long loadContent(ContentId content) throws SQLException {
        byte[] sha = content.sha256().bytes();
        PreparedStatement query = session.statement("SELECT id FROM content WHERE sha256 = ? AND size_bytes = ?");
        query.setBytes(1, sha);
        query.setLong(2, content.sizeBytes());
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                return rows.getLong(1);
            }
        }
        PreparedStatement insert = session.statement("INSERT INTO content (id, sha256, size_bytes) VALUES (?, ?, ?)");
        insert.setLong(1, ++lastContent);
        insert.setBytes(2, sha);
        insert.setLong(3, content.sizeBytes());
        insert.executeUpdate();
        return lastContent;
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
