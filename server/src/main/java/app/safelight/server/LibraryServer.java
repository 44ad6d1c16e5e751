package app.safelight.server;

import app.safelight.library.Library;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.StorageException;
import app.safelight.server.api.AccountRoutes;
import app.safelight.server.api.AssetRoutes;
import app.safelight.server.api.ContentRoutes;
import app.safelight.server.api.FileRoutes;
import app.safelight.server.api.OperationRoutes;
import app.safelight.server.api.PeopleRoutes;
import app.safelight.server.http.Access;
import app.safelight.server.http.BrokenOff;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import app.safelight.server.security.Addresses;
import app.safelight.server.security.Gate;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.ThreadPool;

/// A library over HTTP.
///
/// Threads: requests run on those of the pool; start and close from one.
public final class LibraryServer implements AutoCloseable {
    /// All headers of a request together.
    private static final int MAX_HEADER_BYTES = 16 << 10;

    /// A caller that sends nothing, or takes nothing, for so long is let go.
    private static final long IDLE_MILLIS = 60_000;

    private final Javalin javalin;
    private final List<Route> routes;
    private final Gate gate;
    private final ServerLog log;

    private LibraryServer(
            Library library, ServerSettings settings, ThreadPool threads, ServerLog log, InstantSource clock) {
        this.log = log;
        this.gate = new Gate(library.keys());
        this.routes = routes(library, settings, clock);
        this.javalin = Javalin.create(config -> configure(config, threads));
    }

    /// Starts to answer.
    ///
    /// @param threads that requests run on; ended by [#close]
    /// @throws IOException if the address cannot be listened on
    public static LibraryServer start(
            Library library, ServerSettings settings, ThreadPool threads, ServerLog log, InstantSource clock)
            throws IOException {
        LibraryServer server = new LibraryServer(library, settings, threads, log, clock);
        try {
            server.javalin.start(settings.host(), settings.port());
        } catch (JavalinBindException refused) {
            server.close();
            throw new IOException(String.valueOf(refused.getMessage()), refused);
        }
        return server;
    }

    private static List<Route> routes(Library library, ServerSettings settings, InstantSource clock) {
        Addresses addresses = new Addresses(settings.trustedProxies());
        List<Route> routes = new ArrayList<>();
        routes.addAll(new OperationRoutes(library).routes());
        routes.addAll(new AccountRoutes(library, addresses, clock).routes());
        routes.addAll(new PeopleRoutes(library, addresses).routes());
        routes.addAll(new FileRoutes(library, clock).routes());
        routes.addAll(new AssetRoutes(library, clock).routes());
        routes.addAll(new ContentRoutes(library).routes());
        return List.copyOf(routes);
    }

    private void configure(JavalinConfig config, ThreadPool threads) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(LibraryServer::limit);
        routes.forEach(route -> config.routes.addEndpoint(new Endpoint(route.method(), route.path(), guarded(route))));
        config.routes.exception(Exception.class, this::answer);
        config.routes.error(404, LibraryServer::nothingHere);
        config.routes.error(405, LibraryServer::notThatWay);
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setIdleTimeout(IDLE_MILLIS);
    }

    private Handler guarded(Route route) {
        return request -> {
            protect(request);
            if (route.access() instanceof Access.Anyone) {
                route.open().handle(request);
            } else {
                route.action().run(request, gate.admit(request, route.access()));
            }
        };
    }

    /// Nothing that was uploaded is ever a page, whatever a browser makes of it.
    private static void protect(Context request) {
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        request.header("Referrer-Policy", "no-referrer");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
    }

    private void answer(Exception failure, Context request) {
        problem(failure, request).answer(request);
    }

    private Problem problem(Exception failure, Context request) {
        return switch (failure) {
            case Problem problem -> problem;
            case DatabaseException database -> Problem.of(database);
            case StorageException storage -> Problem.of(storage);
            case BrokenOff broken -> {
                // The connection cannot be used for anything else.
                request.res().setHeader("Connection", "close");
                yield new Problem(ProblemCode.STORAGE_UNAVAILABLE, broken);
            }
            default -> {
                log.defect(request.method() + " " + request.endpoint().path, failure);
                yield new Problem(ProblemCode.DEFECT);
            }
        };
    }

    /// No route has this address: Javalin's own words are replaced by ours.
    private static void nothingHere(Context request) {
        tell(request, ProblemCode.NOT_FOUND);
    }

    private static void notThatWay(Context request) {
        tell(request, ProblemCode.METHOD_NOT_ALLOWED);
    }

    private static void tell(Context request, ProblemCode code) {
        if (!request.res().isCommitted() && !Problem.isAnswered(request)) {
            protect(request);
            new Problem(code).answer(request);
        }
    }

    /// Where it listens.
    public int port() {
        return javalin.port();
    }

    /// Everything that it answers, with whom it lets in.
    public List<Route> routes() {
        return routes;
    }

    /// Lets requests end that have begun, then stops.
    @Override
    public void close() {
        javalin.stop();
    }
}
