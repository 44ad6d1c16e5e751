/// When, where and with what a photo or movie was taken, and whether its structure is whole.
///
/// Everything here reads hostile input: reading is bounded in bytes, steps and depth, and what cannot be read is
/// reported in [MediaFacts#problems()] instead of thrown.
@NullMarked
package app.safelight.media.metadata;

import org.jspecify.annotations.NullMarked;
