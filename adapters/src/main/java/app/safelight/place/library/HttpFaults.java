package app.safelight.place.library;

import app.safelight.core.place.PlaceFault;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// What it means that a library said no, or nothing.
final class HttpFaults {
    private HttpFaults() {}

    /// Of an answer that is no success.
    ///
    /// @param problem what it says of itself (RFC 9457); empty if it is no problem of a library
    /// @param address of the library
    static PlaceFault of(int status, Optional<LinkJson.Answer> problem, String address) {
        if (status >= 300 && status < 400) {
            return new PlaceFault.Unreachable(address + " sends on to another address; sign in there");
        }
        if (problem.isEmpty()) {
            return new PlaceFault.Unreachable(address + " answers " + status + ", as no library does");
        }
        LinkJson.Answer facts = problem.get();
        return switch (facts.text("code", "")) {
            case "not_signed_in" -> signedOut(address);
            case "not_allowed" ->
                new PlaceFault.Denied("the library does not let this person or key do that (" + address + ")");
            case "over_quota" ->
                new PlaceFault.OverQuota(
                        Math.max(
                                0,
                                facts.number("quotaBytes") - facts.number("usedBytes") - facts.number("reservedBytes")),
                        facts.number("neededBytes"));
            case "storage_full" -> new PlaceFault.Full(facts.number("freeBytes"), facts.number("neededBytes"));
            case "too_large" -> new PlaceFault.TooLarge(facts.number("largestBytes"));
            case "deleted_earlier", "in_recently_deleted" -> new PlaceFault.DeletedThere();
            case "name_not_fit" -> new PlaceFault.NameTooLong("the library takes no such name");
            case "not_found" -> new PlaceFault.Missing();
            case "content_damaged", "storage_unavailable" -> copy(facts.text("fault", ""));
            case "wrong_digest" -> new PlaceFault.WriteFailed("other bytes came there than were sent");
            case "wrong_length" -> new PlaceFault.Unreachable("the line broke while a file was sent");
            case "arrival_unknown" ->
                new PlaceFault.Unreachable("the library no longer has what was just sent; it must be sent again");
            case "busy" -> new PlaceFault.Busy("the library has too much to do at once");
            case "database_unavailable" -> new PlaceFault.Unreachable("the library's database cannot be used now");
            default ->
                new PlaceFault.Unreachable(
                        "the library answers " + status + " " + facts.text("title", "") + " (" + address + ")");
        };
    }

    /// By the word of the library for what is wrong with its copy.
    static PlaceFault copy(String word) {
        return switch (word) {
            case "missing" -> new PlaceFault.Missing();
            case "damaged" -> new PlaceFault.Corrupt("other bytes");
            case "unreadable" -> new PlaceFault.ReadFailed("the library cannot read it");
            default -> new PlaceFault.Unreachable("the library's storage cannot be used now");
        };
    }

    static PlaceFault signedOut(String address) {
        return new PlaceFault.Denied("you are signed out of the library; run 'safelight login " + address + "'");
    }

    /// No answer.
    static PlaceFault of(Throwable failure, String address) {
        return switch (failure) {
            case SSLException wrong ->
                new PlaceFault.Unreachable(address + " cannot prove who it is: " + wrong.getMessage());
            case HttpTimeoutException _ -> new PlaceFault.Unreachable(address + " does not answer");
            case ConnectException _ -> new PlaceFault.Unreachable("nobody answers at " + address);
            default -> new PlaceFault.Unreachable("the connection to " + address + " failed: " + detail(failure));
        };
    }

    private static String detail(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
