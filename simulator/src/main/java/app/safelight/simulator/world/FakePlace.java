package app.safelight.simulator.world;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place over plain maps that does what [Place] promises and no more: what is not settled is gone with the
/// process, and of a settle that the power interrupted any part of the contents may be there, each whole.
///
/// It can be used again after it was closed, which is what opening it anew is.
///
/// Threads: one.
public final class FakePlace implements Place, Powered {
    /// Room of a place that nothing was said about: a terabyte.
    private static final long USUAL_CAPACITY_BYTES = 1L << 40;

    private final World world;
    private final SplittableRandom chance;
    private final PlaceId id;
    private final PlaceTraits traits;

    /// What its records claim, with the bytes as the operating system and as the medium has them.
    private final Map<ContentId, Copy> copies = new TreeMap<>();

    private final List<Origin> origins = new ArrayList<>();
    private final List<byte[]> aside = new ArrayList<>();
    private final Set<FakeStaged> unsettled = new HashSet<>();
    private final Map<ContentId, byte[]> namedOnly = new TreeMap<>();

    private long capacityBytes = USUAL_CAPACITY_BYTES;
    private @Nullable PlaceFault always;
    private @Nullable PlaceFault onChange;
    private int failsAfterSettling = -1;
    private int failsWithoutSettling = -1;
    private boolean liesAboutSettling;
    private boolean tellsTheTruthInReads = true;
    private final Map<ContentId, PlaceFault> refused = new HashMap<>();
    private final Set<ContentId> unreadable = new HashSet<>();

    /// What was said to be durable and is not.
    private final Set<Copy> undurable = new HashSet<>();

    private final Set<Origin> undurableOrigins = new HashSet<>();

    /// One copy; null where there are no bytes.
    private static final class Copy {
        private byte @Nullable [] cache;
        private byte @Nullable [] medium;

        Copy(byte[] cache, byte @Nullable [] medium) {
            this.cache = cache;
            this.medium = medium;
        }
    }

    public FakePlace(World world, PlaceId id, PlaceTraits traits) {
        this.world = world;
        this.chance = world.chance().split();
        this.id = id;
        this.traits = traits;
        world.plugIn(this);
    }

    /// Something goes wrong with it from now on.
    public void strike(PlaceTrouble trouble) {
        switch (trouble) {
            case PlaceTrouble.FillsUp(var freeBytes) -> capacityBytes = usedBytes() + freeBytes;
            case PlaceTrouble.FailsAlways(var fault) -> always = fault;
            case PlaceTrouble.RefusesChanges(var fault) -> onChange = fault;
            case PlaceTrouble.RefusesContent(var content, var fault) -> refused.put(content, fault);
            case PlaceTrouble.FailsAfterSettling(var settles) -> failsAfterSettling = settles;
            case PlaceTrouble.FailsWithoutSettling(var settles) -> failsWithoutSettling = settles;
            case PlaceTrouble.FailsReading(var content) -> unreadable.add(content);
            case PlaceTrouble.LiesAboutSettling(var truthful) -> {
                liesAboutSettling = true;
                tellsTheTruthInReads = truthful;
            }
            case PlaceTrouble.Rots(var content, var bit) -> damage(content, bytes -> flipped(bytes, bit));
            case PlaceTrouble.Loses(var content) -> damage(content, _ -> null);
            case PlaceTrouble.Shortens(var content, var sizeBytes) ->
                damage(content, bytes -> Arrays.copyOf(bytes, sizeBytes));
        }
    }

    /// Nothing goes wrong with it any more; what was lost or damaged stays so. A place that lied and was not
    /// cut off has had the time to store everything.
    public void recover() {
        undurable.forEach(copy -> copy.medium = copy.cache);
        undurable.clear();
        undurableOrigins.clear();
        capacityBytes = USUAL_CAPACITY_BYTES;
        always = null;
        onChange = null;
        failsAfterSettling = -1;
        failsWithoutSettling = -1;
        liesAboutSettling = false;
        tellsTheTruthInReads = true;
        refused.clear();
        unreadable.clear();
    }

