package app.safelight.bench.contest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// How fast this machine can hash at all: SHA-256 of memory on every core, with nothing to read.
final class HashSpeed {
    /// More than the cores' own caches hold, so that it is memory that is hashed.
    private static final int BUFFER_BYTES = 16 << 20;

    /// Enough for the compiler to have put in the processor's own instructions.
    private static final long WARM_UP_BYTES = 256L << 20;

    private HashSpeed() {}

    static void warmUp() throws InterruptedException {
        hash(WARM_UP_BYTES);
    }

    /// Hashes so many bytes, each core its part.
    static void hash(long bytes) throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Thread> threads = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            long share = bytes / cores + (core < bytes % cores ? 1 : 0);
            threads.add(Thread.ofPlatform().daemon().start(() -> hashAlone(share)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void hashAlone(long bytes) {
        byte[] buffer = new byte[BUFFER_BYTES];
        new SplittableRandom(bytes).nextBytes(buffer);
        MessageDigest digest = sha256();
        for (long done = 0; done < bytes; done += buffer.length) {
            digest.update(buffer, 0, (int) Math.min(buffer.length, bytes - done));
        }
        if (digest.digest().length != 32) {
            throw new IllegalStateException("SHA-256 has another length");
        }
    }

    static String hex(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
