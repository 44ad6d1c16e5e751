package app.safelight.core.place;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import java.time.Instant;

/// Evidence that a place held a content at a time.
///
/// @param readAt when the bytes were last seen there by this evidence
public record Receipt(PlaceId place, ContentId content, Evidence evidence, Instant readAt) {}
