package app.safelight.place.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/// A line to a server that can be cut after so many bytes, and that counts what goes over it.
final class Line implements AutoCloseable {
    private static final Pattern POST = Pattern.compile("(?:POST|GET|PUT) (/[a-z0-9/-]*)[^\r\n]* HTTP/1.1\r\n");

    final AtomicLong sentBytes = new AtomicLong();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger settles = new AtomicInteger();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final IntSupplier port;
    private volatile long limitBytes = Long.MAX_VALUE;
    private volatile long pauseMillis;

    /// @param port of the server, asked for each connection
    Line(IntSupplier port) throws IOException {
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /// After so many bytes from now on nothing goes through.
    void cutAfter(long bytes) {
        sentBytes.set(0);
        limitBytes = bytes;
    }

    void mend() {
        limitBytes = Long.MAX_VALUE;
    }

    /// Waits before each piece that goes up.
    void slowDown(long millis) {
        pauseMillis = millis;
    }

    boolean isCut() {
        return sentBytes.get() > limitBytes;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                if (isCut()) {
                    cut();
                    continue;
                }
                connections.incrementAndGet();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt());
                open.add(server);
                Thread.ofVirtual().start(() -> carry(client, server, true));
                Thread.ofVirtual().start(() -> carry(server, client, false));
            } catch (IOException closed) {
                // Nobody is at the other end, or nobody will be any more.
                cut();
            }
        }
    }

    private void cut() {
        for (Socket socket : open) {
            close(socket);
        }
        open.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed.
        }
    }

    private void carry(Socket from, Socket to, boolean up) {
        byte[] buffer = new byte[512];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (up) {
                    Thread.sleep(pauseMillis);
                    count(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (sentBytes.addAndGet(read) > limitBytes) {
                        cut();
                        return;
                    }
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException | InterruptedException broken) {
            // The other direction ends as well.
        } finally {
            close(from);
            close(to);
        }
    }

    private void count(String sent) {
        var request = POST.matcher(sent);
        while (request.find()) {
            requests.incrementAndGet();
            if (request.group(1).endsWith("/settle")) {
                settles.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
