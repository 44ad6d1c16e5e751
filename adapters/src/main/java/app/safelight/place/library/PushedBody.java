package app.safelight.place.library;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request's body whose bytes are pushed by whoever has them, in the client's own time: pushing waits until
/// the connection takes more. One thread pushes; the client's threads take.
final class PushedBody implements HttpRequest.BodyPublisher, Flow.Subscription {
    private final long lengthBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Flow.@Nullable Subscriber<? super ByteBuffer> client;
    private long wanted;
    private boolean stopped;

    PushedBody(long lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public long contentLength() {
        return lengthBytes;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        lock.lock();
        try {
            client = subscriber;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        lock.lock();
        try {
            wanted = Math.max(wanted + more, wanted);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        stop();
    }

    /// Nobody takes any more: the answer came, or the connection broke.
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the body may come.
    ///
    /// @return false if it need not come any more
    boolean awaitDemand(Duration atMost) throws IOException, InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!stopped && wanted == 0) {
                if (left <= 0) {
                    throw new IOException("nothing was taken for " + atMost.toSeconds() + " seconds");
                }
                left = changed.awaitNanos(left);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /// Hands over a copy of the bytes as soon as they are wanted.
    ///
    /// @return false if nobody takes them any more
    boolean push(byte[] buffer, int offset, int length, Duration atMost) throws IOException, InterruptedException {
        if (length == 0) {
            return true;
        }
        if (!awaitDemand(atMost)) {
            return false;
        }
        Flow.Subscriber<? super ByteBuffer> taker;
        lock.lock();
        try {
            wanted--;
            taker = client;
        } finally {
            lock.unlock();
        }
        if (taker == null) {
            throw new IllegalStateException("bytes are wanted by nobody");
        }
        byte[] copy = new byte[length];
        System.arraycopy(buffer, offset, copy, 0, length);
        taker.onNext(ByteBuffer.wrap(copy));
        return true;
    }

    void complete() {
        Flow.Subscriber<? super ByteBuffer> taker = taker();
        if (taker != null) {
            taker.onComplete();
        }
    }

    /// Breaks the connection off, so that the other side takes nothing for whole.
    void fail() {
        Flow.Subscriber<? super ByteBuffer> taker = taker();
        if (taker != null) {
            taker.onError(new IOException("dropped by its sender"));
        }
    }

    private Flow.@Nullable Subscriber<? super ByteBuffer> taker() {
        lock.lock();
        try {
            return client;
        } finally {
            lock.unlock();
        }
    }
}
