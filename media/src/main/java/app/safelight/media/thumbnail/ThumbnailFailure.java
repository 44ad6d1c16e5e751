package app.safelight.media.thumbnail;

import java.io.Serial;

/// Carries a [ThumbnailFault] up to [Thumbnailer], which makes a value of it.
final class ThumbnailFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient ThumbnailFault fault;

    ThumbnailFailure(ThumbnailFault fault) {
        super(fault.toString());
        this.fault = fault;
    }

    ThumbnailFailure(ThumbnailFault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = fault;
    }

    ThumbnailFault fault() {
        return fault;
    }
}
