package app.safelight.ledger.sqlite;

import java.nio.file.Path;

/// The files of one ledger, all in one folder.
record LedgerFiles(Path folder) {
    /// The SQLite database; SQLite keeps its log beside it while it is in use.
    Path database() {
        return folder.resolve("ledger.sqlite");
    }

    /// What was committed and is not yet in the database's own file.
    Path log() {
        return folder.resolve("ledger.sqlite-wal");
    }

    /// A database being made; takes its name only when complete.
    Path unfinished() {
        return folder.resolve("ledger.sqlite.new");
    }

    /// A copy that a check works on.
    Path scratch(String name) {
        return folder.resolve("ledger.check-" + name);
    }

    /// Held by the writing process; says who that is.
    Path lock() {
        return folder.resolve("ledger.lock");
    }

    /// How many events were acknowledged, so that a ledger that shrank is noticed.
    Path acknowledged() {
        return folder.resolve("ledger.acknowledged");
    }

    /// Remembered answers, one file each; may be deleted at any time.
    Path snapshots() {
        return folder.resolve("ledger.snapshots");
    }
}
