package app.safelight.app.wiring;

import app.safelight.app.config.LibraryAccount;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.place.drive.AgeKeys;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.DrivePlace;
import app.safelight.place.library.HttpLink;
import app.safelight.place.library.LibraryPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The places one run works with: those that opened, and those that could not be used, each with its fault. One
/// bad place does not keep the others from being used.
public final class Places implements AutoCloseable {
    /// Random bits in a new place's id; enough that two never meet.
    private static final int ID_BYTES = 8;

    private final List<Place> usable = new ArrayList<>();
    private final Map<String, PlaceFault> unusable = new LinkedHashMap<>();
    private final Map<String, String> again = new LinkedHashMap<>();

    /// What to do about a folder that is no place yet.
    public enum Missing {
        CREATE,
        /// Take it as the empty place that it would become, and leave it as it is.
        IMAGINE,
        REFUSE
    }

    private Places() {}

    /// Opens the named places.
    ///
    /// @param names one for each place
    /// @param account the library, if a person ever signed in to one
    /// @param keys for those that are encrypted
    public static Places open(
            List<PlaceName> names,
            Ledger ledger,
            Optional<LibraryAccount> account,
            AgeKeys keys,
            InstantSource clock,
            RandomGenerator chance,
            Missing missing)
            throws LedgerException {
        Places places = new Places();
        Map<PlaceId, String> known = ledger.places();
        for (PlaceName name : names) {
            switch (name) {
                case PlaceName.Folder(var folder) ->
                    places.add(folder.toString(), () -> openOne(folder, known, keys, clock, chance, missing));
                case PlaceName.Library(var address) ->
                    places.add(location(address, account), () -> library(address, account, Optional.empty()));
            }
        }
        return places;
    }

    /// Opens every place that the ledger knows and that is where it was last.
    public static Places known(Ledger ledger, Optional<LibraryAccount> account, AgeKeys keys) throws LedgerException {
        Places places = new Places();
        for (Map.Entry<PlaceId, String> one : ledger.places().entrySet()) {
            String location = one.getValue();
            Optional<PlaceId> expected = Optional.of(one.getKey());
            places.add(
                    location,
                    LibraryPlace.isLibrary(one.getKey())
                            ? () -> library(Optional.of(URI.create(location)), account, expected)
                            : () -> new DriveLocation(Path.of(location)).open(expected, keys));
        }
        return places;
    }

    private static String location(Optional<URI> address, Optional<LibraryAccount> account) {
        return address.or(() -> account.map(LibraryAccount::address))
                .map(URI::toString)
                .orElse(PlaceName.LIBRARY);
    }

    /// Opens the library that a person is signed in to.
    ///
    /// @param address where a person, or the ledger, says it is; wherever that of the account is if nowhere
    private static Place library(Optional<URI> address, Optional<LibraryAccount> account, Optional<PlaceId> expected)
            throws PlaceException {
        String where = location(address, account);
        Optional<String> key = account.flatMap(LibraryAccount::key);
        if (account.isEmpty() || key.isEmpty()) {
            throw new PlaceException(new PlaceFault.Denied("you are signed out of the library; run 'safelight login "
                    + (where.equals(PlaceName.LIBRARY) ? "URL" : where) + "'"));
        }
        LibraryAccount own = account.get();
        // The same library may have moved; another one at the address that was typed is another place.
        if (expected.isPresent()
                ? !expected.get().equals(own.place())
                : address.isPresent() && !address.get().equals(own.address())) {
            throw new PlaceException(new PlaceFault.Denied("you are signed in to another library, " + own.address()
                    + "; run 'safelight login " + where + "'"));
        }
        Optional<PlaceId> place = Optional.of(own.place());
        return LibraryPlace.open(
                new HttpLink(own.address(), key.get(), place), own.address().toString(), place);
    }

    /// Whether a place stands where it was last; reads one small file of it. A library is not asked: whoever is
    /// signed in to it can be.
    public static boolean isThere(PlaceId id, String location, Optional<LibraryAccount> account) {
        if (LibraryPlace.isLibrary(id)) {
            return account.filter(own -> own.place().equals(id) && own.key().isPresent())
                    .isPresent();
        }
        try {
            return new DriveLocation(Path.of(location)).id().equals(Optional.of(id));
        } catch (PlaceException unreadable) {
            return false;
        }
    }

