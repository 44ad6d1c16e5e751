package app.safelight.place.library;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.library.Library;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.holdings.ArrivalId;
import app.safelight.library.holdings.Arrivals;
import app.safelight.library.holdings.Holdings;
import app.safelight.library.holdings.Settlement;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A library in this process.
public final class LocalLink implements LibraryLink {
    private static final int PAGE = 1_000;

    private final Library library;
    private final PersonId person;

    public LocalLink(Library library, PersonId person) {
        this.library = library;
        this.person = person;
    }

    /// Asks the library.
    @FunctionalInterface
    private interface Question<R> {
        R ask() throws DatabaseException, StorageException, PlaceException;
    }

    private static <R> R answer(Question<R> question) throws PlaceException {
        try {
            return question.ask();
        } catch (DatabaseException failure) {
            throw new PlaceException(new PlaceFault.Unreachable("its database cannot be used"), failure);
        } catch (StorageException failure) {
            throw new PlaceException(fault(failure.fault()), failure);
        }
    }

    static PlaceFault fault(StorageFault fault) {
        return switch (fault) {
            case StorageFault.WrongDigest _ -> new PlaceFault.WriteFailed("other bytes came than were sent");
            case StorageFault.WrongLength _ -> new PlaceFault.WriteFailed("fewer or more bytes came than were sent");
            case StorageFault.TooFewCopies(var _, var _, var _, var why) -> why;
            case StorageFault.NoGoodCopy(var _, var _, var why) -> away(why);
            case StorageFault.PlaceMissing _, StorageFault.PlaceUnusable _ -> storageAway();
        };
    }

    /// What is wrong with the library's own place is not what is wrong with the library as a place.
    private static PlaceFault away(PlaceFault fault) {
        return switch (fault.reach()) {
            case CONTENT -> fault;
            case PLACE -> storageAway();
        };
    }

    private static PlaceFault storageAway() {
        return new PlaceFault.Unreachable("the library's storage cannot be used now");
    }

    static PlaceFault fault(Intake refusal) {
        return switch (refusal) {
            case Intake.DeletedEarlier _, Intake.InTrash _ -> new PlaceFault.DeletedThere();
            case Intake.OverQuota(var quotaBytes, var usedBytes, var reservedBytes, var neededBytes) ->
                new PlaceFault.OverQuota(Math.max(0, quotaBytes - usedBytes - reservedBytes), neededBytes);
            case Intake.NoSuchAsset _, Intake.Taken _ -> new PlaceFault.WriteFailed("the library refused it");
        };
    }

    @Override
    public Terms terms() throws PlaceException {
        return answer(() -> new Terms(
                library.setup().identity().orElseThrow(),
                library.store().evidence(),
                library.store().largestContentBytes()));
    }

    @Override
    public Sending send(Arriving arriving) throws PlaceException {
        Offer offer = new Offer(
                arriving.name(),
                arriving.sizeBytes(),
                Optional.empty(),
                arriving.modifiedAt(),
                Optional.of(arriving.taken()),
                Role.ORIGINAL,
                Optional.empty(),
                Optional.empty(),
                false);
        return answer(() -> switch (library.uploads().begin(person, offer)) {
            case Uploads.Admission.Open(var upload) -> new LocalSending(upload);
            case Uploads.Admission.Decided(var outcome) -> throw new PlaceException(fault(outcome));
        });
    }

    private final class LocalSending implements Sending {
        private final Uploads.Upload upload;

        LocalSending(Uploads.Upload upload) {
            this.upload = upload;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws PlaceException {
            answer(() -> {
                upload.write(buffer, offset, length);
                return true;
            });
        }

        @Override
        public String finish(ContentId content) throws PlaceException {
            return answer(() -> switch (library.arrivals().keep(person, upload, content.sha256())) {
                case Arrivals.Outcome.Arrived(var id, var _) -> Long.toString(id.value());
                case Arrivals.Outcome.Refused(var why) -> throw new PlaceException(fault(why));
            });
        }

        @Override
        public void abandon() {
            try {
                upload.abandon();
            } catch (DatabaseException unreachable) {
                // The room it reserved is given back when its time is over.
            }
        }
    }

    @Override
    public List<List<Receipt>> settle(List<String> arrivals, List<Origin> origins) throws PlaceException {
        List<ArrivalId> ids =
                arrivals.stream().map(id -> new ArrivalId(Long.parseLong(id))).toList();
        return answer(() -> switch (library.arrivals().settle(person, ids, origins)) {
            case Settlement.Settled(var receipts) -> receipts;
            case Settlement.Unknown _ ->
                throw new PlaceException(new PlaceFault.Unreachable("what was sent waited for too long"));
            case Settlement.NotHeld _ -> throw new PlaceException(new PlaceFault.Missing());
            case Settlement.Refused(var why) -> throw new PlaceException(fault(why));
        });
    }

    @Override
    public List<ContentId> claimed(List<ContentId> contents) throws PlaceException {
        return answer(() -> {
            List<ContentId> held = new ArrayList<>();
            for (ContentId content : contents) {
                if (library.holdings().holds(person, content)) {
                    held.add(content);
                }
            }
            return held;
        });
    }

    @Override
    public Page<ContentId> list(Listing listing, Optional<String> from) throws PlaceException {
        Optional<Sha256> after = from.map(Sha256::parse);
        List<ContentId> page = answer(() -> switch (listing) {
            case HELD -> library.holdings().held(person, after, PAGE);
            case LOST -> library.holdings().missing(person, after, PAGE);
            case DELETED -> library.holdings().deleted(person, after, PAGE);
        });
        return new Page<>(
                page, page.size() == PAGE ? Optional.of(page.getLast().sha256().toString()) : Optional.empty());
    }

    @Override
    public Page<Origin> origins(Optional<String> from) throws PlaceException {
        List<Holdings.Remembered> page = answer(() ->
                library.holdings().origins(person, from.map(Long::parseLong).orElse(0L), PAGE));
        return new Page<>(
                page.stream().map(Holdings.Remembered::origin).toList(),
                page.size() == PAGE ? Optional.of(Long.toString(page.getLast().number())) : Optional.empty());
    }

    @Override
    public List<Receipt> verify(ContentId content) throws PlaceException {
        return answer(() -> switch (library.holdings().verify(person, content)) {
            case Holdings.Verified.Good(var receipts) -> receipts;
            case Holdings.Verified.Bad(var fault) -> throw new PlaceException(away(fault));
        });
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        if (claimed(List.of(content)).isEmpty()) {
            throw new PlaceException(new PlaceFault.Missing());
        }
        try {
            return library.store().read(content, evidence, reader);
        } catch (DatabaseException failure) {
            throw new PlaceException(new PlaceFault.Unreachable("its database cannot be used"), failure);
        } catch (StorageException failure) {
            throw new PlaceException(fault(failure.fault()), failure);
        }
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        answer(() -> {
            library.holdings().setAside(person, content);
            return true;
        });
    }

    /// The library is closed by whoever opened it.
    @Override
    public void close() {}
}
