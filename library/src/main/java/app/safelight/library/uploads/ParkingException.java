package app.safelight.library.uploads;

import org.jspecify.annotations.Nullable;

/// The bytes of an unfinished upload could not be kept or given.
public final class ParkingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ParkingFault fault;

    public ParkingException(ParkingFault fault) {
        this(fault, null);
    }

    public ParkingException(ParkingFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public ParkingFault fault() {
        return fault;
    }
}
