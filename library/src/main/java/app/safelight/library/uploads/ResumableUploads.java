package app.safelight.library.uploads;

import app.safelight.core.model.Body;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.changes.ChangeFeed;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.database.Ids;
import app.safelight.library.quota.Quota;
import app.safelight.library.quota.Reservation;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.Kept;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import app.safelight.library.uploads.ResumableUpload.Kind;
import app.safelight.library.uploads.UploadRows.Part;
import app.safelight.library.uploads.UploadRows.Row;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;

/// Takes files in pieces, over interruptions of the line, the sender and the library.
///
/// The bytes are parked until all are there. Then they go the way of every upload: staged at the places, hashed,
/// compared, settled, read back, recorded; and in the same transaction the upload ends. So however often it is
/// interrupted, and wherever, an upload is either unfinished with its bytes, or ended with its outcome, and
/// finishing it twice is finishing it once.
///
/// A row comes before its first byte and goes before the bytes go: what is parked without a row that needs it
/// is removed by [#sweep], or by the writer whose row was taken away.
///
/// Threads: any. Of several that write or finish one upload, one does and the others are told.
public final class ResumableUploads {
    /// Most unfinished uploads of a person: more than any device sends at once, and few enough that a device
    /// gone wild fills no folder.
    public static final int MAX_UNFINISHED = 1_000;

    /// Largest file: a day of video at 90 Mbit/s.
    public static final long MAX_FILE_BYTES = 1L << 40;

    /// Most partial uploads of one file: senders use a handful at once.
    public static final int MAX_PARTIALS = 100;

    /// Bytes that a crash of the library can cost, of a piece that is still coming.
    static final long KEEP_EVERY_BYTES = 16L << 20;

    /// Bytes moved at a time.
    private static final int BUFFER_BYTES = 128 << 10;

    /// Most uploads ended in one sweep.
    private static final int MAX_SWEPT = 1_000;

    /// Parked uploads asked about in one statement.
    private static final int CHUNK = 500;

    private final Database database;
    private final Uploads uploads;
    private final Quota quota;
    private final Parking parking;
    private final Ids ids;
    private final InstantSource clock;

    /// What became of announcing an upload.
    public sealed interface Creation {
        /// Its room is reserved until it expires. One of no bytes is all here already.
        record Created(UploadId id, Instant expiresAt) implements Creation {}

        /// Its bytes need not come, or must not: this is the outcome.
        record Decided(Intake outcome) implements Creation {}

        /// The person has too many that are not finished.
        record TooManyUnfinished(int most) implements Creation {}

        record TooLarge(long largestBytes) implements Creation {}

        /// None, or too many.
        record WrongNumberOfPartials(int most) implements Creation {}

        /// It is not there, not the person's, no partial one, named twice, or used already.
        record NoSuchPartial(UploadId id) implements Creation {}

        record IncompletePartial(UploadId id) implements Creation {}
    }

    /// What became of adding bytes, or of finishing.
    public sealed interface Answer {
        /// All that was sent is kept; this is where the upload stands now.
        record Now(Progress progress) implements Answer {}

        /// The bytes do not belong where the upload goes on. None was taken.
        record WrongOffset(long offsetBytes) implements Answer {}

        /// The piece is not what its checksum says. None of it was taken.
        record WrongChecksum(long offsetBytes) implements Answer {}

        /// More bytes came than were announced. The upload is not complete by them.
        record TooLong(long offsetBytes) implements Answer {}

        /// The sender's stream failed. What came is kept, unless it had a checksum: then nothing proves it.
        record BrokenOff(long offsetBytes, IOException cause) implements Answer {}

        /// Another request writes or finishes this upload.
        record Busy() implements Answer {}

        /// A final upload takes no bytes.
        record TakesNoBytes() implements Answer {}

        /// There is no such upload, or none of this person, or its time is over.
        record Unknown() implements Answer {}
    }

