/// The append-only record of what was seen, digested, copied, verified and lost; state is a fold over it.
@NullMarked
package app.safelight.core.ledger;

import org.jspecify.annotations.NullMarked;
