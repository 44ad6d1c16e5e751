package app.safelight.simulator.iphone;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What computers had from a phone by AFC, for those who want to know how well they ask.
///
/// Threads: any.
public final class Tally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder requestsFollowed = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> bytesRead = new ConcurrentHashMap<>();

    void request(boolean followed) {
        requests.increment();
        if (followed) {
            requestsFollowed.increment();
        }
    }

    void read(String path, int bytes) {
        bytesRead.computeIfAbsent(path, _ -> new LongAdder()).add(bytes);
    }

    void written(int bytes) {
        bytesWritten.add(bytes);
    }

    /// Requests answered since the phone was made.
    public long requests() {
        return requests.sum();
    }

    /// Of those, how many were followed by another before they were answered. None are if a computer waits for
    /// each answer; nearly all are if it keeps several in flight. On a unix socket some are missed.
    public long requestsFollowed() {
        return requestsFollowed.sum();
    }

    /// Bytes of contents taken in.
    public long bytesWritten() {
        return bytesWritten.sum();
    }

    /// By path, the bytes of contents given out, also repeatedly.
    public Map<String, Long> bytesRead() {
        Map<String, Long> sums = new TreeMap<>();
        bytesRead.forEach((path, bytes) -> sums.put(path, bytes.sum()));
        return sums;
    }
}
