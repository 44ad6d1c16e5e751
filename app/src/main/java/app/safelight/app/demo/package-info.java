/// The phone of `safelight demo`, and the comparison of what was said about it with what it was given.
@NullMarked
package app.safelight.app.demo;

import org.jspecify.annotations.NullMarked;
