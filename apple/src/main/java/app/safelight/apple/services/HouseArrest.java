package app.safelight.apple.services;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.PlistChannel;
import app.safelight.apple.plist.Plist;
import java.util.Optional;

/// The files of one application.
public final class HouseArrest {
    public static final String SERVICE = "com.apple.mobile.house_arrest";

    /// Where the documents begin that [Part#DOCUMENTS] gives; its root may not be looked at.
    public static final String DOCUMENTS_FOLDER = "/Documents";

    private static final String NAME = "house_arrest";

    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    /// Which of its files.
    public enum Part {
        /// What the person may see; only of applications that share documents.
        DOCUMENTS("VendDocuments"),
        /// Everything; since iOS 8.3 only of applications that the device's owner develops.
        CONTAINER("VendContainer");

        private final String command;

        Part(String command) {
            this.command = command;
        }
    }

    private HouseArrest() {}

    /// Turns a connection to the service into one to the files of an application. It takes one command in its
    /// life; if that is refused it is closed.
    ///
    /// @throws DeviceException with [DeviceFault.Refused] if the application is not there or shares nothing
    public static Afc open(Connection connection, Part part, String bundleId) throws DeviceException {
        PlistChannel channel = new PlistChannel(connection, NAME, MAX_MESSAGE_BYTES);
        try {
            Plist answer =
                    channel.ask(Plist.empty().put("Command", part.command).put("Identifier", bundleId));
            Optional<String> error = answer.string("Error");
            if (error.isPresent()) {
                throw new DeviceException(new DeviceFault.Refused(part.command, error.get()));
            }
            if (answer.string("Status").filter("Complete"::equals).isEmpty()) {
                throw DeviceException.malformed(NAME, "neither yes nor no");
            }
            return new Afc(connection);
        } catch (DeviceException failed) {
            connection.close();
            throw failed;
        }
    }
}
