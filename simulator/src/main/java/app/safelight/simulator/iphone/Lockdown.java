package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import app.safelight.simulator.iphone.PhoneTrouble.RefusesService;
import app.safelight.simulator.iphone.SimulatedPhone.StartedService;
import com.dd.plist.NSObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The phone's front door: says what it is, is asked for trust, and starts the other services. One request
/// after another; each answer repeats its request's name.
///
/// Source: libimobiledevice `lockdown.c`.
final class Lockdown {
    static final String NAME = "com.apple.mobile.lockdown";

    /// How long it listens to a computer without a session. Phones hang up after about ten seconds; a busy test
    /// machine may make its RSA keys that long.
    private static final Duration STRANGER_LIMIT = Duration.ofSeconds(60);

    private static final Duration SESSION_LIMIT = Duration.ofHours(12);

    /// Longest value or name that is repeated or kept.
    private static final int MAX_TEXT = 1_024;

    private static final int ESCROW_BAG_BYTES = 32;

    private final Attachment attachment;
    private final SimulatedPhone phone;
    private final Wire wire;
    private final Link link;
    private final SimulatedUsbmux usbmux;
    private @Nullable Pairing session;
    private String sessionId = "";

    Lockdown(Wire wire, Link link, Attachment attachment, SimulatedUsbmux usbmux) {
        this.attachment = attachment;
        this.phone = attachment.phone();
        this.wire = wire;
        this.link = link;
        this.usbmux = usbmux;
    }

    void serve() throws IOException {
        link.limitIdle(STRANGER_LIMIT);
        while (true) {
            Optional<Plist> request = wire.receive();
            if (request.isEmpty()) {
                return;
            }
            String name = request.get().string("Request").orElse("");
            switch (name) {
                case "StartSession" -> startSession(request.get());
                case "StopSession" -> {
                    wire.send(stopSession(request.get()));
                    return;
                }
                case "EnterRecovery" -> {
                    wire.send(enterRecovery());
                    return;
                }
                default -> wire.send(answer(name, request.get()));
            }
        }
    }

    private Plist answer(String name, Plist request) throws IOException {
        return switch (name) {
            case "QueryType" -> reply(name).put("Type", NAME);
            case "GetValue" -> getValue(request);
            case "SetValue" -> setValue(request);
            case "RemoveValue" -> removeValue(request);
            case "Pair" -> pair(request);
            case "ValidatePair" -> validatePair(request);
            case "Unpair" -> unpair(request);
            case "StartService" -> startService(request);
            default -> error(name.length() > MAX_TEXT ? "" : name, "InvalidRequest");
        };
    }

    private static Plist reply(String request) {
        return Plist.empty().put("Request", request);
    }

    private static Plist error(String request, String error) {
        return reply(request).put("Error", error);
    }

    private static boolean tooLong(String text) {
        return text.length() > MAX_TEXT;
    }

    private Plist getValue(Plist request) {
        String domain = request.string("Domain").orElse(PhoneValues.ROOT);
        Optional<String> key = request.string("Key");
        boolean trusted = session != null;
        if (tooLong(domain) || tooLong(key.orElse(""))) {
            return error("GetValue", "MissingValue");
        }
        Plist reply = reply("GetValue");
        if (!domain.equals(PhoneValues.ROOT)) {
            reply.put("Domain", domain);
        }
        if (key.isEmpty()) {
            return phone.values()
                    .domain(domain, trusted)
                    .map(values -> reply.put("Value", values))
                    .orElseGet(() -> reply.put("Error", trusted ? "MissingValue" : "GetProhibited"));
        }
        reply.put("Key", key.get());
        if (!trusted && !PhoneValues.isPublic(domain, key.get())) {
            return reply.put("Error", "GetProhibited");
        }
        Optional<NSObject> value = phone.values().value(domain, key.get());
        return value.map(found -> reply.put("Value", found)).orElseGet(() -> reply.put("Error", "MissingValue"));
    }

    private Plist setValue(Plist request) {
        String domain = request.string("Domain").orElse(PhoneValues.ROOT);
        Optional<String> key = request.string("Key");
        Optional<NSObject> value = request.value("Value");
        if (key.isEmpty()) {
            return error("SetValue", "MissingKey");
        }
        if (value.isEmpty()) {
            return error("SetValue", "MissingValue");
        }
        boolean whole =
                !tooLong(domain) && !tooLong(key.get()) && !tooLong(value.get().toString());
        if (session == null
                || !whole
                || !PhoneValues.isOpen(domain, key.get())
                || !phone.values().set(domain, key.get(), value.get())) {
            return error("SetValue", "SetProhibited");
        }
        if (key.get().equals("DeviceName")) {
            phone.post("com.apple.mobile.lockdown.device_name_changed");
        }
        return reply("SetValue").put("Key", key.get()).put("Value", value.get());
    }

