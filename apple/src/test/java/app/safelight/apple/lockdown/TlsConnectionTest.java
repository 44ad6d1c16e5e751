package app.safelight.apple.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import app.safelight.apple.connection.Peer;
import app.safelight.apple.connection.SocketConnection;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.bouncycastle.tls.TlsServerProtocol;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final SecureRandom RANDOM = new SecureRandom();

    private static TestPairing pairing;

    @BeforeAll
    static void pair() throws Exception {
        pairing = TestPairing.made();
    }

    private static Connection client(Peer peer) throws Exception {
        SocketConnection plain = SocketConnection.open(peer.address(), LONG);
        return TlsConnection.open(plain, pairing.record(), RANDOM);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namelessCertificatesAreNoObstacleAndTheHostShowsItsOwn(boolean version13) throws Exception {
        byte[][] shown = new byte[1][];
        Peer.Script echo = (in, out) -> {
            TlsServerProtocol tls = TlsDevice.accept(
                    in,
                    out,
                    pairing.deviceCertificate().getEncoded(),
                    pairing.device().getPrivate(),
                    version13,
                    shown);
            tls.getInputStream().transferTo(tls.getOutputStream());
        };
        byte[] sent = new byte[150_000];
        new Random(5).nextBytes(sent);
        try (Peer peer = Peer.onTcp(echo);
                Connection connection = client(peer)) {
            connection.write(sent, 0, sent.length);
            byte[] back = new byte[sent.length];
            connection.readFully(back, 0, back.length);
            assertThat(back).isEqualTo(sent);
            assertThat(connection.await(Duration.ofMillis(2))).isFalse();
            connection.write(sent, 0, 1);
            assertThat(connection.await(LONG)).isTrue();
            connection.readFully(back, 0, 1);
            assertThat(back[0]).isEqualTo(sent[0]);
        }
        assertThat(shown[0]).isEqualTo(pairing.hostCertificate().getEncoded());
    }

    @Test
    void aesComesFromTheJdk() {
        assertThat(FastCrypto.isFast()).isTrue();
    }

    @Test
    void anotherKeyThanThePairedOneIsRefused() throws Exception {
        KeyPair other = TestCertificates.newKey();
        byte[] impostor =
                TestCertificates.nameless(other.getPublic(), other.getPrivate()).getEncoded();
        try (Peer peer = Peer.onTcp(
                (in, out) -> TlsDevice.accept(in, out, impostor, other.getPrivate(), false, new byte[1][]))) {
            assertThat(Faults.of(() -> client(peer))).isEqualTo(new DeviceFault.WrongDeviceKey());
        }
    }

    @Test
    void theDevicesCertificateWithoutItsKeyIsRefused() throws Exception {
        KeyPair other = TestCertificates.newKey();
        try (Peer peer = Peer.onTcp((in, out) -> TlsDevice.accept(
                in, out, pairing.deviceCertificate().getEncoded(), other.getPrivate(), false, new byte[1][]))) {
            assertThat(Faults.of(() -> client(peer))).isInstanceOf(DeviceFault.PairingStale.class);
        }
    }

    @Test
    void hangingUpOnTheHandshakeOfAServiceIsALostCable() throws Exception {
        try (Peer peer = Peer.onTcp((in, _) -> assertThat(in.readNBytes(5)).hasSize(5))) {
            assertThat(Faults.of(() -> client(peer))).isEqualTo(new DeviceFault.CableLost());
        }
    }

    @Test
    void leavingBetweenRecordsIsAnEndAndWithinOneALostCable() throws Exception {
        Peer.Script leaves = (in, out) -> {
            TlsServerProtocol tls = TlsDevice.accept(
                    in,
                    out,
                    pairing.deviceCertificate().getEncoded(),
                    pairing.device().getPrivate(),
                    true,
                    new byte[1][]);
            tls.getOutputStream().write(new byte[] {1, 2, 3});
            out.flush();
        };
        try (Peer peer = Peer.onTcp(leaves);
                Connection connection = client(peer)) {
            byte[] bytes = new byte[4];
            connection.readFully(bytes, 0, 3);
            assertThat(connection.read(bytes, 0, 1)).isEqualTo(-1);
            assertThat(Faults.of(() -> connection.readFully(bytes, 0, 1))).isEqualTo(new DeviceFault.CableLost());
        }
    }

    @Test
    void nonsenseInsteadOfAHandshakeIsAFault() throws Exception {
        byte[] nonsense = new byte[1000];
        new Random(1).nextBytes(nonsense);
        assertThat(Faults.of(() -> TlsConnection.open(new BytesConnection(nonsense), pairing.record(), RANDOM)))
                .isInstanceOfAny(DeviceFault.Malformed.class, DeviceFault.PairingStale.class);
    }
}
