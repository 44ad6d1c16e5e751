package app.safelight.apple.connection;

import java.io.IOException;

/// Talking to a device failed; [#fault] says how and what to do. The message shows the fault alone, which holds
/// no secrets.
public final class DeviceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient DeviceFault fault;

    public DeviceException(DeviceFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    public DeviceException(DeviceFault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public static DeviceException malformed(String what, String why) {
        return new DeviceException(new DeviceFault.Malformed(what, why));
    }

    public DeviceFault fault() {
        return fault;
    }
}