    private Plist removeValue(Plist request) {
        String domain = request.string("Domain").orElse(PhoneValues.ROOT);
        Optional<String> key = request.string("Key");
        if (key.isEmpty()) {
            return error("RemoveValue", "MissingKey");
        }
        if (session == null || domain.equals(PhoneValues.ROOT) || !PhoneValues.isOpen(domain, key.get())) {
            return error("RemoveValue", "RemoveProhibited");
        }
        phone.values().remove(domain, key.get());
        return reply("RemoveValue");
    }

    private Plist pair(Plist request) {
        if (attachment.kind() == Attachment.Kind.NETWORK) {
            return error("Pair", "PairingProhibitedOverThisConnection");
        }
        Optional<Plist> record = request.dictionary("PairRecord");
        if (record.isEmpty()) {
            return error("Pair", "MissingPairRecord");
        }
        Optional<Pairing> pairing = phone.readPairing(record.get());
        if (pairing.isEmpty()
                || tooLong(pairing.get().hostId())
                || record.get().has("RootPrivateKey")
                || record.get().has("HostPrivateKey")) {
            return error("Pair", "InvalidPairRecord");
        }
        return phone.askForTrust(pairing.get())
                .map(error -> error("Pair", error))
                .orElseGet(() -> reply("Pair").put("EscrowBag", phone.randomBytes(ESCROW_BAG_BYTES)));
    }

    private Plist validatePair(Plist request) {
        return hostId(request).isEmpty() ? error("ValidatePair", "InvalidHostID") : reply("ValidatePair");
    }

    private Plist unpair(Plist request) {
        Optional<String> host = hostId(request);
        if (host.isEmpty()) {
            return error("Unpair", "InvalidHostID");
        }
        phone.forget(host.get());
        return reply("Unpair");
    }

    /// The computer of a pairing record, if it is trusted.
    private Optional<String> hostId(Plist request) {
        return request.dictionary("PairRecord")
                .flatMap(record -> record.string("HostID"))
                .filter(host -> phone.pairing(host).isPresent());
    }

    private void startSession(Plist request) throws IOException {
        Optional<String> host = request.string("HostID");
        if (host.isEmpty()) {
            wire.send(error("StartSession", "MissingHostID"));
            return;
        }
        if (session != null) {
            wire.send(error("StartSession", "SessionActive"));
            return;
        }
        Optional<Pairing> pairing = phone.pairing(host.get());
        if (pairing.isEmpty()) {
            wire.send(error("StartSession", "InvalidHostID"));
            return;
        }
        sessionId = HexFormat.of().formatHex(phone.randomBytes(16)).toUpperCase(Locale.ROOT);
        wire.send(reply("StartSession").put("EnableSessionSSL", true).put("SessionID", sessionId));
        wire.encrypt(phone.encryption(pairing.get()));
        session = pairing.get();
        link.limitIdle(SESSION_LIMIT);
    }

    private Plist stopSession(Plist request) {
        if (session == null) {
            return error("StopSession", "SessionInactive");
        }
        boolean known = request.string("SessionID").orElse("").equals(sessionId);
        return known ? reply("StopSession") : error("StopSession", "InvalidSessionID");
    }

    private Plist startService(Plist request) {
        Optional<String> service = request.string("Service");
        if (service.isEmpty()) {
            return error("StartService", "MissingService");
        }
        Pairing trusted = session;
        boolean forStrangers = service.get().equals(PhoneServices.INSECURE_NOTIFICATIONS);
        if (trusted == null && !forStrangers) {
            return error("StartService", "SessionInactive");
        }
        if (!PhoneServices.exists(service.get())) {
            return error("StartService", "InvalidService");
        }
        Optional<RefusesService> refused = phone.troubles()
                .find(RefusesService.class, trouble -> trouble.service().equals(service.get()));
        if (refused.isPresent()) {
            return error("StartService", refused.get().error());
        }
        if (phone.lockState() == LockState.LOCKED_SINCE_START && !forStrangers) {
            return error("StartService", "PasswordProtected");
        }
        boolean encrypted = trusted != null && !forStrangers && phone.profile().encryptsServices();
        int port = phone.start(
                new StartedService(service.get(), encrypted ? Optional.ofNullable(trusted) : Optional.empty()));
        return reply("StartService")
                .put("EnableServiceSSL", encrypted)
                .put("Port", port)
                .put("Service", service.get());
    }

    private Plist enterRecovery() throws IOException {
        if (session == null) {
            return error("EnterRecovery", "SessionInactive");
        }
        phone.notePower("EnterRecovery");
        usbmux.powerDown(phone, false);
        return reply("EnterRecovery");
    }
}
