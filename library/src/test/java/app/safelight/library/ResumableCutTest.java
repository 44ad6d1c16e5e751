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
import app.safelight.library.uploads.Ending;
import app.safelight.library.uploads.FolderParking;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ParkingFault;
import app.safelight.library.uploads.Progress;
import app.safelight.library.uploads.ResumableUpload;
import app.safelight.library.uploads.ResumableUploads;
import app.safelight.library.uploads.ResumableUploads.Answer;
import app.safelight.library.uploads.ResumableUploads.Creation;
import app.safelight.library.uploads.UploadId;
import app.safelight.simulator.world.Stopped;
import app.safelight.simulator.world.World;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An end at every point of an upload that comes in pieces: nothing acknowledged is lost, nothing is called safe
/// that is not, and once nothing fails any more the photo becomes safe and nothing is left over.
class ResumableCutTest extends LibraryTest {
    private static final int MAX_CUTS = 150;
    private static final int SIZE = 300;
    private static final int PIECE = 120;

    private int people;

    /// What a sender knows; it survives every end of the library.
    private static final class Sender {
        private final PersonId person;
        private final byte[] photo;
        private final boolean inParts;
        private final List<UploadId> partials = new ArrayList<>();
        private Optional<UploadId> upload = Optional.empty();
        private long acknowledgedBytes;
        private Optional<Intake.Taken> taken = Optional.empty();

        Sender(PersonId person, byte[] photo, boolean inParts) {
            this.person = person;
            this.photo = photo;
            this.inParts = inParts;
        }

        /// Goes on from where it was, to the end.
        void send(ResumableUploads uploads) throws Exception {
            if (inParts && upload.isEmpty()) {
                sendParts(uploads);
            }
            while (taken.isEmpty()) {
                if (upload.isEmpty()) {
                    created(uploads.create(person, offer("a.jpg", photo)));
                } else {
                    step(uploads, upload.get());
                }
            }
        }

        private void created(Creation creation) {
            switch (creation) {
                case Creation.Created(var id, var _) -> upload = Optional.of(id);
                case Creation.Decided(Intake.Taken known) -> taken = Optional.of(known);
                case Creation.NoSuchPartial _ -> {
                    // The answer to putting them together was lost: all of it is sent once more, as one.
                    acknowledgedBytes = 0;
                }
                case Creation.Decided _, Creation.TooLarge _, Creation.TooManyUnfinished _ ->
                    throw new AssertionError(creation);
                case Creation.WrongNumberOfPartials _, Creation.IncompletePartial _ ->
                    throw new AssertionError(creation);
            }
        }

        private void step(ResumableUploads uploads, UploadId id) throws Exception {
            ResumableUpload found = uploads.find(person, id).orElseThrow();
            switch (found.progress()) {
                case Progress.Receiving(var offset) -> {
                    assertThat(offset).isGreaterThanOrEqualTo(acknowledgedBytes);
                    append(uploads, id, offset, (int) Math.min(photo.length, offset + PIECE), photo);
                }
                case Progress.AllHere() -> answered(uploads.finish(person, id));
                case Progress.Ended(Ending.Decided(Intake.Taken outcome)) -> taken = Optional.of(outcome);
                case Progress.Ended other -> throw new AssertionError(other);
            }
        }

        private void append(ResumableUploads uploads, UploadId id, long from, int to, byte[] bytes) throws Exception {
            ByteArrayInputStream piece = new ByteArrayInputStream(bytes, (int) from, to - (int) from);
            answered(uploads.append(person, id, from, piece, Optional.empty()));
        }

        private void answered(Answer answer) {
            switch (answer) {
                case Answer.Now(Progress.Receiving(var offset)) -> acknowledgedBytes = offset;
                case Answer.Now(Progress.AllHere()) -> assertThat(inParts).isTrue();
                case Answer.Now(Progress.Ended(Ending.Decided(Intake.Taken outcome))) -> taken = Optional.of(outcome);
                case Answer other -> throw new AssertionError(other);
            }
        }

        private void sendParts(ResumableUploads uploads) throws Exception {
            int half = SIZE / 2;
            while (partials.size() < 2) {
                partials.add(((Creation.Created) uploads.createPartial(person, half)).id());
            }
            for (int part = 0; part < 2; part++) {
                Optional<ResumableUpload> found = uploads.find(person, partials.get(part));
                if (found.isPresent() && found.get().progress() instanceof Progress.Receiving(var offset)) {
                    byte[] bytes = Arrays.copyOfRange(photo, part * half, (part + 1) * half);
                    append(uploads, partials.get(part), offset, half, bytes);
                }
            }
            acknowledgedBytes = 0;
            created(uploads.concatenate(person, partials, _ -> offer("a.jpg", photo)));
        }
    }

    private Sender sender(boolean inParts) throws Exception {
        people++;
        return new Sender(library.member("Person " + people), random(people, SIZE), inParts);
    }

    @Test
    void theDatabaseGoneAtAnyChange() throws Exception {
        for (boolean inParts : List.of(false, true)) {
            for (boolean afterCommit : List.of(false, true)) {
                int cuts = 0;
                while (cutDatabaseAt(cuts, afterCommit, inParts)) {
                    cuts++;
                    assertThat(cuts).isLessThan(MAX_CUTS);
                }
                // Opening; announcing, and recording.
                assertThat(cuts).isEqualTo(inParts ? 5 : 3);
            }
        }
    }

