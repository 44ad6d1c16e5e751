package app.safelight.library.accounts;

/// Names a device of a person: a phone, a computer. It keeps its id when it signs out and in again.
public record DeviceId(long value) {}
