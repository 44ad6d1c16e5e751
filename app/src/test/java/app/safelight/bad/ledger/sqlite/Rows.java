package app.safelight.bad.ledger.sqlite;

/// Something of one adapter.
public final class Rows {}
