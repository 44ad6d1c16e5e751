package app.safelight.library.accounts;

import app.safelight.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Slows down the guessing of passwords, without letting anybody lock out somebody else: failures are counted
/// for a name at one address, and for an address, never for a name alone; and what follows is a short wait, not
/// a lock.
///
/// An attempt counts before its password is looked at, so that a thousand at once are not free.
final class Attempts {
    /// Failures of one name at one address before waiting begins: people mistype.
    private static final int FREE_FOR_NAME = 5;

    /// The same for an address: a family shares one.
    private static final int FREE_FOR_ADDRESS = 30;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /// Longest wait. Twelve guesses a minute and thirty seconds' patience for whoever shares an address with a
    /// guesser.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /// After so long without a failure, everything is forgotten.
    private static final Duration MEMORY = Duration.ofHours(1);

    private record Bucket(Sha256 key, int free) {}

    private Attempts() {}

    /// Counts an attempt.
    ///
    /// @return when to come again, if it is too early; then it was not counted
    static Optional<Instant> begin(Handle rows, String nameKey, String address, Instant now) {
        forgetOld(rows, now);
        List<Bucket> buckets = List.of(
                new Bucket(forName(nameKey, address), FREE_FOR_NAME),
                new Bucket(forAddress(address), FREE_FOR_ADDRESS));
        Optional<Instant> wait = buckets.stream()
                .map(bucket -> opensAt(rows, bucket))
                .filter(now::isBefore)
                .max(Instant::compareTo);
        if (wait.isEmpty()) {
            buckets.forEach(bucket -> count(rows, bucket, now));
        }
        return wait;
    }

    /// The password was right.
    static void succeeded(Handle rows, String nameKey, String address) {
        rows.createUpdate("DELETE FROM sign_in_failure WHERE bucket = :bucket")
                .bind("bucket", forName(nameKey, address).bytes())
                .execute();
        rows.createUpdate("UPDATE sign_in_failure SET failures = failures - 1 WHERE bucket = :bucket AND failures > 0")
                .bind("bucket", forAddress(address).bytes())
                .execute();
    }

    private static Instant opensAt(Handle rows, Bucket bucket) {
        return rows.createQuery("SELECT failures, last_at FROM sign_in_failure WHERE bucket = :bucket")
                .bind("bucket", bucket.key().bytes())
                .map((row, _) -> Instant.ofEpochMilli(row.getLong("last_at"))
                        .plus(waitAfter(row.getLong("failures") - bucket.free())))
                .findOne()
                .orElse(Instant.MIN);
    }

    /// Doubles from one to the next.
    private static Duration waitAfter(long failuresOver) {
        if (failuresOver < 0) {
            return Duration.ZERO;
        }
        long doublings = Math.min(failuresOver, 30);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static void count(Handle rows, Bucket bucket, Instant now) {
        rows.createUpdate("INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (:bucket, 1, :now)"
                        + " ON CONFLICT (bucket) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = :now")
                .bind("bucket", bucket.key().bytes())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static void forgetOld(Handle rows, Instant now) {
        rows.createUpdate("DELETE FROM sign_in_failure WHERE last_at < :old")
                .bind("old", now.minus(MEMORY).toEpochMilli())
                .execute();
    }

    private static Sha256 forName(String nameKey, String address) {
        return hash("name\n" + address + "\n" + nameKey);
    }

    private static Sha256 forAddress(String address) {
        return hash("address\n" + address);
    }

    /// Hashed, so that the table does not keep who tried what.
    private static Sha256 hash(String text) {
        return Sha256.ofBytes(Sha256.digester().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
