/// Tests of the ledger in SQLite.
@NullMarked
package app.safelight.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
