package app.safelight.simulator.iphone;

import java.io.IOException;
import java.util.Set;

/// The services a phone has, by Apple's names.
final class PhoneServices {
    static final String AFC = "com.apple.afc";
    static final String NOTIFICATIONS = "com.apple.mobile.notification_proxy";

    /// The one service that a computer may start before it is trusted: it waits there for the person's answer.
    static final String INSECURE_NOTIFICATIONS = "com.apple.mobile.insecure_notification_proxy";

    static final String DIAGNOSTICS = "com.apple.mobile.diagnostics_relay";
    static final String HOUSE_ARREST = "com.apple.mobile.house_arrest";
    static final String INSTALLATION = "com.apple.mobile.installation_proxy";

    private static final Set<String> ALL =
            Set.of(AFC, NOTIFICATIONS, INSECURE_NOTIFICATIONS, DIAGNOSTICS, HOUSE_ARREST, INSTALLATION);

    private PhoneServices() {}

    static boolean exists(String name) {
        return ALL.contains(name);
    }

    /// Speaks until the computer has had enough.
    static void serve(String name, Wire wire, Link link, Attachment attachment, SimulatedUsbmux usbmux)
            throws IOException {
        SimulatedPhone phone = attachment.phone();
        switch (name) {
            case Lockdown.NAME -> new Lockdown(wire, link, attachment, usbmux).serve();
            case AFC -> serveFiles(phone, AfcFolder.whole(phone.media()), wire);
            case NOTIFICATIONS, INSECURE_NOTIFICATIONS -> new NotificationProxy(phone, wire).serve();
            case DIAGNOSTICS -> new DiagnosticsRelay(phone, wire, usbmux).serve();
            case HOUSE_ARREST -> new HouseArrest(phone, wire).serve();
            case INSTALLATION -> new InstallationProxy(phone, wire).serve();
            default -> throw new IllegalStateException("started, and not there: " + name);
        }
    }

    static void serveFiles(SimulatedPhone phone, AfcFolder folder, Wire wire) throws IOException {
        try (AfcFiles files = new AfcFiles(phone, folder)) {
            new AfcService(phone, files, wire).serve();
        }
    }
}
