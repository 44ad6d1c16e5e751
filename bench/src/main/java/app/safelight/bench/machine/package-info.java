/// The machine measured on: running a program and counting what it used, the page cache, the load, the facts.
/// Linux only: it reads `/proc` and asks the kernel's own accounting.
@NullMarked
package app.safelight.bench.machine;

import org.jspecify.annotations.NullMarked;
