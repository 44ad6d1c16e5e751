package app.safelight.server.api;

import app.safelight.library.Library;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.Scope;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetFile;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Assets;
import app.safelight.library.assets.Shelf;
import app.safelight.library.assets.Timeline;
import app.safelight.library.changes.Change;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.StorageException;
import app.safelight.server.http.Json;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looking at assets, marking them, Recently Deleted, and what changed.
public final class AssetRoutes {
    private static final String ROOT = "/api/v1";

    /// Most entries of a page of the timeline.
    private static final int MAX_PAGE = 20_000;

    private final Library library;
    private final InstantSource clock;

    public AssetRoutes(Library library, InstantSource clock) {
        this.library = library;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.allowed(HandlerType.GET, ROOT + "/timeline", Scope.READ, this::timeline),
                Route.allowed(HandlerType.GET, ROOT + "/timeline/months", Scope.READ, this::months),
                Route.allowed(HandlerType.GET, ROOT + "/changes", Scope.READ, this::changes),
                Route.allowed(HandlerType.GET, ROOT + "/assets/{id}", Scope.READ, this::asset),
                Route.allowed(HandlerType.PATCH, ROOT + "/assets/{id}", Scope.EDIT, this::edit),
                Route.allowed(HandlerType.GET, ROOT + "/assets/{id}/files/{number}", Scope.READ, this::file),
                Route.allowed(HandlerType.HEAD, ROOT + "/assets/{id}/files/{number}", Scope.READ, this::file),
                Route.allowed(HandlerType.POST, ROOT + "/trash", Scope.DELETE, this::trash),
                Route.allowed(HandlerType.POST, ROOT + "/trash/restore", Scope.DELETE, this::restore),
                Route.allowed(HandlerType.POST, ROOT + "/trash/delete", Scope.DELETE, this::deleteForGood),
                Route.allowed(HandlerType.POST, ROOT + "/trash/empty", Scope.DELETE, this::emptyTrash));
    }

    /// @throws Problem unless the password was given a short while ago
    private void requireConfirmed(Caller caller) throws Problem {
        if (!caller.isConfirmed(clock.instant())) {
            throw new Problem(ProblemCode.PASSWORD_NEEDED);
        }
    }

    /// A page as columns: the ids, and for each what a grid needs. A month of seventy thousand photos is two
    /// megabytes.
    private void timeline(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        Shelf shelf =
                Parameters.oneOf(Shelf.class, Parameters.query(request, "shelf").orElse(Shelf.TIMELINE.name()));
        if (shelf == Shelf.HIDDEN) {
            requireConfirmed(caller);
        }
        int limit = Parameters.limit(request, MAX_PAGE);
        Timeline.Cursor after = after(request);
        Optional<String> month = Parameters.query(request, "month");
        List<Timeline.Entry> page;
        if (month.isPresent()) {
            LocalDateTime from = month(month.get()).atDay(1).atStartOfDay();
            page = library.timeline().between(caller.person(), shelf, from, from.plusMonths(1), after, limit);
        } else if (Parameters.flag(request, "favourites")) {
            page = library.timeline().favourites(caller.person(), after, limit);
        } else {
            page = library.timeline().page(caller.person(), shelf, after, limit);
        }
        Json.answer(request, json -> write(json, page, page.size() == limit));
    }

    private static YearMonth month(String text) throws Problem {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not a month like 2024-06");
        }
    }

    private static Timeline.Cursor after(Context request) throws Problem {
        Optional<String> before = Parameters.query(request, "before");
        if (before.isPresent()) {
            return Timeline.Cursor.before(Parameters.wallClock(before.get()));
        }
        Optional<String> cursor = Parameters.query(request, "after");
        if (cursor.isEmpty()) {
            return Timeline.Cursor.START;
        }
        String[] parts = cursor.get().split("_", 2);
        try {
            return new Timeline.Cursor(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1]));
        } catch (NumberFormatException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "after is not a cursor of an earlier page");
        }
    }

    private interface Column {
        void write(JsonGenerator json, Timeline.Entry entry) throws IOException;
    }

    private static void write(JsonGenerator json, List<Timeline.Entry> page, boolean more) throws IOException {
        json.writeStartObject();
        column(
                json,
                "id",
                page,
                (to, entry) -> to.writeString(Long.toString(entry.id().value())));
        column(json, "taken", page, (to, entry) -> to.writeNumber(entry.takenMillis()));
        column(json, "width", page, (to, entry) -> to.writeNumber(entry.width()));
        column(json, "height", page, (to, entry) -> to.writeNumber(entry.height()));
        column(json, "kind", page, (to, entry) -> to.writeString(entry.kind().name()));
        column(json, "durationMillis", page, (to, entry) -> to.writeNumber(entry.durationMillis()));
        column(json, "favourite", page, (to, entry) -> to.writeBoolean(entry.favourite()));
        column(json, "facts", page, (to, entry) -> to.writeString(entry.facts().name()));
        column(
                json,
                "thumbhash",
                page,
                (to, entry) -> to.writeString(entry.thumbhash()
                        .map(hash -> Base64.getEncoder().withoutPadding().encodeToString(hash.bytes()))
                        .orElse("")));
        if (more) {
            Timeline.Cursor last = page.getLast().cursor();
            json.writeStringField("after", last.takenMillis() + "_" + last.id());
        } else {
            json.writeNullField("after");
        }
        json.writeEndObject();
    }

    private static void column(JsonGenerator json, String name, List<Timeline.Entry> page, Column column)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Timeline.Entry entry : page) {
            column.write(json, entry);
        }
        json.writeEndArray();
    }

    record Month(String month, long assets) {}

    record Months(List<Month> months) {}

    private void months(Context request, Caller caller) throws DatabaseException {
        Json.answer(
                request,
                new Months(library.timeline().months(caller.person()).stream()
                        .map(month -> new Month(month.month().toString(), month.assets()))
                        .toList()));
    }

    private void changes(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        long cursor = Parameters.number(request, "after", 0);
        ChangeFeed.Page page =
                library.changes().after(caller.person(), cursor, Parameters.limit(request, ChangeFeed.MAX_PAGE));
        Json.answer(request, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("changes");
            for (Change change : page.changes()) {
                json.writeStartObject();
                json.writeStringField("subject", change.subject().name());
                json.writeStringField("id", Long.toString(change.id()));
                json.writeBooleanField("gone", change.gone());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("cursor", Long.toString(page.cursor()));
            json.writeBooleanField("more", page.more());
            json.writeEndObject();
        });
    }

    record File(
            int number, String role, String name, String sha256, long sizeBytes, String modifiedAt, String mediaType) {}

    record Position(double latitude, double longitude) {}

    record Whole(
            String id,
            String taken,
            @Nullable String offset,
            String kind,
            int width,
            int height,
            long durationMillis,
            @Nullable Position position,
            String camera,
            String lens,
            String facts,
            String soundness,
            String shelf,
            boolean favourite,
            boolean hidden,
            boolean archived,
            @Nullable String trashedAt,
            String description,
            int rating,
            String addedAt,
            List<File> files) {
        static Whole of(Asset asset) {
            return new Whole(
                    Long.toString(asset.id().value()),
                    asset.taken().toString(),
                    asset.offset().map(ZoneOffset::toString).orElse(null),
                    asset.kind().name(),
                    asset.width(),
                    asset.height(),
                    asset.durationMillis(),
                    asset.position()
                            .map(at -> new Position(at.latitude(), at.longitude()))
                            .orElse(null),
                    asset.camera(),
                    asset.lens(),
                    asset.facts().name(),
                    asset.soundness().name(),
                    asset.shelf().name(),
                    asset.favourite(),
                    asset.hidden(),
                    asset.archived(),
                    asset.trashedAt().map(Object::toString).orElse(null),
                    asset.description(),
                    asset.rating(),
                    asset.addedAt().toString(),
                    java.util.stream.IntStream.range(0, asset.files().size())
                            .mapToObj(number -> file(number, asset.files().get(number)))
                            .toList());
        }

        private static File file(int number, AssetFile file) {
            return new File(
                    number,
                    file.role().name(),
                    file.originalName(),
                    file.content().sha256().toString(),
                    file.content().sizeBytes(),
                    file.modifiedAt().toString(),
                    file.mediaType());
        }
    }

    /// @throws Problem as if it were not there if it is another's, or hidden and the password was not given
    private Asset find(Context request, Caller caller) throws Problem, DatabaseException {
        Asset asset = library.assets()
                .find(caller.person(), Parameters.asset(request))
                .orElseThrow(() -> new Problem(ProblemCode.NOT_FOUND));
        if (asset.hidden()) {
            requireConfirmed(caller);
        }
        return asset;
    }

    private void asset(Context request, Caller caller) throws Problem, DatabaseException {
        Json.answer(request, Whole.of(find(request, caller)));
    }

    /// What to change; what is left out stays.
    record Editing(
            @Nullable Boolean favourite,
            @Nullable Boolean hidden,
            @Nullable Boolean archived,
            @Nullable String description,
            @Nullable Integer rating,
            @Nullable String taken) {
        Assets.Edit edit() throws Problem {
            Optional<LocalDateTime> wallClock =
                    taken == null ? Optional.empty() : Optional.of(Parameters.wallClock(taken));
            try {
                return new Assets.Edit(
                        Optional.ofNullable(favourite),
                        Optional.ofNullable(hidden),
                        Optional.ofNullable(archived),
                        Optional.ofNullable(description),
                        Optional.ofNullable(rating),
                        wallClock);
            } catch (IllegalArgumentException wrong) {
                throw new Problem(ProblemCode.BAD_REQUEST, String.valueOf(wrong.getMessage()));
            }
        }
    }

    private void edit(Context request, Caller caller) throws Problem, DatabaseException {
        Asset asset = find(request, caller);
        library.assets()
                .edit(
                        caller.person(),
                        List.of(asset.id()),
                        Json.read(request, Editing.class).edit());
        Asset edited = library.assets()
                .find(caller.person(), asset.id())
                .orElseThrow(() -> new Problem(ProblemCode.NOT_FOUND));
        Json.answer(request, Whole.of(edited));
    }

    private void file(Context request, Caller caller) throws Problem, DatabaseException, StorageException, IOException {
        Asset asset = find(request, caller);
        long number = Parameters.id(request.pathParam("number"));
        if (number < 0 || number >= asset.files().size()) {
            throw new Problem(ProblemCode.NOT_FOUND);
        }
        new Download(library.store(), asset.files().get((int) number)).answer(request);
    }

    record Chosen(List<String> assets) {
        List<AssetId> ids() throws Problem {
            if (assets.size() > Assets.MAX_ASSETS) {
                throw new Problem(ProblemCode.TOO_LARGE).with("largestNumber", Assets.MAX_ASSETS);
            }
            return Parameters.assets(assets);
        }
    }

    /// Those that were there and are the caller's.
    record Done(List<String> assets) {
        static Done of(List<AssetId> assets) {
            return new Done(
                    assets.stream().map(asset -> Long.toString(asset.value())).toList());
        }
    }

    private void trash(Context request, Caller caller) throws Problem, DatabaseException {
        List<AssetId> chosen = Json.read(request, Chosen.class).ids();
        Json.answer(request, Done.of(library.trash().put(caller.person(), chosen)));
    }

    private void restore(Context request, Caller caller) throws Problem, DatabaseException {
        List<AssetId> chosen = Json.read(request, Chosen.class).ids();
        Json.answer(request, Done.of(library.trash().restore(caller.person(), chosen)));
    }

    /// @param confirm that the person was asked: what is deleted for good does not come back
    record Deleting(List<String> assets, boolean confirm) {}

    record Deleted(int deleted) {}

    private void deleteForGood(Context request, Caller caller) throws Problem, DatabaseException {
        Deleting asked = Json.read(request, Deleting.class);
        requireYes(asked.confirm());
        List<AssetId> chosen = new Chosen(asked.assets()).ids();
        Json.answer(request, new Deleted(library.trash().delete(caller.person(), chosen)));
    }

    private static void requireYes(boolean confirmed) throws Problem {
        if (!confirmed) {
            throw new Problem(ProblemCode.BAD_REQUEST, "deleting for good needs \"confirm\": true");
        }
    }

    record Emptying(boolean confirm) {}

    private void emptyTrash(Context request, Caller caller) throws Problem, DatabaseException {
        requireYes(Json.read(request, Emptying.class).confirm());
        int all = 0;
        int deleted = library.trash().empty(caller.person());
        while (deleted > 0) {
            all += deleted;
            deleted = library.trash().empty(caller.person());
        }
        request.status(HttpStatus.OK);
        Json.answer(request, new Deleted(all));
    }
}
