package app.safelight.server.security;

import app.safelight.library.accounts.AccessKeys;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.KeyKind;
import app.safelight.library.accounts.Secret;
import app.safelight.library.database.DatabaseException;
import app.safelight.server.http.Access;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Lets callers in: by the key in an `Authorization` header, or by the cookie of a browser.
///
/// A browser sends its cookie by itself, whoever made the page. So what it sends with a cookie changes things
/// only if it says that the page is ours (RFC 6454's `Origin`, or `Sec-Fetch-Site`); the cookie's own
/// `SameSite=Strict` is the second lock.
public final class Gate {
    /// The cookie that holds a session's secret.
    public static final String COOKIE = "safelight";

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    /// Methods that change nothing.
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND");

    private final AccessKeys keys;

    public Gate(AccessKeys keys) {
        this.keys = keys;
    }

    /// @throws Problem if the route is closed to this caller
    public Caller admit(Context request, Access access) throws Problem, DatabaseException {
        Caller caller = caller(request).orElseThrow(() -> new Problem(ProblemCode.NOT_SIGNED_IN));
        if (access instanceof Access.Allowed(var scope) && !caller.may(scope)) {
            throw new Problem(ProblemCode.NOT_ALLOWED).with("scope", scope.name());
        }
        return caller;
    }

    /// Who calls, if anybody known.
    ///
    /// @throws Problem if a browser was made to call by another site
    public Optional<Caller> caller(Context request) throws Problem, DatabaseException {
        Optional<Secret> shown = shown(request);
        if (shown.isPresent()) {
            // A session's secret belongs in a cookie only, out of reach of scripts.
            return keys.caller(shown.get()).filter(caller -> caller.kind() != KeyKind.SESSION);
        }
        Optional<Secret> cookie = Optional.ofNullable(request.cookie(COOKIE)).flatMap(Secret::parse);
        if (cookie.isEmpty()) {
            return Optional.empty();
        }
        requireOwnSite(request);
        return keys.caller(cookie.get()).filter(caller -> caller.kind() == KeyKind.SESSION);
    }

    /// @throws Problem if it changes something and a page of another site may have sent it
    public static void requireOwnSite(Context request) throws Problem {
        if (SAFE_METHODS.contains(request.req().getMethod())) {
            return;
        }
        String origin = request.header("Origin");
        boolean own = origin == null
                ? "same-origin".equals(request.header("Sec-Fetch-Site"))
                : origin.equals("http://" + request.host()) || origin.equals("https://" + request.host());
        if (!own) {
            throw new Problem(ProblemCode.OTHER_SITE);
        }
    }

    /// The key in the header; as a password too, for programs that know nothing else.
    private static Optional<Secret> shown(Context request) {
        String header = Optional.ofNullable(request.header("Authorization")).orElse("");
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Secret.parse(header.substring(BEARER.length()).strip());
        }
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                byte[] plain = Base64.getDecoder()
                        .decode(header.substring(BASIC.length()).strip());
                String nameAndKey = new String(plain, StandardCharsets.UTF_8);
                return Secret.parse(nameAndKey.substring(nameAndKey.indexOf(':') + 1));
            } catch (IllegalArgumentException wrong) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
