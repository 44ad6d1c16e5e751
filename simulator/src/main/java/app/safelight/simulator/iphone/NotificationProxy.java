package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Tells a computer of the phone's notices, and the phone of the computer's.
///
/// Source: libimobiledevice `notification_proxy.c`. That notices are observed is not acknowledged.
final class NotificationProxy {
    /// Most notices one computer waits for; programs wait for a few dozen.
    private static final int MAX_OBSERVED = 1_000;

    private static final int MAX_NAME = 1_024;

    private final SimulatedPhone phone;
    private final Wire wire;
    private final Set<String> observed = ConcurrentHashMap.newKeySet();

    NotificationProxy(SimulatedPhone phone, Wire wire) {
        this.phone = phone;
        this.wire = wire;
    }

    void serve() throws IOException {
        Consumer<String> listener = this::relay;
        phone.notifications().listen(listener);
        try {
            while (true) {
                Optional<Plist> request = wire.receive();
                if (request.isEmpty() || !obey(request.get())) {
                    return;
                }
            }
        } finally {
            phone.notifications().forget(listener);
        }
    }

    private boolean obey(Plist request) throws IOException {
        String name = request.string("Name").orElse("");
        if (name.length() > MAX_NAME) {
            throw new ProtocolBreach("a notice with a name of " + name.length());
        }
        switch (request.string("Command").orElse("")) {
            case "ObserveNotification" -> {
                if (observed.size() >= MAX_OBSERVED) {
                    throw new ProtocolBreach("more than " + MAX_OBSERVED + " notices observed");
                }
                observed.add(name);
            }
            case "PostNotification" -> phone.post(name);
            case "Shutdown" -> {
                wire.send(Plist.empty().put("Command", "ProxyDeath"));
                return false;
            }
            default -> throw new ProtocolBreach("no command of the notification proxy");
        }
        return true;
    }

    private void relay(String name) {
        if (!observed.contains(name)) {
            return;
        }
        try {
            wire.send(Plist.empty().put("Command", "RelayNotification").put("Name", name));
        } catch (IOException gone) {
            observed.clear(); // The computer is gone; its own thread learns it too.
        }
    }
}
