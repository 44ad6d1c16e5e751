package app.safelight.library.storage;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The library's contents, in one place or several.
///
/// A content comes in like this: its bytes are staged at every place and hashed on the way; what was announced
/// is compared before anything counts; each place makes it durable; each copy is read back by the strongest way
/// its place has. Only then is there something to record. Nothing is held in memory but a buffer.
///
/// Threads: any; one [Incoming] by one thread at a time.
public final class ContentStore {
    private final Map<PlaceId, SharedPlace> places;
    private final int copiesNeeded;
    private final Database database;
    private final Ids ids;
    private final ReadBack readBack;
    private final InstantSource clock;

    private ContentStore(
            Map<PlaceId, SharedPlace> places, int copiesNeeded, Database database, Ids ids, InstantSource clock) {
        this.places = places;
        this.copiesNeeded = copiesNeeded;
        this.database = database;
        this.ids = ids;
        this.readBack = new ReadBack(clock);
        this.clock = clock;
    }

    /// Opens the store over places that are open. It does not close them.
    ///
    /// @param open in order of preference for reading
    /// @param copiesNeeded how many must hold a content before it counts as taken
    /// @throws StorageException if a place that the library keeps contents in is missing, or another stands
    ///     there: a library must not start without its photos
    public static ContentStore open(
            List<? extends Place> open, int copiesNeeded, Database database, Ids ids, InstantSource clock)
            throws StorageException, DatabaseException {
        if (copiesNeeded < 1 || copiesNeeded > open.size()) {
            throw new IllegalArgumentException(open.size() + " places cannot hold " + copiesNeeded + " copies");
        }
        Map<PlaceId, SharedPlace> places = new LinkedHashMap<>();
        for (Place place : open) {
            if (places.put(place.id(), new SharedPlace(place)) != null) {
                throw new IllegalArgumentException("given twice: " + place.id());
            }
        }
        for (PlaceId known : database.read(ContentRecords::places)) {
            if (!places.containsKey(known)) {
                throw new StorageException(new StorageFault.PlaceMissing(known));
            }
        }
        database.write(rows -> {
            places.keySet().forEach(id -> ContentRecords.placeId(rows, ids, id, clock.instant()));
            return places.size();
        });
        return new ContentStore(places, copiesNeeded, database, ids, clock);
    }

    /// Where contents are kept.
    public List<PlaceId> placeIds() {
        return List.copyOf(places.keySet());
    }

    /// Starts to take a content.
    ///
    /// @param sizeBytes how many bytes will come; asked for at the places, so that no room is found out early
    /// @param declared what their hash will be, if the sender says so
    /// @throws StorageException if too few places would take it
    public Incoming begin(NameHint hint, long sizeBytes, Optional<Sha256> declared) throws StorageException {
        Incoming incoming = new Incoming(sizeBytes, declared);
        incoming.stage(hint);
        return incoming;
    }

    /// A content on its way in. Ends with [#finish] or [#abandon]; both may be called again and then do
    /// nothing.
    public final class Incoming {
        private final long sizeBytes;
        private Optional<Sha256> declared;
        private final MessageDigest digester = Sha256.digester();
        private final Map<SharedPlace, Staging> open = new LinkedHashMap<>();
        private final List<StorageFault.TooFewCopies> refusals = new ArrayList<>();
        private long receivedBytes;

        private Incoming(long sizeBytes, Optional<Sha256> declared) {
            this.sizeBytes = sizeBytes;
            this.declared = declared;
        }

        private void stage(NameHint hint) throws StorageException {
            for (SharedPlace place : places.values()) {
                try {
                    open.put(place, place.place().stage(hint, sizeBytes));
                } catch (PlaceException refused) {
                    refuse(place, refused);
                }
            }
            requireEnough(open.size());
        }

        private void refuse(SharedPlace place, PlaceException refused) {
            refusals.add(
                    new StorageFault.TooFewCopies(copiesNeeded, 0, place.place().id(), refused.fault()));
        }

        private void requireEnough(int had) throws StorageException {
            if (had < copiesNeeded) {
                abandon();
                StorageFault.TooFewCopies first = refusals.getFirst();
                throw new StorageException(
                        new StorageFault.TooFewCopies(copiesNeeded, had, first.place(), first.fault()));
            }
        }

        /// Takes the next bytes.
        public void write(byte[] buffer, int offset, int length) throws StorageException {
            if (receivedBytes + length > sizeBytes) {
                abandon();
                throw new StorageException(new StorageFault.WrongLength(sizeBytes, receivedBytes + length));
            }
            receivedBytes += length;
            digester.update(buffer, offset, length);
            Iterator<Map.Entry<SharedPlace, Staging>> all = open.entrySet().iterator();
            while (all.hasNext()) {
                Map.Entry<SharedPlace, Staging> one = all.next();
                try {
                    one.getValue().write(buffer, offset, length);
                } catch (PlaceException refused) {
                    refuse(one.getKey(), refused);
                    one.getValue().abandon();
                    all.remove();
                }
            }
            requireEnough(open.size());
        }

