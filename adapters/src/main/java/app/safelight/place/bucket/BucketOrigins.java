package app.safelight.place.bucket;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The objects below `origins/`: one for each group that was settled, named so that their order is that of
/// time. Each line is a JSON object. One thread.
final class BucketOrigins {
    private static final Pattern NAME = Pattern.compile("(\\d{18})-[0-9a-f]+");

    private final Bucket bucket;
    private final InstantSource clock;
    private final Supplier<String> unique;
    private long lastMicros = -1;

    /// @param unique a name that nobody else makes
    BucketOrigins(Bucket bucket, InstantSource clock, Supplier<String> unique) {
        this.bucket = bucket;
        this.clock = clock;
        this.unique = unique;
    }

    void write(List<Origin> origins) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Origin origin : origins) {
            lines.writeBytes(line(origin));
            if (lines.size() >= BucketLimits.ORIGINS_BYTES) {
                bucket.put(nextKey(), lines.toByteArray());
                lines.reset();
            }
        }
        if (lines.size() > 0) {
            bucket.put(nextKey(), lines.toByteArray());
        }
    }

    /// Later than every key there was when this process first wrote, and than its own: a clock that was set
    /// back must not make an old origin the newest.
    private String nextKey() {
        long now = Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        if (lastMicros < 0) {
            lastMicros = newestMicros(now);
        }
        lastMicros = Math.max(now, lastMicros + 1);
        return BucketLayout.ORIGINS + time(lastMicros) + "-" + unique.get();
    }

    private long newestMicros(long now) {
        BucketListing ahead = new BucketListing(bucket, BucketLayout.ORIGINS, BucketLayout.ORIGINS + time(now));
        long newest = now;
        for (Optional<Bucket.Entry> entry = ahead.next(); entry.isPresent(); entry = ahead.next()) {
            Matcher name = NAME.matcher(entry.get().key().substring(BucketLayout.ORIGINS.length()));
            if (name.matches()) {
                newest = Math.max(newest, Long.parseLong(name.group(1)));
            }
        }
        return newest;
    }

    private static String time(long micros) {
        return String.format(Locale.ROOT, "%018d", micros);
    }

    private static byte[] line(Origin origin) {
        return Json.object(json -> {
            json.writeStringField("source", origin.key().source().value());
            json.writeStringField("path", origin.key().path());
            json.writeStringField("modifiedAt", origin.modifiedAt().toString());
            json.writeStringField("sha256", origin.content().sha256().toString());
            json.writeNumberField("size", origin.content().sizeBytes());
        });
    }

    /// @throws PlaceException if one of them is damaged
    void read(Consumer<? super Origin> sink) throws IOException, PlaceException {
        BucketListing all = new BucketListing(bucket, BucketLayout.ORIGINS);
        for (Optional<Bucket.Entry> entry = all.next(); entry.isPresent(); entry = all.next()) {
            String key = entry.get().key();
            if (!NAME.matcher(key.substring(BucketLayout.ORIGINS.length())).matches()) {
                continue;
            }
            Optional<byte[]> bytes = BucketFaults.small(bucket, key, BucketLimits.MAX_ORIGINS_BYTES);
            if (bytes.isPresent()) {
                parse(key, bytes.get()).forEach(sink);
            }
        }
    }

    private static List<Origin> parse(String key, byte[] bytes) throws PlaceException {
        List<Origin> origins = new ArrayList<>();
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (!text.endsWith("\n")) {
            throw damaged(key);
        }
        for (String line : text.lines().toList()) {
            origins.add(origin(key, line));
        }
        return origins;
    }

    private static Origin origin(String key, String line) throws PlaceException {
        Optional<Map<String, String>> found = Json.members(line.getBytes(StandardCharsets.US_ASCII));
        if (found.isEmpty()) {
            throw damaged(key);
        }
        Map<String, String> members = found.get();
        try {
            return new Origin(
                    new ItemKey(new SourceId(members.getOrDefault("source", "")), members.getOrDefault("path", "")),
                    Instant.parse(members.getOrDefault("modifiedAt", "")),
                    new ContentId(
                            Sha256.parse(members.getOrDefault("sha256", "")),
                            Long.parseLong(members.getOrDefault("size", ""))));
        } catch (IllegalArgumentException | DateTimeException senseless) {
            throw damaged(key);
        }
    }

    private static PlaceException damaged(String key) {
        return new PlaceException(new PlaceFault.DamagedIndex(key + " is damaged"));
    }
}
