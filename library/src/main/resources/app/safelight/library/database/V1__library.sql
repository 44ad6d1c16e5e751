-- One dialect for SQLite and PostgreSQL. The placeholders: an id that is the key, a whole number of 64 bits, a number
-- with a fraction, bytes, and what ends a table.
-- Times are milliseconds since 1970. Yes and no are 1 and 0. Words stand for kinds, so that a person can read a row.

CREATE TABLE library (
  id ${id},
  identity TEXT NOT NULL,
  created_at ${number} NOT NULL,
  -- SHA-256 of the secret that makes the first person; gone once it is used
  setup_hash ${bytes}
) ${end};

CREATE TABLE person (
  id ${id},
  name TEXT NOT NULL,
  -- the name as it is compared: without the difference of capitals
  name_key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('OWNER', 'MEMBER', 'VIEWER')),
  password_hash TEXT NOT NULL,
  quota_bytes ${number} NOT NULL CHECK (quota_bytes >= 0),
  used_bytes ${number} NOT NULL DEFAULT 0 CHECK (used_bytes >= 0),
  reserved_bytes ${number} NOT NULL DEFAULT 0 CHECK (reserved_bytes >= 0),
  change_seq ${number} NOT NULL DEFAULT 0,
  created_at ${number} NOT NULL,
  disabled_at ${number}
) ${end};

CREATE TABLE device (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  name TEXT NOT NULL,
  created_at ${number} NOT NULL,
  UNIQUE (person_id, name)
) ${end};

CREATE TABLE access_key (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  device_id ${number} REFERENCES device,
  kind TEXT NOT NULL CHECK (kind IN ('SESSION', 'DEVICE', 'TOKEN')),
  name TEXT NOT NULL,
  secret_hash ${bytes} NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at ${number} NOT NULL,
  expires_at ${number} NOT NULL,
  last_seen_at ${number} NOT NULL,
  -- when the person last gave the password under this key
  confirmed_at ${number},
  revoked_at ${number}
) ${end};
CREATE INDEX access_key_of_person ON access_key (person_id);

CREATE TABLE sign_in_failure (
  bucket ${bytes} NOT NULL PRIMARY KEY,
  failures ${number} NOT NULL,
  last_at ${number} NOT NULL
) ${end};
CREATE INDEX sign_in_failure_by_age ON sign_in_failure (last_at);

CREATE TABLE audit (
  id ${id},
  at ${number} NOT NULL,
  person_id ${number},
  what TEXT NOT NULL,
  address TEXT NOT NULL,
  detail TEXT NOT NULL
) ${end};
CREATE INDEX audit_of_person ON audit (person_id, id);

CREATE TABLE place (
  id ${id},
  name TEXT NOT NULL UNIQUE,
  added_at ${number} NOT NULL
) ${end};

CREATE TABLE content (
  id ${id},
  sha256 ${bytes} NOT NULL CHECK (length(sha256) = 32),
  size_bytes ${number} NOT NULL CHECK (size_bytes >= 0),
  UNIQUE (sha256, size_bytes)
) ${end};

-- What is known of a copy: a receipt, or the fault that took its place.
CREATE TABLE content_copy (
  content_id ${number} NOT NULL REFERENCES content,
  place_id ${number} NOT NULL REFERENCES place,
  evidence TEXT,
  read_at ${number} NOT NULL,
  fault TEXT,
  PRIMARY KEY (content_id, place_id),
  CHECK ((evidence IS NULL) <> (fault IS NULL))
) ${end};
CREATE INDEX content_copy_by_age ON content_copy (place_id, read_at);

CREATE TABLE asset (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  device_id ${number} REFERENCES device,
  added_at ${number} NOT NULL,
  -- the clock on the wall where it was taken, counted as if it were UTC: the one time every photo has
  taken_local ${number} NOT NULL,
  -- what to take from it for UTC; not every photo says so
  taken_offset_seconds ${number},
  -- where the time came from; empty as long as it is only the file's
  taken_origin TEXT NOT NULL,
  kind TEXT NOT NULL,
  width ${number} NOT NULL DEFAULT 0,
  height ${number} NOT NULL DEFAULT 0,
  duration_millis ${number} NOT NULL DEFAULT 0,
  thumbhash ${bytes},
  latitude ${real},
  longitude ${real},
  camera TEXT NOT NULL DEFAULT '',
  lens TEXT NOT NULL DEFAULT '',
  facts TEXT NOT NULL DEFAULT 'PENDING' CHECK (facts IN ('PENDING', 'KNOWN', 'FLAGGED')),
  soundness TEXT NOT NULL DEFAULT 'NOT_CHECKED',
  content_identifier TEXT,
  favourite ${number} NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
  hidden ${number} NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  archived ${number} NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  trashed_at ${number},
  -- where a person finds it; follows from the three above
  shelf TEXT NOT NULL DEFAULT 'TIMELINE' CHECK (shelf IN ('TIMELINE', 'ARCHIVE', 'HIDDEN', 'TRASH')),
  description TEXT NOT NULL DEFAULT '',
  rating ${number} NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5)
) ${end};
CREATE INDEX asset_on_shelf ON asset (person_id, shelf, taken_local, id);
CREATE INDEX asset_favourite ON asset (person_id, taken_local, id) WHERE favourite = 1 AND shelf = 'TIMELINE';
CREATE INDEX asset_in_trash ON asset (trashed_at, id) WHERE trashed_at IS NOT NULL;
CREATE INDEX asset_to_learn ON asset (id) WHERE facts = 'PENDING';
CREATE INDEX asset_by_identifier ON asset (person_id, content_identifier) WHERE content_identifier IS NOT NULL;

