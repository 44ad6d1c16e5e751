package app.safelight.apple.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Somebody to talk to over a real socket, who does what a script says on each connection. Closing it fails if
/// a script did.
public final class Peer implements AutoCloseable {
    /// What happens on one connection; it is closed at the end.
    public interface Script {
        void run(InputStream in, OutputStream out) throws Exception;
    }

    private final ServerSocketChannel server;
    private final Script script;
    private final ConcurrentLinkedQueue<SocketChannel> open = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Peer(ServerSocketChannel server, Script script) {
        this.server = server;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    public static Peer onTcp(Script script) throws IOException {
        return on(ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
    }

    public static Peer on(ServerSocketChannel server, SocketAddress address, Script script) throws IOException {
        server.bind(address);
        return new Peer(server, script);
    }

    public SocketAddress address() throws IOException {
        return server.getLocalAddress();
    }

    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                if (channel.getLocalAddress() instanceof InetSocketAddress) {
                    // Otherwise small answers wait for the client's acknowledgements.
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (ClosedChannelException closed) {
            // The test is over.
        } catch (IOException broken) {
            failures.add(broken);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            script.run(Channels.newInputStream(channel), Channels.newOutputStream(channel));
        } catch (IOException left) {
            // The client may leave whenever it likes.
        } catch (Exception | AssertionError failed) {
            failures.add(failed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
        } catch (IOException broken) {
            failures.add(broken);
        }
        for (Throwable failure : failures) {
            throw new AssertionError("the other side failed", failure);
        }
    }
}
