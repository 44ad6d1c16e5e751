package app.safelight.simulator.iphone;

import java.io.IOException;

/// Something a computer sent that no phone would understand. The message shows none of its content.
final class ProtocolBreach extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolBreach(String what) {
        super(what);
    }

    ProtocolBreach(String what, Throwable cause) {
        super(what, cause);
    }
}
