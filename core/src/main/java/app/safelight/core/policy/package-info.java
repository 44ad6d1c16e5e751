/// What safe means here, and the verdict on each asset.
@NullMarked
package app.safelight.core.policy;

import org.jspecify.annotations.NullMarked;
