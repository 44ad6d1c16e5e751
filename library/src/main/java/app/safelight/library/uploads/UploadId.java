package app.safelight.library.uploads;

/// Names a resumable upload. Later ones are greater, and none is ever used again. It gives no access: only its
/// own person finds an upload by it.
public record UploadId(long value) {}