    /// What a sweep found.
    ///
    /// @param expired uploads whose time was over; call again while it is not zero
    /// @param removed uploads of which bytes were removed that nobody needed
    /// @param removedBytes how many
    /// @param parkedBytes those of unfinished uploads that stay, for people to see where room went
    public record Swept(int expired, int removed, long removedBytes, long parkedBytes) {}

    public ResumableUploads(
            Database database, Uploads uploads, Quota quota, Parking parking, Ids ids, InstantSource clock) {
        this.database = database;
        this.uploads = uploads;
        this.quota = quota;
        this.parking = parking;
        this.ids = ids;
        this.clock = clock;
    }

    /// Announces a file. What can be decided without its bytes is decided now.
    public Creation create(PersonId person, Offer offer) throws DatabaseException {
        if (offer.sizeBytes() > MAX_FILE_BYTES) {
            return new Creation.TooLarge(MAX_FILE_BYTES);
        }
        return database.write(rows -> {
            ChangeFeed.begin(rows, person);
            if (isFull(rows, person)) {
                return new Creation.TooManyUnfinished(MAX_UNFINISHED);
            }
            return switch (uploads.admit(rows, person, offer)) {
                case Uploads.Room.Decided(var outcome) -> new Creation.Decided(outcome);
                case Uploads.Room.Reserved(var reservation) ->
                    add(rows, person, Kind.WHOLE, offer, reservation).created();
            };
        });
    }

    /// Announces a part of a file that comes in parts. What the file is, is said when they are put together.
    public Creation createPartial(PersonId person, long sizeBytes) throws DatabaseException {
        if (sizeBytes > MAX_FILE_BYTES) {
            return new Creation.TooLarge(MAX_FILE_BYTES);
        }
        Offer nameless = Offer.original("partial", sizeBytes, Optional.empty(), clock.instant());
        return database.write(rows -> {
            ChangeFeed.begin(rows, person);
            if (isFull(rows, person)) {
                return new Creation.TooManyUnfinished(MAX_UNFINISHED);
            }
            return switch (quota.reserve(rows, person, sizeBytes)) {
                case Quota.Answer.Reserved(var reservation) ->
                    add(rows, person, Kind.PARTIAL, nameless, reservation).created();
                case Quota.Answer.OverQuota(var quotaBytes, var usedBytes, var reservedBytes, var neededBytes) ->
                    new Creation.Decided(new Intake.OverQuota(quotaBytes, usedBytes, reservedBytes, neededBytes));
            };
        });
    }

    /// Announces a file that is the bytes of partial uploads in this order. All of them must be complete. They
    /// are used up, unless one was refused: nobody finds them by their ids any more.
    ///
    /// @param offer given the size of the whole file, which the offer must have
    public Creation concatenate(PersonId person, List<UploadId> partials, LongFunction<Offer> offer)
            throws DatabaseException, ParkingException {
        if (partials.isEmpty() || partials.size() > MAX_PARTIALS) {
            return new Creation.WrongNumberOfPartials(MAX_PARTIALS);
        }
        Set<UploadId> complete = new HashSet<>();
        for (UploadId partial : partials) {
            Optional<ResumableUpload> found = find(person, partial);
            if (found.isEmpty() || found.get().kind() != Kind.PARTIAL || !complete.add(partial)) {
                return new Creation.NoSuchPartial(partial);
            }
            if (!found.get().progress().equals(new Progress.AllHere())) {
                return new Creation.IncompletePartial(partial);
            }
        }
        Creation creation = database.write(rows -> concatenate(rows, person, partials, offer));
        if (creation instanceof Creation.Decided) {
            removeBytes(partials);
        }
        return creation;
    }

