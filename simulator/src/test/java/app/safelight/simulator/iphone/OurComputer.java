package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.catchThrowable;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.Devices;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.lockdown.PairRecordFiles;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.usbmux.Udid;
import app.safelight.apple.usbmux.Usbmux;
import app.safelight.apple.usbmux.UsbmuxAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Our own client, on a computer whose daemon is a bench's.
final class OurComputer {
    private OurComputer() {}

    static Devices devices(TestBench bench) throws DeviceException {
        return devices(bench, InstantSource.system());
    }

    static Devices devices(TestBench bench, InstantSource clock) throws DeviceException {
        return new Devices(
                new Usbmux(UsbmuxAddress.parse(bench.usbmux().address()), "safelight-test"),
                new PairRecordFiles(bench.work().resolve("no records")),
                "safelight-test",
                new SecureRandom(),
                clock);
    }

    static Udid udid(SimulatedPhone phone) {
        return new Udid(phone.udid());
    }

    /// A session with a phone that is paired for it.
    static DeviceSession session(TestBench bench, SimulatedPhone phone) throws DeviceException {
        Devices devices = devices(bench);
        devices.pair(udid(phone), Patience.none());
        return devices.open(udid(phone));
    }

    /// The files of a phone that is paired for it.
    static PhoneFiles files(TestBench bench, SimulatedPhone phone, Patience patience) throws DeviceException {
        Devices devices = devices(bench);
        devices.pair(udid(phone), Patience.none());
        return PhoneFiles.open(devices, udid(phone), patience);
    }

    /// What a call to a device fails with.
    static DeviceFault fault(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof DeviceException failed) {
            return failed.fault();
        }
        throw new AssertionError("no fault of a device", thrown);
    }

    /// What reading files fails with.
    static MediaFault mediaFault(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof MediaException failed) {
            return failed.fault();
        }
        throw new AssertionError("no fault of files", thrown);
    }
}
