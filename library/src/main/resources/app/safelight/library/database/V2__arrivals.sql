-- What came, was made durable and read back, and waits to be settled. Each has its room reserved until then.
CREATE TABLE arrival (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  device_id ${number} REFERENCES device,
  content_id ${number} NOT NULL REFERENCES content,
  reservation_id ${number} NOT NULL,
  original_name TEXT NOT NULL,
  modified_at ${number} NOT NULL,
  taken_local ${number},
  expires_at ${number} NOT NULL
) ${end};
CREATE INDEX arrival_by_expiry ON arrival (person_id, expires_at);

-- Which item of which source a content came from, as a program that backs up told it; the order is that of the ids.
CREATE TABLE origin (
  id ${id},
  person_id ${number} NOT NULL REFERENCES person,
  source TEXT NOT NULL,
  path TEXT NOT NULL,
  -- the time of the file in whole seconds, and what is above them
  modified_seconds ${number} NOT NULL,
  modified_nanos ${number} NOT NULL,
  content_id ${number} NOT NULL REFERENCES content
) ${end};
CREATE INDEX origin_of_person ON origin (person_id, id);
CREATE INDEX origin_of_item ON origin (person_id, source, path);

-- Copies that are known to be lost are few; whoever asks for them should not go through all.
CREATE INDEX content_copy_lost ON content_copy (content_id) WHERE evidence IS NULL;
