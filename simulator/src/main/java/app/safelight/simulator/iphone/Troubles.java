package app.safelight.simulator.iphone;

import app.safelight.simulator.iphone.PhoneTrouble.LosesCable;
import app.safelight.simulator.iphone.PhoneTrouble.LosesCableWhileAsked;
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
    private final Cut answers = new Cut();
    private final Cut requests = new Cut();

    /// Where one direction of the cable is cut.
    private static final class Cut {
        private long bytesLeft = Long.MAX_VALUE;

        synchronized void set(long bytes) {
            bytesLeft = bytes;
        }

        synchronized int allowed(int bytes) {
            if (bytesLeft == Long.MAX_VALUE) {
                return bytes;
            }
            if (bytes <= bytesLeft) {
                bytesLeft -= bytes;
                return bytes;
            }
            int allowed = (int) bytesLeft;
            bytesLeft = Long.MAX_VALUE;
            return allowed;
        }
    }

    void strike(PhoneTrouble trouble) {
        if (struck.size() >= MAX_TROUBLES) {
            throw new IllegalStateException("more troubles than " + MAX_TROUBLES);
        }
        if (trouble instanceof LosesCable loses) {
            answers.set(loses.afterBytes());
        } else if (trouble instanceof LosesCableWhileAsked loses) {
            requests.set(loses.afterBytes());
        } else {
            struck.add(trouble);
        }
    }

    void recover() {
        struck.clear();
        answers.set(Long.MAX_VALUE);
        requests.set(Long.MAX_VALUE);
    }

    void whenSilent(Runnable person) {
        onSilence = person;
    }

    /// A service just fell silent.
    void fellSilent() {
        onSilence.run();
    }

    /// How many of so many bytes still come through to the computer; fewer only once.
    int allowedThroughCable(int bytes) {
        return answers.allowed(bytes);
    }

    /// The same for bytes that come from it.
    int allowedFromComputer(int bytes) {
        return requests.allowed(bytes);
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
