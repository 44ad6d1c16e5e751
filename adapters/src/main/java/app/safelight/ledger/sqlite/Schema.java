package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.Role;
import app.safelight.core.place.Evidence;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// The tables of the file; `docs/format/ledger.md` explains them, a golden file pins them.
final class Schema {
    /// "SfLt" in ASCII: marks the file as ours, in SQLite's header.
    static final int APPLICATION_ID = 0x53664C74;

    /// In SQLite's header as `user_version`. Raised when an older program would misread the file.
    static final int FORMAT = 1;

    /// The tables with columns that follow from events.
    static final List<String> FOLDED = List.of("source", "place", "folder", "item", "copy");

    private static final String TABLES = """
            CREATE TABLE ledger (identity INTEGER NOT NULL) STRICT;

            CREATE TABLE code (
              list TEXT NOT NULL,
              code INTEGER NOT NULL,
              word TEXT NOT NULL,
              PRIMARY KEY (list, code)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE source (
              id INTEGER PRIMARY KEY,
              name TEXT NOT NULL UNIQUE,
              label TEXT,
              census_seconds INTEGER,
              census_nanos INTEGER
            ) STRICT;

            CREATE TABLE place (
              id INTEGER PRIMARY KEY,
              name TEXT NOT NULL UNIQUE,
              label TEXT
            ) STRICT;

            CREATE TABLE folder (
              id INTEGER PRIMARY KEY,
              source INTEGER NOT NULL REFERENCES source,
              path ANY NOT NULL,
              items INTEGER NOT NULL DEFAULT 0,
              sum_high INTEGER NOT NULL DEFAULT 0,
              sum_low INTEGER NOT NULL DEFAULT 0,
              UNIQUE (source, path)
            ) STRICT;

            CREATE TABLE content (
              id INTEGER PRIMARY KEY,
              sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
              size_bytes INTEGER NOT NULL,
              UNIQUE (sha256, size_bytes)
            ) STRICT;

            CREATE TABLE item (
              id INTEGER PRIMARY KEY,
              source INTEGER NOT NULL REFERENCES source,
              folder INTEGER NOT NULL REFERENCES folder,
              name ANY NOT NULL,
              name_key INTEGER NOT NULL,
              presence INTEGER,
              size_bytes INTEGER,
              modified_seconds INTEGER,
              modified_nanos INTEGER,
              content INTEGER REFERENCES content,
              asset INTEGER,
              role INTEGER,
              asset_kind INTEGER,
              blocked TEXT,
              exclusion TEXT,
              refusals TEXT,
              facts TEXT,
              UNIQUE (folder, name)
            ) STRICT;
            CREATE INDEX item_by_name ON item (name_key);
            CREATE INDEX item_by_content ON item (content) WHERE content IS NOT NULL;
            CREATE INDEX item_by_asset ON item (source, asset) WHERE asset IS NOT NULL;
            CREATE INDEX item_refused ON item (content) WHERE refusals IS NOT NULL;

            CREATE TABLE copy (
              content INTEGER NOT NULL REFERENCES content,
              place INTEGER NOT NULL REFERENCES place,
              evidence INTEGER,
              seconds INTEGER NOT NULL,
              nanos INTEGER NOT NULL,
              fault TEXT,
              PRIMARY KEY (content, place),
              CHECK ((evidence IS NULL) <> (fault IS NULL))
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE event (
              number INTEGER PRIMARY KEY,
              at_seconds INTEGER NOT NULL,
              at_nanos INTEGER NOT NULL,
              kind INTEGER NOT NULL,
              source INTEGER REFERENCES source,
              item INTEGER REFERENCES item,
              content INTEGER REFERENCES content,
              place INTEGER REFERENCES place,
              size_bytes INTEGER,
              seconds INTEGER,
              nanos INTEGER,
              code INTEGER,
              detail TEXT,
              sum INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX event_by_item ON event (item) WHERE item IS NOT NULL;
            CREATE INDEX event_by_content ON event (content) WHERE content IS NOT NULL AND item IS NULL;

            CREATE TABLE event_part (
              number INTEGER NOT NULL REFERENCES event,
              position INTEGER NOT NULL,
              item INTEGER NOT NULL REFERENCES item,
              role INTEGER NOT NULL,
              PRIMARY KEY (number, position)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX event_part_by_item ON event_part (item);

            CREATE TRIGGER event_stays BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;
            CREATE TRIGGER event_stays_same BEFORE UPDATE ON event
            BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;
            CREATE TRIGGER event_part_stays BEFORE DELETE ON event_part
            BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;
            CREATE TRIGGER event_part_stays_same BEFORE UPDATE ON event_part
            BEGIN SELECT RAISE(ABORT, 'events are only ever appended'); END;

            CREATE VIEW items AS
              SELECT item.id AS item, source.name AS source,
                CASE folder.path WHEN '' THEN item.name ELSE folder.path || '/' || item.name END AS path,
                (SELECT word FROM code WHERE list = 'presence' AND code = item.presence) AS presence,
                nullif(item.size_bytes, -1) AS size_bytes,
                datetime(item.modified_seconds, 'unixepoch') AS modified,
                CASE WHEN content.id IS NOT NULL THEN lower(hex(content.sha256)) END AS sha256,
                item.asset, (SELECT word FROM code WHERE list = 'role' AND code = item.role) AS role,
                item.blocked, item.exclusion, item.refusals, item.facts
              FROM item JOIN source ON source.id = item.source JOIN folder ON folder.id = item.folder
                LEFT JOIN content ON content.id = item.content
              WHERE item.presence IS NOT NULL;

            CREATE VIEW copies AS
              SELECT lower(hex(content.sha256)) AS sha256, content.size_bytes, place.name AS place,
                (SELECT word FROM code WHERE list = 'evidence' AND code = copy.evidence) AS evidence,
                datetime(copy.seconds, 'unixepoch') AS seen, copy.fault
              FROM copy JOIN content ON content.id = copy.content JOIN place ON place.id = copy.place;

            CREATE VIEW events AS
              SELECT event.number, datetime(event.at_seconds, 'unixepoch') AS at,
                (SELECT word FROM code WHERE list = 'event' AND code = event.kind) AS what,
                source.name AS source,
                CASE folder.path WHEN '' THEN item.name ELSE folder.path || '/' || item.name END AS path,
                CASE WHEN content.id IS NOT NULL THEN lower(hex(content.sha256)) END AS sha256,
                place.name AS place,
                coalesce(event.size_bytes, content.size_bytes) AS size_bytes,
                datetime(event.seconds, 'unixepoch') AS time,
                (SELECT word FROM code WHERE code = event.code
                  AND list = CASE event.kind WHEN 11 THEN 'asset' WHEN 12 THEN 'evidence' END) AS word,
                event.detail
              FROM event LEFT JOIN item ON item.id = event.item LEFT JOIN folder ON folder.id = item.folder
                LEFT JOIN source ON source.id = coalesce(event.source, item.source)
                LEFT JOIN content ON content.id = event.content LEFT JOIN place ON place.id = event.place;
            """;

