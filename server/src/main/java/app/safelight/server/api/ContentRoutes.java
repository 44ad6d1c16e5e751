package app.safelight.server.api;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.library.Library;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.Scope;
import app.safelight.library.assets.AssetFile;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.holdings.ArrivalId;
import app.safelight.library.holdings.Arrivals;
import app.safelight.library.holdings.Holdings;
import app.safelight.library.holdings.Settlement;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import app.safelight.server.http.Json;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The library as a place that keeps copies, for programs that back up: contents by their hashes, and only the
/// caller's own. A content is written `SHA256:SIZE` everywhere.
public final class ContentRoutes {
    private static final String ROOT = "/api/v1/contents";

    /// Bytes taken from the connection at a time.
    private static final int BUFFER_BYTES = 128 << 10;

    /// Most contents of one question; whoever has more asks for the listing.
    private static final int MAX_CLAIMS = 1_000;

    private final Library library;

    public ContentRoutes(Library library) {
        this.library = library;
    }

    public List<Route> routes() {
        return List.of(
                Route.allowed(HandlerType.GET, "/api/v1/place", Scope.READ, this::terms),
                Route.allowed(HandlerType.GET, ROOT, Scope.READ, this::held),
                Route.allowed(HandlerType.GET, ROOT + "/lost", Scope.READ, this::lost),
                Route.allowed(HandlerType.GET, ROOT + "/deleted", Scope.READ, this::deleted),
                Route.allowed(HandlerType.GET, ROOT + "/origins", Scope.READ, this::origins),
                Route.allowed(HandlerType.POST, ROOT + "/arrivals", Scope.UPLOAD, this::arrive),
                Route.allowed(HandlerType.POST, ROOT + "/claims", Scope.READ, this::claims),
                Route.allowed(HandlerType.POST, ROOT + "/settle", Scope.UPLOAD, this::settle),
                Route.allowed(HandlerType.POST, ROOT + "/verify", Scope.READ, this::verify),
                Route.allowed(HandlerType.POST, ROOT + "/set-aside", Scope.UPLOAD, this::setAside),
                Route.allowed(HandlerType.GET, ROOT + "/{sha256}", Scope.READ, this::read));
    }

    /// @param evidence the strongest way in which contents can be read
    record Terms(String identity, String person, String name, String evidence, String largestContentBytes) {}

    /// What the place is, and whose.
    private void terms(Context request, Caller caller) throws DatabaseException {
        Json.answer(
                request,
                new Terms(
                        library.setup().identity().orElseThrow(),
                        Long.toString(caller.person().value()),
                        caller.name(),
                        library.store().evidence().name(),
                        Long.toString(library.store().largestContentBytes())));
    }

    /// Tells contents after a cursor.
    @FunctionalInterface
    private interface Pages {
        List<ContentId> after(Optional<Sha256> last, int limit) throws DatabaseException;
    }

    private void held(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        page(request, (after, limit) -> library.holdings().held(caller.person(), after, limit));
    }

    /// Contents that should be there and are not, as far as a quick look tells.
    private void lost(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        page(request, (after, limit) -> library.holdings().missing(caller.person(), after, limit));
    }

    /// Contents that the caller deleted; they are not taken again unless the caller says so.
    private void deleted(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        page(request, (after, limit) -> library.holdings().deleted(caller.person(), after, limit));
    }

