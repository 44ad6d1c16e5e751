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