CREATE TABLE asset_file (
  id ${id},
  asset_id ${number} NOT NULL REFERENCES asset,
  role TEXT NOT NULL,
  content_id ${number} NOT NULL REFERENCES content,
  original_name TEXT NOT NULL,
  modified_at ${number} NOT NULL,
  media_type TEXT NOT NULL,
  UNIQUE (asset_id, role, content_id)
) ${end};
CREATE INDEX asset_file_by_content ON asset_file (content_id);

-- What one person holds, each content once: what is counted against the quota, and all that this person may ask about.
CREATE TABLE person_content (
  person_id ${number} NOT NULL REFERENCES person,
  sha256 ${bytes} NOT NULL,
  content_id ${number} NOT NULL REFERENCES content,
  files ${number} NOT NULL CHECK (files > 0),
  PRIMARY KEY (person_id, sha256)
) ${end};
CREATE INDEX person_content_by_content ON person_content (content_id);

CREATE TABLE reservation (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  size_bytes ${number} NOT NULL,
  expires_at ${number} NOT NULL
) ${end};
CREATE INDEX reservation_by_expiry ON reservation (expires_at);

-- Uploads that can be resumed. Their bytes are parked elsewhere; what is parked of an upload without a row here, or
-- of one that ended, is to be removed.
CREATE TABLE upload (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  kind TEXT NOT NULL CHECK (kind IN ('WHOLE', 'PARTIAL', 'FINAL')),
  -- what was offered
  size_bytes ${number} NOT NULL CHECK (size_bytes >= 0),
  name TEXT NOT NULL,
  sha256 ${bytes},
  modified_at ${number} NOT NULL,
  taken_local ${number},
  role TEXT NOT NULL,
  part_of ${number},
  device_id ${number},
  deliberate ${number} NOT NULL CHECK (deliberate IN (0, 1)),
  -- may be gone before the upload is: a reservation ends by itself
  reservation_id ${number} NOT NULL,
  -- of a partial upload: which final one uses it, and where in it
  final_id ${number} REFERENCES upload,
  position ${number},
  expires_at ${number} NOT NULL,
  -- how it ended, and what belongs to that
  ending TEXT CHECK (ending IN
    ('TAKEN', 'DELETED_EARLIER', 'IN_TRASH', 'OVER_QUOTA', 'NO_SUCH_ASSET', 'WRONG_DIGEST')),
  asset_id ${number},
  fresh ${number},
  found_sha256 ${bytes},
  deleted_at ${number},
  quota_bytes ${number},
  used_bytes ${number},
  reserved_bytes ${number}
) ${end};
CREATE INDEX upload_unfinished ON upload (person_id, id) WHERE ending IS NULL AND final_id IS NULL;
CREATE INDEX upload_by_expiry ON upload (expires_at);
CREATE INDEX upload_part ON upload (final_id, position) WHERE final_id IS NOT NULL;

-- What a person deleted for good, so that no device brings it back by itself.
CREATE TABLE tombstone (
  person_id ${number} NOT NULL REFERENCES person,
  sha256 ${bytes} NOT NULL,
  deleted_at ${number} NOT NULL,
  PRIMARY KEY (person_id, sha256)
) ${end};

-- The newest change of each thing; an older one of the same thing says nothing more.
CREATE TABLE change (
  person_id ${number} NOT NULL REFERENCES person,
  seq ${number} NOT NULL,
  subject TEXT NOT NULL,
  subject_id ${number} NOT NULL,
  gone ${number} NOT NULL CHECK (gone IN (0, 1)),
  PRIMARY KEY (person_id, seq),
  UNIQUE (person_id, subject, subject_id)
) ${end};

-- How many assets of a month stand on the timeline; kept, not counted.
CREATE TABLE month_count (
  person_id ${number} NOT NULL REFERENCES person,
  -- twelve times the year, and the month from 0 on
  month ${number} NOT NULL,
  assets ${number} NOT NULL CHECK (assets >= 0),
  PRIMARY KEY (person_id, month)
) ${end};
