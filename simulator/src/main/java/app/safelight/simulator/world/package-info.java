/// A small world in which everything can go wrong on purpose: disks with a cache and a medium, power that fails
/// at a chosen operation, a clock and chance that come from one seed. One thread; the same seed and the same
/// calls give the same world, byte for byte.
@NullMarked
package app.safelight.simulator.world;

import org.jspecify.annotations.NullMarked;