    private Creation concatenate(Handle rows, PersonId person, List<UploadId> partials, LongFunction<Offer> offer) {
        ChangeFeed.begin(rows, person);
        List<Row> parts = new ArrayList<>();
        long sizeBytes = 0;
        for (UploadId partial : partials) {
            Optional<Row> row = UploadRows.find(rows, person, partial, clock.millis());
            if (row.isEmpty()) {
                return new Creation.NoSuchPartial(partial);
            }
            parts.add(row.get());
            sizeBytes += row.get().offer().sizeBytes();
        }
        if (sizeBytes > MAX_FILE_BYTES) {
            return new Creation.TooLarge(MAX_FILE_BYTES);
        }
        parts.forEach(part -> quota.release(rows, person, part.reservation()));
        Offer whole = offer.apply(sizeBytes);
        if (whole.sizeBytes() != sizeBytes) {
            throw new IllegalArgumentException("offered " + whole.sizeBytes() + " bytes of " + sizeBytes);
        }
        return switch (uploads.admit(rows, person, whole)) {
            case Uploads.Room.Decided(var outcome) -> {
                partials.forEach(partial -> UploadRows.remove(rows, partial));
                yield new Creation.Decided(outcome);
            }
            case Uploads.Room.Reserved(var reservation) -> {
                Row row = add(rows, person, Kind.FINAL, whole, reservation);
                for (int position = 0; position < parts.size(); position++) {
                    UploadRows.use(rows, parts.get(position), row, position);
                }
                yield row.created();
            }
        };
    }

    private boolean isFull(Handle rows, PersonId person) {
        return UploadRows.count(rows, person, clock.millis()) >= MAX_UNFINISHED;
    }

    private Row add(Handle rows, PersonId person, Kind kind, Offer offer, Reservation reservation) {
        long expiresAt = clock.instant().plus(Quota.RESERVED_FOR).toEpochMilli();
        Row row = new Row(new UploadId(ids.next()), kind, offer, reservation, expiresAt, Optional.empty());
        UploadRows.add(rows, person, row);
        return row;
    }

    /// @return empty if it is not there, not the person's, or its time is over
    public Optional<ResumableUpload> find(PersonId person, UploadId id) throws DatabaseException, ParkingException {
        long lengthBytes = parking.lengthBytes(id);
        return row(person, id).map(row -> told(row, lengthBytes));
    }

    /// A person's uploads that have not ended, oldest first; at most [#MAX_UNFINISHED].
    public List<ResumableUpload> unfinished(PersonId person) throws DatabaseException, ParkingException {
        Map<UploadId, Long> lengths = new HashMap<>();
        for (Row row : database.read(rows -> UploadRows.unfinished(rows, person, clock.millis()))) {
            lengths.put(row.id(), parking.lengthBytes(row.id()));
        }
        return database.read(rows -> UploadRows.unfinished(rows, person, clock.millis())).stream()
                .filter(row -> lengths.containsKey(row.id()))
                .map(row -> told(row, lengths.getOrDefault(row.id(), 0L)))
                .toList();
    }

    private Optional<Row> row(PersonId person, UploadId id) throws DatabaseException {
        return database.read(rows -> UploadRows.find(rows, person, id, clock.millis()));
    }

    /// @param lengthBytes how many are parked, asked for before the row was: bytes go only after the upload ended
    private static ResumableUpload told(Row row, long lengthBytes) {
        Instant expiresAt = Instant.ofEpochMilli(row.expiresAt());
        return new ResumableUpload(row.id(), row.kind(), row.offer(), progress(row, lengthBytes), expiresAt);
    }

    private static Progress progress(Row row, long lengthBytes) {
        if (row.ending().isPresent()) {
            return new Progress.Ended(row.ending().get());
        }
        return switch (row.kind()) {
            case FINAL -> new Progress.AllHere();
            case WHOLE, PARTIAL ->
                lengthBytes < row.offer().sizeBytes() ? new Progress.Receiving(lengthBytes) : new Progress.AllHere();
        };
    }

