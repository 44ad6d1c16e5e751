/// iPhones and iPads as a whole, for programs that want to use them and not their protocols: which are there
/// and in what state, pairing, and a session with one that gives its services. Begin with
/// [app.safelight.apple.device.Devices].
@NullMarked
package app.safelight.apple.device;

import org.jspecify.annotations.NullMarked;
