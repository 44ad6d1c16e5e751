/// From what was seen to what must be done: facts, assets, selections, copies still owed.
@NullMarked
package app.safelight.core.plan;

import org.jspecify.annotations.NullMarked;
