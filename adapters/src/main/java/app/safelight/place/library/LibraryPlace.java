package app.safelight.place.library;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Receipt;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place that is one person's part of a library. Keeps nothing on this computer, and nothing of a content in
/// memory but what is just on its way.
///
/// Staged is what the library has made durable and read back without making it the person's; settling makes it
/// that. The receipts it gives then say how its own medium was read, and so they answer the read-back that
/// directly follows, once; every later one has the library read again.
///
/// Threads: as [Place] says; `claims` and `identify` also from several at once.
public final class LibraryPlace implements Place {
    /// Begins the id of every place that is a library.
    public static final String ID_PREFIX = "library-";

    /// So many questions about single contents, then all are listed at once: a listing of a hundred thousand
    /// costs about as much.
    private static final int MAX_SINGLE_QUESTIONS = 32;

    private final LibraryLink link;
    private final String location;
    private final PlaceId id;
    private final PlaceTraits traits;
    private final Object claims = new Object();
    private @Nullable Set<ContentId> claimed;
    private int questions;
    private volatile Map<ContentId, Receipt> receipts = Map.of();
    private volatile boolean closed;

    private LibraryPlace(LibraryLink link, String location, LibraryLink.Terms terms) {
        this.link = link;
        this.location = location;
        this.id = idOf(terms.identity());
        this.traits = new PlaceTraits(terms.evidence(), terms.largestContentBytes(), Duration.ofNanos(1));
    }

    /// The id of a library as a place.
    public static PlaceId idOf(String identity) {
        return new PlaceId(ID_PREFIX + identity);
    }

    /// Whether a place is a library, by its id.
    public static boolean isLibrary(PlaceId place) {
        return place.value().startsWith(ID_PREFIX);
    }

    /// Opens the library at the other end.
    ///
    /// @param link closed with the place, and if it cannot be opened
    /// @param location where it is, for people
    /// @param expected which place it must be
    public static LibraryPlace open(LibraryLink link, String location, Optional<PlaceId> expected)
            throws PlaceException {
        try {
            LibraryPlace place = new LibraryPlace(link, location, link.terms());
            if (expected.isPresent() && !expected.get().equals(place.id())) {
                throw new PlaceException(
                        new PlaceFault.WrongMedium(expected.get(), place.id().value()));
            }
            return place;
        } catch (PlaceException failure) {
            link.close();
            throw failure;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this place is closed");
        }
    }

    @Override
    public PlaceId id() {
        return id;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        requireOpen();
        if (sizeBytes > traits.largestContentBytes()) {
            throw new PlaceException(new PlaceFault.TooLarge(traits.largestContentBytes()));
        }
        LocalDateTime modified = LocalDateTime.ofInstant(hint.modifiedAt(), ZoneOffset.UTC);
        LocalDateTime taken = modified.toLocalDate().equals(hint.day())
                ? modified
                : hint.day().atStartOfDay();
        return new LibraryStaging(
                this,
                link.send(new LibraryLink.Arriving(hint.originalName(), sizeBytes, hint.modifiedAt(), taken)),
                sizeBytes);
    }

    /// On its way. The link is told of no byte more than was announced.
    private static final class LibraryStaging implements Staging {
        private final LibraryPlace place;
        private final LibraryLink.Sending sending;
        private final long sizeBytes;
        private long sentBytes;

        LibraryStaging(LibraryPlace place, LibraryLink.Sending sending, long sizeBytes) {
            this.place = place;
            this.sending = sending;
            this.sizeBytes = sizeBytes;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws PlaceException {
            if (sentBytes + length > sizeBytes) {
                throw outgrown();
            }
            sending.write(buffer, offset, length);
            sentBytes += length;
        }

        /// Whoever reads a file that changes meanwhile finds out by itself, and stages it again.
        private PlaceException outgrown() {
            return new PlaceException(new PlaceFault.ReadFailed("not the " + sizeBytes + " bytes that were announced"));
        }

        @Override
        public Staged finish(ContentId content) throws PlaceException {
            if (sentBytes != sizeBytes || content.sizeBytes() != sizeBytes) {
                throw outgrown();
            }
            return new LibraryStaged(place, content, sending.finish(content));
        }

        @Override
        public void abandon() {
            sending.abandon();
        }
    }

    private record LibraryStaged(LibraryPlace place, ContentId content, String arrival) implements Staged {}

