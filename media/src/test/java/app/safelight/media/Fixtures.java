package app.safelight.media;

import java.nio.file.Files;
import java.nio.file.Path;

/// The shared real photos and videos; without them nothing is proved, so their absence fails the test.
public final class Fixtures {
    private Fixtures() {}

    public static Path folder() {
        String repository = System.getProperty("safelight.repository");
        if (repository == null) {
            throw new AssertionError("the system property safelight.repository is not set: run through Maven");
        }
        Path folder = Path.of(repository).resolve("../shared/fixtures/media").normalize();
        if (!Files.isRegularFile(folder.resolve("manifest.csv"))) {
            throw new AssertionError("no shared fixtures at " + folder);
        }
        return folder;
    }
}
