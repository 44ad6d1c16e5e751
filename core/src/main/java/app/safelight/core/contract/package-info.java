/// What every source, place and ledger must do, as suites without a test framework.
@NullMarked
package app.safelight.core.contract;

import org.jspecify.annotations.NullMarked;
