/// All words that people read. Nothing outside this package makes a sentence.
@NullMarked
package app.safelight.app.text;

import org.jspecify.annotations.NullMarked;
