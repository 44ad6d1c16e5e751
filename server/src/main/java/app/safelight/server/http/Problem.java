package app.safelight.server.http;

import app.safelight.core.place.PlaceFault;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.DatabaseFault;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/// No, and why: what a caller gets in place of an answer, as RFC 9457 spells it. Facts beside the code are
/// meant for programs; neither has paths of this machine, nor anything of another person's.
public final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String MEDIA_TYPE = "application/problem+json";

    private final ProblemCode code;
    private final transient Map<String, Object> facts = new LinkedHashMap<>();

    public Problem(ProblemCode code) {
        super(code.title(), null, false, false);
        this.code = code;
    }

    public Problem(ProblemCode code, Throwable cause) {
        super(code.title(), cause, false, false);
        this.code = code;
    }

    /// @param detail what is wrong this time, for people
    public Problem(ProblemCode code, String detail) {
        this(code);
        facts.put("detail", detail);
    }

    /// The same with another fact.
    public Problem with(String name, Object fact) {
        facts.put(name, fact);
        return this;
    }

    public ProblemCode code() {
        return code;
    }

    /// Answers with it.
    public void answer(Context request) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:safelight:problem:" + code.text());
        members.put("title", code.title());
        members.put("status", code.status());
        members.put("code", code.text());
        members.putAll(facts);
        request.status(code.status()).contentType(MEDIA_TYPE).result(Json.bytes(members));
    }

    /// Whether the request got a problem already.
    public static boolean isAnswered(Context request) {
        return MEDIA_TYPE.equals(request.res().getContentType());
    }

    public static Problem of(DatabaseException failure) {
        return switch (failure.fault()) {
            case DatabaseFault.Full _ -> new Problem(ProblemCode.STORAGE_FULL, failure);
            case DatabaseFault.Busy _ -> new Problem(ProblemCode.BUSY, failure);
            case DatabaseFault.Unreachable _, DatabaseFault.Damaged _, DatabaseFault.NewerFormat _ ->
                new Problem(ProblemCode.DATABASE_UNAVAILABLE, failure);
        };
    }

    public static Problem of(StorageException failure) {
        return switch (failure.fault()) {
            case StorageFault.WrongDigest(var declared, var found) ->
                new Problem(ProblemCode.WRONG_DIGEST)
                        .with("declaredSha256", declared.toString())
                        .with("receivedSha256", found.toString());
            case StorageFault.WrongLength(var declaredBytes, var receivedBytes) ->
                new Problem(ProblemCode.WRONG_LENGTH)
                        .with("declaredBytes", declaredBytes)
                        .with("receivedBytes", receivedBytes);
            case StorageFault.TooFewCopies(var needed, var had, var _, var fault) ->
                of(fault, failure).with("copiesNeeded", needed).with("copiesMade", had);
            case StorageFault.NoGoodCopy(var _, var _, var fault) -> lost(fault, failure);
            case StorageFault.PlaceMissing _, StorageFault.PlaceUnusable _ ->
                new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
        };
    }

    private static Problem of(PlaceFault fault, StorageException failure) {
        return switch (fault) {
            case PlaceFault.Full(var freeBytes, var neededBytes) ->
                new Problem(ProblemCode.STORAGE_FULL, failure)
                        .with("freeBytes", freeBytes)
                        .with("neededBytes", neededBytes);
            case PlaceFault.OverQuota _, PlaceFault.DeletedThere _ ->
                new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
            case PlaceFault.TooLarge(var largestBytes) ->
                new Problem(ProblemCode.TOO_LARGE, failure).with("largestBytes", largestBytes);
            case PlaceFault.Busy _ -> new Problem(ProblemCode.BUSY, failure);
            case PlaceFault.NameTooLong _ -> new Problem(ProblemCode.NAME_NOT_FIT, failure);
            case PlaceFault.Missing _, PlaceFault.Corrupt _, PlaceFault.ReadFailed _, PlaceFault.WriteFailed _ ->
                new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
            case PlaceFault.WrongMedium _, PlaceFault.Unreachable _, PlaceFault.Denied _, PlaceFault.Locked _ ->
                new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
            case PlaceFault.DamagedIndex _, PlaceFault.NewerFormat _ ->
                new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
        };
    }

    private static Problem lost(PlaceFault fault, StorageException failure) {
        return switch (fault.reach()) {
            case CONTENT -> new Problem(ProblemCode.CONTENT_DAMAGED, failure);
            case PLACE -> new Problem(ProblemCode.STORAGE_UNAVAILABLE, failure);
        };
    }
}
