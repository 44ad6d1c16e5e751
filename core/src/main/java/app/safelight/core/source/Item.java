package app.safelight.core.source;

import app.safelight.core.model.ItemKey;
import java.time.Instant;

/// One file in a source, whether or not it can be read.
public sealed interface Item {
    ItemKey key();

    /// A file that can be read.
    ///
    /// @param sizeBytes its length when it was listed
    /// @param modifiedAt its modification time as the source tells it
    record Available(ItemKey key, long sizeBytes, Instant modifiedAt) implements Item {
        public Available {
            if (sizeBytes < 0) {
                throw new IllegalArgumentException(key + " cannot have " + sizeBytes + " bytes");
            }
        }
    }

    /// A file that is there but cannot be read, and why. The key may also be a folder's; then nothing, or not
    /// everything, below it could be told, and what was known of it before is neither confirmed nor gone.
    record Blocked(ItemKey key, SourceFault fault) implements Item {}
}
