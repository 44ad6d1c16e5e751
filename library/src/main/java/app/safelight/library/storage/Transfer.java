package app.safelight.library.storage;

import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Stages a body at a place and hashes it on the way. One thread.
final class Transfer implements AutoCloseable {
    /// Bytes moved at a time; small enough to stay in a core's own cache between reading and hashing.
    private static final int BUFFER_BYTES = 256 << 10;

    private final Place target;
    private final NameHint hint;
    private @Nullable Staging staging;

    Transfer(Place target, NameHint hint) {
        this.target = target;
        this.hint = hint;
    }

    /// May be called again: what an earlier call staged is dropped first.
    ContentId take(Body body) throws IOException, PlaceException {
        close();
        Staging fresh = target.stage(hint, body.sizeBytes());
        staging = fresh;
        MessageDigest digester = Sha256.digester();
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = 0;
        int read = body.read(position, buffer, 0, buffer.length);
        while (read >= 0) {
            digester.update(buffer, 0, read);
            fresh.write(buffer, 0, read);
            position += read;
            read = body.read(position, buffer, 0, buffer.length);
        }
        return new ContentId(Sha256.ofBytes(digester.digest()), position);
    }

    /// What was taken is whole.
    Staged finish(ContentId content) throws PlaceException {
        Staging taken = staging;
        if (taken == null) {
            throw new IllegalStateException("nothing was taken");
        }
        Staged staged = taken.finish(content);
        staging = null;
        return staged;
    }

    /// Drops what was taken and not finished.
    @Override
    public void close() {
        Staging open = staging;
        if (open != null) {
            open.abandon();
            staging = null;
        }
    }
}
