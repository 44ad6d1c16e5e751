package app.safelight.core.model;

import java.io.IOException;

/// Does something with a body while it is open. May be called again from the start after a failure, so it must
/// not keep what an earlier call left half done.
@FunctionalInterface
public interface BodyReader<R, E extends Exception> {
    /// @throws IOException only as thrown by the body itself
    /// @throws E whatever else goes wrong for the reader; passed through untouched
    R read(Body body) throws IOException, E;
}
