package app.safelight.app.wiring;

import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.place.drive.AgeKeys;
import app.safelight.place.drive.DriveLocation;
import app.safelight.place.drive.DrivePlace;
import java.io.IOException;
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
    /// @param folders one for each place
    /// @param keys for those that are encrypted
    public static Places open(
            List<Path> folders,
            Ledger ledger,
            AgeKeys keys,
            InstantSource clock,
            RandomGenerator chance,
            Missing missing)
            throws LedgerException {
        Places places = new Places();
        Map<PlaceId, String> known = ledger.places();
        for (Path folder : folders) {
            places.add(folder, () -> openOne(folder, known, keys, clock, chance, missing));
        }
        return places;
    }

    /// Opens every place that the ledger knows and that is where it was last.
    public static Places known(Ledger ledger, AgeKeys keys) throws LedgerException {
        Places places = new Places();
        for (Map.Entry<PlaceId, String> one : ledger.places().entrySet()) {
            Path folder = Path.of(one.getValue());
            places.add(folder, () -> new DriveLocation(folder).open(Optional.of(one.getKey()), keys));
        }
        return places;
    }

    /// Whether a place stands where it was last; reads one small file of it.
    public static boolean isThere(PlaceId id, String location) {
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

    private void add(Path folder, Opening opening) {
        try {
            Place place = opening.open();
            Optional<Place> same = usable.stream()
                    .filter(other -> other.id().equals(place.id()))
                    .findFirst();
            if (same.isPresent()) {
                again.put(folder.toString(), same.get().location());
                place.close();
            } else {
                usable.add(place);
            }
        } catch (PlaceException failure) {
            unusable.put(folder.toString(), failure.fault());
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
