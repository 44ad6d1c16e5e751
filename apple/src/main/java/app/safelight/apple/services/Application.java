package app.safelight.apple.services;

import app.safelight.apple.plist.Plist;
import java.util.List;
import java.util.Optional;

/// An application on a device.
///
/// @param bundleId its name for ever, such as `com.example.notes`
/// @param name as the person sees it; its bundle's name if it has none
/// @param sharesDocuments whether the person lets computers see its documents
public record Application(String bundleId, String name, String version, boolean sharesDocuments) {
    static final List<String> ATTRIBUTES =
            List.of("CFBundleIdentifier", "CFBundleDisplayName", "CFBundleShortVersionString", "UIFileSharingEnabled");

    static Optional<Application> of(Plist told) {
        return told.string("CFBundleIdentifier")
                .map(bundleId -> new Application(
                        bundleId,
                        told.string("CFBundleDisplayName").orElse(bundleId),
                        told.string("CFBundleShortVersionString").orElse(""),
                        told.bool("UIFileSharingEnabled").orElse(false)));
    }
}
