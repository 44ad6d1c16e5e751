package app.safelight.app.wiring;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.DrivePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs the contract of places on a person's own drive, in a new folder that is removed afterwards.
public final class DriveTrial {
    private DriveTrial() {}

    /// @param folder an existing folder on the drive
    /// @param sink hears each check's result as it comes
    /// @throws PlaceException if nothing can be tried there
    public static void run(Path folder, InstantSource clock, Consumer<? super ContractResult> sink)
            throws PlaceException {
        Path trial;
        try {
            trial = Files.createTempDirectory(folder, ".safelight-test-");
        } catch (IOException failure) {
            throw new PlaceException(
                    Files.isDirectory(folder)
                            ? new PlaceFault.Denied(failure.toString())
                            : new PlaceFault.Unreachable(failure.toString()),
                    failure);
        }
        try {
            Trial setting = new Trial(trial.resolve("place"), clock);
            for (ContractCheck<PlaceContract.Setting> check : PlaceContract.checks()) {
                sink.accept(check.run(setting));
            }
        } finally {
            removeQuietly(trial);
        }
    }

    private record Trial(Path folder, InstantSource clock) implements PlaceContract.Setting {
        private static final PlaceId ID = new PlaceId("trial");

        @Override
        public Place open() throws IOException, PlaceException {
            DriveLocation location = new DriveLocation(folder);
            if (Files.exists(folder)) {
                return location.open(Optional.of(ID));
            }
            Files.createDirectories(folder);
            return location.create(new DrivePlace.Creation(ID, "trial", clock.instant(), false));
        }

        @Override
        public long seed() {
            return clock.millis();
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.empty();
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) throws IOException {
            Scratch.delete(folder);
        }
    }

    /// What is left behind lies in a folder whose name says what it is; the results matter more.
    private static void removeQuietly(Path folder) {
        try {
            Scratch.delete(folder);
        } catch (IOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