        public long receivedBytes() {
            return receivedBytes;
        }

        /// What the sender says of the hash, for those who know it only now. Compared by [#finish].
        public void declare(Sha256 sha256) {
            declared = Optional.of(sha256);
        }

        /// All bytes have come: makes them durable everywhere and reads them back. Nothing of it is in the
        /// database yet; without a record nobody calls it safe.
        public Kept finish() throws StorageException, DatabaseException {
            if (receivedBytes != sizeBytes) {
                abandon();
                throw new StorageException(new StorageFault.WrongLength(sizeBytes, receivedBytes));
            }
            ContentId content = new ContentId(Sha256.ofBytes(digester.digest()), receivedBytes);
            if (declared.isPresent() && !declared.get().equals(content.sha256())) {
                abandon();
                throw new StorageException(new StorageFault.WrongDigest(declared.get(), content.sha256()));
            }
            List<Receipt> receipts = new ArrayList<>();
            for (Map.Entry<SharedPlace, Staged> one : finishAll(content).entrySet()) {
                keepAt(one.getKey(), one.getValue(), receipts);
            }
            requireEnough(receipts.size());
            return new Kept(content, receipts);
        }

        private Map<SharedPlace, Staged> finishAll(ContentId content) throws StorageException {
            Map<SharedPlace, Staged> staged = new LinkedHashMap<>();
            for (Iterator<Map.Entry<SharedPlace, Staging>> all = open.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<SharedPlace, Staging> one = all.next();
                try {
                    staged.put(one.getKey(), one.getValue().finish(content));
                } catch (PlaceException refused) {
                    refuse(one.getKey(), refused);
                    one.getValue().abandon();
                }
                all.remove();
            }
            // What is staged is settled even if it is too little: the place sweeps nothing that it gave a name.
            return staged;
        }

        private void keepAt(SharedPlace place, Staged staged, List<Receipt> receipts) throws DatabaseException {
            try {
                // What is left of a copy that was found damaged must not be taken for the good one that came now.
                if (isLost(staged.content(), place.place().id())) {
                    place.setAside(staged.content());
                }
                place.settle(staged);
                switch (readBack.check(place.place(), staged.content())) {
                    case ReadBack.Result.Good(var receipt) -> receipts.add(receipt);
                    case ReadBack.Result.Bad(var content, var fault) -> {
                        refuse(place, new PlaceException(fault));
                        makeRoom(place, content, fault);
                    }
                }
            } catch (PlaceException refused) {
                refuse(place, refused);
            }
        }

        /// A copy that was there before and is damaged stands in the way of the good one: the next upload finds
        /// room.
        private void makeRoom(SharedPlace place, ContentId content, PlaceFault fault)
                throws PlaceException, DatabaseException {
            noteIfLost(content, place.place().id(), fault);
            switch (fault.reach()) {
                case CONTENT -> place.setAside(content);
                case PLACE -> {
                    // Nothing is known of the copy.
                }
            }
        }

        /// Drops what has come.
        public void abandon() {
            open.values().forEach(Staging::abandon);
            open.clear();
        }
    }

    /// Whether the record says at this moment that the copy at a place is not what it should be.
    private boolean isLost(ContentId content, PlaceId place) throws DatabaseException {
        return database.read(rows -> ContentRecords.isLost(rows, content, place));
    }