    /// Adds the bytes of a stream, until it ends, and finishes the upload if they are the last.
    ///
    /// @param offsetBytes where the sender believes that they belong
    /// @param piece not closed; what it throws is the sender's failure
    /// @param checksum of the whole piece; then all of it counts or nothing
    /// @throws ParkingException if the bytes could not be kept; [#find] tells how many are
    /// @throws StorageException if the places would not take the file now; its bytes stay, and [#finish] tries
    ///     again
    public Answer append(
            PersonId person, UploadId id, long offsetBytes, InputStream piece, Optional<PieceChecksum> checksum)
            throws DatabaseException, ParkingException, StorageException {
        Optional<Row> row = row(person, id);
        if (row.isEmpty() || row.get().ending().isPresent()) {
            return ended(row.flatMap(Row::ending));
        }
        Answer answer = append(person, row.get(), offsetBytes, piece, checksum);
        Optional<Row> now = row(person, id);
        if (now.isEmpty() || now.get().ending().isPresent()) {
            // Taken away while we wrote: then it is for the writer to remove what came.
            parking.remove(id);
            return ended(now.flatMap(Row::ending));
        }
        return answer;
    }

    private Answer append(
            PersonId person, Row row, long offsetBytes, InputStream piece, Optional<PieceChecksum> checksum)
            throws DatabaseException, ParkingException, StorageException {
        Answer answer = switch (row.kind()) {
            case FINAL -> new Answer.TakesNoBytes();
            case WHOLE, PARTIAL -> park(row, offsetBytes, piece, checksum);
        };
        return answer.equals(new Answer.Now(new Progress.AllHere())) ? finish(person, row.id()) : answer;
    }

    private static Answer ended(Optional<Ending> ending) {
        return ending.<Answer>map(known -> new Answer.Now(new Progress.Ended(known)))
                .orElseGet(Answer.Unknown::new);
    }

    private Answer park(Row row, long offsetBytes, InputStream piece, Optional<PieceChecksum> checksum)
            throws ParkingException {
        return switch (parking.open(row.id(), offsetBytes)) {
            case Parking.Opening.Busy() -> new Answer.Busy();
            case Parking.Opening.WrongOffset(var lengthBytes) -> new Answer.WrongOffset(lengthBytes);
            case Parking.Opening.Open(var writer) -> {
                try (writer) {
                    yield new Piece(writer, offsetBytes, row.offer().sizeBytes(), checksum).take(piece);
                }
            }
        };
    }

    /// Takes an upload whose bytes are all here into the library. May be asked again at any time: an upload that
    /// has ended gives the same outcome, with its receipts. Does nothing to a partial one.
    ///
    /// @throws StorageException if the places would not take it now; its bytes stay
    public Answer finish(PersonId person, UploadId id) throws DatabaseException, ParkingException, StorageException {
        long lengthBytes = parking.lengthBytes(id);
        Optional<Row> row = row(person, id);
        if (row.isEmpty()) {
            return new Answer.Unknown();
        }
        Progress progress = progress(row.get(), lengthBytes);
        boolean finishes = progress.equals(new Progress.AllHere()) && row.get().kind() != Kind.PARTIAL;
        return finishes ? finish(person, row.get()) : new Answer.Now(progress);
    }

    private Answer finish(PersonId person, Row row) throws DatabaseException, ParkingException, StorageException {
        List<Part> parts = database.read(rows -> UploadRows.parts(rows, row));
        Answer answer = finishHeld(person, row, parts);
        switch (answer) {
            case Answer.Now(Progress.Ended _), Answer.Unknown _ -> removeBytes(idsOf(parts));
            case Answer.Now _, Answer.Busy _, Answer.WrongOffset _, Answer.WrongChecksum _ -> {}
            case Answer.TooLong _, Answer.BrokenOff _, Answer.TakesNoBytes _ -> {}
        }
        return answer;
    }

