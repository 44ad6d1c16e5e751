package app.safelight.bad.place.drive;

import app.safelight.bad.ledger.sqlite.Rows;

record SeesLedger(Rows rows) {}
