package app.safelight.place.bucket;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What `place.json` says: that there is a place below this prefix, and which.
record BucketMarker(PlaceId place, Instant createdAt, String label) {
    byte[] bytes() {
        return Json.object(json -> {
            json.writeNumberField("format", BucketLayout.FORMAT);
            json.writeStringField("place", place.value());
            json.writeStringField("createdAt", createdAt.toString());
            json.writeStringField("label", label);
        });
    }

    /// @throws PlaceException if it is of a later format, or damaged
    static BucketMarker read(byte[] bytes) throws PlaceException {
        Optional<Map<String, String>> found = Json.members(bytes);
        if (found.isEmpty()) {
            throw damaged("is not a JSON object");
        }
        Map<String, String> members = found.get();
        try {
            int format = Integer.parseInt(members.getOrDefault("format", ""));
            if (format > BucketLayout.FORMAT) {
                throw new PlaceException(new PlaceFault.NewerFormat(format, BucketLayout.FORMAT));
            }
            return new BucketMarker(
                    new PlaceId(members.getOrDefault("place", "")),
                    Instant.parse(members.getOrDefault("createdAt", "")),
                    members.getOrDefault("label", ""));
        } catch (IllegalArgumentException | DateTimeException senseless) {
            throw damaged("makes no sense: " + senseless.getMessage());
        }
    }

    private static PlaceException damaged(String how) {
        return new PlaceException(new PlaceFault.DamagedIndex(BucketLayout.MARKER + " " + how));
    }
}
