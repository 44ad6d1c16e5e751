package app.safelight.apple.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(5);

    private static final Peer.Script ECHO = (in, out) -> in.transferTo(out);

    @Test
    void whatIsWrittenComesBackOverTcp() throws Exception {
        try (Peer peer = Peer.onTcp(ECHO);
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            echoes(connection);
        }
    }

    @Test
    void whatIsWrittenComesBackOverAUnixSocket(@TempDir Path folder) throws Exception {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (Peer peer = Peer.on(server, UnixDomainSocketAddress.of(folder.resolve("socket")), ECHO);
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            echoes(connection);
        }
    }

    private static void echoes(Connection connection) throws Exception {
        byte[] sent = new byte[100_000];
        new Random(31).nextBytes(sent);
        for (int round = 0; round < 20; round++) {
            connection.write(sent, 0, sent.length);
            byte[] back = new byte[sent.length];
            connection.readFully(back, 0, back.length);
            assertThat(back).isEqualTo(sent);
        }
        assertThat(connection.await(SHORT)).isFalse();
    }

    @Test
    void silenceEndsAWaitAndTheConnectionGoesOn() throws Exception {
        CountDownLatch speak = new CountDownLatch(1);
        Peer.Script late = (in, out) -> {
            speak.await();
            out.write(7);
        };
        try (Peer peer = Peer.onTcp(late);
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            connection.silenceLimit(SHORT);
            byte[] one = new byte[1];
            assertThat(Faults.of(() -> connection.readFully(one, 0, 1))).isEqualTo(new DeviceFault.TimedOut(SHORT));
            speak.countDown();
            assertThat(connection.await(LONG)).isTrue();
            connection.readFully(one, 0, 1);
            assertThat(one[0]).isEqualTo((byte) 7);
        }
    }

    @Test
    void aPeerThatTakesNothingEndsAWriteByTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Peer peer = Peer.onTcp((in, out) -> over.await());
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            connection.silenceLimit(SHORT);
            byte[] much = new byte[64 << 20];
            assertThat(Faults.of(() -> connection.write(much, 0, much.length)))
                    .isEqualTo(new DeviceFault.TimedOut(SHORT));
            over.countDown();
        }
    }

    @Test
    void theEndIsToldAndMissedBytesAreALostCable() throws Exception {
        try (Peer peer = Peer.onTcp((in, out) -> out.write(new byte[] {1, 2}));
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            byte[] bytes = new byte[3];
            assertThat(Faults.of(() -> connection.readFully(bytes, 0, 3))).isEqualTo(new DeviceFault.CableLost());
            assertThat(connection.read(bytes, 0, 1)).isEqualTo(-1);
            assertThat(connection.await(LONG)).isTrue();
        }
    }

    @Test
    void interruptingAThreadEndsItsWait() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Peer peer = Peer.onTcp((in, out) -> over.await());
                SocketConnection connection = SocketConnection.open(peer.address(), LONG)) {
            AtomicReference<DeviceFault> fault = new AtomicReference<>();
            Thread waiting = Thread.ofPlatform()
                    .start(() -> fault.set(Faults.of(() -> connection.readFully(new byte[1], 0, 1))));
            waiting.interrupt();
            waiting.join();
            assertThat(fault).hasValue(new DeviceFault.Stopped());
            over.countDown();
        }
    }
}