    @Override
    public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
        requireOpen();
        List<LibraryStaged> mine = new ArrayList<>();
        for (Staged one : staged) {
            if (!(one instanceof LibraryStaged here) || here.place() != this) {
                throw new IllegalArgumentException("staged at another place: " + one);
            }
            mine.add(here);
        }
        Map<ContentId, Receipt> fresh = new ConcurrentHashMap<>();
        receipts = fresh;
        int steps = Math.max(steps(mine.size()), steps(origins.size()));
        // Origins speak of what is staged here, so those of a step follow when all is settled if there are several.
        if (steps == 1) {
            settle(mine, origins, fresh);
            return;
        }
        for (int step = 0; step < steps(mine.size()); step++) {
            settle(part(mine, step), List.of(), fresh);
        }
        for (int step = 0; step < steps(origins.size()); step++) {
            settle(List.of(), part(origins, step), fresh);
        }
    }

    private static int steps(int entries) {
        return Math.ceilDiv(entries, LibraryLink.MAX_TOGETHER);
    }

    private static <T> List<T> part(List<T> all, int step) {
        int from = step * LibraryLink.MAX_TOGETHER;
        return all.subList(from, Math.min(all.size(), from + LibraryLink.MAX_TOGETHER));
    }

    private void settle(List<LibraryStaged> some, List<Origin> origins, Map<ContentId, Receipt> fresh)
            throws PlaceException {
        List<List<Receipt>> answer =
                link.settle(some.stream().map(LibraryStaged::arrival).toList(), origins);
        if (answer.size() != some.size()) {
            throw new PlaceException(new PlaceFault.WriteFailed("the library gave no receipt"));
        }
        for (int i = 0; i < some.size(); i++) {
            ContentId content = some.get(i).content();
            fresh.put(content, strongest(content, answer.get(i)));
        }
        synchronized (claims) {
            if (claimed != null) {
                some.forEach(one -> claimed.add(one.content()));
            }
        }
    }

    /// @throws PlaceException if none of the receipts is of that content
    private static Receipt strongest(ContentId content, List<Receipt> receipts) throws PlaceException {
        return receipts.stream()
                .filter(receipt -> receipt.content().equals(content))
                .max(java.util.Comparator.comparing(Receipt::evidence))
                .orElseThrow(() -> new PlaceException(new PlaceFault.WriteFailed("the library gave no receipt")));
    }

    /// A few contents are asked for one by one; whoever asks for many has them listed.
    @Override
    public boolean claims(ContentId content) throws PlaceException {
        requireOpen();
        synchronized (claims) {
            if (claimed == null && ++questions > MAX_SINGLE_QUESTIONS) {
                Set<ContentId> all = new HashSet<>();
                list(LibraryLink.Listing.HELD, all::add);
                claimed = all;
            }
            if (claimed != null) {
                return claimed.contains(content);
            }
        }
        return link.claimed(List.of(content)).contains(content);
    }

    private void forgetClaims() {
        synchronized (claims) {
            claimed = null;
            questions = 0;
        }
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        requireOpen();
        if (!traits.strongestEvidence().isAtLeast(evidence)) {
            throw new IllegalArgumentException("this place cannot give " + evidence);
        }
        return link.read(content, evidence, reader);
    }

    @Override
    public ContentId identify(ContentId content, Evidence evidence, BodyReader<ContentId, RuntimeException> digest)
            throws PlaceException {
        requireOpen();
        Receipt fresh = receipts.isEmpty() ? null : receipts.remove(content);
        Receipt receipt = fresh == null ? strongest(content, link.verify(content)) : fresh;
        if (!receipt.evidence().isAtLeast(evidence)) {
            throw new PlaceException(
                    new PlaceFault.ReadFailed("the library could only give " + receipt.evidence() + " of it"));
        }
        return content;
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        list(LibraryLink.Listing.HELD, sink);
    }

    private void list(LibraryLink.Listing listing, Consumer<? super ContentId> sink) throws PlaceException {
        requireOpen();
        Optional<String> from = Optional.empty();
        do {
            LibraryLink.Page<ContentId> page = link.list(listing, from);
            page.entries().forEach(sink);
            from = page.next();
        } while (from.isPresent());
    }

    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        list(LibraryLink.Listing.LOST, sink);
    }

    @Override
    public void deleted(Consumer<? super ContentId> sink) throws PlaceException {
        list(LibraryLink.Listing.DELETED, sink);
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        requireOpen();
        Optional<String> from = Optional.empty();
        do {
            LibraryLink.Page<Origin> page = link.origins(from);
            page.entries().forEach(sink);
            from = page.next();
        } while (from.isPresent());
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        requireOpen();
        link.setAside(content);
        forgetClaims();
    }

    @Override
    public void close() {
        closed = true;
        link.close();
    }
}
