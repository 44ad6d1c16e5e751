package app.safelight.server.http;

import app.safelight.library.accounts.Scope;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// One route: what it is called, whom it lets in, what it does.
///
/// @param path as Javalin spells it: `/api/v1/assets/{id}`
/// @param action for those who are let in by a key; unused if anyone is
/// @param open for anyone
public record Route(HandlerType method, String path, Access access, Action action, Handler open) {
    private static final Action NO_ACTION = (_, _) -> {
        throw new IllegalStateException("a route for anyone has no caller");
    };

    private static final Handler NOT_OPEN = _ -> {
        throw new IllegalStateException("a route that asks for a key was opened without");
    };

    /// Lets anyone in.
    public static Route open(HandlerType method, String path, Handler handler) {
        return new Route(method, path, new Access.Anyone(), NO_ACTION, handler);
    }

    /// Lets in whoever shows a key.
    public static Route signedIn(HandlerType method, String path, Action action) {
        return new Route(method, path, new Access.SignedIn(), action, NOT_OPEN);
    }

    /// Lets in whoever may do that.
    public static Route allowed(HandlerType method, String path, Scope scope, Action action) {
        return new Route(method, path, new Access.Allowed(scope), action, NOT_OPEN);
    }
}
