/// A pure-Java library for iPhones and iPads over cable or network, iOS 12 and later; usable without the rest
/// of Safelight, whose core it does not know. It needs a daemon that owns the cable: usbmuxd on Linux, Apple's
/// own on macOS and Windows.
///
/// ```java
/// Devices devices = Devices.of(System.getenv(), System.getProperty("os.name"), "my-program",
///         new SecureRandom(), InstantSource.system());
/// for (Device device : devices.list()) {
///     System.out.println(device.udid() + " " + device.state());
/// }
/// devices.pair(udid, until -> askThePerson(until));
/// try (DeviceSession session = devices.open(udid); Afc afc = session.afc()) {
///     afc.walk("/DCIM", entry -> found(entry));
///     try (AfcReader reader = afc.readAll(ranges.iterator())) {
///         for (Optional<AfcBody> body = reader.next(); body.isPresent(); body = reader.next()) {
///             body.get().transferTo(out);
///         }
///     }
/// }
/// try (PhoneFiles files = PhoneFiles.open(devices, udid, until -> askThePerson(until))) {
///     files.copyTo("DCIM/100APPLE/IMG_0001.HEIC", target); // also while somebody trips over the cable
/// }
/// ```
///
/// From above to below: `device` is where programs begin; `services`, `afc` and `lockdown` are what a phone
/// offers; `usbmux` is the daemon; `connection` are bytes with limited waits, and every fault with what the
/// person should do; `plist` is the form in which nearly all is said.
///
/// It makes no threads, reads no clock of its own, and writes no file. Whoever calls waits, and may be
/// interrupted. Every length, wait and queue has a limit. Pairing keys are never shown: not in texts, faults,
/// logs or arguments.
@NullMarked
package app.safelight.apple;

import org.jspecify.annotations.NullMarked;
