/// What a Google Takeout export of photos means: which JSON belongs to which photo, and what it says.
///
/// Everything here is a pure function of names and bytes already read. Google documents none of it; the rules
/// are what real exports show.
@NullMarked
package app.safelight.media.takeout;

import org.jspecify.annotations.NullMarked;