    /// Holds all parts, so that nobody else writes, removes or finishes them.
    private Answer finishHeld(PersonId person, Row row, List<Part> parts)
            throws DatabaseException, ParkingException, StorageException {
        List<Parking.Writer> held = new ArrayList<>();
        try {
            for (Part part : parts) {
                switch (parking.open(part.id(), part.sizeBytes())) {
                    case Parking.Opening.Open(var writer) -> held.add(writer);
                    case Parking.Opening.Busy() -> {
                        return new Answer.Busy();
                    }
                    case Parking.Opening.WrongOffset _ -> {
                        // Somebody ended it since we looked, or its bytes are lost.
                        Optional<Row> now = row(person, row.id());
                        if (now.isPresent() && now.get().ending().isEmpty()) {
                            throw new ParkingException(new ParkingFault.Lost(part.id()));
                        }
                        return ended(now.flatMap(Row::ending));
                    }
                }
            }
            return ended(transfer(person, row, parts));
        } finally {
            held.forEach(Parking.Writer::close);
        }
    }

    private Optional<Ending> transfer(PersonId person, Row row, List<Part> parts)
            throws DatabaseException, ParkingException, StorageException {
        ContentStore.Incoming incoming = uploads.open(row.offer());
        try {
            for (Part part : parts) {
                if (part.sizeBytes() > 0) {
                    parking.<Boolean, StorageException>read(part.id(), body -> copy(body, incoming));
                }
            }
            Kept kept = incoming.finish();
            return database.write(rows -> end(
                    rows,
                    person,
                    row,
                    () -> new Ending.Decided(uploads.record(rows, person, row.offer(), row.reservation(), kept))));
        } catch (StorageException refused) {
            if (refused.fault() instanceof StorageFault.WrongDigest(var declared, var digest)) {
                return database.write(rows -> end(rows, person, row, () -> new Ending.WrongDigest(declared, digest)));
            }
            throw refused;
        } finally {
            incoming.abandon();
        }
    }

