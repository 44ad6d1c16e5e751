package app.safelight.place.bucket;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Reading;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.place.bucket.BucketFaults.Doing;
import app.safelight.place.bucket.BucketStaging.BucketStaged;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// A place that is a prefix of an S3-compatible bucket. Keeps nothing to itself: any number of processes on any
/// number of machines may use one bucket at once, and whatever they do at the same time to the same content is
/// done as if one had come after the other.
///
/// A content is of record when its record stands below `records/`, which is written last. So what a killed
/// process leaves is never listed and never read.
///
/// Durable is what the store promises with its answer to a write; there is nothing stronger to ask for. A read
/// goes to the store, but whether the store reads a medium nobody outside can know: evidence ends at
/// [Evidence#READ_BACK].
///
/// Threads: as [Place] says.
public final class BucketPlace implements Place {
    /// Random bytes in the name of an upload; enough that two never meet.
    private static final int UNIQUE_BYTES = 16;

    /// Modification times are kept as text, whole.
    private static final PlaceTraits TRAITS =
            new PlaceTraits(Evidence.READ_BACK, BucketLimits.LARGEST_CONTENT_BYTES, Duration.ofNanos(1));

    private final BucketLocation location;
    private final BucketMeans means;
    private final BucketLimits limits;
    private final Bucket bucket;
    private final BucketMarker marker;
    private final BucketFaults faults;
    private final BucketOrigins origins;
    private volatile boolean closed;
    private boolean swept;

    /// What a new place is to be.
    ///
    /// @param label a line of text for people
    public record Creation(PlaceId id, String label, Instant createdAt) {}

    private BucketPlace(
            BucketLocation location, BucketMeans means, BucketLimits limits, Bucket bucket, BucketMarker marker) {
        this.location = location;
        this.means = means;
        this.limits = limits;
        this.bucket = bucket;
        this.marker = marker;
        this.faults = new BucketFaults(bucket, marker.place());
        this.origins = new BucketOrigins(bucket, means.clock(), this::unique);
    }

    /// Which place stands there.
    ///
    /// @return empty if the bucket is there and holds none below the prefix
    public static Optional<PlaceId> idAt(BucketLocation location, BucketMeans means) throws PlaceException {
        try (Bucket bucket = connect(location, means, BucketLimits.STANDARD)) {
            return BucketFaults.marker(bucket, Optional.empty()).map(BucketMarker::place);
        }
    }

    /// Opens the place that stands there.
    ///
    /// @param expected which place it must be
    public static BucketPlace open(BucketLocation location, BucketMeans means, Optional<PlaceId> expected)
            throws PlaceException {
        return open(location, means, BucketLimits.STANDARD, expected);
    }

    static BucketPlace open(BucketLocation location, BucketMeans means, BucketLimits limits, Optional<PlaceId> expected)
            throws PlaceException {
        Bucket bucket = connect(location, means, limits);
        try {
            return new BucketPlace(location, means, limits, bucket, requireMarker(bucket, expected));
        } catch (PlaceException failure) {
            bucket.close();
            throw failure;
        }
    }

    private static Bucket connect(BucketLocation location, BucketMeans means, BucketLimits limits)
            throws PlaceException {
        return new Bucket(BucketClient.connect(location, means.credentials(), limits), location, limits);
    }

    private static BucketMarker requireMarker(Bucket bucket, Optional<PlaceId> expected) throws PlaceException {
        Optional<BucketMarker> found = BucketFaults.marker(bucket, expected);
        if (found.isEmpty()) {
            throw new PlaceException(
                    expected.isPresent()
                            ? new PlaceFault.WrongMedium(expected.get(), "no place")
                            : new PlaceFault.Unreachable("there is no place in this bucket"));
        }
        PlaceId place = found.get().place();
        if (expected.isPresent() && !expected.get().equals(place)) {
            throw new PlaceException(new PlaceFault.WrongMedium(expected.get(), place.value()));
        }
        return found.get();
    }