    /// What bytes become.
    private interface Damage {
        byte @Nullable [] to(byte[] bytes);
    }

    private void damage(ContentId content, Damage damage) {
        Copy copy = copies.get(content);
        if (copy == null || copy.medium == null) {
            throw new IllegalArgumentException("the medium holds no " + content);
        }
        copy.medium = damage.to(copy.medium);
        copy.cache = copy.medium == null ? null : copy.medium.clone();
    }

    private static byte[] flipped(byte[] bytes, long bit) {
        byte[] damaged = bytes.clone();
        damaged[(int) (bit / Byte.SIZE)] ^= (byte) (1 << (bit % Byte.SIZE));
        return damaged;
    }

    /// What would surely be there if the power went now, whether or not the records claim it.
    public Map<ContentId, byte[]> durableContents() {
        Map<ContentId, byte[]> durable = new TreeMap<>();
        copies.forEach((content, copy) -> {
            if (copy.medium != null) {
                durable.put(content, copy.medium.clone());
            }
        });
        return durable;
    }

    /// Whether these very bytes are kept, as a copy or aside.
    public boolean keeps(byte[] bytes) {
        return aside.stream().anyMatch(kept -> Arrays.equals(kept, bytes))
                || copies.values().stream().anyMatch(copy -> Arrays.equals(copy.medium, bytes));
    }

    /// Takes contents, and the origins of a source, out of it as if they had never come.
    public void erase(Iterable<ContentId> contents, SourceId source) {
        contents.forEach(copies::remove);
        aside.clear();
        origins.removeIf(origin -> origin.key().source().equals(source));
    }

    @Override
    public void powerLost() {
        processDied();
        copies.values().removeIf(undurable::contains);
        copies.values().forEach(copy -> copy.cache = copy.medium);
        origins.removeIf(undurableOrigins::contains);
        undurable.clear();
        undurableOrigins.clear();
    }

    @Override
    public void processDied() {
        unsettled.clear();
        namedOnly.forEach((content, bytes) -> {
            if (chance.nextBoolean()) {
                copies.putIfAbsent(content, new Copy(bytes, bytes.clone()));
            }
        });
        namedOnly.clear();
    }

    @Override
    public PlaceId id() {
        return id;
    }

    @Override
    public String location() {
        return "fake place " + id;
    }

    @Override
    public PlaceTraits traits() {
        return traits;
    }

    private long usedBytes() {
        long sum = 0;
        for (Copy copy : copies.values()) {
            sum += copy.cache == null ? 0 : copy.cache.length;
        }
        return sum;
    }

    private void requireReachable(String what) throws PlaceException {
        world.look(what + " at " + id);
        if (always != null) {
            throw new PlaceException(always);
        }
    }

    private void requireChangeable(String what) throws PlaceException {
        requireReachable(what);
        if (onChange != null) {
            throw new PlaceException(onChange);
        }
    }

    private void requireRoom(long sizeBytes) throws PlaceException {
        if (sizeBytes > traits.largestContentBytes()) {
            throw new PlaceException(new PlaceFault.TooLarge(traits.largestContentBytes()));
        }
        long free = Math.max(0, capacityBytes - usedBytes());
        if (sizeBytes > free) {
            throw new PlaceException(new PlaceFault.Full(free, sizeBytes));
        }
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        requireChangeable("stage");
        requireRoom(sizeBytes);
        return new FakeStaging();
    }

    private final class FakeStaging implements Staging {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(byte[] buffer, int offset, int length) throws PlaceException {
            requireChangeable("write");
            bytes.write(buffer, offset, length);
        }

