/// Puts sources, places, the ledger and the media reader together.
@NullMarked
package app.safelight.app.wiring;

import org.jspecify.annotations.NullMarked;
