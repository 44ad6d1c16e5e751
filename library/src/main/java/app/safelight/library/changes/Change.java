package app.safelight.library.changes;

/// Something changed: look at it again, or forget it.
///
/// @param seq where it stands in its person's order
/// @param id of the asset or album
/// @param gone that there is nothing to look at any more
public record Change(long seq, Subject subject, long id, boolean gone) {}
