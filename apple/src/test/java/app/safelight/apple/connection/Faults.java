package app.safelight.apple.connection;

import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a call to a device fails with.
public final class Faults {
    private Faults() {}

    public static DeviceFault of(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof DeviceException failed) {
            return failed.fault();
        }
        throw new AssertionError("no fault of a device", thrown);
    }
}
