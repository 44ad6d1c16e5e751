/// The doorkeeper of a device: who it is, pairing with it in all its states, sessions over TLS, its values, and
/// the start of its other services.
///
/// Source: libimobiledevice `src/lockdown.c`, `src/idevice.c` and `common/userpref.c`, go-ios, pymobiledevice3.
@NullMarked
package app.safelight.apple.lockdown;

import org.jspecify.annotations.NullMarked;
