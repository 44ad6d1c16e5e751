package app.safelight.library.database;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes the ids of rows: 63 bits, later ones greater. Nobody need be asked, so any number of nodes can make
/// them.
///
/// Shape: milliseconds since 1970, 43 bits (until the year 2248), then 20 bits of chance. Within one process no
/// id comes twice and none is less than one before it, also when the clock is set back. Two nodes draw the same
/// one in the same millisecond once in a million times; the row is then refused, and its transaction runs
/// again.
///
/// In JSON they are text: a JavaScript number holds 53 bits.
///
/// Threads: any.
public final class Ids {
    private static final int CHANCE_BITS = 20;

    private final InstantSource clock;
    private final RandomGenerator chance;
    private final AtomicLong last = new AtomicLong();

    /// @param chance need not be hard to guess: an id gives no access; used under a lock of its own
    public Ids(InstantSource clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    public long next() {
        long fresh = atOrAfter(clock.millis()) | random();
        return last.updateAndGet(before -> Math.max(fresh, before + 1));
    }

    /// The least id that could be made at that time.
    ///
    /// @param millis since 1970
    public static long atOrAfter(long millis) {
        return millis << CHANCE_BITS;
    }

    private long random() {
        synchronized (chance) {
            return chance.nextInt(1 << CHANCE_BITS);
        }
    }
}