    private boolean cutDatabaseAt(int write, boolean afterCommit, boolean inParts) throws Exception {
        Sender sender = sender(inParts);
        CutDatabase cut = new CutDatabase(library.database, write, afterCommit);
        try (TestLibrary dying = library.over(cut)) {
            sender.send(dying.resumable);
        } catch (DatabaseException gone) {
            assertThat(cut.wasCut()).isTrue();
        }
        assertLaw(sender);
        assertTwin(sender);
        return cut.wasCut();
    }

    /// Parking that fails at one operation, and from then on.
    private static final class CutParking extends ForwardingParking {
        private final int cutAt;
        private final boolean afterwards;
        private int operations;

        CutParking(Parking parking, int cutAt, boolean afterwards) {
            super(parking);
            this.cutAt = cutAt;
            this.afterwards = afterwards;
        }

        boolean wasCut() {
            return operations > cutAt;
        }

        @Override
        void before() throws ParkingException {
            if (operations > cutAt || (operations == cutAt && !afterwards)) {
                operations = cutAt + 1;
                throw new ParkingException(new ParkingFault.Failed("cut"));
            }
        }

        @Override
        void after() throws ParkingException {
            if (operations++ >= cutAt) {
                throw new ParkingException(new ParkingFault.Failed("cut"));
            }
        }
    }

    @Test
    void theParkingGoneAtAnyOperation() throws Exception {
        for (boolean inParts : List.of(false, true)) {
            for (boolean afterwards : List.of(false, true)) {
                int cuts = 0;
                while (cutParkingAt(cuts, afterwards, inParts)) {
                    cuts++;
                    assertThat(cuts).isLessThan(MAX_CUTS);
                }
                // Writing and keeping each piece, and removing what it was in.
                assertThat(cuts).isGreaterThanOrEqualTo(6);
            }
        }
    }

    private boolean cutParkingAt(int operation, boolean afterwards, boolean inParts) throws Exception {
        Sender sender = sender(inParts);
        CutParking cut = new CutParking(library.parking, operation, afterwards);
        try (TestLibrary dying = library.over(library.database, cut)) {
            sender.send(dying.resumable);
        } catch (ParkingException gone) {
            assertThat(cut.wasCut()).isTrue();
        }
        assertLaw(sender);
        assertTwin(sender);
        return cut.wasCut();
    }

    /// The places' disks and the parking's have the same power.
    @Test
    void thePowerGoneAtAnyOperation() throws Exception {
        for (boolean inParts : List.of(false, true)) {
            for (World.Stop stop : World.Stop.values()) {
                int cuts = 0;
                while (stopAt(cuts, stop, inParts)) {
                    cuts++;
                    assertThat(cuts).isLessThan(MAX_CUTS);
                }
                // Writing, forcing, naming, forcing the name of each piece; staging, settling; removing.
                assertThat(cuts).isGreaterThanOrEqualTo(12);
            }
        }
    }

    private boolean stopAt(int operation, World.Stop stop, boolean inParts) throws Exception {
        Sender sender = sender(inParts);
        boolean stopped = false;
        try (TestLibrary dying = restarted()) {
            library.world.stopAt(library.world.operations() + operation, stop);
            sender.send(dying.resumable);
            dying.parking.close();
        } catch (Stopped end) {
            stopped = true;
        }
        library.world.restorePower();
        assertLaw(sender);
        assertTwin(sender);
        return stopped;
    }

    /// The library as the next process finds it.
    private TestLibrary restarted() throws Exception {
        library.world.stopAt(library.world.operations(), World.Stop.PROCESS_KILLED);
        try {
            library.parkingDisk.forceFolder("");
        } catch (Stopped end) {
            library.world.restorePower();
        }
        return library.over(library.database, FolderParking.open(LockedDisk.over(library.parkingDisk)));
    }

    /// Whatever is called safe is there, also after the power is gone.
    private void assertLaw(Sender sender) throws Exception {
        library.world.cutPower();
        library.world.restorePower();
        ContentId content = content(sender.photo);
        boolean calledSafe = sender.taken.isPresent()
                || !library.known
                        .ask(sender.person, List.of(content.sha256()))
                        .held()
                        .isEmpty()
                || !library.database
                        .<List<Receipt>>read(rows -> ContentRecords.receipts(rows, content))
                        .isEmpty();
        if (calledSafe) {
            assertThat(library.folder.durableContents()).containsKey(content);
            assertThat(library.folder.durableContents().get(content)).isEqualTo(sender.photo);
        }
    }

    /// Nothing fails any more.
    private void assertTwin(Sender sender) throws Exception {
        PersonId person = sender.person;
        try (TestLibrary next = restarted()) {
            sender.send(next.resumable);
            assertThat(sender.taken.orElseThrow().kept().content()).isEqualTo(content(sender.photo));
            next.clock.advance(Quota.RESERVED_FOR);
            next.resumable.sweep();
            assertThat(next.usage(person).reservedBytes()).isZero();
            assertThat(next.usage(person).usedBytes()).isEqualTo(SIZE);
            assertThat(next.timeline.months(person))
                    .singleElement()
                    .satisfies(month -> assertThat(month.assets()).isEqualTo(1));
            assertThat(next.parkingDisk.list(""))
                    .singleElement()
                    .satisfies(lock -> assertThat(lock.path()).isEqualTo("lock"));
            next.parking.close();
        }
    }
}