    private static final String[] EVENT_WORDS = {
        "SOURCE_SEEN",
        "PLACE_SEEN",
        "CENSUS_FINISHED",
        "ITEM_SEEN",
        "ITEM_BLOCKED",
        "ITEM_GONE",
        "ITEM_INSPECTED",
        "ITEM_DIGESTED",
        "ITEM_EXCLUDED",
        "ITEM_RECLAIMED",
        "ASSET_FORMED",
        "COPY_PROVEN",
        "COPY_LOST",
        "COPY_REFUSED",
    };

    private Schema() {}

    /// Makes all tables in an empty file and commits.
    static void create(Session session) throws SQLException {
        session.script(TABLES);
        session.run("INSERT INTO ledger (identity) VALUES (random())");
        for (Presence presence : Presence.values()) {
            word(session, "presence", Codes.of(presence), presence.name());
        }
        for (Role role : Role.values()) {
            word(session, "role", Codes.of(role), role.name());
        }
        for (AssetKind kind : AssetKind.values()) {
            word(session, "asset", Codes.of(kind), kind.name());
        }
        for (Evidence evidence : Evidence.values()) {
            word(session, "evidence", Codes.of(evidence), evidence.name());
        }
        for (int kind = 1; kind <= EVENT_WORDS.length; kind++) {
            word(session, "event", kind, EVENT_WORDS[kind - 1]);
        }
        session.script("PRAGMA application_id=" + APPLICATION_ID);
        session.script("PRAGMA user_version=" + FORMAT);
        session.commit();
    }

    /// Undoes everything that follows from events; names and events stay. The ledger counts as another one from
    /// then on, so that no answer remembered from before is believed.
    static void clearState(Session session) throws SQLException {
        session.run("UPDATE ledger SET identity = random()");
        session.run("UPDATE source SET label = NULL, census_seconds = NULL, census_nanos = NULL");
        session.run("UPDATE place SET label = NULL");
        session.run("UPDATE folder SET items = 0, sum_high = 0, sum_low = 0");
        session.run("UPDATE item SET presence = NULL, size_bytes = NULL, modified_seconds = NULL,"
                + " modified_nanos = NULL, content = NULL, asset = NULL, role = NULL, asset_kind = NULL,"
                + " blocked = NULL, exclusion = NULL, refusals = NULL, facts = NULL");
        session.run("DELETE FROM copy");
    }

    private static void word(Session session, String list, int code, String word) throws SQLException {
        PreparedStatement insert = session.statement("INSERT INTO code (list, code, word) VALUES (?, ?, ?)");
        insert.setString(1, list);
        insert.setInt(2, code);
        insert.setString(3, word.toLowerCase(Locale.ROOT).replace('_', ' '));
        insert.executeUpdate();
    }
}
