package app.safelight.apple.lockdown;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.PlistChannel;
import app.safelight.apple.plist.Plist;
import com.dd.plist.NSObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The doorkeeper of a device, over one connection to its port [#PORT].
///
/// Each method asks one thing and waits for the answer. Without a session the device drops a connection on
/// which nothing was said for ten seconds, and tells little more than who it is.
///
/// Threads: one at a time.
public final class Lockdown implements AutoCloseable {
    /// Where it listens on every device.
    public static final int PORT = 62078;

    /// The domain that has no name: the device itself.
    public static final String ROOT = "";

    /// What it calls itself; in restore mode it is another.
    private static final String TYPE = "com.apple.mobile.lockdown";

    /// A whole domain is some tens of KB.
    static final int MAX_MESSAGE_BYTES = 4 << 20;

    /// The doorkeeper answers at once, but signs and makes keys when pairing.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private static final String NAME = "lockdown";
    private static final int MAX_PORT = 0xFFFF;

    private final String label;
    private final SecureRandom random;
    private PlistChannel channel;
    private String sessionId = "";

    private Lockdown(Connection connection, String label, SecureRandom random) {
        this.channel = new PlistChannel(connection, NAME, MAX_MESSAGE_BYTES);
        this.label = label;
        this.random = random;
    }

    /// Takes a fresh connection to [#PORT] and makes sure who answers. If that fails the connection is closed.
    ///
    /// @param label how this program calls itself, for the device's log
    /// @param random for keys and TLS
    public static Lockdown open(Connection connection, String label, SecureRandom random) throws DeviceException {
        Lockdown lockdown = new Lockdown(connection, label, random);
        connection.silenceLimit(ANSWER_LIMIT);
        try {
            String type = lockdown.queryType();
            if (!type.equals(TYPE)) {
                throw new DeviceException(new DeviceFault.Refused("QueryType", "NotStarted"));
            }
            return lockdown;
        } catch (DeviceException failed) {
            lockdown.close();
            throw failed;
        }
    }

    /// What answers; checked by [#open] already.
    public String queryType() throws DeviceException {
        return ask(request("QueryType")).string("Type").orElseThrow(() -> DeviceException.malformed(NAME, "no type"));
    }

    /// All values of a domain.
    public Plist values(String domain) throws DeviceException {
        Plist answer = ask(valueRequest("GetValue", domain));
        return answer.dictionary("Value").orElseThrow(() -> DeviceException.malformed(NAME, "no values"));
    }

    /// One value. Empty if the device has none of that name.
    public Optional<NSObject> value(String domain, String key) throws DeviceException {
        return answer(domain, key).value("Value");
    }

    /// One value; empty also if it is no text.
    public Optional<String> text(String domain, String key) throws DeviceException {
        return answer(domain, key).string("Value");
    }

    /// One value; empty also if it is no whole number.
    public Optional<Long> integer(String domain, String key) throws DeviceException {
        return answer(domain, key).integer("Value");
    }

    /// One value; empty also if it is neither true nor false.
    public Optional<Boolean> bool(String domain, String key) throws DeviceException {
        return answer(domain, key).bool("Value");
    }

    /// One value; empty also if it is no data.
    public Optional<byte[]> data(String domain, String key) throws DeviceException {
        return answer(domain, key).data("Value");
    }

    private Plist answer(String domain, String key) throws DeviceException {
        Plist request = valueRequest("GetValue", domain).put("Key", key);
        Plist answer = exchange(request);
        Optional<String> error = answer.string("Error");
        if (error.isPresent() && error.get().equals(LockdownError.MISSING_VALUE.word())) {
            return Plist.empty();
        }
        return unrefused(request, answer);
    }

    public void setValue(String domain, String key, NSObject value) throws DeviceException {
        ask(valueRequest("SetValue", domain).put("Key", key).put("Value", value));
    }

    public void removeValue(String domain, String key) throws DeviceException {
        ask(valueRequest("RemoveValue", domain).put("Key", key));
    }

    /// A record for pairing this computer with the device anew. Nothing is paired yet: the device does not know
    /// it, and it is saved nowhere. Takes a second of computing.
    ///
    /// @param hostId this computer's name towards the device, in capitals; a UUID
    /// @param systemBuid as the daemon tells it
    public PairRecord newRecord(String hostId, String systemBuid, Instant now) throws DeviceException {
        byte[] deviceKey = data(ROOT, "DevicePublicKey")
                .orElseThrow(() -> DeviceException.malformed(NAME, "no key of the device"));
        // Asked before pairing: some devices refuse it afterwards.
        Optional<String> wifi = text(ROOT, "WiFiAddress");
        PairCertificates certificates = PairCertificates.issue(deviceKey, random, now);
        PairRecord record = PairRecord.of(certificates, hostId.toUpperCase(Locale.ROOT), systemBuid);
        return wifi.isPresent() ? record.withWifiAddress(wifi.get()) : record;
    }

    /// Asks the device to pair, or to go on doing so; it shows its question the first time. The private keys
    /// stay here.
    public PairAnswer pair(PairRecord record) throws DeviceException {
        return pairing("Pair", record);
    }

    /// Asks whether the device still knows this record. Devices with iOS 7 and later are asked by a session.
    public PairAnswer validatePair(PairRecord record) throws DeviceException {
        return pairing("ValidatePair", record);
    }

    /// Makes the device forget this record.
    public PairAnswer unpair(PairRecord record) throws DeviceException {
        return pairing("Unpair", record);
    }

    private PairAnswer pairing(String request, PairRecord record) throws DeviceException {
        Plist answer = exchange(request(request)
                .put("PairRecord", record.withoutSecrets())
                .put("ProtocolVersion", "2")
                .put("PairingOptions", Plist.empty().put("ExtendedPairingErrors", true)));
        Optional<String> error = answer.string("Error");
        return error.isPresent()
                ? refusal(request, error.get())
                : new PairAnswer.Paired(
                        new PairAnswer.EscrowBag(answer.data("EscrowBag").orElse(new byte[0])));
    }

    private static PairAnswer refusal(String request, String word) throws DeviceException {
        return switch (LockdownError.fault(request, word)) {
            case DeviceFault.TrustPending _ -> new PairAnswer.TrustPending();
            case DeviceFault.TrustDenied _ -> new PairAnswer.TrustDenied();
            case DeviceFault.Locked _ -> new PairAnswer.Locked();
            case DeviceFault.PairingStale _ -> new PairAnswer.Unknown();
            case DeviceFault.PairingNeedsCable _ -> new PairAnswer.NeedsCable();
            case DeviceFault.Managed _ -> new PairAnswer.Managed();
            case DeviceFault.Refused refused -> new PairAnswer.Refused(refused.code());
            case DeviceFault other -> throw new DeviceException(other);
        };
    }

    /// The record with what the device gave when it accepted it, ready to be saved.
    public static PairRecord completed(PairRecord record, PairAnswer.Paired answer) {
        Optional<byte[]> bag = answer.escrowBag().bytes();
        return bag.isPresent() ? record.withEscrowBag(bag.get()) : record;
    }

    /// Begins a session; from then on all that is said is secret if the device wants it so, as all do.
    ///
    /// @throws DeviceException with [DeviceFault.PairingStale] if the device does not know the record
    public void startSession(PairRecord record) throws DeviceException {
        Plist answer =
                ask(request("StartSession").put("HostID", record.hostId()).put("SystemBUID", record.systemBuid()));
        sessionId = answer.string("SessionID").orElseThrow(() -> DeviceException.malformed(NAME, "no session"));
        if (answer.bool("EnableSessionSSL").orElse(false)) {
            Connection secret = secretSession(record);
            secret.silenceLimit(ANSWER_LIMIT);
            channel = new PlistChannel(secret, NAME, MAX_MESSAGE_BYTES);
        }
    }

    /// Devices that have forgotten a computer answer its hand with hanging up.
    private Connection secretSession(PairRecord record) throws DeviceException {
        try {
            return secret(channel.connection(), record, random);
        } catch (DeviceException failed) {
            throw failed.fault() instanceof DeviceFault.CableLost
                    ? new DeviceException(new DeviceFault.PairingStale(), failed)
                    : failed;
        }
    }

    /// Makes a connection to a service secret. If that fails it still belongs to the caller.
    public static Connection secret(Connection plain, PairRecord record, SecureRandom random) throws DeviceException {
        return TlsConnection.open(plain, record, random);
    }

    public boolean hasSession() {
        return !sessionId.isEmpty();
    }

    /// Ends the session politely; the connection is of no more use then. Without a session nothing happens.
    public void stopSession() throws DeviceException {
        if (hasSession()) {
            Plist request = request("StopSession").put("SessionID", sessionId);
            sessionId = "";
            ask(request);
        }
    }

    /// Starts a service; its port takes one connection.
    ///
    /// @throws DeviceException with [DeviceFault.Locked], [DeviceFault.ServiceRefused] and others
    public ServicePort startService(String service) throws DeviceException {
        return startService(service, request("StartService").put("Service", service));
    }

    /// As [#startService(String)], also while the device is locked, if the record lets us.
    public ServicePort startServiceWithEscrow(String service, PairRecord record) throws DeviceException {
        Plist request = request("StartService").put("Service", service);
        record.escrowBag().ifPresent(bag -> request.put("EscrowBag", bag));
        return startService(service, request);
    }

    private ServicePort startService(String service, Plist request) throws DeviceException {
        Plist answer = exchange(request);
        Optional<String> error = answer.string("Error");
        if (error.isPresent()) {
            throw new DeviceException(LockdownError.serviceFault(service, error.get()));
        }
        long port = answer.integer("Port").orElseThrow(() -> DeviceException.malformed(NAME, "no port"));
        if (port <= 0 || port > MAX_PORT) {
            throw DeviceException.malformed(NAME, "port " + port);
        }
        return new ServicePort(
                service, (int) port, answer.bool("EnableServiceSSL").orElse(false));
    }

    private Plist request(String name) {
        return Plist.empty().put("Label", label).put("Request", name);
    }

    private Plist valueRequest(String name, String domain) {
        Plist request = request(name);
        return domain.equals(ROOT) ? request : request.put("Domain", domain);
    }

    private Plist ask(Plist request) throws DeviceException {
        return unrefused(request, exchange(request));
    }

    private static Plist unrefused(Plist request, Plist answer) throws DeviceException {
        Optional<String> error = answer.string("Error");
        if (error.isPresent()) {
            throw new DeviceException(
                    LockdownError.fault(request.string("Request").orElse(""), error.get()));
        }
        return answer;
    }

    /// Sends and receives. An answer that names another request is out of step; some name none, and the one to
    /// Unpair may name ValidatePair.
    private Plist exchange(Plist request) throws DeviceException {
        Plist answer = channel.ask(request);
        String asked = request.string("Request").orElse("");
        String echoed = answer.string("Request").orElse(asked);
        boolean inStep = echoed.equals(asked) || (asked.equals("Unpair") && echoed.equals("ValidatePair"));
        if (!inStep) {
            throw DeviceException.malformed(NAME, "an answer to another request");
        }
        return answer;
    }

    @Override
    public void close() {
        channel.close();
    }
}
