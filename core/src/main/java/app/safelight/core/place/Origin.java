package app.safelight.core.place;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import java.time.Instant;

/// Which item of which source a content came from. Kept in the place itself, so that a restore needs nothing
/// else: the newest origin of a key is what the source last held under it.
public record Origin(ItemKey key, Instant modifiedAt, ContentId content) {}