    private static boolean copy(Body body, ContentStore.Incoming incoming) throws IOException, StorageException {
        byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, body.sizeBytes())];
        long position = 0;
        int read = body.read(position, buffer, 0, buffer.length);
        while (read >= 0) {
            incoming.write(buffer, 0, read);
            position += read;
            read = body.read(position, buffer, 0, buffer.length);
        }
        return true;
    }

    /// Makes an ending.
    private interface Deciding {
        Ending decide();
    }

    /// @return empty if the upload is gone: then nothing is recorded
    private Optional<Ending> end(Handle rows, PersonId person, Row row, Deciding deciding) {
        ChangeFeed.begin(rows, person);
        Optional<Row> now = UploadRows.find(rows, person, row.id(), clock.millis());
        if (now.isEmpty() || now.get().ending().isPresent()) {
            return now.flatMap(Row::ending);
        }
        Ending ending = deciding.decide();
        quota.release(rows, person, row.reservation());
        UploadRows.end(rows, row.id(), ending);
        return UploadRows.find(rows, person, row.id(), clock.millis()).flatMap(Row::ending);
    }

    /// Drops an upload, ended or not: its bytes, and what was reserved for it. What the library took stays.
    ///
    /// @return false if it is unknown
    public boolean terminate(PersonId person, UploadId id) throws DatabaseException {
        Optional<List<Part>> parts = database.write(rows -> {
            ChangeFeed.begin(rows, person);
            return UploadRows.find(rows, person, id, clock.millis()).map(row -> {
                List<Part> known = UploadRows.parts(rows, row);
                quota.release(rows, person, row.reservation());
                UploadRows.remove(rows, id);
                return known;
            });
        });
        if (parts.isEmpty()) {
            return false;
        }
        removeBytes(idsOf(parts.get()));
        return true;
    }

    private static List<UploadId> idsOf(List<Part> parts) {
        return parts.stream().map(Part::id).toList();
    }

    /// Of uploads whose rows are gone, or ended. Whoever has one open removes it.
    private void removeBytes(List<UploadId> parked) {
        for (UploadId one : parked) {
            try {
                parking.remove(one);
            } catch (ParkingException later) {
                // What was decided stands; the next sweep finds these bytes.
            }
        }
    }

    /// Ends uploads whose time is over, and removes parked bytes that nobody needs.
    public Swept sweep() throws DatabaseException, ParkingException {
        List<UploadRows.Expired> expired = database.read(rows -> UploadRows.expired(rows, clock.millis(), MAX_SWEPT));
        for (UploadRows.Expired one : expired) {
            database.write(rows -> {
                ChangeFeed.begin(rows, one.person());
                UploadRows.reservation(rows, one.person(), one.id())
                        .ifPresent(reservation -> quota.release(rows, one.person(), reservation));
                UploadRows.remove(rows, one.id());
                return true;
            });
        }
        return sweepBytes(expired.size());
    }

    private Swept sweepBytes(int expired) throws DatabaseException, ParkingException {
        // Listed before the rows are looked at: a row is there before its first byte.
        List<Parking.Parked> parked = new ArrayList<>();
        parking.list(parked::add);
        int removed = 0;
        long removedBytes = 0;
        long parkedBytes = 0;
        for (int from = 0; from < parked.size(); from += CHUNK) {
            List<Parking.Parked> chunk = parked.subList(from, Math.min(from + CHUNK, parked.size()));
            List<UploadId> asked = chunk.stream().map(Parking.Parked::upload).toList();
            Set<UploadId> needed = database.read(rows -> UploadRows.needed(rows, asked));
            for (Parking.Parked one : chunk) {
                if (needed.contains(one.upload()) || !parking.remove(one.upload())) {
                    parkedBytes += one.lengthBytes();
                } else {
                    removed++;
                    removedBytes += one.lengthBytes();
                }
            }
        }
        return new Swept(expired, removed, removedBytes, parkedBytes);
    }

    /// One piece on its way to where it is parked.
    private static final class Piece {
        private final Parking.Writer writer;
        private final long startBytes;
        private final long sizeBytes;
        private final Optional<PieceChecksum> checksum;
        private final Optional<PieceChecksum.Running> running;
        private long keptBytes;
        private long writtenBytes;

        /// @param sizeBytes of the whole upload
        Piece(Parking.Writer writer, long startBytes, long sizeBytes, Optional<PieceChecksum> checksum) {
            this.writer = writer;
            this.startBytes = startBytes;
            this.sizeBytes = sizeBytes;
            this.checksum = checksum;
            running = checksum.map(PieceChecksum::start);
            keptBytes = startBytes;
            writtenBytes = startBytes;
        }

        Answer take(InputStream piece) throws ParkingException {
            byte[] buffer = new byte[Math.clamp(sizeBytes - startBytes, 1, BUFFER_BYTES)];
            while (true) {
                int read;
                try {
                    read = piece.read(buffer);
                } catch (IOException broken) {
                    return brokenOff(broken);
                }
                if (read < 0) {
                    return ended();
                }
                if (read > sizeBytes - writtenBytes) {
                    return new Answer.TooLong(keptBytes);
                }
                write(buffer, read);
            }
        }

        private void write(byte[] buffer, int length) throws ParkingException {
            running.ifPresent(sum -> sum.update(buffer, 0, length));
            writer.write(buffer, 0, length);
            writtenBytes += length;
            // The last bytes are kept at the stream's end only: more may come than was announced.
            if (checksum.isEmpty() && writtenBytes - keptBytes >= KEEP_EVERY_BYTES && writtenBytes < sizeBytes) {
                keptBytes = writer.keep();
            }
        }

        private Answer brokenOff(IOException broken) throws ParkingException {
            return new Answer.BrokenOff(checksum.isPresent() ? keptBytes : writer.keep(), broken);
        }

        private Answer ended() throws ParkingException {
            if (checksum.isPresent() && !checksum.get().matches(running.orElseThrow())) {
                return new Answer.WrongChecksum(keptBytes);
            }
            long lengthBytes = writtenBytes > keptBytes ? writer.keep() : keptBytes;
            return new Answer.Now(
                    lengthBytes < sizeBytes ? new Progress.Receiving(lengthBytes) : new Progress.AllHere());
        }
    }
}
