/// Smaller services of a device: notifications, diagnostics and restarting, its applications and their
/// documents.
///
/// Source: libimobiledevice `src/notification_proxy.c`, `src/diagnostics_relay.c`, `src/installation_proxy.c`
/// and `src/house_arrest.c`.
@NullMarked
package app.safelight.apple.services;

import org.jspecify.annotations.NullMarked;