    /// The strongest way in which every place can be read.
    public Evidence evidence() {
        return places.values().stream()
                .map(place -> place.place().traits().strongestEvidence())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// Length of the longest content that enough places can hold.
    public long largestContentBytes() {
        return places.values().stream()
                .map(place -> place.place().traits().largestContentBytes())
                .sorted(Comparator.reverseOrder())
                .skip(copiesNeeded - 1L)
                .findFirst()
                .orElseThrow();
    }

    /// Looks quickly, as [Place#missing] does, whether the places still have what they should, and records what
    /// they have not. A place that is away says nothing.
    public void look() throws DatabaseException {
        for (SharedPlace place : places.values()) {
            List<ContentId> missing;
            try {
                missing = place.missing();
            } catch (PlaceException away) {
                continue;
            }
            for (ContentId content : missing) {
                noteIfLost(content, place.place().id(), new PlaceFault.Missing());
            }
        }
    }

    /// Opens a content and gives its bytes to the reader, from the first place that has them.
    ///
    /// A copy that is not there is noted, so that it is healed, and the next place is asked. The bytes are not
    /// hashed on the way: a reader that must be sure hashes them itself, and calls [#verify] if they are wrong.
    ///
    /// @throws E from the reader, untouched
    public <R, E extends Exception> R read(ContentId content, BodyReader<R, E> reader)
            throws StorageException, DatabaseException, E {
        return read(content, Evidence.READ_BACK, reader);
    }

    /// The same by a stronger way.
    ///
    /// @param evidence at most [#evidence]
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws StorageException, DatabaseException, E {
        StorageFault.NoGoodCopy fault = null;
        for (SharedPlace place : places.values()) {
            try {
                return place.place().read(content, evidence, reader);
            } catch (PlaceException failure) {
                noteIfLost(content, place.place().id(), failure.fault());
                fault = new StorageFault.NoGoodCopy(content, place.place().id(), failure.fault());
            }
        }
        throw new StorageException(java.util.Objects.requireNonNull(fault, "a store has places"));
    }

    private void noteIfLost(ContentId content, PlaceId place, PlaceFault fault) throws DatabaseException {
        switch (fault.reach()) {
            case CONTENT ->
                database.write(rows -> {
                    ContentRecords.recordLoss(rows, ids, content, place, fault, clock.instant());
                    return true;
                });
            case PLACE -> {
                // A place that is away says nothing about what it holds.
            }
        }
    }

    /// Reads every copy of a content again and records what is found.
    ///
    /// @return the receipts that count from now on; none means that nobody holds it any more
    public List<Receipt> verify(ContentId content) throws DatabaseException {
        check(content);
        return database.read(rows -> ContentRecords.receipts(rows, content));
    }

    /// The same.
    ///
    /// @return what each place showed at this moment
    public List<ReadBack.Result> check(ContentId content) throws DatabaseException {
        List<ReadBack.Result> results = new ArrayList<>();
        for (SharedPlace place : places.values()) {
            results.add(check(place, content));
        }
        return results;
    }

    private ReadBack.Result check(SharedPlace place, ContentId content) throws DatabaseException {
        ReadBack.Result result = readBack.check(place.place(), content);
        switch (result) {
            case ReadBack.Result.Good(var receipt) ->
                database.write(rows -> ContentRecords.record(rows, ids, new Kept(content, List.of(receipt))));
            case ReadBack.Result.Bad(var _, var fault) ->
                noteIfLost(content, place.place().id(), fault);
        }
        return result;
    }

    /// Reads every copy again, and takes those that are not good out of the records, to make room for good
    /// ones. Good ones stay, whatever the caller thinks of them: others may have nothing else.
    ///
    /// @throws StorageException if a place does not say now what it has
    public void setAside(ContentId content) throws StorageException, DatabaseException {
        for (SharedPlace place : places.values()) {
            PlaceId id = place.place().id();
            if (!(check(place, content) instanceof ReadBack.Result.Bad(var _, var fault))) {
                continue;
            }
            try {
                if (fault.reach() == PlaceFault.Reach.PLACE) {
                    throw new PlaceException(fault);
                }
                place.setAside(content);
            } catch (PlaceException refused) {
                throw new StorageException(new StorageFault.NoGoodCopy(content, id, refused.fault()), refused);
            }
            database.write(rows -> ContentRecords.forget(rows, content, id));
        }
    }

    /// Reads every copy again, and where one is lost, damaged or was never made, makes it from a good one.
    ///
    /// @param hint how a person would look for it
    /// @return the receipts that count from now on; none means that nobody holds it any more
    public List<Receipt> heal(ContentId content, NameHint hint) throws DatabaseException {
        List<Receipt> good = verify(content);
        List<PlaceId> held = good.stream().map(Receipt::place).toList();
        for (SharedPlace place : places.values()) {
            SharedPlace donor = held.isEmpty() ? null : places.get(held.getFirst());
            if (donor != null && !held.contains(place.place().id())) {
                copy(donor, place, content, hint);
            }
        }
        return database.read(rows -> ContentRecords.receipts(rows, content));
    }

    /// A place that cannot take it now is left as it is; the next time tries again.
    private void copy(SharedPlace donor, SharedPlace target, ContentId content, NameHint hint)
            throws DatabaseException {
        try (Transfer transfer = new Transfer(target.place(), hint)) {
            ContentId found = donor.place()
                    .<ContentId, PlaceException>read(
                            content, donor.place().traits().strongestEvidence(), transfer::take);
            if (!found.equals(content)) {
                return;
            }
            Staged staged = transfer.finish(content);
            target.setAside(content);
            target.settle(staged);
        } catch (PlaceException refused) {
            noteIfLost(content, target.place().id(), refused.fault());
            return;
        }
        switch (readBack.check(target.place(), content)) {
            case ReadBack.Result.Good(var receipt) ->
                database.write(rows -> ContentRecords.record(rows, ids, new Kept(content, List.of(receipt))));
            case ReadBack.Result.Bad(var _, var fault) ->
                noteIfLost(content, target.place().id(), fault);
        }
    }
}