    private static void page(Context request, Pages pages) throws Problem, DatabaseException, IOException {
        int limit = Parameters.limit(request, Holdings.MAX_PAGE);
        Optional<String> cursor = Parameters.query(request, "after");
        Optional<Sha256> after = cursor.isPresent() ? Optional.of(Parameters.sha256(cursor.get())) : Optional.empty();
        List<ContentId> page = pages.after(after, limit);
        Json.answer(request, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("contents");
            for (ContentId content : page) {
                json.writeString(content.toString());
            }
            json.writeEndArray();
            after(json, page.size() == limit ? page.getLast().sha256().toString() : null);
            json.writeEndObject();
        });
    }

    private static void after(JsonGenerator json, @Nullable String cursor) throws IOException {
        json.writeFieldName("after");
        json.writeString(cursor);
    }

    private void origins(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        int limit = Parameters.limit(request, Holdings.MAX_PAGE);
        long after = Parameters.number(request, "after", 0);
        List<Holdings.Remembered> page = library.holdings().origins(caller.person(), after, limit);
        Json.answer(request, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("origins");
            for (Holdings.Remembered one : page) {
                Origin origin = one.origin();
                json.writeStartObject();
                json.writeStringField("source", origin.key().source().value());
                json.writeStringField("path", origin.key().path());
                json.writeStringField("modified", origin.modifiedAt().toString());
                json.writeStringField("content", origin.content().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            after(json, page.size() == limit ? Long.toString(page.getLast().number()) : null);
            json.writeEndObject();
        });
    }

    /// A content on its way in: the body is its bytes, and then the 32 bytes of its SHA-256, which its sender
    /// knows only at the end. What breaks off, or is not what its hash says, leaves nothing.
    private void arrive(Context request, Caller caller)
            throws Problem, DatabaseException, StorageException, IOException {
        Offer offer = offer(request, caller);
        switch (library.uploads().begin(caller.person(), offer)) {
            case Uploads.Admission.Decided(var outcome) -> FileRoutes.answer(request, outcome);
            case Uploads.Admission.Open(var upload) -> {
                boolean kept = false;
                try {
                    Sha256 declared = receive(request, upload, offer.sizeBytes());
                    Arrivals.Outcome outcome = library.arrivals().keep(caller.person(), upload, declared);
                    kept = true;
                    arrived(request, outcome);
                } finally {
                    if (!kept) {
                        upload.abandon();
                    }
                }
            }
        }
    }

    private static Offer offer(Context request, Caller caller) throws Problem {
        long sizeBytes = request.req().getContentLengthLong() - Sha256.BYTES;
        if (sizeBytes < 0) {
            throw new Problem(ProblemCode.LENGTH_REQUIRED);
        }
        Optional<String> taken = Parameters.query(request, "taken");
        Optional<LocalDateTime> wallClock =
                taken.isPresent() ? Optional.of(Parameters.wallClock(taken.get())) : Optional.empty();
        return new Offer(
                Parameters.query(request, "name").orElse(""),
                sizeBytes,
                Optional.empty(),
                Parameters.instant(Parameters.query(request, "modified").orElse("")),
                wallClock,
                Role.ORIGINAL,
                Optional.empty(),
                caller.device(),
                false);
    }

    /// @return what the sender says of the hash
    private static Sha256 receive(Context request, Uploads.Upload upload, long sizeBytes)
            throws Problem, StorageException {
        byte[] buffer = new byte[Math.clamp(sizeBytes, Sha256.BYTES, BUFFER_BYTES)];
        long left = sizeBytes;
        try (InputStream body = request.req().getInputStream()) {
            while (left > 0) {
                int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the body ended early");
                }
                upload.write(buffer, 0, read);
                left -= read;
            }
            byte[] digest = body.readNBytes(Sha256.BYTES);
            if (digest.length != Sha256.BYTES) {
                throw new IOException("the body ended before its hash");
            }
            return Sha256.ofBytes(digest);
        } catch (IOException broken) {
            throw new Problem(ProblemCode.WRONG_LENGTH, broken)
                    .with("declaredBytes", sizeBytes)
                    .with("receivedBytes", upload.receivedBytes());
        }
    }

    record Arrived(String arrival, String content) {}

    private static void arrived(Context request, Arrivals.Outcome outcome) throws Problem {
        switch (outcome) {
            case Arrivals.Outcome.Arrived(var id, var kept) -> {
                request.status(HttpStatus.CREATED);
                Json.answer(
                        request,
                        new Arrived(Long.toString(id.value()), kept.content().toString()));
            }
            case Arrivals.Outcome.Refused(var why) -> FileRoutes.answer(request, why);
        }
    }

    record CameFrom(String source, String path, String modified, String content) {
        Origin origin() throws Problem {
            try {
                return new Origin(
                        new ItemKey(new SourceId(source), path),
                        Parameters.instant(modified),
                        ContentRoutes.content(content));
            } catch (IllegalArgumentException wrong) {
                throw new Problem(ProblemCode.BAD_REQUEST, "not the origin of a content");
            }
        }
    }

    record Settling(List<String> arrivals, List<CameFrom> origins) {}

    /// Makes arrivals the caller's: all of them, with receipts for each, or none.
    private void settle(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        Settling asked = Json.read(request, Settling.class);
        if (asked.arrivals().size() > Arrivals.MAX_TOGETHER || asked.origins().size() > Arrivals.MAX_TOGETHER) {
            throw new Problem(ProblemCode.TOO_LARGE).with("largestNumber", Arrivals.MAX_TOGETHER);
        }
        List<ArrivalId> arrivals = new ArrayList<>();
        for (String id : asked.arrivals()) {
            arrivals.add(new ArrivalId(Parameters.id(id)));
        }
        List<Origin> origins = new ArrayList<>();
        for (CameFrom one : asked.origins()) {
            origins.add(one.origin());
        }
        switch (library.arrivals().settle(caller.person(), arrivals, origins)) {
            case Settlement.Settled(var receipts) ->
                Json.answer(request, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("receipts");
                    for (List<Receipt> of : receipts) {
                        write(json, of);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
            case Settlement.Unknown _ -> throw new Problem(ProblemCode.ARRIVAL_UNKNOWN);
            case Settlement.NotHeld(var content) ->
                throw new Problem(ProblemCode.NOT_FOUND).with("content", content.toString());
            case Settlement.Refused(var why) -> throw refusal(request, why);
        }
    }

    private static Problem refusal(Context request, Intake why) {
        try {
            FileRoutes.answer(request, why);
            return new Problem(ProblemCode.CONFLICT);
        } catch (Problem problem) {
            return problem;
        }
    }

    private static void write(JsonGenerator json, List<Receipt> receipts) throws IOException {
        json.writeStartArray();
        for (Receipt receipt : receipts) {
            json.writeStartObject();
            json.writeStringField("content", receipt.content().toString());
            json.writeStringField("place", receipt.place().value());
            json.writeStringField("evidence", receipt.evidence().name());
            json.writeStringField("readAt", receipt.readAt().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    record Asking(List<String> contents) {}

    /// Of contents those that are of record.
    private void claims(Context request, Caller caller) throws Problem, DatabaseException {
        List<String> asked = Json.read(request, Asking.class).contents();
        if (asked.size() > MAX_CLAIMS) {
            throw new Problem(ProblemCode.TOO_LARGE).with("largestNumber", MAX_CLAIMS);
        }
        List<String> held = new ArrayList<>();
        for (String one : asked) {
            if (library.holdings().holds(caller.person(), content(one))) {
                held.add(one);
            }
        }
        Json.answer(request, new Asking(held));
    }

    /// Reads contents again, every byte, from where the library keeps them.
    private void verify(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        List<String> asked = Json.read(request, Asking.class).contents();
        if (asked.size() > Holdings.MAX_VERIFIED) {
            throw new Problem(ProblemCode.TOO_LARGE).with("largestNumber", Holdings.MAX_VERIFIED);
        }
        List<ContentId> contents = new ArrayList<>();
        for (String one : asked) {
            contents.add(content(one));
        }
        List<Holdings.Verified> found = new ArrayList<>();
        for (ContentId content : contents) {
            found.add(library.holdings().verify(caller.person(), content));
        }
        Json.answer(request, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("contents");
            for (Holdings.Verified one : found) {
                json.writeStartObject();
                switch (one) {
                    case Holdings.Verified.Good(var receipts) -> {
                        json.writeFieldName("receipts");
                        write(json, receipts);
                    }
                    case Holdings.Verified.Bad(var fault) -> json.writeStringField("fault", word(fault));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /// What is wrong with a copy, without a word of this machine.
    private static String word(PlaceFault fault) {
        return switch (fault) {
            case PlaceFault.Missing _ -> "missing";
            case PlaceFault.Corrupt _ -> "damaged";
            case PlaceFault.ReadFailed _ -> "unreadable";
            case PlaceFault.NameTooLong _, PlaceFault.TooLarge _, PlaceFault.DeletedThere _ -> "missing";
            case PlaceFault.Full _, PlaceFault.OverQuota _, PlaceFault.WrongMedium _, PlaceFault.Unreachable _ ->
                "away";
            case PlaceFault.Denied _, PlaceFault.Locked _, PlaceFault.Busy _, PlaceFault.DamagedIndex _ -> "away";
            case PlaceFault.NewerFormat _, PlaceFault.WriteFailed _ -> "away";
        };
    }

    record Aside(String content) {}

    /// Copies that are damaged no longer count, to make room for good ones; good ones stay.
    private void setAside(Context request, Caller caller) throws Problem, DatabaseException, StorageException {
        library.holdings()
                .setAside(
                        caller.person(), content(Json.read(request, Aside.class).content()));
        request.status(HttpStatus.NO_CONTENT);
    }

    /// The bytes of a content.
    private void read(Context request, Caller caller) throws Problem, DatabaseException, StorageException, IOException {
        Evidence evidence = Parameters.oneOf(
                Evidence.class, Parameters.query(request, "evidence").orElse(Evidence.READ_BACK.name()));
        if (!library.store().evidence().isAtLeast(evidence) || !evidence.isAtLeast(Evidence.READ_BACK)) {
            throw new Problem(ProblemCode.BAD_REQUEST, "this library cannot be read like that");
        }
        ContentId content = library.holdings()
                .find(caller.person(), Parameters.sha256(request.pathParam("sha256")))
                .orElseThrow(() -> new Problem(ProblemCode.NOT_FOUND));
        AssetFile file = new AssetFile(
                Role.ORIGINAL, content, content.sha256().toString(), Instant.EPOCH, "application/octet-stream");
        try {
            new Download(library.store(), file, evidence).answer(request);
        } catch (StorageException failure) {
            if (failure.fault() instanceof StorageFault.NoGoodCopy(var _, var _, var fault)) {
                throw Problem.of(failure).with("fault", word(fault));
            }
            throw failure;
        }
    }

    private static ContentId content(String text) throws Problem {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 2) {
                return new ContentId(Sha256.parse(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not a content like SHA256:SIZE");
        }
        throw new Problem(ProblemCode.BAD_REQUEST, "not a content like SHA256:SIZE");
    }
}
