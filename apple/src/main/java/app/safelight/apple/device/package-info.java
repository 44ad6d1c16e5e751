/// iPhones and iPads as a whole, for programs that want to use them and not their protocols: which are there
/// and in what state, pairing, a session with one that gives its services, and its media folder as a tree of
/// files. Begin with [app.safelight.apple.device.Devices]; for the files go on with
/// [app.safelight.apple.device.PhoneFiles].
@NullMarked
package app.safelight.apple.device;

import org.jspecify.annotations.NullMarked;
