package app.safelight.library;

import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Receipt;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Intake;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.quota.Quota;
import app.safelight.library.storage.ContentRecords;
import app.safelight.simulator.world.Stopped;
import app.safelight.simulator.world.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The one law and its twin, with an end at every point of an upload: nothing is called safe that is not, and
/// once nothing fails any more the photo becomes safe.
class CutTest extends LibraryTest {
    private static final int MAX_CUTS = 50;

    @Test
    void theDatabaseGoneAtAnyChange() throws Exception {
        for (boolean afterCommit : List.of(false, true)) {
            int cuts = 0;
            while (cutDatabaseAt(cuts, afterCommit)) {
                cuts++;
                assertThat(cuts).isLessThan(MAX_CUTS);
            }
            // Reserving, and recording.
            assertThat(cuts).isGreaterThanOrEqualTo(2);
        }
    }

    /// @return whether the cut came before the end
    private boolean cutDatabaseAt(int write, boolean afterCommit) throws Exception {
        PersonId person = library.member("Person " + write + afterCommit);
        byte[] photo = random(write * 2L + (afterCommit ? 1 : 0), 300);
        CutDatabase cut = new CutDatabase(library.database, write, afterCommit);
        Optional<Intake> answer;
        try (TestLibrary dying = library.over(cut)) {
            answer = Optional.of(dying.upload(person, offer("a.jpg", photo), photo));
        } catch (DatabaseException gone) {
            answer = Optional.empty();
        }
        assertLaw(person, photo, answer);
        assertTwin(person, photo);
        return cut.wasCut();
    }

    @Test
    void thePowerGoneAtAnyOperationOfThePlace() throws Exception {
        for (World.Stop stop : World.Stop.values()) {
            int cuts = 0;
            while (stopPlaceAt(cuts, stop)) {
                cuts++;
                assertThat(cuts).isLessThan(MAX_CUTS);
            }
            assertThat(cuts).isGreaterThanOrEqualTo(2);
        }
    }

    private boolean stopPlaceAt(int operation, World.Stop stop) throws Exception {
        PersonId person = library.member("Person " + operation + stop);
        byte[] photo = random(1_000 + operation * 2L + (stop == World.Stop.POWER_CUT ? 1 : 0), 300);
        library.world.stopAt(library.world.operations() + operation, stop);
        Optional<Intake> answer;
        boolean stopped = false;
        try {
            answer = Optional.of(library.upload(person, offer("a.jpg", photo), photo));
        } catch (Stopped end) {
            stopped = true;
            answer = Optional.empty();
        }
        library.world.restorePower();
        assertLaw(person, photo, answer);
        assertTwin(person, photo);
        return stopped;
    }

    /// Whatever is called safe is there, also after the power is gone.
    private void assertLaw(PersonId person, byte[] photo, Optional<Intake> answer) throws Exception {
        library.world.cutPower();
        library.world.restorePower();
        ContentId content = content(photo);
        boolean calledSafe = answer.isPresent()
                || !library.known.ask(person, List.of(content.sha256())).held().isEmpty()
                || !library.database
                        .<List<Receipt>>read(rows -> ContentRecords.receipts(rows, content))
                        .isEmpty();
        if (calledSafe) {
            assertThat(library.folder.durableContents()).containsKey(content);
            assertThat(library.folder.durableContents().get(content)).isEqualTo(photo);
        }
    }

    /// Nothing fails any more.
    private void assertTwin(PersonId person, byte[] photo) throws Exception {
        assertThat(library.upload(person, offer("a.jpg", photo), photo)).isInstanceOf(Intake.Taken.class);
        library.clock.advance(Quota.RESERVED_FOR);
        library.quota.sweep();
        assertThat(library.usage(person).usedBytes()).isEqualTo(photo.length);
        assertThat(library.usage(person).reservedBytes()).isZero();
        assertThat(library.timeline.months(person))
                .singleElement()
                .satisfies(month -> assertThat(month.assets()).isEqualTo(1));
    }
}
