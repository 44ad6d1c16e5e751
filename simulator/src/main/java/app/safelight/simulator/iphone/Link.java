package app.safelight.simulator.iphone;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// One connection of a computer, as bytes. Knows when it was last used, so that none is waited for without end.
///
/// Threads: one reads, any close; writers take turns by themselves.
final class Link implements Closeable {
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private volatile long lastUseNanos = System.nanoTime();
    private volatile long idleLimitNanos;

    Link(SocketChannel channel, Duration idleLimit) {
        this.channel = channel;
        this.idleLimitNanos = idleLimit.toNanos();
        this.in = new FilterInputStream(Channels.newInputStream(channel)) {
            @Override
            public int read() throws IOException {
                int one = super.read();
                used();
                return one;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                used();
                return count;
            }

            @Override
            public int available() throws IOException {
                return unread();
            }
        };
        this.out = new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                used();
            }
        };
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /// Bytes that have come and were not taken yet; 0 where the system does not tell, on a unix socket.
    private int unread() throws IOException {
        return channel.getLocalAddress() instanceof InetSocketAddress
                ? channel.socket().getInputStream().available()
                : 0;
    }

    void limitIdle(Duration limit) {
        idleLimitNanos = limit.toNanos();
        used();
    }

    boolean isIdleTooLong(long nowNanos) {
        return nowNanos - lastUseNanos > idleLimitNanos;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    private void used() {
        lastUseNanos = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
