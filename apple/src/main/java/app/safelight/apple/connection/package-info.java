/// Bytes to and from a device: connections with limited waits, messages on them, and every way in which talking
/// to a device can fail. Knows nothing of what is said.
@NullMarked
package app.safelight.apple.connection;

import org.jspecify.annotations.NullMarked;
