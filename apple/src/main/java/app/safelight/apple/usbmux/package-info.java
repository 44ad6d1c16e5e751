/// The daemon that owns the cable (usbmuxd, or Apple's own): which devices are there, connections to their
/// ports, and the pairing records it keeps.
///
/// Source: libusbmuxd `include/usbmuxd-proto.h` and `src/libusbmuxd.c`, usbmuxd `src/client.c`.
@NullMarked
package app.safelight.apple.usbmux;

import org.jspecify.annotations.NullMarked;
