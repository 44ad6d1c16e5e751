package app.safelight.simulator.iphone;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import app.safelight.simulator.iphone.PhoneTrouble.IsFarAway;
import com.dd.plist.NSNumber;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;

/// The daemon between computers and phones, with simulated phones at its other end. Speaks what `usbmuxd`
/// speaks, on a loopback port or a unix socket; programs find it by `USBMUXD_SOCKET_ADDRESS`.
///
/// Threads: any may call it. All its work runs on the executor it was given, which must start every task at
/// once: one to accept, one to watch, one for each connection and a second one for each to a phone that is far
/// away.
public final class SimulatedUsbmux implements AutoCloseable {
    /// Most connections at once. Programs have a handful; a loop that opens them without end gets no more.
    private static final int MAX_CONNECTIONS = 512;

    /// How long a computer may think before it says what it wants.
    private static final Duration GREETING_LIMIT = Duration.ofMinutes(5);

    /// How long a connection may lie untouched: a phone that is mounted as a drive does so over a working day.
    private static final Duration IDLE_LIMIT = Duration.ofHours(12);

    /// How often connections are looked at for that.
    private static final long WATCH_MILLIS = 1_000;

    /// Most complaints kept; the first ones tell what is wrong.
    private static final int MAX_COMPLAINTS = 1_000;

    /// Most pairing records kept, as there are never more phones.
    private static final int MAX_RECORDS = 1_000;

    private static final int LOCKDOWN_PORT = 62_078;

    private static final int OK = 0;
    private static final int BAD_COMMAND = 1;
    private static final int BAD_DEVICE = 2;
    private static final int CONNECTION_REFUSED = 3;
    private static final int BAD_VERSION = 6;

    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final Executor threads;
    private final String systemId;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Map<Link, Plist> listeners = new ConcurrentHashMap<>();
    private final Map<Integer, Attachment> attachments = new TreeMap<>();
    private final Map<String, byte[]> records = new ConcurrentHashMap<>();
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Object watch = new Object();
    private final AtomicReference<PhoneTrouble.@Nullable Damage> nextDamage = new AtomicReference<>();
    private volatile boolean closed;
    private int lastDeviceId;

    private SimulatedUsbmux(ServerSocketChannel server, SocketAddress address, Executor threads, String systemId) {
        this.server = server;
        this.address = address;
        this.threads = threads;
        this.systemId = systemId;
    }

