package app.safelight.simulator.iphone;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of a link, each so much later than it came. What comes while others are under way is delayed no
/// more than they are, so that a computer with several requests in flight waits once and not for each.
///
/// Threads: one pumps, one reads.
final class DelayLine extends InputStream {
    /// Most pieces under way. A computer that sends on without looking for answers waits then, as at a full
    /// cable; no more than [#MAX_PIECES] times [#PIECE_BYTES] is ever held.
    private static final int MAX_PIECES = 256;

    private static final int PIECE_BYTES = 64 << 10;

    /// How long one look at the queue lasts, before it is looked whether the link is still there.
    private static final long LOOK_MILLIS = 200;

    /// @param bytes null at the end of the stream
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never shown to anyone who might change it.
    private record Piece(long dueNanos, byte @Nullable [] bytes) {}

    private final Link link;
    private final long delayNanos;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(MAX_PIECES);
    private byte[] current = new byte[0];
    private int at;
    private boolean ended;

    DelayLine(Link link, Duration delay) {
        this.link = link;
        this.delayNanos = delay.toNanos();
    }

    /// Takes in what comes until the link ends; to be run on a thread of its own.
    void pump() {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            for (int count = link.in().read(buffer);
                    count >= 0;
                    count = link.in().read(buffer)) {
                byte[] bytes = new byte[count];
                System.arraycopy(buffer, 0, bytes, 0, count);
                if (!offer(new Piece(System.nanoTime() + delayNanos, bytes))) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A link that broke ends like one that was closed: the reader learns it by the end of the stream.
        }
        offer(new Piece(System.nanoTime(), null));
    }

    /// False if nobody reads any more.
    private boolean offer(Piece piece) {
        try {
            while (!pieces.offer(piece, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!link.isOpen()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == current.length && !next()) {
            return -1;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, bytes, offset, count);
        at += count;
        return count;
    }

    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        Piece piece = take();
        if (piece == null || piece.bytes() == null) {
            ended = true;
            return false;
        }
        Waiting.until(piece.dueNanos());
        current = piece.bytes();
        at = 0;
        return true;
    }

    private @Nullable Piece take() throws IOException {
        try {
            while (true) {
                Piece piece = pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (piece != null || !link.isOpen()) {
                    return piece;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("told to stop while waiting", stopped);
        }
    }

    /// Also counts what came and is not due yet.
    @Override
    public int available() {
        Piece first = pieces.peek();
        return current.length - at + (first == null || first.bytes() == null ? 0 : first.bytes().length);
    }
}
