/// What a phone's own photo library reports about iCloud, counted and sorted for a person.
@NullMarked
package app.safelight.app.icloud;

import org.jspecify.annotations.NullMarked;
