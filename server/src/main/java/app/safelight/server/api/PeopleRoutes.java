package app.safelight.server.api;

import app.safelight.library.Library;
import app.safelight.library.accounts.AuditLog;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.People;
import app.safelight.library.accounts.Person;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Role;
import app.safelight.library.accounts.Scope;
import app.safelight.library.database.DatabaseException;
import app.safelight.server.http.Json;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import app.safelight.server.security.Addresses;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The people of the library, for those who run it.
public final class PeopleRoutes {
    private static final String ROOT = "/api/v1";

    private final Library library;
    private final Addresses addresses;

    public PeopleRoutes(Library library, Addresses addresses) {
        this.library = library;
        this.addresses = addresses;
    }

    public List<Route> routes() {
        return List.of(
                Route.allowed(HandlerType.GET, ROOT + "/people", Scope.ADMINISTER, this::all),
                Route.allowed(HandlerType.POST, ROOT + "/people", Scope.ADMINISTER, this::add),
                Route.allowed(HandlerType.PATCH, ROOT + "/people/{id}", Scope.ADMINISTER, this::change),
                Route.allowed(HandlerType.GET, ROOT + "/audit", Scope.ADMINISTER, this::audit));
    }

    record Listed(
            String id,
            String name,
            String role,
            String quotaBytes,
            String usedBytes,
            String createdAt,
            boolean disabled) {
        static Listed of(Person person) {
            return new Listed(
                    Long.toString(person.id().value()),
                    person.name(),
                    person.role().name(),
                    Long.toString(person.quotaBytes()),
                    Long.toString(person.usedBytes()),
                    person.createdAt().toString(),
                    person.disabled());
        }
    }

    record All(List<Listed> people) {}

    private void all(Context request, Caller caller) throws DatabaseException {
        Json.answer(
                request, new All(library.people().all().stream().map(Listed::of).toList()));
    }

    /// @param quotaBytes 5 GB if left out
    record Adding(
            String name,
            String role,
            String password,
            @Nullable Long quotaBytes) {}

    private void add(Context request, Caller caller) throws Problem, DatabaseException {
        Adding asked = Json.read(request, Adding.class);
        long quota = asked.quotaBytes() == null ? People.DEFAULT_QUOTA_BYTES : asked.quotaBytes();
        requireQuota(quota);
        Role role = Parameters.oneOf(Role.class, asked.role());
        var addition = library.people().add(caller, addresses.of(request), asked.name(), role, asked.password(), quota);
        if (addition instanceof People.Addition.Added(var person)) {
            request.status(HttpStatus.CREATED);
            Json.answer(request, Listed.of(person));
        } else {
            throw AccountRoutes.refusal(addition);
        }
    }

    private static void requireQuota(long bytes) throws Problem {
        if (bytes < 0) {
            throw new Problem(ProblemCode.BAD_REQUEST, "a quota is not less than nothing");
        }
    }

    /// What to change; what is left out stays.
    record Changing(
            @Nullable String role,
            @Nullable Long quotaBytes,
            @Nullable Boolean disabled,
            @Nullable String password) {}

    private void change(Context request, Caller caller) throws Problem, DatabaseException {
        PersonId id = new PersonId(Parameters.id(request.pathParam("id")));
        Changing asked = Json.read(request, Changing.class);
        People people = library.people();
        String address = addresses.of(request);
        if (asked.quotaBytes() != null) {
            requireQuota(asked.quotaBytes());
            AccountRoutes.requireDone(people.setQuota(caller, address, id, asked.quotaBytes()));
        }
        if (asked.role() != null) {
            Role role = Parameters.oneOf(Role.class, asked.role());
            AccountRoutes.requireDone(people.setRole(caller, address, id, role));
        }
        if (asked.disabled() != null) {
            AccountRoutes.requireDone(people.setDisabled(caller, address, id, asked.disabled()));
        }
        if (asked.password() != null) {
            AccountRoutes.requireDone(people.setPassword(caller, address, id, asked.password()));
        }
        Person person = people.find(id).orElseThrow(() -> new Problem(ProblemCode.NOT_FOUND));
        Json.answer(request, Listed.of(person));
    }

    record Deed(String id, String at, @Nullable String person, String deed, String address, String detail) {
        static Deed of(AuditLog.Entry entry) {
            return new Deed(
                    Long.toString(entry.id()),
                    entry.at().toString(),
                    entry.person().map(person -> Long.toString(person.value())).orElse(null),
                    entry.deed().name(),
                    entry.address(),
                    entry.detail());
        }
    }

    record Deeds(List<Deed> entries) {}

    private void audit(Context request, Caller caller) throws Problem, DatabaseException {
        long before = Parameters.number(request, "before", Long.MAX_VALUE);
        List<AuditLog.Entry> page = library.audit().page(before, Parameters.limit(request, AuditLog.MAX_PAGE));
        Json.answer(request, new Deeds(page.stream().map(Deed::of).toList()));
    }
}
