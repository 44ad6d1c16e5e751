package app.safelight.app.icloud;

import app.safelight.core.model.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;

/// Assets to be known again, each as 8 bytes of a hash of its identifier: small, and telling nobody which
/// photos there are. Of more than fit those with the smallest hashes are kept, which is a fair sample.
public final class Fingerprints {
    /// Of no asset.
    public static final Fingerprints NONE = new Fingerprints(new long[0]);

    private final long[] sorted;

    private Fingerprints(long[] sorted) {
        this.sorted = sorted;
    }

    static Fingerprints of(long... values) {
        return new Fingerprints(Arrays.stream(values).sorted().distinct().toArray());
    }

    static long fingerprint(String uuid) {
        byte[] hash = Sha256.digester().digest(uuid.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong();
    }

    public int size() {
        return sorted.length;
    }

    boolean contains(long fingerprint) {
        return Arrays.binarySearch(sorted, fingerprint) >= 0;
    }

    long[] values() {
        return sorted.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprints prints && Arrays.equals(sorted, prints.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return sorted.length + " fingerprints";
    }

    /// Gathers them while assets pass by.
    ///
    /// Threads: one.
    static final class Gathering {
        private final int most;
        private final TreeSet<Long> smallest = new TreeSet<>();

        Gathering(int most) {
            this.most = most;
        }

        void add(long fingerprint) {
            boolean tooLarge = smallest.size() == most && fingerprint >= smallest.last();
            if (!tooLarge && smallest.add(fingerprint) && smallest.size() > most) {
                smallest.pollLast();
            }
        }

        Fingerprints done() {
            return new Fingerprints(smallest.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
