/// The ledger in one SQLite file. Its format is described in `docs/format/ledger.md`.
@NullMarked
package app.safelight.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
