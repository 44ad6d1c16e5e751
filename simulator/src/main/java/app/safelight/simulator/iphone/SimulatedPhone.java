package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/// An iPhone over a folder: what it says of itself, whom it trusts, its applications, and what is wrong with
/// it. It is reached through a [SimulatedUsbmux], by several at once if wanted.
///
/// Threads: any.
public final class SimulatedPhone {
    /// Most computers it trusts at once; the oldest is forgotten.
    private static final int MAX_PAIRINGS = 64;

    /// Most services that were started and not connected to; the oldest is given up.
    private static final int MAX_WAITING_SERVICES = 64;

    /// Most requests remembered; who makes more is not counting them.
    private static final int MAX_POWER_REQUESTS = 1_000;

    /// Ports of started services, as phones have them: never one twice in a row.
    private static final int FIRST_SERVICE_PORT = 49_152;

    private static final int LAST_SERVICE_PORT = 61_999;

    private final PhoneProfile profile;
    private final PhoneIdentity identity;
    private final Path media;
    private final SecureRandom chance;
    private final PhoneKeys keys;
    private final JcaTlsCrypto crypto;
    private final PhoneValues values;
    private final Troubles troubles = new Troubles();
    private final Notifications notifications = new Notifications();
    private final FileLocks locks = new FileLocks();
    private final Tally tally = new Tally();
    private final Map<String, Pairing> pairings = new LinkedHashMap<>();
    private final Map<String, SimulatedApp> apps = new LinkedHashMap<>();
    private final Map<Integer, StartedService> started = new LinkedHashMap<>();
    private final List<String> powerRequests = new ArrayList<>();
    private int asks;
    private TrustAnswer answer = new TrustAnswer.Accepts(0);
    private LockState lockState = LockState.UNLOCKED;
    private int lastPort = FIRST_SERVICE_PORT - 1;

    /// @param media what AFC shows as `/`
    /// @param time the phone's clock
    /// @param chance of its keys and its encryption
    public SimulatedPhone(
            PhoneProfile profile, PhoneIdentity identity, Path media, InstantSource time, SecureRandom chance) {
        this.profile = profile;
        this.identity = identity;
        this.media = media;
        this.chance = chance;
        this.keys = PhoneKeys.make(chance);
        this.crypto = PhoneTls.crypto(chance);
        try {
            this.values = new PhoneValues(profile, identity, keys.publicPem(), time);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a key that was just made can be written", impossible);
        }
    }

    public PhoneProfile profile() {
        return profile;
    }

    public String udid() {
        return identity.udid();
    }

    Path media() {
        return media;
    }

    Troubles troubles() {
        return troubles;
    }

    Notifications notifications() {
        return notifications;
    }

    FileLocks locks() {
        return locks;
    }

    PhoneValues values() {
        return values;
    }

    /// What computers had from it by AFC.
    public Tally tally() {
        return tally;
    }

    /// Makes something go wrong, from now on.
    public void strike(PhoneTrouble trouble) {
        troubles.strike(trouble);
    }

    /// What the person at the phone does when a service of it falls silent, each time it does. On the thread of
    /// that service.
    public void whenSilent(Runnable person) {
        troubles.whenSilent(person);
    }

    /// Puts all right again that was struck.
    public void recover() {
        troubles.recover();
    }

    /// From now on the person answers so when a new computer asks.
    public synchronized void answerTrust(TrustAnswer other) {
        answer = other;
        asks = 0;
    }

    public void lock(LockState state) {
        synchronized (this) {
            lockState = state;
        }
        setValue(PhoneValues.ROOT, "PasswordProtected", new NSNumber(state != LockState.UNLOCKED));
    }

    synchronized LockState lockState() {
        return lockState;
    }

    public void rename(String name) {
        setValue(PhoneValues.ROOT, "DeviceName", new NSString(name));
        notifications.post("com.apple.mobile.lockdown.device_name_changed");
    }

    public String name() {
        return values.value(PhoneValues.ROOT, "DeviceName")
                .map(NSObject::toString)
                .orElse("");
    }

