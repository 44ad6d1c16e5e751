package app.safelight.place.bucket;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.NameHint;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says that a content is of record, which upload brought its bytes, and what a person would call it.
///
/// Shape: one JSON object, see `docs/format/bucket.md`.
///
/// @param upload the upload whose bytes this record speaks of
record BucketRecord(ContentId content, String upload, NameHint hint) {
    /// A store takes 2 KiB of metadata in all; a longer name stands in the record only.
    private static final int MAX_METADATA_NAME = 1_024;

    byte[] bytes() {
        return Json.object(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeNumberField("format", BucketLayout.FORMAT);
        json.writeStringField("sha256", content.sha256().toString());
        json.writeNumberField("size", content.sizeBytes());
        json.writeStringField("upload", upload);
        json.writeStringField("shelf", hint.shelf().name());
        json.writeStringField("day", hint.day().toString());
        json.writeStringField("name", hint.originalName());
        json.writeStringField("modifiedAt", hint.modifiedAt().toString());
    }

    /// @return empty if these bytes are no record
    static Optional<BucketRecord> read(byte[] bytes) {
        Optional<Map<String, String>> found = Json.members(bytes);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> members = found.get();
        try {
            return Optional.of(new BucketRecord(
                    new ContentId(
                            Sha256.parse(members.getOrDefault("sha256", "")),
                            Long.parseLong(members.getOrDefault("size", ""))),
                    members.getOrDefault("upload", ""),
                    new NameHint(
                            NameHint.Shelf.valueOf(members.getOrDefault("shelf", "")),
                            LocalDate.parse(members.getOrDefault("day", "")),
                            members.getOrDefault("name", ""),
                            Instant.parse(members.getOrDefault("modifiedAt", "")))));
        } catch (IllegalArgumentException | DateTimeException senseless) {
            return Optional.empty();
        }
    }

    /// The same as metadata of the object that holds the bytes, for whoever looks at it without the record.
    /// `mtime` is what rclone reads and writes as a file's modification time.
    static Map<String, String> metadata(String upload, NameHint hint) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(Bucket.UPLOAD, upload);
        metadata.put("shelf", hint.shelf().name());
        metadata.put("day", hint.day().toString());
        String name = URLEncoder.encode(hint.originalName(), StandardCharsets.UTF_8);
        if (name.length() <= MAX_METADATA_NAME) {
            metadata.put("name", name);
        }
        Instant at = hint.modifiedAt();
        metadata.put("mtime", String.format(Locale.ROOT, "%d.%09d", at.getEpochSecond(), at.getNano()));
        return metadata;
    }
}
