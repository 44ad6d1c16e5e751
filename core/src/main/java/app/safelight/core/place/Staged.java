package app.safelight.core.place;

import app.safelight.core.model.ContentId;

/// A content that a place has taken but not yet made durable. Only the place that made it can settle it.
public interface Staged {
    ContentId content();
}
