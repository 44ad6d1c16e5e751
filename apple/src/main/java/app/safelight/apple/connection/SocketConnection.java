package app.safelight.apple.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/// A connection over a unix or TCP socket. The socket never blocks; waiting is a selector's, so that each wait
/// has its limit on both kinds of socket without a second thread.
public final class SocketConnection implements Connection {
    /// One read of the machine takes what has come, up to this: several records or chunks at full speed.
    private static final int BUFFER_BYTES = 256 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private Duration silenceLimit = SILENCE_LIMIT;
    private boolean ended;

    private SocketConnection(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /// @param limit how long to wait for the other side to accept
    /// @throws IOException as the machine gives it: only the caller knows what nobody listening there means
    public static SocketConnection open(SocketAddress address, Duration limit) throws IOException {
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (!unix) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // measured: 30 times slower without
            }
            return connect(channel, address, limit);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static SocketConnection connect(SocketChannel channel, SocketAddress address, Duration limit)
            throws IOException {
        Selector selector = Selector.open();
        try {
            SelectionKey key = channel.register(selector, 0);
            if (!channel.connect(address)) {
                key.interestOps(SelectionKey.OP_CONNECT);
                selector.select(Math.max(1, limit.toMillis()));
                selector.selectedKeys().clear();
                if (!channel.finishConnect()) {
                    throw new SocketTimeoutException("no answer to a connection");
                }
            }
            return new SocketConnection(channel, selector, key);
        } catch (IOException | RuntimeException failed) {
            selector.close();
            throw failed;
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill(silenceLimit)) {
            throw new DeviceException(new DeviceFault.TimedOut(silenceLimit));
        }
        if (!inbound.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, inbound.remaining());
        inbound.get(into, offset, count);
        return count;
    }

    @Override
    public int buffered() {
        return inbound.remaining();
    }

    @Override
    public boolean await(Duration wait) throws DeviceException {
        return fill(wait);
    }

    /// Waits until bytes are buffered or the end has come.
    private boolean fill(Duration wait) throws DeviceException {
        if (inbound.hasRemaining() || ended) {
            return true;
        }
        inbound.clear();
        try {
            int count = channel.read(inbound);
            while (count == 0) {
                if (!ready(SelectionKey.OP_READ, wait)) {
                    return false;
                }
                count = channel.read(inbound);
            }
            ended = count < 0;
            return true;
        } catch (IOException | ClosedSelectorException | CancelledKeyException failed) {
            throw translated(failed);
        } finally {
            inbound.flip();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws DeviceException {
        ByteBuffer outbound = ByteBuffer.wrap(from, offset, length);
        try {
            while (outbound.hasRemaining()) {
                if (channel.write(outbound) == 0 && !ready(SelectionKey.OP_WRITE, silenceLimit)) {
                    throw new DeviceException(new DeviceFault.TimedOut(silenceLimit));
                }
            }
        } catch (IOException | ClosedSelectorException | CancelledKeyException failed) {
            throw translated(failed);
        }
    }

    private boolean ready(int operation, Duration wait) throws IOException {
        key.interestOps(operation);
        int count = wait.isPositive() ? selector.select(Math.max(1, wait.toMillis())) : selector.selectNow();
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted() || !channel.isOpen()) {
            throw new DeviceException(new DeviceFault.Stopped());
        }
        return count > 0;
    }

    private static DeviceException translated(Exception failed) {
        return switch (failed) {
            case DeviceException ours -> ours;
            case ClosedChannelException closed -> new DeviceException(new DeviceFault.Stopped(), closed);
            case IOException reset -> new DeviceException(new DeviceFault.CableLost(), reset);
            default -> new DeviceException(new DeviceFault.Stopped(), failed);
        };
    }

    @Override
    public void silenceLimit(Duration limit) {
        silenceLimit = limit;
    }

    @Override
    public void close() {
        try (selector;
                channel) {
            ended = true;
        } catch (IOException alreadyGone) {
            // The socket is released all the same, and there is nobody left to tell.
            ended = true;
        }
    }
}
