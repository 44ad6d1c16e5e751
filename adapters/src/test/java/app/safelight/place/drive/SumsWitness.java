package app.safelight.place.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// The real `sha256sum` judges a drive.
final class SumsWitness {
    private SumsWitness() {}

    /// Every file of record is what the sums file says, and every line is one that `sha256sum` understands.
    static void check(Path root) throws IOException {
        Witness.require("sha256sum");
        Witness.Run run = Witness.run(root, "sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS");
        assertThat(run.exitCode()).as(run.output()).isZero();
    }
}
