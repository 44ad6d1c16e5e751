package app.safelight.core.backup;

import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one body once, hashes it on the way, and stages it at several places. A place that fails drops out;
/// the others go on. One thread.
final class Distribution {
    private final NameHint hint;
    private final List<Place> targets;
    private final Progress progress;
    private final Map<Place, Staging> open = new LinkedHashMap<>();
    private final Map<Place, PlaceFault> refused = new HashMap<>();

    Distribution(NameHint hint, List<Place> targets, Progress progress) {
        this.hint = hint;
        this.targets = targets;
        this.progress = progress;
    }

    /// May be called again: what an earlier call staged is dropped first.
    ContentId take(Body body) throws IOException {
        abandonRest();
        refused.clear();
        for (Place place : targets) {
            try {
                open.put(place, place.stage(hint, body.sizeBytes()));
            } catch (PlaceException failure) {
                refused.put(place, failure.fault());
            }
        }
        MessageDigest digester = Sha256.digester();
        byte[] buffer = new byte[Math.clamp(body.sizeBytes(), 1, ReadBack.BUFFER_BYTES)];
        long position = 0;
        int read = body.read(position, buffer, 0, buffer.length);
        while (read >= 0) {
            digester.update(buffer, 0, read);
            write(buffer, read);
            progress.done(0, read);
            position += read;
            read = body.read(position, buffer, 0, buffer.length);
        }
        return new ContentId(Sha256.ofBytes(digester.digest()), position);
    }

    private void write(byte[] buffer, int length) {
        for (Iterator<Map.Entry<Place, Staging>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Place, Staging> one = all.next();
            try {
                one.getValue().write(buffer, 0, length);
            } catch (PlaceException failure) {
                refused.put(one.getKey(), failure.fault());
                one.getValue().abandon();
                all.remove();
            }
        }
    }

    /// Closes what was staged, now that it is known to be whole.
    Map<PlaceId, Staged> finish(ContentId content) {
        Map<PlaceId, Staged> staged = new HashMap<>();
        for (Iterator<Map.Entry<Place, Staging>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Place, Staging> one = all.next();
            try {
                staged.put(one.getKey().id(), one.getValue().finish(content));
                all.remove();
            } catch (PlaceException failure) {
                refused.put(one.getKey(), failure.fault());
            }
        }
        return staged;
    }

    Map<Place, PlaceFault> refused() {
        return Map.copyOf(refused);
    }

    /// Drops what was begun and not finished.
    void abandonRest() {
        open.values().forEach(Staging::abandon);
        open.clear();
    }
}
