package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.DeviceWords;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.Patience;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Says what to do when a phone goes away, or is locked, in the midst of reading, and waits for it.
///
/// Threads: any, one at a time.
final class PhoneWatch implements Patience {
    /// How long a phone is waited for in one run, all in all: somebody stumbled over the cable, not somebody
    /// left.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final boolean quiet;
    private final String name;
    private final BooleanSupplier stopping;
    private String said = "";
    private Duration waited = Duration.ZERO;

    PhoneWatch(Surroundings surroundings, boolean quiet, Device device, BooleanSupplier stopping) {
        this.surroundings = surroundings;
        this.quiet = quiet;
        this.name = DeviceWords.name(device);
        this.stopping = stopping;
    }

    @Override
    public synchronized boolean again(DeviceFault until) {
        if (waited.compareTo(PATIENCE) >= 0 || stopping.getAsBoolean()) {
            return false;
        }
        say(until);
        try {
            surroundings.pause().pause(BETWEEN_LOOKS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
        waited = waited.plus(BETWEEN_LOOKS);
        return true;
    }

    private void say(DeviceFault until) {
        String now = until instanceof DeviceFault.Locked
                ? name + " is locked. Unlock it with its passcode: copying goes on by itself."
                : name + " does not answer. Plug it in again: copying goes on where it was.";
        if (!quiet && !now.equals(said)) {
            surroundings.output().note(now + " Waiting " + Amounts.duration(PATIENCE.minus(waited)) + " at most.");
        }
        said = now;
    }
}
