package app.safelight.server.api;

import app.safelight.library.Library;
import app.safelight.library.database.DatabaseException;
import app.safelight.server.http.Json;
import app.safelight.server.http.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;

/// For whoever watches over the server.
public final class OperationRoutes {
    private final Library library;

    public OperationRoutes(Library library) {
        this.library = library;
    }

    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, "/healthz", OperationRoutes::health),
                Route.open(HandlerType.GET, "/readyz", this::readiness));
    }

    record State(String status) {}

    /// The process answers.
    private static void health(Context request) {
        Json.answer(request, new State("ok"));
    }

    /// It can do its work: the database answers.
    ///
    /// @throws DatabaseException if not, which is told as such
    private void readiness(Context request) throws DatabaseException {
        library.setup().isNeeded();
        Json.answer(request, new State("ready"));
    }
}
