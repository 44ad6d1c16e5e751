package app.safelight.server.api;

import app.safelight.core.model.Sha256;
import app.safelight.library.assets.AssetId;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What stands in addresses and texts of requests. Ids are texts everywhere: 63 bits do not fit a number of
/// JavaScript.
final class Parameters {
    private Parameters() {}

    static AssetId asset(Context request) throws Problem {
        return new AssetId(id(request.pathParam("id")));
    }

    static List<AssetId> assets(List<String> ids) throws Problem {
        List<AssetId> assets = new ArrayList<>(ids.size());
        for (String id : ids) {
            assets.add(new AssetId(id(id)));
        }
        return assets;
    }

    /// @throws Problem as if nothing of that id were there
    static long id(String text) throws Problem {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw new Problem(ProblemCode.NOT_FOUND);
        }
    }

    static Optional<String> query(Context request, String name) {
        return Optional.ofNullable(request.queryParam(name)).filter(text -> !text.isEmpty());
    }

    static long number(Context request, String name, long otherwise) throws Problem {
        Optional<String> text = query(request, name);
        try {
            return text.map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, name + " is not a number");
        }
    }

    static int limit(Context request, int largest) throws Problem {
        long limit = number(request, "limit", largest);
        if (limit < 1 || limit > largest) {
            throw new Problem(ProblemCode.BAD_REQUEST, "limit is from 1 to " + largest);
        }
        return (int) limit;
    }

    static boolean flag(Context request, String name) throws Problem {
        return switch (query(request, name).orElse("false")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Problem(ProblemCode.BAD_REQUEST, name + " is true or false");
        };
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, @Nullable String text) throws Problem {
        try {
            return Enum.valueOf(type, String.valueOf(text).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not one of " + List.of(type.getEnumConstants()));
        }
    }

    static Sha256 sha256(String hex) throws Problem {
        try {
            return Sha256.parse(hex);
        } catch (IllegalArgumentException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not a SHA-256 in 64 hexadecimal digits");
        }
    }

    static Instant instant(String text) throws Problem {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not a time like 2024-06-15T10:20:30Z");
        }
    }

    static LocalDateTime wallClock(String text) throws Problem {
        try {
            return LocalDateTime.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "not a time like 2024-06-15T10:20:30");
        }
    }
}
