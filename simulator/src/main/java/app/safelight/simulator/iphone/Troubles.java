package app.safelight.simulator.iphone;

import app.safelight.simulator.iphone.PhoneTrouble.LosesCable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// What is wrong with a phone just now.
///
/// Threads: any.
final class Troubles {
    /// Most at once; a test that strikes more has lost count.
    private static final int MAX_TROUBLES = 10_000;

    private final List<PhoneTrouble> struck = new CopyOnWriteArrayList<>();
    private volatile Runnable onSilence = () -> {};
    private long cableBytesLeft = Long.MAX_VALUE;

    void strike(PhoneTrouble trouble) {
        if (struck.size() >= MAX_TROUBLES) {
            throw new IllegalStateException("more troubles than " + MAX_TROUBLES);
        }
        if (trouble instanceof LosesCable loses) {
            setCable(loses.afterBytes());
        } else {
            struck.add(trouble);
        }
    }

    void recover() {
        struck.clear();
        setCable(Long.MAX_VALUE);
    }

    void whenSilent(Runnable person) {
        onSilence = person;
    }

    /// A service just fell silent.
    void fellSilent() {
        onSilence.run();
    }

    private synchronized void setCable(long bytes) {
        cableBytesLeft = bytes;
    }

    /// How many of so many bytes still come through; fewer only once.
    synchronized int allowedThroughCable(int bytes) {
        if (cableBytesLeft == Long.MAX_VALUE) {
            return bytes;
        }
        if (bytes <= cableBytesLeft) {
            cableBytesLeft -= bytes;
            return bytes;
        }
        int allowed = (int) cableBytesLeft;
        cableBytesLeft = Long.MAX_VALUE;
        return allowed;
    }

    <T extends PhoneTrouble> Optional<T> find(Class<T> kind) {
        return find(kind, _ -> true);
    }

    /// The first of its kind that holds here.
    <T extends PhoneTrouble> Optional<T> find(Class<T> kind, Predicate<T> holds) {
        for (PhoneTrouble trouble : struck) {
            if (kind.isInstance(trouble) && holds.test(kind.cast(trouble))) {
                return Optional.of(kind.cast(trouble));
            }
        }
        return Optional.empty();
    }

    /// Like [#find], for what strikes once.
    <T extends PhoneTrouble> Optional<T> take(Class<T> kind, Predicate<T> holds) {
        Optional<T> found = find(kind, holds);
        return found.filter(struck::remove);
    }

    /// Whether a path is that of a trouble, or below it.
    static boolean covers(String troubled, String path) {
        return path.equals(troubled) || troubled.equals("/") || path.startsWith(troubled + "/");
    }
}