    /// Makes a place in a bucket that exists, and opens it. Other objects there are left alone.
    ///
    /// @throws PlaceException also if a place is there already
    public static BucketPlace create(BucketLocation location, BucketMeans means, Creation creation)
            throws PlaceException {
        return create(location, means, BucketLimits.STANDARD, creation);
    }

    static BucketPlace create(BucketLocation location, BucketMeans means, BucketLimits limits, Creation creation)
            throws PlaceException {
        BucketMarker marker = new BucketMarker(creation.id(), creation.createdAt(), creation.label());
        try (Bucket bucket = connect(location, means, limits)) {
            byte[] bytes = marker.bytes();
            if (BucketFaults.marker(bucket, Optional.empty()).isPresent()
                    || !bucket.putIfAbsent(BucketLayout.MARKER, bytes, bytes.length, Map.of())) {
                throw new PlaceException(new PlaceFault.Denied("there is a place already"));
            }
        } catch (SdkException failure) {
            throw new PlaceException(BucketFaults.plain(failure, 0, Optional.empty()), failure);
        }
        return open(location, means, limits, Optional.of(creation.id()));
    }

    PlaceException failed(SdkException failure, Doing doing, long neededBytes) {
        return faults.of(failure, doing, neededBytes);
    }

    private String unique() {
        byte[] bits = new byte[UNIQUE_BYTES];
        synchronized (means.chance()) {
            means.chance().nextBytes(bits);
        }
        return HexFormat.of().formatHex(bits);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this place is closed");
        }
    }

    /// A bucket that was emptied or exchanged must not be taken for one that never held anything.
    private void requireSame() throws PlaceException {
        requireOpen();
        Optional<PlaceFault> gone = faults.gone();
        if (gone.isPresent()) {
            throw new PlaceException(gone.get());
        }
    }

    @Override
    public PlaceId id() {
        return marker.place();
    }

    @Override
    public String location() {
        return location.toString();
    }

    /// What the person calls it.
    public String label() {
        return marker.label();
    }

    @Override
    public PlaceTraits traits() {
        return TRAITS;
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        requireOpen();
        if (sizeBytes > BucketLimits.LARGEST_CONTENT_BYTES) {
            throw new PlaceException(new PlaceFault.TooLarge(BucketLimits.LARGEST_CONTENT_BYTES));
        }
        return new BucketStaging(this, bucket, limits, hint, unique(), sizeBytes);
    }

    /// Removes what is not needed any more; what cannot be removed now is swept when it is old.
    void drop(Collection<Bucket.Segment> segments) {
        for (Bucket.Segment segment : segments) {
            try {
                bucket.delete(segment.key());
            } catch (SdkException leftOver) {
                // swept later, and told until then
            }
        }
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> cameFrom) throws PlaceException {
        Map<ContentId, List<BucketStaged>> mine = new LinkedHashMap<>();
        for (Staged one : staged) {
            if (!(one instanceof BucketStaged here) || here.place() != this) {
                throw new IllegalArgumentException("staged at another place: " + one);
            }
            mine.computeIfAbsent(here.content(), _ -> new ArrayList<>()).add(here);
        }
        if (mine.isEmpty() && cameFrom.isEmpty()) {
            return;
        }
        try {
            requireSame();
            BucketRequests.forEach(mine.values(), means.executor(), this::settleOne);
            requireHeld(cameFrom, mine.keySet());
            rememberOrigins(cameFrom);
        } finally {
            List<Bucket.Segment> passing = mine.values().stream()
                    .flatMap(List::stream)
                    .flatMap(one -> one.segments().stream())
                    .toList();
            BucketRequests.forEach(passing, means.executor(), segment -> drop(List.of(segment)));
        }
        sweepOnce();
    }

    private void rememberOrigins(List<Origin> cameFrom) throws PlaceException {
        try {
            origins.write(cameFrom);
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.WRITING, 0);
        }
    }

    /// All of these are the same bytes; one of them gets the name, and then its record.
    private void settleOne(List<BucketStaged> twins) throws PlaceException {
        BucketStaged first = twins.getFirst();
        ContentId content = first.content();
        try {
            Optional<BucketStaged> inPlace =
                    twins.stream().filter(BucketStaged::isInPlace).findFirst();
            BucketStaged kept = inPlace.orElse(first);
            String upload = inPlace.isPresent() ? kept.upload() : moveIn(kept);
            bucket.put(BucketLayout.recordKey(content), new BucketRecord(content, upload, kept.hint()).bytes());
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.WRITING, content.sizeBytes());
        }
    }

    /// Gives a content its name unless the same bytes have it already.
    ///
    /// @return whose bytes have it now
    private String moveIn(BucketStaged staged) {
        ContentId content = staged.content();
        String key = BucketLayout.contentKey(content);
        Optional<Bucket.Head> there = bucket.head(key);
        if (there.isPresent() && there.get().sizeBytes() == content.sizeBytes()) {
            return there.get().upload();
        }
        if (there.isPresent()) {
            keepAside(content, there.get());
        }
        bucket.copy(staged.segments(), key, BucketRecord.metadata(staged.upload(), staged.hint()));
        return staged.upload();
    }

    private void requireHeld(List<Origin> cameFrom, Set<ContentId> staged) throws PlaceException {
        Set<ContentId> others = new LinkedHashSet<>();
        cameFrom.forEach(origin -> others.add(origin.content()));
        others.removeAll(staged);
        BucketRequests.forEach(others, means.executor(), content -> {
            if (!claims(content)) {
                throw new PlaceException(new PlaceFault.Missing());
            }
        });
    }

    @Override
    public boolean claims(ContentId content) throws PlaceException {
        requireOpen();
        try {
            return bucket.head(BucketLayout.recordKey(content)).isPresent();
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.LISTING, 0);
        }
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        if (!TRAITS.strongestEvidence().isAtLeast(evidence)) {
            throw new IllegalArgumentException("this place cannot give " + evidence);
        }
        if (!claims(content)) {
            requireSame();
            throw new PlaceException(new PlaceFault.Missing());
        }
        try (BucketBody body = open(content)) {
            if (body.sizeBytes() != content.sizeBytes()) {
                throw new PlaceException(
                        new PlaceFault.Corrupt(body.sizeBytes() + " bytes instead of " + content.sizeBytes()));
            }
            return Reading.give(body, reader, this::broken);
        }
    }

    private BucketBody open(ContentId content) throws PlaceException {
        try {
            return new BucketBody(bucket, BucketLayout.contentKey(content));
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    private PlaceException broken(IOException failure) {
        return failure instanceof BucketBody.StoreFailure answer
                ? faults.of(answer.failure(), Doing.READING, 0)
                : new PlaceException(
                        faults.gone().orElseGet(() -> new PlaceFault.ReadFailed(String.valueOf(failure.getMessage()))),
                        failure);
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        requireSame();
        BucketListing records = new BucketListing(bucket, BucketLayout.RECORDS);
        for (var named = next(records); named.isPresent(); named = next(records)) {
            sink.accept(named.get().content());
        }
    }

    private Optional<BucketListing.Named> next(BucketListing listing) throws PlaceException {
        try {
            return listing.nextNamed();
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.LISTING, 0);
        }
    }

    /// Goes through records and contents side by side, both in the order of their names.
    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        requireSame();
        compare((recorded, there) -> {
            boolean whole =
                    there != null && there.sizeBytes() == there.content().sizeBytes();
            if (recorded != null && !whole && isMissing(recorded.content())) {
                sink.accept(recorded.content());
            }
        });
    }

    /// Hears of each name that stands below `records/`, below `content/`, or both.
    @FunctionalInterface
    private interface Comparison {
        void name(BucketListing.@Nullable Named recorded, BucketListing.@Nullable Named there) throws PlaceException;
    }

    private void compare(Comparison sink) throws PlaceException {
        BucketListing records = new BucketListing(bucket, BucketLayout.RECORDS);
        BucketListing contents = new BucketListing(bucket, BucketLayout.CONTENT);
        BucketListing.Named recorded = next(records).orElse(null);
        BucketListing.Named there = next(contents).orElse(null);
        while (recorded != null || there != null) {
            int order =
                    recorded == null ? 1 : there == null ? -1 : recorded.name().compareTo(there.name());
            sink.name(order <= 0 ? recorded : null, order >= 0 ? there : null);
            recorded = order <= 0 ? next(records).orElse(null) : recorded;
            there = order >= 0 ? next(contents).orElse(null) : there;
        }
    }

    /// Two pages are not of one moment: what another process settles between them looks missing in one.
    private boolean isMissing(ContentId content) throws PlaceException {
        try {
            return bucket.head(BucketLayout.contentKey(content))
                            .filter(there -> there.sizeBytes() == content.sizeBytes())
                            .isEmpty()
                    && bucket.head(BucketLayout.recordKey(content)).isPresent();
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.LISTING, 0);
        }
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        requireSame();
        try {
            origins.read(sink);
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.LISTING, 0);
        } catch (BucketFaults.TooLong damage) {
            throw damage.asDamage();
        } catch (IOException failure) {
            throw new PlaceException(
                    new PlaceFault.Unreachable(failure.getClass().getSimpleName()), failure);
        }
    }

    /// Tells what a person would call each content of record, so that a library can be made again from the
    /// bucket alone.
    ///
    /// @throws PlaceException also if a record is damaged
    public void hints(BiConsumer<? super ContentId, ? super NameHint> sink) throws PlaceException {
        List<ContentId> all = new ArrayList<>();
        list(all::add);
        var hints = new ConcurrentLinkedQueue<BucketRecord>();
        for (int from = 0; from < all.size(); from += HINTS_AT_ONCE) {
            List<ContentId> some = all.subList(from, Math.min(from + HINTS_AT_ONCE, all.size()));
            BucketRequests.forEach(
                    some, means.executor(), content -> record(content).ifPresent(hints::add));
            for (BucketRecord record = hints.poll(); record != null; record = hints.poll()) {
                sink.accept(record.content(), record.hint());
            }
        }
    }

    /// Records asked for at once: enough that waiting for the store costs little.
    private static final int HINTS_AT_ONCE = 256;

    /// @return empty if there is none
    private Optional<BucketRecord> record(ContentId content) throws PlaceException {
        String key = BucketLayout.recordKey(content);
        try {
            Optional<byte[]> bytes = BucketFaults.small(bucket, key, BucketLimits.MAX_SMALL_BYTES);
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            Optional<BucketRecord> record = BucketRecord.read(bytes.get())
                    .filter(found -> found.content().equals(content));
            if (record.isEmpty()) {
                throw new PlaceException(new PlaceFault.DamagedIndex(key + " is damaged"));
            }
            return record;
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.READING, 0);
        } catch (BucketFaults.TooLong damage) {
            throw damage.asDamage();
        } catch (IOException failure) {
            throw new PlaceException(
                    new PlaceFault.ReadFailed(failure.getClass().getSimpleName()), failure);
        }
    }

    /// In this order: the bytes are copied aside, removed from their name, and then from the records. Cut off
    /// anywhere, the content is still claimed and damaged or missing, which the next look tells.
    @Override
    public void setAside(ContentId content) throws PlaceException {
        requireSame();
        try {
            Optional<Bucket.Head> recorded = bucket.head(BucketLayout.recordKey(content));
            if (recorded.isEmpty()) {
                return;
            }
            Optional<Bucket.Head> there = bucket.head(BucketLayout.contentKey(content));
            if (there.isPresent() && isOfRecord(content, there.get())) {
                keepAside(content, there.get());
                bucket.delete(BucketLayout.contentKey(content));
            }
            bucket.delete(BucketLayout.recordKey(content));
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.WRITING, content.sizeBytes());
        }
    }

    /// Whether these bytes are the ones that the record speaks of, and not new ones that wait to be settled. If
    /// either does not say which upload it is of, they are.
    private boolean isOfRecord(ContentId content, Bucket.Head there) throws PlaceException {
        String recorded;
        try {
            recorded = record(content).map(BucketRecord::upload).orElse("");
        } catch (PlaceException failure) {
            if (!(failure.fault() instanceof PlaceFault.DamagedIndex)) {
                throw failure;
            }
            recorded = "";
        }
        return recorded.isEmpty() || there.upload().isEmpty() || recorded.equals(there.upload());
    }

    private void keepAside(ContentId content, Bucket.Head there) {
        String aside = BucketLayout.setAsideKey(content, unique());
        Bucket.Segment whole = new Bucket.Segment(BucketLayout.contentKey(content), there.sizeBytes());
        bucket.copy(List.of(whole), aside, there.metadata());
    }

    /// What takes room here and is no copy of record.
    public Leftovers leftovers() throws PlaceException {
        requireSame();
        try {
            Leftovers.Amount unfinished = Leftovers.Amount.NONE;
            for (Bucket.Unfinished upload : bucket.unfinished()) {
                unfinished = unfinished.plus(bucket.sentBytes(upload));
            }
            return new Leftovers(
                    amount(BucketLayout.STAGING), unfinished, unrecorded(), amount(BucketLayout.SET_ASIDE));
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.LISTING, 0);
        }
    }

    private Leftovers.Amount amount(String folder) {
        Leftovers.Amount amount = Leftovers.Amount.NONE;
        BucketListing all = new BucketListing(bucket, folder);
        for (var entry = all.next(); entry.isPresent(); entry = all.next()) {
            amount = amount.plus(entry.get().sizeBytes());
        }
        return amount;
    }

    private Leftovers.Amount unrecorded() throws PlaceException {
        Leftovers.Amount[] amount = {Leftovers.Amount.NONE};
        compare((recorded, there) -> {
            if (recorded == null && there != null) {
                amount[0] = amount[0].plus(there.sizeBytes());
            }
        });
        return amount[0];
    }

    /// Removes what was on its way and has been so for longer than any living upload takes. Contents under
    /// their names and copies set aside stay. Ages are by the store's clock alone: one of ours that is wrong
    /// must not take what another process is just sending for old.
    ///
    /// @param age how old
    /// @return how many objects and unfinished uploads were removed; none if the store tells no time
    public long sweep(Duration age) throws PlaceException {
        requireSame();
        try {
            Optional<Instant> now = bucket.now();
            return now.isPresent() ? sweepBefore(now.get().minus(age)) : 0;
        } catch (SdkException failure) {
            throw faults.of(failure, Doing.WRITING, 0);
        }
    }

    private long sweepBefore(Instant before) {
        long removed = 0;
        BucketListing all = new BucketListing(bucket, BucketLayout.STAGING);
        for (var entry = all.next(); entry.isPresent(); entry = all.next()) {
            if (entry.get().modifiedAt().isBefore(before)) {
                bucket.delete(entry.get().key());
                removed++;
            }
        }
        for (Bucket.Unfinished upload : bucket.unfinished()) {
            if (upload.begunAt().isBefore(before)) {
                bucket.abortUpload(upload.key(), upload.uploadId());
                removed++;
            }
        }
        return removed;
    }

    /// Once in the life of each process that stores something.
    private void sweepOnce() {
        if (swept) {
            return;
        }
        swept = true;
        try {
            sweep(BucketLimits.SWEEP_AGE);
        } catch (PlaceException unswept) {
            // What was settled is settled; the next process sweeps, and until then it is told.
        }
    }

    @Override
    public void close() {
        closed = true;
        bucket.close();
    }
}
