package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `.safelight/place.json` says: that this folder is a place, and which.
///
/// Shape: one JSON object with the members `format` (a number), `place`, `createdAt` (ISO-8601, UTC), `label`
/// and, if files are encrypted, `ageRecipient` (all text). Members of other names are passed over.
record Marker(int format, PlaceId place, Instant createdAt, String label, Optional<String> ageRecipient) {
    /// No marker is longer; a label is a line of text.
    static final int MAX_BYTES = 16 << 10;

    private static final String FORMAT = "format";
    private static final String PLACE = "place";
    private static final String CREATED_AT = "createdAt";
    private static final String LABEL = "label";
    private static final String AGE_RECIPIENT = "ageRecipient";

    byte[] bytes() {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"format\": ").append(format).append(",\n");
        member(json, PLACE, place.value()).append(",\n");
        member(json, CREATED_AT, createdAt.toString()).append(",\n");
        member(json, LABEL, label);
        ageRecipient.ifPresent(recipient -> member(json.append(",\n"), AGE_RECIPIENT, recipient));
        return json.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder member(StringBuilder json, String name, String value) {
        json.append("  \"").append(name).append("\": \"");
        value.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                json.append('\\').appendCodePoint(point);
            } else if (point < ' ' || Character.getType(point) == Character.SURROGATE) {
                json.append("\\u").append(java.util.HexFormat.of().toHexDigits((char) point));
            } else {
                json.appendCodePoint(point);
            }
        });
        return json.append('"');
    }

    /// Reads the marker of a disk.
    ///
    /// @return empty if there is none
    /// @throws PlaceException if it is of a later format, or damaged
    static Optional<Marker> find(Disk disk) throws IOException, PlaceException {
        if (disk.entry(DriveLayout.MARKER).isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes;
        try (Disk.OpenBody body = disk.open(DriveLayout.MARKER, false)) {
            if (body.sizeBytes() > MAX_BYTES) {
                throw damaged("is far too long");
            }
            bytes = Bodies.readAll(body, MAX_BYTES);
        }
        Map<String, String> members = new Reader(new String(bytes, StandardCharsets.UTF_8)).object();
        if (members == null) {
            throw damaged("is not a JSON object");
        }
        return Optional.of(of(members));
    }

    private static Marker of(Map<String, String> members) throws PlaceException {
        try {
            int format = Integer.parseInt(members.getOrDefault(FORMAT, ""));
            if (format > DriveLayout.FORMAT) {
                throw new PlaceException(new PlaceFault.NewerFormat(format, DriveLayout.FORMAT));
            }
            Optional<String> recipient = Optional.ofNullable(members.get(AGE_RECIPIENT));
            recipient.ifPresent(text -> new AgeSealing(text, Optional.empty()));
            return new Marker(
                    format,
                    new PlaceId(members.getOrDefault(PLACE, "")),
                    Instant.parse(members.getOrDefault(CREATED_AT, "")),
                    members.getOrDefault(LABEL, ""),
                    recipient);
        } catch (IllegalArgumentException | DateTimeException senseless) {
            throw damaged("makes no sense: " + senseless.getMessage());
        }
    }

    private static PlaceException damaged(String how) {
        return new PlaceException(new PlaceFault.DamagedIndex(DriveLayout.MARKER + " " + how));
    }

    /// Reads a JSON object whose members are text or numbers.
    private static final class Reader {
        private final String json;
        private int position;

        Reader(String json) {
            this.json = json;
        }

        /// @return null if it is anything else
        @Nullable
        Map<String, String> object() {
            Map<String, String> members = new LinkedHashMap<>();
            if (!take('{')) {
                return null;
            }
            if (take('}')) {
                return members;
            }
            do {
                String name = text();
                if (name == null || !take(':')) {
                    return null;
                }
                String value = isNext('"') ? text() : number();
                if (value == null) {
                    return null;
                }
                members.put(name, value);
            } while (take(','));
            return take('}') ? members : null;
        }

        private boolean isNext(char wanted) {
            while (position < json.length() && " \t\r\n".indexOf(json.charAt(position)) >= 0) {
                position++;
            }
            return position < json.length() && json.charAt(position) == wanted;
        }

        private boolean take(char wanted) {
            boolean there = isNext(wanted);
            position += there ? 1 : 0;
            return there;
        }

        private @Nullable String number() {
            int start = position;
            while (position < json.length() && "+-.0123456789eE".indexOf(json.charAt(position)) >= 0) {
                position++;
            }
            return start == position ? null : json.substring(start, position);
        }

        private @Nullable String text() {
            if (!take('"')) {
                return null;
            }
            StringBuilder text = new StringBuilder();
            while (position < json.length()) {
                char unit = json.charAt(position++);
                if (unit == '"') {
                    return text.toString();
                }
                if (unit == '\\' && !escape(text)) {
                    return null;
                }
                if (unit != '\\') {
                    text.append(unit);
                }
            }
            return null;
        }

        private boolean escape(StringBuilder text) {
            if (position >= json.length()) {
                return false;
            }
            char kind = json.charAt(position++);
            int plain = "\"\\/bfnrt".indexOf(kind);
            if (plain >= 0) {
                text.append("\"\\/\b\f\n\r\t".charAt(plain));
                return true;
            }
            if (kind != 'u' || position + 4 > json.length()) {
                return false;
            }
            try {
                text.append((char) java.util.HexFormat.fromHexDigits(json, position, position + 4));
            } catch (NumberFormatException notHex) {
                return false;
            }
            position += 4;
            return true;
        }
    }
}
