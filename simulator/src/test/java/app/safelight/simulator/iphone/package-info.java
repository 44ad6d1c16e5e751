@NullMarked
package app.safelight.simulator.iphone;

import org.jspecify.annotations.NullMarked;
