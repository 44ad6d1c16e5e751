package app.safelight.place.bucket;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Contents to store, and short ways to store them.
final class Trials {
    static final PlaceId PLACE = new PlaceId("bucket-1");
    static final Instant TAKEN_AT = Instant.parse("2024-06-05T10:20:30.5Z");
    static final LocalDate DAY = LocalDate.of(2024, 6, 5);
    static final SourceId PHONE = new SourceId("phone");

    /// Bytes handed over at a time; odd, so that parts and calls never coincide.
    private static final int CALL_BYTES = 99_991;

    private Trials() {}

    /// The standard's patience is too long for tests that wear it out.
    static BucketLimits pieces(int partBytes, int segmentParts, long copyBytes) {
        return new BucketLimits(
                partBytes,
                segmentParts,
                copyBytes,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(2));
    }

    static BucketLimits quick() {
        return pieces(1 << 20, 10_000, 1 << 30);
    }

    static BucketMeans means(BucketCredentials credentials, Executor executor) {
        return new BucketMeans(credentials, executor, InstantSource.system(), new SecureRandom());
    }

    static Place openOrCreate(BucketLocation location, BucketMeans means, BucketLimits limits) throws PlaceException {
        return BucketPlace.idAt(location, means).isPresent()
                ? BucketPlace.open(location, means, limits, Optional.of(PLACE))
                : BucketPlace.create(location, means, limits, creation());
    }

    static BucketPlace.Creation creation() {
        return new BucketPlace.Creation(PLACE, "A test bucket", TAKEN_AT);
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] flipped(byte[] bytes, long bit) {
        byte[] other = bytes.clone();
        other[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        return other;
    }

    static ContentId id(byte[] bytes) {
        return new ContentId(Sha256.ofBytes(Sha256.digester().digest(bytes)), bytes.length);
    }

    static NameHint hint(String name) {
        return new NameHint(NameHint.Shelf.PHOTOS, DAY, name, TAKEN_AT);
    }

    static Staging begin(Place place, String name, byte[] bytes) throws PlaceException {
        Staging staging = place.stage(hint(name), bytes.length);
        for (int offset = 0; offset < bytes.length; offset += CALL_BYTES) {
            staging.write(bytes, offset, Math.min(CALL_BYTES, bytes.length - offset));
        }
        return staging;
    }

    static Staged stage(Place place, String name, byte[] bytes) throws PlaceException {
        return begin(place, name, bytes).finish(id(bytes));
    }

    static Origin origin(String path, byte[] bytes) {
        return new Origin(new ItemKey(PHONE, path), TAKEN_AT, id(bytes));
    }

    static ContentId store(Place place, String name, byte[] bytes) throws PlaceException {
        place.settle(List.of(stage(place, name, bytes)), List.of(origin("DCIM/" + name, bytes)));
        return id(bytes);
    }

    static ContentId readBack(Place place, ContentId content) throws PlaceException {
        return place.read(content, Evidence.READ_BACK, ReadBack::digest);
    }

    static List<ContentId> listed(Place place) throws PlaceException {
        List<ContentId> listed = new ArrayList<>();
        place.list(listed::add);
        return listed;
    }

    static List<ContentId> missing(Place place) throws PlaceException {
        List<ContentId> missing = new ArrayList<>();
        place.missing(missing::add);
        return missing;
    }

    static List<Origin> origins(Place place) throws PlaceException {
        List<Origin> origins = new ArrayList<>();
        place.origins(origins::add);
        return origins;
    }

    static PlaceFault fault(ThrowingCallable attempt) {
        PlaceException failure = Assertions.catchThrowableOfType(PlaceException.class, attempt);
        if (failure == null) {
            throw new AssertionError("nothing failed");
        }
        return failure.fault();
    }
}
