/// Simulated iPhones, and the daemon through which a computer reaches them. They speak to anyone what real ones
/// speak, and share no code with our own client: other people's tools are what they are judged by.
///
/// Only over loopback: everything here trusts whoever connects as a phone trusts its cable.
@NullMarked
package app.safelight.simulator.iphone;

import org.jspecify.annotations.NullMarked;
