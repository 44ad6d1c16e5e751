package app.safelight.app.config;

import java.nio.file.Path;
import java.util.Map;

/// Where Safelight keeps its own files: `SAFELIGHT_HOME`, or the platform's usual folder for application data.
///
/// @param folder holds the ledger and `settings.properties`
public record Home(Path folder) {
    /// @param environment as `System.getenv()` gives it
    /// @param userHome the person's home folder, if `HOME` names none
    /// @param osName as the system property `os.name` gives it
    public static Home of(Map<String, String> environment, Path userHome, String osName) {
        String own = environment.getOrDefault("SAFELIGHT_HOME", "");
        if (!own.isEmpty()) {
            return new Home(Path.of(own).toAbsolutePath());
        }
        if (osName.startsWith("Mac")) {
            return new Home(home(environment, userHome).resolve("Library/Application Support/Safelight"));
        }
        if (osName.startsWith("Windows")) {
            String local = environment.getOrDefault(
                    "LOCALAPPDATA", userHome.resolve("AppData/Local").toString());
            return new Home(Path.of(local).resolve("Safelight"));
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = data.isEmpty() ? home(environment, userHome).resolve(".local/share") : Path.of(data);
        return new Home(base.resolve("safelight").toAbsolutePath());
    }

    /// As shells and all other programs have it.
    private static Path home(Map<String, String> environment, Path userHome) {
        String named = environment.getOrDefault("HOME", "");
        return named.startsWith("/") ? Path.of(named) : userHome;
    }

    /// Where it stands which library a person is signed in to; see [LibraryAccount].
    public Path library() {
        return folder.resolve("library.properties");
    }

    public Path settings() {
        return folder.resolve("settings.properties");
    }
}
