package app.safelight.app.wiring;

import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.library.Library;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.SqliteDatabase;
import app.safelight.library.database.SqliteThreads;
import app.safelight.library.storage.StorageException;
import app.safelight.library.uploads.FolderParking;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ParkingFault;
import app.safelight.place.drive.AgeKeys;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A library in one folder: `library.db` has its rows, `originals` is a drive with its photos, each of which can
/// be looked at and copied without Safelight, `uploads` has the bytes of uploads that are not finished.
public final class LibraryFolder implements AutoCloseable {
    private static final String ROWS = "library.db";
    private static final String ORIGINALS = "originals";
    private static final String UPLOADS = "uploads";

    private final Library library;
    private final Database database;
    private final Place originals;
    private final RealDisk uploads;
    private final Parking parking;

    /// Why a folder cannot be used as a library. Facts only.
    public sealed interface Fault {
        /// Files stand there, and none is a library's.
        record NotEmpty(Path folder) implements Fault {}

        /// There are rows, and where the photos should be is nothing.
        record NoOriginals(Path originals) implements Fault {}

        /// There are photos, and no rows that say whose they are.
        record NoRows(Path rows) implements Fault {}

        /// The folder, or one in it, cannot be made or read.
        record Unusable(Path folder, String detail) implements Fault {}
    }

    /// The folder cannot be used.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        Unusable(Fault fault) {
            super(fault.toString());
            this.fault = fault;
        }

        public Fault fault() {
            return fault;
        }
    }

    private LibraryFolder(Library library, Database database, Place originals, RealDisk uploads, Parking parking) {
        this.library = library;
        this.database = database;
        this.originals = originals;
        this.uploads = uploads;
        this.parking = parking;
    }

    /// Opens the library of a folder, and makes it if the folder is new or empty.
    ///
    /// @throws Unusable if something else stands there, or part of the library is missing: a library never
    ///     starts without its photos
    public static LibraryFolder open(Path folder, SqliteThreads threads, SecureRandom chance, InstantSource clock)
            throws Unusable, PlaceException, StorageException, DatabaseException {
        Place originals = originals(folder, chance, clock);
        Database database = null;
        RealDisk uploads = null;
        Parking parking = null;
        LibraryFolder opened = null;
        try {
            database = SqliteDatabase.open(folder.resolve(ROWS), threads);
            uploads = uploads(folder.resolve(UPLOADS));
            parking = FolderParking.open(uploads);
            Library library =
                    Library.open(database, List.of(originals), parking, Library.Settings.DEFAULT, chance, clock);
            opened = new LibraryFolder(library, database, originals, uploads, parking);
            return opened;
        } catch (ParkingException unusable) {
            throw new Unusable(new Fault.Unusable(folder.resolve(UPLOADS), detail(unusable.fault())));
        } finally {
            if (opened == null) {
                end(database, uploads, parking, originals);
            }
        }
    }

    private static RealDisk uploads(Path folder) throws Unusable {
        try {
            return new RealDisk(Files.createDirectories(folder));
        } catch (IOException failure) {
            throw new Unusable(new Fault.Unusable(folder, failure.toString()));
        }
    }

    private static String detail(ParkingFault fault) {
        return switch (fault) {
            case ParkingFault.InUse() -> "another process uses it";
            case ParkingFault.Full(var detail) -> detail;
            case ParkingFault.Failed(var detail) -> detail;
            case ParkingFault.Lost(var upload) -> "the bytes of upload " + upload.value() + " are gone";
        };
    }

    /// Ends what was opened, all of it, whatever of it fails.
    private static void end(
            @Nullable Database database, @Nullable RealDisk uploads, @Nullable Parking parking, Place originals)
            throws PlaceException {
        if (database != null) {
            database.close();
        }
        try {
            if (parking != null) {
                parking.close();
            }
            if (uploads != null) {
                uploads.close();
            }
        } catch (ParkingException left) {
            // Only the lock stays, and that ends with the process.
        } finally {
            originals.close();
        }
    }

    private static Place originals(Path folder, SecureRandom chance, InstantSource clock)
            throws Unusable, PlaceException {
        Path rows = folder.resolve(ROWS);
        Path photos = folder.resolve(ORIGINALS);
        DriveLocation location = new DriveLocation(photos);
        boolean hasRows = Files.exists(rows);
        if (Files.isDirectory(photos) && location.isPlace()) {
            Place place = location.open(Optional.empty(), AgeKeys.NONE);
            if (!hasRows && !isEmpty(place)) {
                place.close();
                throw new Unusable(new Fault.NoRows(rows));
            }
            return place;
        }
        if (hasRows) {
            throw new Unusable(new Fault.NoOriginals(photos));
        }
        if (!isEmpty(folder)) {
            throw new Unusable(new Fault.NotEmpty(folder));
        }
        return Places.create(photos, clock, chance, Optional.empty());
    }

    private static boolean isEmpty(Place place) throws PlaceException {
        long[] contents = {0};
        place.list(_ -> contents[0]++);
        return contents[0] == 0;
    }

    private static boolean isEmpty(Path folder) throws Unusable {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.findAny().isEmpty();
            }
        } catch (IOException failure) {
            throw new Unusable(new Fault.Unusable(folder, failure.toString()));
        }
    }

    public Library library() {
        return library;
    }

    /// Closes rows and photos. Nothing may use the library any more.
    @Override
    public void close() throws PlaceException {
        end(database, uploads, parking, originals);
    }
}
