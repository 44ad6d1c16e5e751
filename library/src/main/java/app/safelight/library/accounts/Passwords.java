package app.safelight.library.accounts;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hashes and compares passwords with Argon2id.
///
/// Threads: any; few at a time get on, each takes 19 MiB and some ten milliseconds.
public final class Passwords {
    /// Shortest password taken. The delays between attempts do the rest.
    public static final int MIN_LENGTH = 10;

    /// Longest taken: more would only cost time.
    public static final int MAX_LENGTH = 1_000;

    /// As the OWASP password storage cheat sheet recommends for Argon2id: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int VERSION = 19;

    /// Most hashed at once: 38 MiB, and a processor left for the photos.
    private static final int MAX_AT_ONCE = 2;

    /// Most that wait for it: some seconds' work. More are sent away.
    private static final int MAX_WAITING = 100;

    private static final Argon2Function FUNCTION =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID, VERSION);

    private final Semaphore room = new Semaphore(MAX_AT_ONCE, true);

    /// What no password equals, compared with where there is no such person, so that the time taken tells
    /// nothing.
    private volatile @Nullable String nobody;

    /// Why a password is not taken.
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG
    }

    public static Optional<Weakness> weakness(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        return length > MAX_LENGTH ? Optional.of(Weakness.TOO_LONG) : Optional.empty();
    }

    /// The text to keep: parameters, salt and hash.
    ///
    /// @return empty if too many wait
    Optional<String> hash(String password) {
        return inTurn(() -> hashNow(password));
    }

    /// Whether it is the password of that hash.
    ///
    /// @param hash empty if there is no such person: takes as long, and is never true
    /// @return empty if too many wait
    Optional<Boolean> matches(String password, Optional<String> hash) {
        if (password.length() > MAX_LENGTH) {
            return Optional.of(false);
        }
        return inTurn(() -> {
            boolean equal =
                    Password.check(password, hash.orElseGet(this::nobody)).with(FUNCTION);
            return equal && hash.isPresent();
        });
    }

    private <R> Optional<R> inTurn(Supplier<R> work) {
        if (room.getQueueLength() >= MAX_WAITING) {
            return Optional.empty();
        }
        room.acquireUninterruptibly();
        try {
            return Optional.of(work.get());
        } finally {
            room.release();
        }
    }

    private String nobody() {
        String known = nobody;
        if (known == null) {
            known = hashNow("nobody has this password");
            nobody = known;
        }
        return known;
    }

    private static String hashNow(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(FUNCTION).getResult();
    }
}