        @Override
        public Staged finish(ContentId content) throws PlaceException {
            requireChangeable("finish");
            PlaceFault refusal = refused.get(content);
            if (refusal != null) {
                throw new PlaceException(refusal);
            }
            FakeStaged staged = new FakeStaged(content, bytes.toByteArray());
            unsettled.add(staged);
            return staged;
        }

        @Override
        public void abandon() {
            bytes.reset();
        }
    }

    private static final class FakeStaged implements Staged {
        private final ContentId content;
        private final byte[] bytes;

        FakeStaged(ContentId content, byte[] bytes) {
            this.content = content;
            this.bytes = bytes;
        }

        @Override
        public ContentId content() {
            return content;
        }
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> added) throws PlaceException {
        requireChangeable("settle");
        if (failsWithoutSettling-- == 0) {
            throw new PlaceException(new PlaceFault.WriteFailed("nothing was stored"));
        }
        for (Staged one : staged) {
            FakeStaged own = (FakeStaged) one;
            if (!unsettled.remove(own)) {
                throw new IllegalArgumentException("not staged here, or settled before: " + own.content());
            }
            if (!copies.containsKey(own.content())) {
                requireRoom(own.bytes.length);
                world.operation("name a copy at " + id);
                namedOnly.put(own.content(), own.bytes);
            }
        }
        world.operation("make durable at " + id);
        remember(added);
        if (failsAfterSettling-- == 0) {
            throw new PlaceException(new PlaceFault.WriteFailed("all was stored"));
        }
    }

    private void remember(List<Origin> added) {
        namedOnly.forEach((content, bytes) -> {
            Copy copy = new Copy(bytes, liesAboutSettling ? null : bytes.clone());
            copies.putIfAbsent(content, copy);
            if (liesAboutSettling) {
                undurable.add(copy);
            }
        });
        namedOnly.clear();
        origins.addAll(added);
        if (liesAboutSettling) {
            undurableOrigins.addAll(added);
        }
    }

    @Override
    public boolean claims(ContentId content) throws PlaceException {
        requireReachable("claims");
        return copies.containsKey(content);
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        requireReachable("read");
        if (!traits.strongestEvidence().isAtLeast(evidence)) {
            throw new IllegalArgumentException(id + " cannot be read as " + evidence);
        }
        byte[] bytes = bytesOf(content, evidence).orElseThrow(() -> new PlaceException(new PlaceFault.Missing()));
        try {
            return reader.read(new BytesBody(bytes, chance, _ -> requireReadable(content)));
        } catch (IOException failed) {
            throw new PlaceException(new PlaceFault.ReadFailed(String.valueOf(failed.getMessage())), failed);
        }
    }

    private Optional<byte[]> bytesOf(ContentId content, Evidence evidence) {
        Copy copy = copies.get(content);
        if (copy == null) {
            return Optional.empty();
        }
        boolean shows = !evidence.isAtLeast(Evidence.READ_BACK_FROM_MEDIUM)
                || (undurable.contains(copy) && !tellsTheTruthInReads);
        return Optional.ofNullable(shows ? copy.cache : copy.medium);
    }

    private void requireReadable(ContentId content) throws IOException {
        world.look("read at " + id);
        if (unreadable.contains(content)) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        requireReachable("list");
        List.copyOf(copies.keySet()).forEach(sink);
    }

    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        requireReachable("missing");
        for (Map.Entry<ContentId, Copy> entry : List.copyOf(copies.entrySet())) {
            byte[] bytes = entry.getValue().cache;
            if (bytes == null || bytes.length != entry.getKey().sizeBytes()) {
                sink.accept(entry.getKey());
            }
        }
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        requireReachable("origins");
        List.copyOf(origins).forEach(sink);
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        requireChangeable("set aside");
        if (copies.containsKey(content)) {
            world.operation("set aside at " + id);
            Copy copy = copies.remove(content);
            if (copy != null && copy.medium != null) {
                aside.add(copy.medium);
            }
        }
    }

    @Override
    public void close() {
        unsettled.clear();
    }
}
