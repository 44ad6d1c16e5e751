/// Tests of the simulated world, and mutants that prove the tests can fail.
@NullMarked
package app.safelight.simulator.world;

import org.jspecify.annotations.NullMarked;
