package app.safelight.server.http;

import app.safelight.library.accounts.Caller;
import io.javalin.http.Context;

/// What a route does for somebody who is let in.
@FunctionalInterface
public interface Action {
    /// @throws Problem what the caller is told in place of an answer
    /// @throws Exception everything else; the server turns it into a problem
    void run(Context request, Caller caller) throws Exception;
}