    /// Opens the daemon and begins to accept.
    ///
    /// @param address a loopback address, port 0 for any free one; or a unix socket that is not there yet
    /// @param threads starts every task at once
    /// @param systemId the name of the computer it runs on, as a UUID in capitals
    public static SimulatedUsbmux open(SocketAddress address, Executor threads, String systemId) throws IOException {
        ServerSocketChannel server = switch (address) {
            case UnixDomainSocketAddress _ -> ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            case InetSocketAddress inet when inet.getAddress().isLoopbackAddress() -> ServerSocketChannel.open();
            default -> throw new IllegalArgumentException("a simulated phone is on loopback only");
        };
        try {
            server.bind(address);
            SimulatedUsbmux usbmux = new SimulatedUsbmux(server, server.getLocalAddress(), threads, systemId);
            threads.execute(usbmux::acceptAll);
            threads.execute(usbmux::watchAll);
            return usbmux;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /// What `USBMUXD_SOCKET_ADDRESS` must be set to.
    public String address() {
        return switch (address) {
            case UnixDomainSocketAddress unix -> "UNIX:" + unix.getPath().toAbsolutePath();
            case InetSocketAddress inet -> inet.getAddress().getHostAddress() + ":" + inet.getPort();
            default -> throw new IllegalStateException("opened as neither");
        };
    }

    /// Plugs a phone in, or lets it appear on the network.
    public Attachment attach(SimulatedPhone phone, Attachment.Kind kind) {
        Attachment attachment;
        synchronized (attachments) {
            attachment = new Attachment(++lastDeviceId, phone, kind);
            attachments.put(attachment.deviceId(), attachment);
            tellListeners(attached(attachment));
        }
        return attachment;
    }

    /// Pulls a phone's cable, or takes it off the network; all its connections end.
    public void detach(Attachment attachment) throws IOException {
        synchronized (attachments) {
            if (attachments.remove(attachment.deviceId()) == null) {
                return;
            }
            tellListeners(Plist.empty().put("MessageType", "Detached").put("DeviceID", attachment.deviceId()));
        }
        attachment.pull();
    }

    /// A phone that switches itself off, and on again if it restarts.
    void powerDown(SimulatedPhone phone, boolean restarts) throws IOException {
        for (Attachment attachment : attachments()) {
            if (attachment.phone() == phone) {
                detach(attachment);
                if (restarts) {
                    attach(phone, attachment.kind());
                }
            }
        }
    }

    /// The ways by which phones are reached now, the oldest first.
    public List<Attachment> attachments() {
        synchronized (attachments) {
            return List.copyOf(attachments.values());
        }
    }

    /// The pairing record that a program left for a phone.
    public Optional<byte[]> pairingRecord(String udid) {
        return Optional.ofNullable(records.get(udid)).map(byte[]::clone);
    }

    /// What computers sent that no phone understands, and what went wrong in here: none if all is well.
    public List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    private void complain(String where, Exception what) {
        synchronized (complaints) {
            if (complaints.size() < MAX_COMPLAINTS) {
                complaints.add(where + ": " + what);
            }
        }
    }

    private void acceptAll() {
        while (!closed) {
            try {
                accept(server.accept());
            } catch (ClosedChannelException ended) {
                return;
            } catch (IOException failed) {
                complain("accepting", failed);
            }
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        if (links.size() >= MAX_CONNECTIONS) {
            channel.close();
            complain("accepting", new IOException("more than " + MAX_CONNECTIONS + " connections"));
            return;
        }
        if (address instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        Link link = new Link(channel, GREETING_LIMIT);
        links.add(link);
        threads.execute(() -> serve(link));
    }

    private void watchAll() {
        synchronized (watch) {
            while (!closed) {
                try {
                    watch.wait(WATCH_MILLIS);
                    closeIdle();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (IOException failed) {
                    complain("closing what was idle", failed);
                }
            }
        }
    }

    private void closeIdle() throws IOException {
        long now = System.nanoTime();
        for (Link link : links) {
            if (link.isIdleTooLong(now)) {
                link.close();
            }
        }
    }

    /// What a connection did wrong is noted before it ends, so that whoever sees it end can read it.
    private void serve(Link link) {
        try {
            converse(link);
        } catch (ProtocolBreach | TlsFatalAlert breach) {
            complain("a computer", breach);
        } catch (IOException gone) {
            listeners.remove(link); // A computer that is gone, or a cable that was pulled: how connections end.
        } catch (RuntimeException defect) {
            complain("a defect", defect);
            throw defect;
        } finally {
            end(link);
        }
    }

    private void end(Link link) {
        listeners.remove(link);
        links.remove(link);
        try {
            link.close();
        } catch (IOException failed) {
            complain("closing", failed);
        }
    }

    private void converse(Link link) throws IOException {
        while (true) {
            Optional<MuxMessage> message = MuxMessage.read(link.in());
            if (message.isEmpty()) {
                return;
            }
            int tag = message.get().tag();
            if (!message.get().isPlist()) {
                send(link, tag, result(BAD_VERSION));
                continue;
            }
            Plist request = message.get().plist();
            if (request.string("MessageType").orElse("").equals("Connect")) {
                if (connect(link, tag, request)) {
                    return;
                }
            } else {
                answer(link, tag, request);
            }
        }
    }

    private void answer(Link link, int tag, Plist request) throws IOException {
        switch (request.string("MessageType").orElse("")) {
            case "ListDevices" ->
                send(
                        link,
                        tag,
                        Plist.empty()
                                .put(
                                        "DeviceList",
                                        attachments().stream()
                                                .map(SimulatedUsbmux::attached)
                                                .toList()));
            case "Listen" -> listen(link, tag, request);
            case "ListListeners" ->
                send(link, tag, Plist.empty().put("ListenerList", new ArrayList<>(listeners.values())));
            case "ReadBUID" -> send(link, tag, Plist.empty().put("BUID", systemId));
            case "ReadPairRecord" -> readRecord(link, tag, request);
            case "SavePairRecord" -> saveRecord(link, tag, request);
            case "DeletePairRecord" -> {
                String udid = request.string("PairRecordID").orElse("");
                send(link, tag, result(records.remove(udid) == null ? BAD_DEVICE : OK));
            }
            default -> send(link, tag, result(BAD_COMMAND));
        }
    }

    /// Nothing can come or go between the list of what is there and the first event.
    private void listen(Link link, int tag, Plist request) throws IOException {
        synchronized (attachments) {
            send(link, tag, result(OK));
            for (Attachment attachment : attachments.values()) {
                send(link, 0, attached(attachment));
            }
            listeners.put(
                    link,
                    Plist.empty()
                            .put("Blacklisted", false)
                            .put("BundleID", request.string("BundleID").orElse(""))
                            .put("ConnType", request.integer("ConnType").orElse(0L))
                            .put("ID String", request.string("ProgName").orElse("") + "-" + link.hashCode())
                            .put("ProgName", request.string("ProgName").orElse(""))
                            .put(
                                    "kLibUSBMuxVersion",
                                    request.integer("kLibUSBMuxVersion").orElse(0L)));
        }
        link.limitIdle(IDLE_LIMIT);
    }

    private void tellListeners(Plist event) {
        for (Link link : listeners.keySet()) {
            tell(link, event);
        }
    }

    private void tell(Link listener, Plist event) {
        try {
            send(listener, 0, event);
        } catch (IOException gone) {
            listeners.remove(listener); // Its own thread learns it too.
        }
    }

    private void readRecord(Link link, int tag, Plist request) throws IOException {
        byte @Nullable [] record = records.get(request.string("PairRecordID").orElse(""));
        send(link, tag, record == null ? result(BAD_DEVICE) : Plist.empty().put("PairRecordData", record));
    }

    private void saveRecord(Link link, int tag, Plist request) throws IOException {
        Optional<String> udid = request.string("PairRecordID");
        Optional<byte[]> record = request.data("PairRecordData");
        if (udid.isEmpty() || record.isEmpty() || !isPlist(record.get()) || records.size() >= MAX_RECORDS) {
            send(link, tag, result(BAD_COMMAND));
            return;
        }
        records.put(udid.get(), record.get());
        send(link, tag, result(OK));
        request.integer("DeviceID")
                .ifPresent(id ->
                        tellListeners(Plist.empty().put("MessageType", "Paired").put("DeviceID", id)));
    }

    private static boolean isPlist(byte[] bytes) {
        try {
            Plist.parse(bytes);
            return true;
        } catch (MalformedPlist malformed) {
            return false;
        }
    }

    private static Plist attached(Attachment attachment) {
        String udid = attachment.phone().udid();
        Plist properties = Plist.empty()
                .put("ConnectionType", attachment.kind().word())
                .put("DeviceID", attachment.deviceId())
                .put("SerialNumber", udid);
        switch (attachment.kind()) {
            case USB ->
                properties
                        .put("ConnectionSpeed", 480_000_000)
                        .put("LocationID", attachment.deviceId() << 16)
                        .put("ProductID", 0x12a8);
            case NETWORK ->
                properties
                        .put("EscapedFullServiceName", udid.toLowerCase(Locale.ROOT) + "._apple-mobdev2._tcp.local.")
                        .put("InterfaceIndex", 1)
                        .put("NetworkAddress", loopback());
        }
        return Plist.empty()
                .put("MessageType", "Attached")
                .put("DeviceID", attachment.deviceId())
                .put("Properties", properties);
    }

    /// 127.0.0.1 as Apple's `sockaddr_in`: length, family, port, address, zeros.
    private static byte[] loopback() {
        return ByteBuffer.allocate(16)
                .put((byte) 16)
                .put((byte) 2)
                .putShort((short) 0)
                .put(new byte[] {127, 0, 0, 1})
                .array();
    }

    private static Plist result(int number) {
        return Plist.empty().put("MessageType", "Result").put("Number", new NSNumber(number));
    }

    /// Spoils the next message of the daemon itself, an answer or an event. Once.
    public void spoilNextMessage(PhoneTrouble.Damage damage) {
        nextDamage.set(damage);
    }

    private static void spoil(byte[] bytes, PhoneTrouble.Damage damage) {
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (damage) {
            case WRONG_START -> message.putInt(MuxMessage.KIND_AT, 0x7f7f_7f7f);
            case HUGE_LENGTH -> message.putInt(0, 0xFFFF_FFFF);
            case TINY_LENGTH -> message.putInt(0, 3);
            case WRONG_NUMBER -> message.putInt(MuxMessage.TAG_AT, 0x5AFE);
            case NOISE -> Wire.makeNoise(bytes, MuxMessage.HEADER_BYTES, bytes.length - MuxMessage.HEADER_BYTES);
        }
    }

    private void send(Link link, int tag, Plist list) throws IOException {
        byte[] bytes = MuxMessage.write(tag, list);
        PhoneTrouble.Damage damage = nextDamage.getAndSet(null);
        if (damage != null) {
            spoil(bytes, damage);
        }
        synchronized (link) {
            link.out().write(bytes, 0, bytes.length);
            link.out().flush();
        }
    }

    /// False if the phone or its port is not there, and the computer may ask for another.
    private boolean connect(Link link, int tag, Plist request) throws IOException {
        Optional<Attachment> attachment = request.integer("DeviceID")
                .map(Long::intValue)
                .map(id -> {
                    synchronized (attachments) {
                        return attachments.get(id);
                    }
                });
        if (attachment.isEmpty()) {
            send(link, tag, result(BAD_DEVICE));
            return false;
        }
        SimulatedPhone phone = attachment.get().phone();
        int port = hostOrder(request.integer("PortNumber").orElse(0L));
        Optional<SimulatedPhone.StartedService> service = port == LOCKDOWN_PORT
                ? Optional.of(new SimulatedPhone.StartedService(Lockdown.NAME, Optional.empty()))
                : phone.takeStarted(port);
        if (service.isEmpty()) {
            send(link, tag, result(CONNECTION_REFUSED));
            return false;
        }
        link.limitIdle(IDLE_LIMIT);
        attachment.get().carry(link);
        try {
            send(link, tag, result(OK));
            talk(link, attachment.get(), service.get());
        } finally {
            attachment.get().drop(link);
        }
        return true;
    }

    /// Computers send a port as the network writes it, and as a number of two bytes the wrong way round.
    private static int hostOrder(long port) {
        return Short.toUnsignedInt(Short.reverseBytes((short) port));
    }

    private void talk(Link link, Attachment attachment, SimulatedPhone.StartedService service) throws IOException {
        SimulatedPhone phone = attachment.phone();
        Wire wire = new Wire(
                service.name(),
                phone.troubles(),
                new CableInput(input(link, phone), attachment, this),
                new CableOutput(link, attachment, this));
        if (service.pairing().isPresent()) {
            wire.encrypt(phone.encryption(service.pairing().get()));
        }
        PhoneServices.serve(service.name(), wire, link, attachment, this);
        wire.close();
    }

    private InputStream input(Link link, SimulatedPhone phone) {
        Optional<IsFarAway> far = phone.troubles()
                .find(IsFarAway.class, trouble -> trouble.roundTrip().isPositive());
        if (far.isEmpty()) {
            return link.in();
        }
        DelayLine line = new DelayLine(link, far.get().roundTrip());
        threads.execute(line::pump);
        return line;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        for (Link link : links) {
            link.close();
        }
        synchronized (watch) {
            watch.notifyAll();
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
