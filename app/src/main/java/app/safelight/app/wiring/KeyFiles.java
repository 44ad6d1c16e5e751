package app.safelight.app.wiring;

import app.safelight.place.drive.AgeKeyFile;
import app.safelight.place.drive.AgeKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The key files a person has named. They are read only when an encrypted drive asks; one that is not there, as
/// when it is kept on a stick, is passed over.
///
/// Threads: any.
public record KeyFiles(List<Path> files) implements AgeKeys {
    public KeyFiles {
        files = List.copyOf(files);
    }

    @Override
    public Optional<String> identityFor(String recipient) {
        for (Path file : files) {
            Optional<String> identity = read(file).flatMap(keys -> keys.identityFor(recipient));
            if (identity.isPresent()) {
                return identity;
            }
        }
        return Optional.empty();
    }

    private static Optional<AgeKeyFile> read(Path file) {
        try {
            return Optional.of(AgeKeyFile.read(file));
        } catch (IOException notNow) {
            return Optional.empty();
        }
    }
}
