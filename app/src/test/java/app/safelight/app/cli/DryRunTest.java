package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A dry run says what would be copied, and leaves no trace: not in the ledger, not where copies would go.
class DryRunTest {
    private final Trial trial;

    DryRunTest() throws IOException {
        trial = new Trial();
        trial.file("source/a.jpg", "a");
        trial.file("other/b.jpg", "b");
    }

    @AfterEach
    void cleanUp() throws IOException {
        trial.close();
    }

    private void owes(long items, String... command) {
        assertThat(trial.run(command).expect(ExitCode.OK).out())
                .contains(items + " file" + (items == 1 ? "" : "s") + " (")
                .contains("would be copied. Nothing was.");
        assertThat(trial.home().resolve("work")).isEmptyDirectory();
    }

    @Test
    void beforeTheFirstBackupNothingIsKnownAfterwards() {
        owes(1, "backup", "source", "--to", "drive", "--dry-run");
        trial.run("status").expect(ExitCode.NOT_FOUND);
        assertThat(trial.folder().resolve("drive")).doesNotExist();
        assertThat(trial.home().resolve("ledger.sqlite")).doesNotExist();
    }

    @Test
    void ledgerAndDriveStayAsTheyWere() throws Exception {
        trial.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
        long size = ledgerSize();
        Map<String, String> drive = Trial.digests(trial.folder().resolve("drive"));
        Files.writeString(trial.folder().resolve("source/c.jpg"), "c");
        Files.delete(trial.folder().resolve("source/a.jpg"));

        owes(1, "backup", "source", "--to", "drive", "--dry-run");
        owes(1, "backup", "other", "--to", "drive", "--dry-run");
        owes(1, "backup", "other", "--to", "new", "--to", "drive", "--dry-run");

        assertThat(ledgerSize()).isEqualTo(size);
        assertThat(Trial.digests(trial.folder().resolve("drive"))).isEqualTo(drive);
        assertThat(trial.folder().resolve("new")).doesNotExist();
        var sources = Trial.objects(
                trial.run("status", "--json").expect(ExitCode.OK).json().get("sources"));
        assertThat(sources).hasSize(1);
        assertThat(String.valueOf(sources.getFirst().get("location"))).endsWith("source");
        assertThat(Trial.objects(trial.run("places", "--json").json().get("places")))
                .extracting(place -> place.get("location"))
                .isEqualTo(List.of(trial.folder().resolve("drive").toString()));
    }

    private long ledgerSize() throws Exception {
        try (SqliteLedger ledger = SqliteLedger.openForReading(trial.home())) {
            return ledger.size();
        }
    }
}
