package app.safelight.server.api;

import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Receipt;
import app.safelight.library.Library;
import app.safelight.library.accounts.Caller;
import app.safelight.library.accounts.Scope;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.KnownContents;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.StorageException;
import app.safelight.server.http.Json;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import app.safelight.server.http.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files on their way in: which are missing, and one whole file in one request.
public final class FileRoutes {
    private static final String ROOT = "/api/v1";

    /// Bytes taken from the connection at a time.
    private static final int BUFFER_BYTES = 128 << 10;

    /// RFC 9530.
    private static final Pattern DIGEST = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]{1,64}):");

    private final Library library;
    private final InstantSource clock;

    public FileRoutes(Library library, InstantSource clock) {
        this.library = library;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.allowed(HandlerType.POST, ROOT + "/contents/missing", Scope.UPLOAD, this::missing),
                Route.allowed(HandlerType.PUT, ROOT + "/files/{name}", Scope.UPLOAD, this::put));
    }

    record Asking(List<String> sha256) {}

    /// Answered from the caller's own library only: to know a hash is not to have the photo.
    private void missing(Context request, Caller caller) throws Problem, DatabaseException, IOException {
        List<String> asked = Json.read(request, Asking.class).sha256();
        if (asked.size() > KnownContents.MAX_DIGESTS) {
            throw new Problem(ProblemCode.TOO_LARGE).with("largestNumber", KnownContents.MAX_DIGESTS);
        }
        List<Sha256> digests = new ArrayList<>(asked.size());
        for (String one : asked) {
            digests.add(Parameters.sha256(one));
        }
        KnownContents.Answer answer = library.knownContents().ask(caller.person(), digests);
        Json.answer(request, json -> {
            json.writeStartObject();
            write(json, "held", answer.held());
            write(json, "deleted", answer.deleted());
            write(json, "missing", answer.missing());
            json.writeEndObject();
        });
    }

    private static void write(com.fasterxml.jackson.core.JsonGenerator json, String name, List<Sha256> digests)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Sha256 digest : digests) {
            json.writeString(digest.toString());
        }
        json.writeEndArray();
    }

    /// One whole file: nothing is kept of one that breaks off.
    private void put(Context request, Caller caller) throws Problem, DatabaseException, StorageException, IOException {
        Offer offer = offer(request, caller);
        switch (library.uploads().begin(caller.person(), offer)) {
            case Uploads.Admission.Decided(var outcome) -> answer(request, outcome);
            case Uploads.Admission.Open(var upload) -> {
                boolean ended = false;
                try {
                    receive(request, upload, offer.sizeBytes());
                    Intake outcome = upload.finish();
                    ended = true;
                    answer(request, outcome);
                } finally {
                    if (!ended) {
                        upload.abandon();
                    }
                }
            }
        }
    }

    private Offer offer(Context request, Caller caller) throws Problem {
        long sizeBytes = request.req().getContentLengthLong();
        if (sizeBytes < 0) {
            throw new Problem(ProblemCode.LENGTH_REQUIRED);
        }
        Optional<String> modified = Parameters.query(request, "modified");
        Optional<String> taken = Parameters.query(request, "taken");
        Optional<String> part = Parameters.query(request, "asset");
        Optional<AssetId> asset =
                part.isPresent() ? Optional.of(new AssetId(Parameters.id(part.get()))) : Optional.empty();
        Optional<LocalDateTime> wallClock =
                taken.isPresent() ? Optional.of(Parameters.wallClock(taken.get())) : Optional.empty();
        Instant modifiedAt = modified.isPresent() ? Parameters.instant(modified.get()) : clock.instant();
        Role role =
                Parameters.oneOf(Role.class, Parameters.query(request, "role").orElse(Role.ORIGINAL.name()));
        return new Offer(
                request.pathParam("name"),
                sizeBytes,
                announced(request),
                modifiedAt,
                wallClock,
                role,
                asset,
                caller.device(),
                Parameters.flag(request, "deliberate"));
    }

    private static Optional<Sha256> announced(Context request) throws Problem {
        Optional<String> asked = Parameters.query(request, "sha256");
        if (asked.isPresent()) {
            return Optional.of(Parameters.sha256(asked.get()));
        }
        String header = Optional.ofNullable(request.header("Repr-Digest"))
                .or(() -> Optional.ofNullable(request.header("Content-Digest")))
                .orElse("");
        Matcher digest = DIGEST.matcher(header);
        if (!digest.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Sha256.ofBytes(Base64.getDecoder().decode(digest.group(1))));
        } catch (IllegalArgumentException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "the digest is no SHA-256 in base64");
        }
    }

    private static void receive(Context request, Uploads.Upload upload, long sizeBytes)
            throws Problem, StorageException {
        byte[] buffer = new byte[Math.clamp(sizeBytes, 1, BUFFER_BYTES)];
        try (InputStream body = request.req().getInputStream()) {
            int read = body.read(buffer);
            while (read >= 0) {
                upload.write(buffer, 0, read);
                read = body.read(buffer);
            }
        } catch (IOException broken) {
            throw new Problem(ProblemCode.WRONG_LENGTH, broken)
                    .with("declaredBytes", sizeBytes)
                    .with("receivedBytes", upload.receivedBytes());
        }
    }

    /// What a place said of the copy that it was read back from.
    record Copy(String place, String evidence, String readAt) {
        static Copy of(Receipt receipt) {
            return new Copy(
                    receipt.place().value(),
                    receipt.evidence().name(),
                    receipt.readAt().toString());
        }
    }

    /// @param sha256 what the server read back, not what was sent
    record Taken(String asset, String sha256, long sizeBytes, boolean fresh, List<Copy> receipts) {}

    /// Tells what became of a file.
    ///
    /// @throws Problem if it was not taken
    static void answer(Context request, Intake outcome) throws Problem {
        switch (outcome) {
            case Intake.Taken(var asset, var kept, var fresh) -> {
                request.status(fresh ? HttpStatus.CREATED : HttpStatus.OK);
                request.header("Location", ROOT + "/assets/" + asset.value());
                Json.answer(
                        request,
                        new Taken(
                                Long.toString(asset.value()),
                                kept.content().sha256().toString(),
                                kept.content().sizeBytes(),
                                fresh,
                                kept.receipts().stream().map(Copy::of).toList()));
            }
            case Intake.DeletedEarlier(var at) ->
                throw new Problem(ProblemCode.DELETED_EARLIER).with("deletedAt", at.toString());
            case Intake.InTrash(var asset) ->
                throw new Problem(ProblemCode.IN_RECENTLY_DELETED).with("asset", Long.toString(asset.value()));
            case Intake.OverQuota(var quotaBytes, var usedBytes, var reservedBytes, var neededBytes) ->
                throw new Problem(ProblemCode.OVER_QUOTA)
                        .with("quotaBytes", Long.toString(quotaBytes))
                        .with("usedBytes", Long.toString(usedBytes))
                        .with("reservedBytes", Long.toString(reservedBytes))
                        .with("neededBytes", Long.toString(neededBytes));
            case Intake.NoSuchAsset _ -> throw new Problem(ProblemCode.NOT_FOUND);
        }
    }
}
