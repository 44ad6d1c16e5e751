/// What was measured, as data: readings, medians, ratios, the files they are kept in and the tables made of
/// them. Nothing here runs a program or looks at a clock.
@NullMarked
package app.safelight.bench.result;

import org.jspecify.annotations.NullMarked;
