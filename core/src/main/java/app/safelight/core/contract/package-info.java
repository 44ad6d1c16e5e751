/// What every source, place, disk and ledger must do, as suites without a test framework: a person can run them
/// on a drive of their own. Each check stands for promises that the ports' doc comments make.
@NullMarked
package app.safelight.core.contract;

import org.jspecify.annotations.NullMarked;
