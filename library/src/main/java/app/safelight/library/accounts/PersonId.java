package app.safelight.library.accounts;

/// Names a person of the library.
public record PersonId(long value) {}
