package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.util.Optional;

/// Opens an application's files to a computer. One command; if it is granted, the connection goes on as AFC.
///
/// Source: libimobiledevice `house_arrest.c`. Since iOS 8.3 whole containers are for those who made the
/// application; others get the `Documents` of those that share them.
final class HouseArrest {
    private final SimulatedPhone phone;
    private final Wire wire;

    HouseArrest(SimulatedPhone phone, Wire wire) {
        this.phone = phone;
        this.wire = wire;
    }

    void serve() throws IOException {
        Optional<Plist> request = wire.receive();
        if (request.isEmpty()) {
            return;
        }
        String command = request.get().string("Command").orElse("");
        boolean documents = command.equals("VendDocuments");
        if (!documents && !command.equals("VendContainer")) {
            wire.send(Plist.empty().put("Error", "UnknownCommand"));
            return;
        }
        Optional<SimulatedApp> app = request.get().string("Identifier").flatMap(phone::app);
        if (app.isEmpty()) {
            wire.send(Plist.empty().put("Error", "ApplicationLookupFailed"));
            return;
        }
        if (documents ? !app.get().sharesDocuments() : !app.get().signedByDeveloper()) {
            wire.send(Plist.empty().put("Error", "InstallationLookupFailed"));
            return;
        }
        wire.send(Plist.empty().put("Status", "Complete"));
        AfcFolder folder = documents
                ? AfcFolder.only(app.get().container(), "/Documents")
                : AfcFolder.whole(app.get().container());
        PhoneServices.serveFiles(phone, folder, wire);
    }
}
