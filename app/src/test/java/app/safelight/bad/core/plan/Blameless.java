package app.safelight.bad.core.plan;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Breaks no rule.
final class Blameless {
    final ConcurrentHashMap<String, AtomicLong> counts = new ConcurrentHashMap<>();

    enum Size {
        SMALL,
        LARGE
    }

    record Pair(String first, Size second) {}

    String told(Object thing) throws IOException {
        return switch (thing) {
            case Pair(var first, var _) -> first + counts;
            case Size size -> size.name();
            default -> throw new IOException("neither");
        };
    }
}
