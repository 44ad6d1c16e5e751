/// Programs of their own that a measurement of the cable needs: the phone, and whoever reads it all.
@NullMarked
package app.safelight.bench.phone;

import org.jspecify.annotations.NullMarked;
