package app.safelight.library.quota;

/// Room that an upload announced. It is given back when the upload ends, or when its time is over.
public record Reservation(long id, long sizeBytes) {}
