package app.safelight.core.place;

import org.jspecify.annotations.Nullable;

/// A place could not do what was asked.
public final class PlaceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PlaceFault fault;

    public PlaceException(PlaceFault fault) {
        this(fault, null);
    }

    public PlaceException(PlaceFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public PlaceFault fault() {
        return fault;
    }
}
