/// Classes that break the rules on purpose, so that each rule is seen to find something.
@NullMarked
package app.safelight.bad.core.plan;

import org.jspecify.annotations.NullMarked;
