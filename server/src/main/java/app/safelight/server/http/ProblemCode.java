package app.safelight.server.http;

import io.javalin.http.HttpStatus;
import java.util.Locale;

/// Why the server says no. The codes are stable: programs may rely on them, and `openapi.yaml` lists them.
public enum ProblemCode {
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request makes no sense"),
    NOT_SIGNED_IN(HttpStatus.UNAUTHORIZED, "Sign in first"),
    WRONG_NAME_OR_PASSWORD(HttpStatus.UNAUTHORIZED, "The name or the password is wrong"),
    PASSWORD_NEEDED(HttpStatus.FORBIDDEN, "Give your password again to do this"),
    NOT_ALLOWED(HttpStatus.FORBIDDEN, "This key or person may not do that"),
    OTHER_SITE(HttpStatus.FORBIDDEN, "The request came from another site"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing here"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not do that"),
    CONFLICT(HttpStatus.CONFLICT, "Something is in the way"),
    DELETED_EARLIER(HttpStatus.CONFLICT, "You deleted this photo; it comes back only if you say so"),
    IN_RECENTLY_DELETED(HttpStatus.CONFLICT, "This photo is in Recently Deleted; it comes back only if you say so"),
    ARRIVAL_UNKNOWN(HttpStatus.CONFLICT, "It did not come, or waited for too long; send it again"),
    NAME_TAKEN(HttpStatus.CONFLICT, "Somebody has that name"),
    LAST_OWNER(HttpStatus.CONFLICT, "Nobody would be left to run the library"),
    SET_UP_ALREADY(HttpStatus.FORBIDDEN, "The link is not the newest one, or the library is set up already"),
    LENGTH_REQUIRED(HttpStatus.LENGTH_REQUIRED, "Say how many bytes will come"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "That is too large"),
    NAME_NOT_FIT(HttpStatus.UNPROCESSABLE_CONTENT, "That cannot be a name"),
    WEAK_PASSWORD(HttpStatus.UNPROCESSABLE_CONTENT, "That password is too short or too long"),
    WRONG_DIGEST(HttpStatus.UNPROCESSABLE_CONTENT, "The bytes that came are not those that were announced"),
    WRONG_LENGTH(HttpStatus.BAD_REQUEST, "Fewer or more bytes came than were announced"),
    RANGE_NOT_SATISFIABLE(HttpStatus.RANGE_NOT_SATISFIABLE, "The file does not have these bytes"),
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It is not as you expected"),
    TOO_MANY_ATTEMPTS(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong passwords; wait a little"),
    BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too much at once; try again in a moment"),
    OVER_QUOTA(HttpStatus.INSUFFICIENT_STORAGE, "Your share of the library is full"),
    STORAGE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The library's disk is full"),
    STORAGE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The library's storage cannot be used now"),
    CONTENT_DAMAGED(HttpStatus.BAD_GATEWAY, "No copy of this file has its bytes any more"),
    DATABASE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The library's database cannot be used now"),
    DEFECT(HttpStatus.INTERNAL_SERVER_ERROR, "A defect in Safelight; nothing was called safe that is not");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status.getCode();
    }

    public String title() {
        return title;
    }

    /// As it is spelled in answers.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
