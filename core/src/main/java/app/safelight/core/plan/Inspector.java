package app.safelight.core.plan;

import app.safelight.core.model.Body;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import java.io.IOException;

/// Looks into a file's bytes. Bounded in time and memory whatever the bytes are; threads: several at once.
@FunctionalInterface
public interface Inspector {
    /// @throws IOException only as thrown by the body
    ItemFacts inspect(ItemKey key, Body body) throws IOException;
}
