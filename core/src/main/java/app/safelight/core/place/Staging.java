package app.safelight.core.place;

import app.safelight.core.model.ContentId;

/// Takes the bytes of one content, front to back. One thread.
public interface Staging {
    void write(byte[] buffer, int offset, int length) throws PlaceException;

    /// All bytes have come, and this is what they are.
    Staged finish(ContentId content) throws PlaceException;

    /// Drops what was written. Never fails: what it cannot remove is swept later.
    void abandon();
}
