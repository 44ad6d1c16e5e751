package app.safelight.server.api;

import app.safelight.library.Library;
import app.safelight.library.accounts.AccessKeys;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.KeyId;
import app.safelight.library.accounts.KeyKind;
import app.safelight.library.accounts.People;
import app.safelight.library.accounts.Scope;
import app.safelight.library.accounts.Secret;
import app.safelight.library.accounts.Setup;
import app.safelight.library.accounts.SignIn;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.quota.Usage;
import app.safelight.server.http.Json;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import app.safelight.server.security.Addresses;
import app.safelight.server.security.Gate;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Setting up, signing in and out, and one's own keys.
public final class AccountRoutes {
    private static final String ROOT = "/api/v1";

    private final Library library;
    private final Addresses addresses;
    private final InstantSource clock;

    public AccountRoutes(Library library, Addresses addresses, InstantSource clock) {
        this.library = library;
        this.addresses = addresses;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, ROOT + "/about", this::about),
                Route.open(HandlerType.POST, ROOT + "/setup", this::setUp),
                Route.open(HandlerType.POST, ROOT + "/session", this::signIn),
                Route.signedIn(HandlerType.DELETE, ROOT + "/session", this::signOut),
                Route.signedIn(HandlerType.POST, ROOT + "/session/confirm", this::confirm),
                Route.signedIn(HandlerType.GET, ROOT + "/me", this::me),
                Route.signedIn(HandlerType.PUT, ROOT + "/me/password", this::changePassword),
                Route.signedIn(HandlerType.GET, ROOT + "/keys", this::keys),
                Route.signedIn(HandlerType.POST, ROOT + "/keys", this::makeKey),
                Route.signedIn(HandlerType.DELETE, ROOT + "/keys/{id}", this::revokeKey));
    }

    /// @param identity names the library for ever; null until it was started for the first time
    record About(
            String name,
            int api,
            boolean setUpNeeded,
            @Nullable String identity) {}

    private void about(Context request) throws DatabaseException {
        Json.answer(
                request,
                new About(
                        "Safelight",
                        1,
                        library.setup().isNeeded(),
                        library.setup().identity().orElse(null)));
    }

    record SetUp(String secret, String name, String password) {}

    record Person(String id, String name, String role) {
        static Person of(app.safelight.library.accounts.Person person) {
            return new Person(
                    Long.toString(person.id().value()),
                    person.name(),
                    person.role().name());
        }
    }

    private void setUp(Context request) throws Problem, DatabaseException {
        SetUp asked = Json.read(request, SetUp.class);
        Secret secret = Secret.parse(asked.secret()).orElseThrow(() -> new Problem(ProblemCode.SET_UP_ALREADY));
        switch (library.setup().complete(secret, addresses.of(request), asked.name(), asked.password())) {
            case Setup.Outcome.SetUp(var owner) -> {
                request.status(HttpStatus.CREATED);
                Json.answer(request, Person.of(owner));
            }
            case Setup.Outcome.Refused _ -> throw new Problem(ProblemCode.SET_UP_ALREADY);
            case Setup.Outcome.NotTaken(var why) -> throw refusal(why);
        }
    }

    /// @throws IllegalArgumentException if the person was added
    static Problem refusal(People.Addition addition) {
        return switch (addition) {
            case People.Addition.Added _ -> throw new IllegalArgumentException("added");
            case People.Addition.NameTaken _ -> new Problem(ProblemCode.NAME_TAKEN);
            case People.Addition.NotAName _ -> new Problem(ProblemCode.NAME_NOT_FIT);
            case People.Addition.WeakPassword(var weakness) ->
                new Problem(ProblemCode.WEAK_PASSWORD).with("weakness", weakness.name());
            case People.Addition.Busy _ -> new Problem(ProblemCode.BUSY);
        };
    }

    /// @param kind `SESSION` for a browser, which gets a cookie; `DEVICE` for an app, which is told its key
    /// @param keyName what the person will see it listed as
    record SigningIn(String name, String password, String kind, String keyName) {}

    /// @param key what opens from now on; told to apps only, and never again
    record SignedIn(String person, String keyId, @Nullable String key) {}

    private void signIn(Context request) throws Problem, DatabaseException {
        SigningIn asked = Json.read(request, SigningIn.class);
        KeyKind kind = Parameters.oneOf(KeyKind.class, asked.kind());
        if (kind == KeyKind.TOKEN) {
            throw new Problem(ProblemCode.BAD_REQUEST, "a token is made under /keys");
        }
        if (kind == KeyKind.SESSION) {
            Gate.requireOwnSite(request);
        }
        String address = addresses.of(request);
        var outcome = library.signIn().signIn(asked.name(), asked.password(), address, kind, asked.keyName());
        if (outcome instanceof SignIn.Outcome.SignedIn(var person, var key)) {
            boolean told = kind == KeyKind.DEVICE;
            if (!told) {
                setCookie(request, key.secret().reveal(), kind.lifetime());
            }
            request.status(HttpStatus.CREATED).header("Cache-Control", "no-store");
            Json.answer(
                    request,
                    new SignedIn(
                            Long.toString(person.value()),
                            Long.toString(key.id().value()),
                            told ? key.secret().reveal() : null));
        } else {
            throw refusal(outcome);
        }
    }

    private Problem refusal(SignIn.Outcome outcome) {
        return switch (outcome) {
            case SignIn.Outcome.Refused _ -> new Problem(ProblemCode.WRONG_NAME_OR_PASSWORD);
            case SignIn.Outcome.Busy _ -> new Problem(ProblemCode.BUSY);
            case SignIn.Outcome.Wait(var until) ->
                new Problem(ProblemCode.TOO_MANY_ATTEMPTS)
                        .with(
                                "waitSeconds",
                                Math.max(
                                        1,
                                        Duration.between(clock.instant(), until).toSeconds()));
            case SignIn.Outcome.SignedIn _, SignIn.Outcome.Confirmed _ ->
                throw new IllegalArgumentException("not refused: " + outcome);
        };
    }

    private void setCookie(Context request, String value, Duration lifetime) {
        request.cookie(new Cookie(
                Gate.COOKIE,
                value,
                "/",
                (int) lifetime.toSeconds(),
                addresses.isSecure(request),
                true,
                null,
                SameSite.STRICT));
    }

    private void signOut(Context request, Caller caller) throws DatabaseException {
        library.keys().revoke(caller, addresses.of(request), caller.key());
        if (caller.kind() == KeyKind.SESSION) {
            setCookie(request, "", Duration.ZERO);
        }
        request.status(HttpStatus.NO_CONTENT);
    }

    record Password(String password) {}

    private void confirm(Context request, Caller caller) throws Problem, DatabaseException {
        Password asked = Json.read(request, Password.class);
        var outcome = library.signIn().confirm(caller, asked.password(), addresses.of(request));
        if (!(outcome instanceof SignIn.Outcome.Confirmed)) {
            throw refusal(outcome);
        }
        request.status(HttpStatus.NO_CONTENT);
    }

    /// @throws Problem unless the password was given a short while ago
    void requireConfirmed(Caller caller) throws Problem {
        if (!caller.isConfirmed(clock.instant())) {
            throw new Problem(ProblemCode.PASSWORD_NEEDED);
        }
    }

    /// @param fullness how near the end is
    record Kept(
            String quotaBytes,
            String usedBytes,
            String reservedBytes,
            String trashBytes,
            String freeBytes,
            Usage.Fullness fullness) {
        static Kept of(Usage usage) {
            return new Kept(
                    Long.toString(usage.quotaBytes()),
                    Long.toString(usage.usedBytes()),
                    Long.toString(usage.reservedBytes()),
                    Long.toString(usage.trashBytes()),
                    Long.toString(usage.freeBytes()),
                    usage.fullness());
        }
    }

    record Me(String id, String name, String role, List<String> scopes, String keyId, boolean confirmed, Kept usage) {}

    private void me(Context request, Caller caller) throws Problem, DatabaseException {
        Usage usage = library.quota().usage(caller.person()).orElseThrow(() -> new Problem(ProblemCode.NOT_SIGNED_IN));
        Json.answer(
                request,
                new Me(
                        Long.toString(caller.person().value()),
                        caller.name(),
                        caller.role().name(),
                        caller.scopes().stream().sorted().map(Scope::name).toList(),
                        Long.toString(caller.key().value()),
                        caller.isConfirmed(clock.instant()),
                        Kept.of(usage)));
    }

    private void changePassword(Context request, Caller caller) throws Problem, DatabaseException {
        requireConfirmed(caller);
        Password asked = Json.read(request, Password.class);
        requireDone(library.people().setPassword(caller, addresses.of(request), caller.person(), asked.password()));
        request.status(HttpStatus.NO_CONTENT);
    }

    static void requireDone(People.Change change) throws Problem {
        switch (change) {
            case DONE -> {}
            case NO_SUCH_PERSON -> throw new Problem(ProblemCode.NOT_FOUND);
            case LAST_OWNER -> throw new Problem(ProblemCode.LAST_OWNER);
            case WEAK_PASSWORD -> throw new Problem(ProblemCode.WEAK_PASSWORD);
            case BUSY -> throw new Problem(ProblemCode.BUSY);
        }
    }

    record Key(
            String id,
            String kind,
            String name,
            List<String> scopes,
            String createdAt,
            String lastSeenAt,
            String expiresAt,
            boolean current) {
        static Key of(AccessKeys.Listed key, Caller caller) {
            return new Key(
                    Long.toString(key.id().value()),
                    key.kind().name(),
                    key.name(),
                    key.scopes().stream().sorted().map(Scope::name).toList(),
                    key.createdAt().toString(),
                    key.lastSeenAt().toString(),
                    key.expiresAt().toString(),
                    key.id().equals(caller.key()));
        }
    }

    record Keys(List<Key> keys) {}

    private void keys(Context request, Caller caller) throws DatabaseException {
        List<AccessKeys.Listed> keys = library.keys().list(caller.person());
        Json.answer(
                request, new Keys(keys.stream().map(key -> Key.of(key, caller)).toList()));
    }

    record MakingKey(String name, List<String> scopes) {}

    record MadeKey(String id, String key) {}

    /// A token can do what its maker can, or less; a token makes no others.
    private void makeKey(Context request, Caller caller) throws Problem, DatabaseException {
        if (caller.kind() == KeyKind.TOKEN) {
            throw new Problem(ProblemCode.NOT_ALLOWED);
        }
        requireConfirmed(caller);
        MakingKey asked = Json.read(request, MakingKey.class);
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String scope : asked.scopes()) {
            scopes.add(Parameters.oneOf(Scope.class, scope));
        }
        AccessKeys.Made made = library.keys().make(caller, addresses.of(request), KeyKind.TOKEN, asked.name(), scopes);
        request.status(HttpStatus.CREATED).header("Cache-Control", "no-store");
        Json.answer(
                request,
                new MadeKey(Long.toString(made.id().value()), made.secret().reveal()));
    }

    private void revokeKey(Context request, Caller caller) throws Problem, DatabaseException {
        KeyId key = new KeyId(Parameters.id(request.pathParam("id")));
        if (caller.kind() == KeyKind.TOKEN && !key.equals(caller.key())) {
            throw new Problem(ProblemCode.NOT_ALLOWED);
        }
        if (!library.keys().revoke(caller, addresses.of(request), key)) {
            throw new Problem(ProblemCode.NOT_FOUND);
        }
        request.status(HttpStatus.NO_CONTENT);
    }
}
