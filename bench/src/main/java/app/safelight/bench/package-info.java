/// Side-by-side measurements of Safelight and of the programs people would otherwise use: the command line.
@NullMarked
package app.safelight.bench;

import org.jspecify.annotations.NullMarked;
