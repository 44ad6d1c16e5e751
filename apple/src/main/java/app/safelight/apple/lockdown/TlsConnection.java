package app.safelight.apple.lockdown;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.bouncycastle.tls.TlsClientProtocol;

/// A connection made secret by TLS, the device being the server.
///
/// The TLS engine never touches the connection: it is fed whole records and asked for what to send, so a wait
/// that ends breaks nothing. A device that leaves between two records without saying so has closed, which all
/// devices do; whoever expected more then learns it from [Connection#readFully].
final class TlsConnection implements Connection {
    private static final int HEADER_BYTES = 5;

    /// The largest record that TLS 1.2 allows: its content and what may be added to it.
    private static final int MAX_RECORD_BYTES = (16 << 10) + 2048;

    /// Secrets are made of so much at a time, to send them on before more is made.
    private static final int WRITE_STEP_BYTES = 64 << 10;

    /// A device that does not even take our farewell is left without.
    private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(1);

    private final Connection plain;
    private final TlsClientProtocol protocol = new TlsClientProtocol();
    private final byte[] record = new byte[HEADER_BYTES + MAX_RECORD_BYTES];
    private final byte[] outbound = new byte[WRITE_STEP_BYTES];

    private TlsConnection(Connection plain) {
        this.plain = plain;
    }

    /// Shakes hands. The plain connection belongs to the new one from then on; if it fails, still to the
    /// caller.
    ///
    /// @throws DeviceException with [DeviceFault.PairingStale] if the device refuses us,
    ///     [DeviceFault.WrongDeviceKey] if we refuse it, [DeviceFault.CableLost] if it hangs up
    static TlsConnection open(Connection plain, PairRecord pairing, SecureRandom random) throws DeviceException {
        TlsConnection secret = new TlsConnection(plain);
        DeviceTlsClient client = new DeviceTlsClient(new FastCrypto(random), TlsIdentity.of(pairing));
        try {
            secret.protocol.connect(client);
            secret.flush();
            while (secret.protocol.isHandshaking()) {
                if (!secret.pump()) {
                    throw new DeviceException(new DeviceFault.CableLost());
                }
            }
        } catch (DeviceException failed) {
            throw failed;
        } catch (IOException refused) {
            secret.farewell();
            DeviceFault why = client.sawWrongKey() ? new DeviceFault.WrongDeviceKey() : new DeviceFault.PairingStale();
            throw new DeviceException(why, refused);
        } catch (RuntimeException senseless) {
            throw new DeviceException(new DeviceFault.Malformed("TLS", "a handshake that made no sense"), senseless);
        }
        return secret;
    }

    /// Feeds the engine one record, and sends what it has to say to it.
    ///
    /// @return false if the other side closed instead
    private boolean pump() throws IOException {
        if (protocol.isClosed()) {
            return false;
        }
        int first = plain.read(record, 0, HEADER_BYTES);
        if (first < 0) {
            return false;
        }
        plain.readFully(record, first, HEADER_BYTES - first);
        int length = ((record[HEADER_BYTES - 2] & 0xFF) << 8) | (record[HEADER_BYTES - 1] & 0xFF);
        if (length > MAX_RECORD_BYTES) {
            throw DeviceException.malformed("TLS", "a record of " + length + " bytes");
        }
        plain.readFully(record, HEADER_BYTES, length);
        protocol.offerInput(record, 0, HEADER_BYTES + length);
        flush();
        return true;
    }

    /// As [#pump], after the handshake.
    private boolean pumpData() throws DeviceException {
        try {
            return pump();
        } catch (DeviceException ours) {
            throw ours;
        } catch (IOException | RuntimeException broken) {
            throw new DeviceException(new DeviceFault.Malformed("TLS", "a record that made no sense"), broken);
        }
    }

    private void flush() throws DeviceException {
        int ready = protocol.getAvailableOutputBytes();
        while (ready > 0) {
            int some = protocol.readOutput(outbound, 0, Math.min(ready, outbound.length));
            plain.write(outbound, 0, some);
            ready = protocol.getAvailableOutputBytes();
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (protocol.getAvailableInputBytes() == 0) {
            if (!pumpData()) {
                return -1;
            }
        }
        return protocol.readInput(into, offset, Math.min(length, protocol.getAvailableInputBytes()));
    }

    /// What is decrypted; records that came but were not looked at yet do not count.
    @Override
    public int buffered() {
        return protocol.getAvailableInputBytes();
    }

    @Override
    public boolean await(Duration wait) throws DeviceException {
        while (protocol.getAvailableInputBytes() == 0) {
            if (!plain.await(wait)) {
                return false;
            }
            if (!pumpData()) {
                return true; // the end has come, which a read will tell
            }
        }
        return true;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws DeviceException {
        Objects.checkFromIndexSize(offset, length, from.length);
        try {
            for (int done = 0; done < length; done += WRITE_STEP_BYTES) {
                protocol.writeApplicationData(from, offset + done, Math.min(WRITE_STEP_BYTES, length - done));
                flush();
            }
        } catch (DeviceException ours) {
            throw ours;
        } catch (IOException | RuntimeException broken) {
            throw new DeviceException(new DeviceFault.CableLost(), broken);
        }
    }

    @Override
    public void silenceLimit(Duration limit) {
        plain.silenceLimit(limit);
    }

    @Override
    public void close() {
        try {
            protocol.close();
        } catch (IOException | RuntimeException broken) {
            // There is no engine left to write a farewell; the connection below is closed all the same.
            plain.close();
            return;
        }
        farewell();
        plain.close();
    }

    private void farewell() {
        plain.silenceLimit(FAREWELL_LIMIT);
        try {
            flush();
        } catch (DeviceException gone) {
            // The device left first, as devices do.
            plain.silenceLimit(SILENCE_LIMIT);
        }
    }
}