    /// Sets what it says of itself.
    ///
    /// @param domain such as `com.apple.mobile.battery`; empty for the root
    public void setValue(String domain, String key, NSObject value) {
        if (!values.set(domain, key, value)) {
            throw new IllegalStateException("the phone has too many values");
        }
    }

    /// Tells all who listen to the phone's notices.
    public void post(String notice) {
        notifications.post(notice);
    }

    public synchronized void install(SimulatedApp app) {
        apps.put(app.bundleId(), app);
    }

    synchronized List<SimulatedApp> apps() {
        return List.copyOf(apps.values());
    }

    synchronized Optional<SimulatedApp> app(String bundleId) {
        return Optional.ofNullable(apps.get(bundleId));
    }

    /// Trusts no computer any more; sessions that are under way go on until they end.
    public synchronized void forgetPairings() {
        pairings.clear();
    }

    /// The computers it trusts, by the names they gave themselves.
    public synchronized Set<String> trustedHosts() {
        return new TreeSet<>(pairings.keySet());
    }

    synchronized Optional<Pairing> pairing(String hostId) {
        return Optional.ofNullable(pairings.get(hostId));
    }

    synchronized boolean forget(String hostId) {
        return pairings.remove(hostId) != null;
    }

    /// The error with which the person's answer, or that there is none yet, is told to a computer that wants to
    /// be trusted; empty once it is.
    Optional<String> askForTrust(Pairing pairing) {
        Optional<String> error = refusal(pairing);
        if (error.isEmpty()) {
            notifications.post("com.apple.mobile.lockdown.request_pair");
        }
        return error;
    }

    private synchronized Optional<String> refusal(Pairing pairing) {
        if (lockState != LockState.UNLOCKED) {
            return Optional.of("PasswordProtected");
        }
        int asked = ++asks;
        String pending = "PairingDialogResponsePending";
        return switch (answer) {
            case TrustAnswer.Ignores() -> Optional.of(pending);
            case TrustAnswer.Denies(int after) when asked <= after -> Optional.of(pending);
            case TrustAnswer.Denies(var _) -> {
                asks = 0;
                yield Optional.of("UserDeniedPairing");
            }
            case TrustAnswer.Accepts(int after) when asked <= after -> Optional.of(pending);
            case TrustAnswer.Accepts(var _) -> {
                asks = 0;
                trust(pairing);
                yield Optional.empty();
            }
        };
    }

    private void trust(Pairing pairing) {
        pairings.remove(pairing.hostId());
        if (pairings.size() >= MAX_PAIRINGS) {
            pairings.remove(pairings.keySet().iterator().next());
        }
        pairings.put(pairing.hostId(), pairing);
    }

    /// What a computer brought to be trusted by; empty if no phone would accept it.
    Optional<Pairing> readPairing(Plist record) {
        return Pairing.parse(record, keys);
    }

    PhoneTls encryption(Pairing pairing) {
        return new PhoneTls(crypto, keys, pairing, profile.tls13());
    }

    /// So many bytes that nobody can guess.
    byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }

    /// A service that waits for its one connection.
    ///
    /// @param pairing with whom it is encrypted; empty for not at all
    record StartedService(String name, Optional<Pairing> pairing) {}

    /// Lets a service wait.
    ///
    /// @return its port
    synchronized int start(StartedService service) {
        if (started.size() >= MAX_WAITING_SERVICES) {
            started.remove(started.keySet().iterator().next());
        }
        lastPort = lastPort >= LAST_SERVICE_PORT ? FIRST_SERVICE_PORT : lastPort + 1;
        started.put(lastPort, service);
        return lastPort;
    }

    /// The service that waits at a port; it waits no more.
    synchronized Optional<StartedService> takeStarted(int port) {
        return Optional.ofNullable(started.remove(port));
    }

    synchronized void notePower(String request) {
        if (powerRequests.size() < MAX_POWER_REQUESTS) {
            powerRequests.add(request);
        }
    }

    /// What computers made it do: `Restart`, `Shutdown`, `Sleep`, in order.
    public synchronized List<String> powerRequests() {
        return List.copyOf(powerRequests);
    }
}
