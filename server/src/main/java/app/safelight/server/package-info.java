/// The photo library over HTTP. Every route stands in one list, with whom it lets in.
@NullMarked
package app.safelight.server;

import org.jspecify.annotations.NullMarked;