    /// Opens one place without a ledger; what stands there is taken for what it says it is.
    public static Place alone(Path folder, AgeKeys keys) throws PlaceException {
        return new DriveLocation(folder).open(Optional.empty(), keys);
    }

    /// The same for whatever a person named.
    public static Place alone(PlaceName name, Optional<LibraryAccount> account, AgeKeys keys) throws PlaceException {
        return switch (name) {
            case PlaceName.Folder(var folder) -> alone(folder, keys);
            case PlaceName.Library(var address) -> library(address, account, Optional.empty());
        };
    }

    /// The folder that a place is in; none if it is a library.
    public static Optional<Path> folder(Place place) {
        return LibraryPlace.isLibrary(place.id()) ? Optional.empty() : Optional.of(Path.of(place.location()));
    }

    /// The place that the ledger last saw in a folder.
    public static Optional<PlaceId> expectedAt(Path folder, Ledger ledger) throws LedgerException {
        return expectedAt(folder.toString(), ledger.places());
    }

    private static Optional<PlaceId> expectedAt(String location, Map<PlaceId, String> known) {
        return known.entrySet().stream()
                .filter(one -> one.getValue().equals(location))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @FunctionalInterface
    private interface Opening {
        Place open() throws PlaceException;
    }

    private void add(String location, Opening opening) {
        try {
            Place place = opening.open();
            Optional<Place> same = usable.stream()
                    .filter(other -> other.id().equals(place.id()))
                    .findFirst();
            if (same.isPresent()) {
                again.put(location, same.get().location());
                place.close();
            } else {
                usable.add(place);
            }
        } catch (PlaceException failure) {
            unusable.put(location, failure.fault());
        }
    }

    private static Place openOne(
            Path folder,
            Map<PlaceId, String> known,
            AgeKeys keys,
            InstantSource clock,
            RandomGenerator chance,
            Missing missing)
            throws PlaceException {
        String location = folder.toString();
        Optional<PlaceId> expected = expectedAt(location, known);
        Optional<PlaceId> found = new DriveLocation(folder).id();
        if (found.isPresent() && known.containsKey(found.get())) {
            // a known drive at another path than before
            expected = found;
        }
        if (found.isEmpty() && expected.isEmpty()) {
            switch (missing) {
                case CREATE -> {
                    return create(folder, clock, chance, Optional.empty());
                }
                case IMAGINE -> {
                    return new ImaginedPlace(newId(chance), location);
                }
                case REFUSE -> {}
            }
        }
        return new DriveLocation(folder).open(expected, keys);
    }

    /// Makes a folder a place, and the folder if need be.
    ///
    /// @param ageRecipient whom to encrypt every file for
    public static Place create(Path folder, InstantSource clock, RandomGenerator chance, Optional<String> ageRecipient)
            throws PlaceException {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new PlaceException(new PlaceFault.Denied(failure.toString()), failure);
        }
        PlaceId id = newId(chance);
        Path name = folder.getFileName();
        String label = name == null ? folder.toString() : name.toString();
        return new DriveLocation(folder)
                .create(new DrivePlace.Creation(id, label, clock.instant(), true, ageRecipient));
    }

    private static PlaceId newId(RandomGenerator chance) {
        byte[] bits = new byte[ID_BYTES];
        chance.nextBytes(bits);
        return new PlaceId("drive-" + HexFormat.of().formatHex(bits));
    }

    public List<Place> usable() {
        return List.copyOf(usable);
    }

    /// Faults by location.
    public Map<String, PlaceFault> unusable() {
        return Map.copyOf(unusable);
    }

    /// Folders that are a place already opened under another path, or a clone of its drive, each with the
    /// location of that. They are not used: a clone knows nothing of its own copies.
    public Map<String, String> again() {
        return Map.copyOf(again);
    }

    /// The one place that was asked for.
    ///
    /// @throws PlaceException with its fault if it cannot be used
    public Place only() throws PlaceException {
        for (PlaceFault fault : unusable.values()) {
            throw new PlaceException(fault);
        }
        return usable.getFirst();
    }

    @Override
    public void close() throws PlaceException {
        PlaceException failed = null;
        for (Place place : usable) {
            try {
                place.close();
            } catch (PlaceException failure) {
                failed = failure;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
