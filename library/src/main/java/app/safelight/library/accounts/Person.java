package app.safelight.library.accounts;

import java.time.Instant;

/// Somebody with a library of their own.
///
/// @param disabled may not come in; everything is kept
public record Person(
        PersonId id, String name, Role role, long quotaBytes, long usedBytes, Instant createdAt, boolean disabled) {}
