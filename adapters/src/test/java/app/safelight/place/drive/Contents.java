package app.safelight.place.drive;

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
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Bytes to store, and short ways to store them.
final class Contents {
    static final Instant TAKEN_AT = Instant.parse("2024-06-05T10:20:30Z");
    static final LocalDate DAY = LocalDate.of(2024, 6, 5);
    static final SourceId PHONE = new SourceId("phone");

    /// Bytes handed over at a time; odd, so that blocks and calls never coincide.
    private static final int CALL_BYTES = 99_991;

    private Contents() {}

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static ContentId id(byte[] bytes) {
        return new ContentId(Sha256.ofBytes(Sha256.digester().digest(bytes)), bytes.length);
    }

    static NameHint hint(String name) {
        return new NameHint(NameHint.Shelf.PHOTOS, DAY, name, TAKEN_AT);
    }

    static Staged stage(Place place, NameHint hint, byte[] bytes) throws PlaceException {
        Staging staging = place.stage(hint, bytes.length);
        try {
            for (int offset = 0; offset < bytes.length; offset += CALL_BYTES) {
                staging.write(bytes, offset, Math.min(CALL_BYTES, bytes.length - offset));
            }
            return staging.finish(id(bytes));
        } catch (PlaceException failure) {
            staging.abandon();
            throw failure;
        }
    }

    static Origin origin(String path, byte[] bytes) {
        return new Origin(new ItemKey(PHONE, path), TAKEN_AT, id(bytes));
    }

    /// Stores one content under a name.
    static ContentId store(Place place, String name, byte[] bytes) throws PlaceException {
        place.settle(List.of(stage(place, hint(name), bytes)), List.of(origin("DCIM/" + name, bytes)));
        return id(bytes);
    }

    static ContentId readBack(Place place, ContentId content, Evidence evidence) throws PlaceException {
        return place.read(content, evidence, ReadBack::digest);
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

    static DrivePlace.Creation creation(String id) {
        return new DrivePlace.Creation(new PlaceId(id), "A test drive", TAKEN_AT, false);
    }
}
