package app.safelight.simulator.iphone;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One way by which a phone is reached: its cable, or the network. Has a number of its own each time.
///
/// Threads: any.
public final class Attachment {
    /// How a phone is reached.
    public enum Kind {
        USB("USB"),
        NETWORK("Network");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As the daemon writes it.
        String word() {
            return word;
        }
    }

    private final int deviceId;
    private final SimulatedPhone phone;
    private final Kind kind;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean pulled;
    private long freeAtNanos = System.nanoTime();

    Attachment(int deviceId, SimulatedPhone phone, Kind kind) {
        this.deviceId = deviceId;
        this.phone = phone;
        this.kind = kind;
    }

    /// The daemon's number of it, from 1.
    public int deviceId() {
        return deviceId;
    }

    public SimulatedPhone phone() {
        return phone;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the phone can no longer be reached by it.
    public boolean isPulled() {
        return pulled;
    }

    /// @throws IOException if it is pulled already
    void carry(Link link) throws IOException {
        links.add(link);
        if (pulled) {
            link.close();
            throw new IOException("the phone is no longer there");
        }
    }

    void drop(Link link) {
        links.remove(link);
    }

    /// Ends all that goes over it.
    void pull() throws IOException {
        pulled = true;
        for (Link link : links) {
            link.close();
        }
    }

    /// When so many bytes have passed, at a rate that all connections share.
    synchronized long passedAtNanos(int bytes, long bytesPerSecond) {
        long start = Math.max(freeAtNanos, System.nanoTime());
        freeAtNanos = start + Math.round(bytes * 1e9 / bytesPerSecond);
        return freeAtNanos;
    }
}
