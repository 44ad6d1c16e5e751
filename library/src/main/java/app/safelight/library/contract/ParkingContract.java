package app.safelight.library.contract;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.model.Body;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.Parking.Opening;
import app.safelight.library.uploads.Parking.Parked;
import app.safelight.library.uploads.Parking.Writer;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ParkingFault;
import app.safelight.library.uploads.UploadId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What every [Parking] must do while the power stays on. It parks under ids of its own, which it removes again,
/// and leaves all others alone.
///
/// That what was kept survives a power cut cannot be checked here; the simulated disk is where that is seen.
public final class ParkingContract {
    /// The ids that the checks use: of a time before any upload was made.
    private static final long FIRST_ID = 1_000;

    private static final UploadId ONE = new UploadId(FIRST_ID);
    private static final UploadId OTHER = new UploadId(FIRST_ID + 1);

    private static final int LARGE_BYTES = (5 << 20) + 17;
    private static final int BUFFER_BYTES = 64 << 10;

    /// What the suite needs of whoever runs it.
    @FunctionalInterface
    public interface Setting {
        /// Opens the parking under test; the check closes it, and may open it again.
        Parking open() throws Exception;
    }

    /// One check's work. It leaves open what it opened last.
    private static final class Trial {
        private final Setting setting;
        private Parking parking;

        Trial(Setting setting) throws Exception {
            this.setting = setting;
            this.parking = setting.open();
        }

        Parking parking() {
            return parking;
        }

        void reopen() throws Exception {
            parking.close();
            parking = setting.open();
        }
    }

    @FunctionalInterface
    private interface Steps {
        void run(Trial trial) throws Exception;
    }

    /// A promise was not kept.
    private static final class NotKept extends Exception {
        private static final long serialVersionUID = 1L;

        NotKept(String detail) {
            super(detail);
        }
    }

    private ParkingContract() {}

    public static List<ContractCheck<Setting>> checks() {
        return List.of(
                check("nothing-parked-is-no-bytes", ParkingContract::nothingParkedIsNoBytes),
                check("kept-bytes-are-read", ParkingContract::keptBytesAreRead),
                check("large-uploads", ParkingContract::largeUploads),
                check("keeps-more-than-once", ParkingContract::keepsMoreThanOnce),
                check("what-was-not-kept-never-counts", ParkingContract::whatWasNotKeptNeverCounts),
                check("keeping-nothing-changes-nothing", ParkingContract::keepingNothingChangesNothing),
                check("only-at-the-end", ParkingContract::onlyAtTheEnd),
                check("one-writer-at-a-time", ParkingContract::oneWriterAtATime),
                check("uploads-do-not-mix", ParkingContract::uploadsDoNotMix),
                check("removes", ParkingContract::removes),
                check("removes-what-was-never-kept", ParkingContract::removesWhatWasNeverKept),
                check("removes-nothing-of-a-writer", ParkingContract::removesNothingOfAWriter),
                check("lists-each-once", ParkingContract::listsEachOnce),
                check("another-process-goes-on", ParkingContract::anotherProcessGoesOn),
                check("body-keeps-its-promises", ParkingContract::bodyKeepsItsPromises),
                check("readers-failures-are-theirs", ParkingContract::readersFailuresAreTheirs));
    }

    /// Runs all checks.
    public static List<ContractResult> run(Setting setting) {
        return ContractCheck.runAll(checks(), setting);
    }

    private static ContractCheck<Setting> check(String name, Steps steps) {
        return new ContractCheck<>(name, setting -> {
            Trial trial = new Trial(setting);
            try {
                steps.run(trial);
            } finally {
                trial.parking().remove(ONE);
                trial.parking().remove(OTHER);
                trial.parking().close();
            }
        });
    }

    private static void nothingParkedIsNoBytes(Trial trial) throws Exception {
        requireEqual(0L, trial.parking().lengthBytes(ONE), "the length of nothing");
        try {
            trial.parking().<Boolean, RuntimeException>read(ONE, _ -> true);
        } catch (ParkingException lost) {
            requireEqual(new ParkingFault.Lost(ONE), lost.fault(), "the fault of reading nothing");
            return;
        }
        throw new NotKept("nothing could be read");
    }

    private static void keptBytesAreRead(Trial trial) throws Exception {
        byte[] bytes = bytes(1, 1_000);
        requireEqual((long) bytes.length, append(trial, ONE, 0, bytes), "what was kept");
        requireHeld(trial, ONE, bytes);
    }

    private static void largeUploads(Trial trial) throws Exception {
        byte[] bytes = bytes(2, LARGE_BYTES);
        append(trial, ONE, 0, Arrays.copyOf(bytes, LARGE_BYTES / 2));
        append(trial, ONE, LARGE_BYTES / 2, Arrays.copyOfRange(bytes, LARGE_BYTES / 2, LARGE_BYTES));
        requireHeld(trial, ONE, bytes);
    }

