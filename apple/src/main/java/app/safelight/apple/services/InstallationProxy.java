package app.safelight.apple.services;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.PlistChannel;
import app.safelight.apple.plist.Plist;
import com.dd.plist.NSArray;
import com.dd.plist.NSString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The applications on a device.
///
/// Threads: one at a time.
public final class InstallationProxy implements AutoCloseable {
    public static final String SERVICE = "com.apple.mobile.installation_proxy";

    private static final String NAME = "installation_proxy";

    /// Lists come in parts of some MB.
    private static final int MAX_MESSAGE_BYTES = Plist.MAX_BYTES;

    /// A device has some hundred applications and tells them some at a time.
    private static final int MAX_PARTS = 10_000;

    private static final int MAX_APPLICATIONS = 100_000;

    /// Which applications are listed.
    public enum Kind {
        USER("User"),
        SYSTEM("System"),
        ANY("Any");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private final PlistChannel channel;

    public InstallationProxy(Connection connection) {
        this.channel = new PlistChannel(connection, NAME, MAX_MESSAGE_BYTES);
    }

    /// The applications of a kind; those without a name of their own are passed over.
    public List<Application> browse(Kind kind) throws DeviceException {
        channel.send(Plist.empty()
                .put("Command", "Browse")
                .put("ClientOptions", options().put("ApplicationType", kind.word)));
        List<Application> all = new ArrayList<>();
        for (int part = 0; part < MAX_PARTS; part++) {
            Plist answer = unrefused("Browse", channel.receive());
            for (Plist told : answer.dictionaries("CurrentList")) {
                Application.of(told).ifPresent(all::add);
            }
            if (all.size() > MAX_APPLICATIONS) {
                throw DeviceException.malformed(NAME, "applications without end");
            }
            if (answer.string("Status").filter("Complete"::equals).isPresent()) {
                return all;
            }
        }
        throw DeviceException.malformed(NAME, "a list without end");
    }

    /// Those of the applications named that there are, by their names.
    public Map<String, Application> lookup(Collection<String> bundleIds) throws DeviceException {
        Plist answer = unrefused(
                "Lookup",
                channel.ask(Plist.empty()
                        .put("Command", "Lookup")
                        .put("ClientOptions", options().put("BundleIDs", array(bundleIds)))));
        Map<String, Application> found = new LinkedHashMap<>();
        Optional<Plist> result = answer.dictionary("LookupResult");
        for (String bundleId : bundleIds) {
            result.flatMap(all -> all.dictionary(bundleId))
                    .flatMap(Application::of)
                    .ifPresent(application -> found.put(bundleId, application));
        }
        return found;
    }

    private static Plist options() {
        return Plist.empty().put("ReturnAttributes", array(Application.ATTRIBUTES));
    }

    private static NSArray array(Collection<String> texts) {
        return new NSArray(texts.stream().map(NSString::new).toArray(NSString[]::new));
    }

    private static Plist unrefused(String request, Plist answer) throws DeviceException {
        Optional<String> error = answer.string("Error");
        if (error.isPresent()) {
            throw new DeviceException(new DeviceFault.Refused(request, error.get()));
        }
        return answer;
    }

    @Override
    public void close() {
        channel.close();
    }
}
