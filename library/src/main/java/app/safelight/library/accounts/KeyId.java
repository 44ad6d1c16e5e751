package app.safelight.library.accounts;

/// Names an access key, without giving access.
public record KeyId(long value) {}
