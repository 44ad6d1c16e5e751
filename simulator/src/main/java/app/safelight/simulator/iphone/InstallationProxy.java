package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Which applications a phone has. It installs and removes none.
///
/// Source: libimobiledevice `installation_proxy.c`.
final class InstallationProxy {
    /// As many as phones tell at once.
    private static final int BROWSE_AT_ONCE = 20;

    private final SimulatedPhone phone;
    private final Wire wire;

    InstallationProxy(SimulatedPhone phone, Wire wire) {
        this.phone = phone;
        this.wire = wire;
    }

    void serve() throws IOException {
        while (true) {
            Optional<Plist> request = wire.receive();
            if (request.isEmpty()) {
                return;
            }
            Plist options = request.get().dictionary("ClientOptions").orElseGet(Plist::empty);
            switch (request.get().string("Command").orElse("")) {
                case "Browse" -> browse(options);
                case "Lookup" -> lookup(options);
                default ->
                    wire.send(Plist.empty()
                            .put("Error", "UnknownCommand")
                            .put("ErrorDescription", "this phone only tells what it has"));
            }
        }
    }

    private void browse(Plist options) throws IOException {
        List<SimulatedApp> apps = wanted(options);
        for (int from = 0; from < apps.size(); from += BROWSE_AT_ONCE) {
            List<SimulatedApp> some = apps.subList(from, Math.min(apps.size(), from + BROWSE_AT_ONCE));
            wire.send(Plist.empty()
                    .put("CurrentAmount", some.size())
                    .put("CurrentIndex", from)
                    .put(
                            "CurrentList",
                            some.stream().map(app -> described(app, options)).toList())
                    .put("Status", "BrowsingApplications")
                    .put("Total", apps.size()));
        }
        wire.send(Plist.empty().put("Status", "Complete"));
    }

    private void lookup(Plist options) throws IOException {
        List<String> identities = options.strings("BundleIDs");
        Plist found = Plist.empty();
        for (SimulatedApp app : wanted(options)) {
            if (identities.isEmpty() || identities.contains(app.bundleId())) {
                found.put(app.bundleId(), described(app, options));
            }
        }
        wire.send(Plist.empty().put("LookupResult", found).put("Status", "Complete"));
    }

    private List<SimulatedApp> wanted(Plist options) {
        return switch (options.string("ApplicationType").orElse("Any")) {
            case "User" -> phone.apps().stream().filter(app -> !app.system()).toList();
            case "System" -> phone.apps().stream().filter(SimulatedApp::system).toList();
            default -> phone.apps();
        };
    }

    private static Plist described(SimulatedApp app, Plist options) {
        Plist all = Plist.empty()
                .put("ApplicationType", app.system() ? "System" : "User")
                .put("CFBundleDisplayName", app.name())
                .put("CFBundleIdentifier", app.bundleId())
                .put("CFBundleName", app.name())
                .put("CFBundleShortVersionString", app.version())
                .put("CFBundleVersion", app.version())
                .put("UIFileSharingEnabled", app.sharesDocuments());
        if (options.has("ReturnAttributes")) {
            List<String> asked = options.strings("ReturnAttributes");
            for (String key : all.keys()) {
                if (!asked.contains(key)) {
                    all.remove(key);
                }
            }
        }
        return all;
    }
}