    private static void keepsMoreThanOnce(Trial trial) throws Exception {
        byte[] bytes = bytes(3, 900);
        try (Writer writer = writer(trial, ONE, 0)) {
            for (int from = 0; from < bytes.length; from += 300) {
                writer.write(bytes, from, 300);
                requireEqual((long) from, trial.parking().lengthBytes(ONE), "the length before it was kept");
                requireEqual(from + 300L, writer.keep(), "what was kept");
                requireEqual(from + 300L, trial.parking().lengthBytes(ONE), "the length after it was kept");
            }
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void whatWasNotKeptNeverCounts(Trial trial) throws Exception {
        byte[] dropped = bytes(4, 5_000);
        byte[] bytes = bytes(5, 800);
        for (int kept : List.of(0, 500)) {
            try (Writer writer = writer(trial, ONE, kept)) {
                writer.write(dropped, 0, dropped.length);
            }
            requireEqual((long) kept, trial.parking().lengthBytes(ONE), "the length of what was not kept");
            trial.reopen();
            requireEqual((long) kept, trial.parking().lengthBytes(ONE), "the length for another process");
            append(trial, ONE, kept, Arrays.copyOfRange(bytes, kept, kept == 0 ? 500 : bytes.length));
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void keepingNothingChangesNothing(Trial trial) throws Exception {
        byte[] bytes = bytes(6, 100);
        append(trial, ONE, 0, bytes);
        requireEqual(100L, append(trial, ONE, 100, new byte[0]), "what was kept");
        try (Writer writer = writer(trial, ONE, 100)) {
            requireEqual(100L, writer.keep(), "what was kept without a write");
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void onlyAtTheEnd(Trial trial) throws Exception {
        byte[] bytes = bytes(7, 100);
        requireWrongOffset(trial, 1, 0);
        append(trial, ONE, 0, bytes);
        for (long offset : List.of(0L, 99L, 101L, -1L, Long.MAX_VALUE)) {
            requireWrongOffset(trial, offset, 100);
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void requireWrongOffset(Trial trial, long offset, long length) throws Exception {
        Opening opening = trial.parking().open(ONE, offset);
        if (opening instanceof Opening.Open(var writer)) {
            writer.close();
        }
        requireEqual(new Opening.WrongOffset(length), opening, "opening at " + offset);
    }

    private static void oneWriterAtATime(Trial trial) throws Exception {
        byte[] bytes = bytes(8, 100);
        try (Writer writer = writer(trial, ONE, 0)) {
            requireBusy(trial, 0);
            writer.write(bytes, 0, 50);
            requireBusy(trial, 0);
            writer.keep();
            requireBusy(trial, 50);
            writer.write(bytes, 50, 50);
            writer.keep();
        }
        requireHeld(trial, ONE, bytes);
        append(trial, ONE, 100, bytes);
    }

    private static void requireBusy(Trial trial, long offset) throws Exception {
        Opening opening = trial.parking().open(ONE, offset);
        if (opening instanceof Opening.Open(var second)) {
            second.close();
        }
        requireEqual(new Opening.Busy(), opening, "opening a second time");
    }

    private static void uploadsDoNotMix(Trial trial) throws Exception {
        byte[] bytes = bytes(9, 1_000);
        byte[] others = bytes(10, 1_000);
        try (Writer one = writer(trial, ONE, 0);
                Writer other = writer(trial, OTHER, 0)) {
            for (int from = 0; from < bytes.length; from += 100) {
                one.write(bytes, from, 100);
                other.write(others, from, 100);
            }
            one.keep();
            other.keep();
        }
        requireHeld(trial, ONE, bytes);
        requireHeld(trial, OTHER, others);
        require(trial.parking().remove(ONE), "it was not removed");
        requireHeld(trial, OTHER, others);
    }

    private static void removes(Trial trial) throws Exception {
        append(trial, ONE, 0, bytes(11, 1_000));
        require(trial.parking().remove(ONE), "it was not removed");
        requireEqual(0L, trial.parking().lengthBytes(ONE), "the length of what was removed");
        require(!listed(trial).contains(ONE), "what was removed is listed");
        require(trial.parking().remove(ONE), "removing nothing failed");
        byte[] bytes = bytes(12, 10);
        append(trial, ONE, 0, bytes);
        requireHeld(trial, ONE, bytes);
    }

    private static void removesWhatWasNeverKept(Trial trial) throws Exception {
        try (Writer writer = writer(trial, ONE, 0)) {
            writer.write(bytes(13, 1_000), 0, 1_000);
        }
        trial.reopen();
        require(trial.parking().remove(ONE), "it was not removed");
        trial.reopen();
        require(!listed(trial).contains(ONE), "what was removed is listed");
        requireEqual(0L, trial.parking().lengthBytes(ONE), "the length of what was removed");
    }

    private static void removesNothingOfAWriter(Trial trial) throws Exception {
        byte[] bytes = bytes(14, 100);
        append(trial, ONE, 0, Arrays.copyOf(bytes, 40));
        try (Writer writer = writer(trial, ONE, 40)) {
            require(!trial.parking().remove(ONE), "it was removed under its writer");
            writer.write(bytes, 40, 60);
            require(!trial.parking().remove(ONE), "it was removed under its writer");
            writer.keep();
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void listsEachOnce(Trial trial) throws Exception {
        append(trial, ONE, 0, bytes(15, 100));
        append(trial, ONE, 100, bytes(16, 100));
        append(trial, OTHER, 0, bytes(17, 30));
        for (int i = 0; i < 2; i++) {
            List<Parked> parked = new ArrayList<>();
            trial.parking().list(parked::add);
            requireEqual(List.of(200L), lengths(parked, ONE), "the listed lengths of one upload");
            requireEqual(List.of(30L), lengths(parked, OTHER), "the listed lengths of the other");
            trial.reopen();
        }
    }

    private static List<Long> lengths(List<Parked> parked, UploadId upload) {
        return parked.stream()
                .filter(one -> one.upload().equals(upload))
                .map(Parked::lengthBytes)
                .toList();
    }

    private static Set<UploadId> listed(Trial trial) throws Exception {
        Set<UploadId> listed = new HashSet<>();
        trial.parking().list(one -> listed.add(one.upload()));
        return listed;
    }

    private static void anotherProcessGoesOn(Trial trial) throws Exception {
        byte[] bytes = bytes(18, 300);
        for (int from = 0; from < bytes.length; from += 100) {
            append(trial, ONE, from, Arrays.copyOfRange(bytes, from, from + 100));
            trial.reopen();
        }
        requireHeld(trial, ONE, bytes);
    }

    private static void bodyKeepsItsPromises(Trial trial) throws Exception {
        byte[] bytes = bytes(19, 1_000);
        append(trial, ONE, 0, bytes);
        try (Writer writer = writer(trial, ONE, 1_000)) {
            writer.write(bytes, 0, 500);
            trial.parking().<Boolean, NotKept>read(ONE, body -> {
                requireEqual(1_000L, body.sizeBytes(), "the size of the body");
                byte[] buffer = new byte[2_000];
                requireEqual(-1, body.read(1_000, buffer, 0, 10), "reading at the end");
                requireEqual(0, body.read(10, buffer, 0, 0), "reading nothing");
                int read = body.read(990, buffer, 5, 100);
                require(read >= 1 && read <= 10, "read " + read + " of 10 bytes");
                require(
                        Arrays.equals(buffer, 5, 5 + read, bytes, 990, 990 + read),
                        "other bytes were read than were kept");
                return true;
            });
        }
    }

    private static void readersFailuresAreTheirs(Trial trial) throws Exception {
        append(trial, ONE, 0, bytes(20, 10));
        NotKept own = new NotKept("the reader's own");
        try {
            trial.parking().<Boolean, NotKept>read(ONE, _ -> {
                throw own;
            });
        } catch (NotKept passed) {
            require(passed.equals(own), "another failure came: " + passed);
            append(trial, ONE, 10, bytes(20, 10));
            return;
        }
        throw new NotKept("the reader's failure was lost");
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static Writer writer(Trial trial, UploadId upload, long offset) throws Exception {
        return switch (trial.parking().open(upload, offset)) {
            case Opening.Open(var writer) -> writer;
            case Opening refused -> throw new NotKept("opening at " + offset + " was refused: " + refused);
        };
    }

    private static long append(Trial trial, UploadId upload, long offset, byte[] bytes) throws Exception {
        try (Writer writer = writer(trial, upload, offset)) {
            for (int from = 0; from < bytes.length; from += BUFFER_BYTES) {
                writer.write(bytes, from, Math.min(BUFFER_BYTES, bytes.length - from));
            }
            return writer.keep();
        }
    }

    private static void requireHeld(Trial trial, UploadId upload, byte[] expected) throws Exception {
        requireEqual((long) expected.length, trial.parking().lengthBytes(upload), "the length");
        byte[] found = trial.parking().<byte[], RuntimeException>read(upload, ParkingContract::all);
        require(Arrays.equals(expected, found), "other bytes were read than were kept");
    }

    private static byte[] all(Body body) throws IOException {
        byte[] bytes = new byte[(int) body.sizeBytes()];
        int done = 0;
        while (done < bytes.length) {
            int read = body.read(done, bytes, done, bytes.length - done);
            if (read < 0) {
                return Arrays.copyOf(bytes, done);
            }
            done += read;
        }
        return bytes;
    }

    private static void require(boolean holds, String detail) throws NotKept {
        if (!holds) {
            throw new NotKept(detail);
        }
    }

    private static void requireEqual(Object expected, Object found, String what) throws NotKept {
        require(expected.equals(found), what + " should be " + expected + ", but is " + found);
    }
}
