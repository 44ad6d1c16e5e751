package app.safelight.core.source;

import org.jspecify.annotations.Nullable;

/// A source, or one item of it, could not be read.
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SourceFault fault;

    public SourceException(SourceFault fault) {
        this(fault, null);
    }

    public SourceException(SourceFault fault, @Nullable Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    public SourceFault fault() {
        return fault;
    }
}
