package app.safelight.app.wiring;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a person calls a place: the folder it is in, or the library they are signed in to.
public sealed interface PlaceName {
    /// What is typed for the library. A folder of that name is `./library`.
    String LIBRARY = "library";

    Pattern ADDRESS = Pattern.compile("(?i)https?://.+");

    record Folder(Path path) implements PlaceName {}

    /// @param address if one was typed
    record Library(Optional<URI> address) implements PlaceName {}

    /// @param folder that relative paths start from
    /// @throws java.nio.file.InvalidPathException if it can be neither
    static PlaceName of(String typed, Path folder) {
        if (typed.equals(LIBRARY)) {
            return new Library(Optional.empty());
        }
        if (ADDRESS.matcher(typed).matches()) {
            try {
                return new Library(Optional.of(new URI(withoutSlash(typed))));
            } catch (java.net.URISyntaxException noAddress) {
                return new Folder(folder.resolve(typed).normalize());
            }
        }
        return new Folder(folder.resolve(typed).normalize());
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? withoutSlash(address.substring(0, address.length() - 1)) : address;
    }
}
