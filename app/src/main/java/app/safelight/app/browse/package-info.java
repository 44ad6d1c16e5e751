/// The photos of a library as somebody looks through them: what is known of each, which ones are wanted, and in
/// which order they are told.
@NullMarked
package app.safelight.app.browse;

import org.jspecify.annotations.NullMarked;
