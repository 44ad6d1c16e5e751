package app.safelight.place.drive;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Reading;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.place.drive.DriveFaults.Doing;
import app.safelight.place.drive.DriveStaging.DriveStaged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place that is a folder of plain files on a [Disk]. `docs/format/drive.md` describes what is on it.
///
/// Opening is cheap: it looks at the marker and at the end of the index, and reads the rest only when something
/// asks for it. After an unclean end it first makes the drive whole; if that is not possible because the drive
/// is full or cannot be written, it can still be read.
///
/// Threads: as [Place] says.
public final class DrivePlace implements Place {
    /// Room never given to contents, so that the records of what was stored always fit.
    static final long RESERVED_BYTES = 1L << 20;

    /// A letter outside ASCII and a picture outside the first plane.
    private static final String UNICODE_TRIAL = "trial-\u00e9-\ud83d\udcf7";

    /// How often a number below `incoming/` is tried anew because something could not be swept.
    private static final int MAX_NAME_TRIES = 100;

    private final Disk disk;
    private final String location;
    private final Marker marker;
    private final @Nullable AutoCloseable lock;
    private final Optional<AgeSealing> sealing;
    private final DriveFaults faults;
    private final DriveRecords records;
    private final DriveFolders folders;
    private final AtomicLong lastIncoming = new AtomicLong();
    private final Set<String> incomingInUse = ConcurrentHashMap.newKeySet();
    private final Map<ContentId, Aside> toSetAside = new LinkedHashMap<>();
    private volatile @Nullable PlaceTraits traits;
    private volatile boolean broken;
    private boolean closed;
    private boolean summaryStale;
    private @Nullable FolderNames names;
    private @Nullable FolderDigests digests;

    /// What a new place is to be.
    ///
    /// @param label a line of text for people
    /// @param amongOtherFiles whether the folder may hold files already; they are left alone
    /// @param ageRecipient whom to encrypt every file for; see [AgeSealing]
    public record Creation(
            PlaceId id,
            String label,
            java.time.Instant createdAt,
            boolean amongOtherFiles,
            Optional<String> ageRecipient) {
        public Creation {
            // Fails early on what is no recipient.
            ageRecipient.ifPresent(recipient -> new AgeSealing(recipient, Optional.empty()));
        }

        /// A place of plain files.
        public Creation(PlaceId id, String label, java.time.Instant createdAt, boolean amongOtherFiles) {
            this(id, label, createdAt, amongOtherFiles, Optional.empty());
        }
    }

    /// A copy that leaves the records with the next write.
    private record Aside(JournalEntry.Removed line, JournalEntry.Stored stored) {}

    private DrivePlace(
            Disk disk, String location, Marker marker, Optional<AgeSealing> sealing, @Nullable AutoCloseable lock) {
        this.disk = disk;
        this.location = location;
        this.marker = marker;
        this.lock = lock;
        this.sealing = sealing;
        this.faults = new DriveFaults(disk, marker.place());
        this.records = new DriveRecords(disk, marker.place());
        this.folders = new DriveFolders(disk);
    }

    /// Whether a place's marker stands on the disk, sound or not.
    public static boolean isPlace(Disk disk) throws PlaceException {
        try {
            return disk.entry(DriveLayout.MARKER).isPresent();
        } catch (IOException failure) {
            throw new PlaceException(DriveFaults.unentered(failure), failure);
        }
    }

    /// Which place stands on the disk.
    ///
    /// @return empty if none does
    public static Optional<PlaceId> idOn(Disk disk) throws PlaceException {
        try {
            return Marker.find(disk).map(Marker::place);
        } catch (IOException failure) {
            throw new PlaceException(DriveFaults.unentered(failure), failure);
        }
    }

    /// Opens the place on a disk and keeps others out until it is closed. Takes over the disk.
    ///
    /// @param location where it is, for people
    /// @param expected which place it must be
    public static DrivePlace open(Disk disk, String location, Optional<PlaceId> expected) throws PlaceException {
        return open(disk, location, expected, AgeKeys.NONE);
    }

    /// The same with keys, should it be encrypted.
    ///
    /// @param keys without the one for it, contents can be stored and checked, not read
    /// @throws IllegalArgumentException if a key is none
    public static DrivePlace open(Disk disk, String location, Optional<PlaceId> expected, AgeKeys keys)
            throws PlaceException {
        Marker marker = requireMarker(disk, expected);
        Optional<AgeSealing> sealing =
                marker.ageRecipient().map(recipient -> new AgeSealing(recipient, keys.identityFor(recipient)));
        DrivePlace place = new DrivePlace(disk, location, marker, sealing, DriveLocks.take(disk, marker.place()));
        try {
            place.begin();
            return place;
        } catch (PlaceException failure) {
            place.release();
            throw failure;
        }
    }

    private static Marker requireMarker(Disk disk, Optional<PlaceId> expected) throws PlaceException {
        Optional<Marker> marker;
        try {
            if (disk.entry("").isEmpty()) {
                throw new PlaceException(new PlaceFault.Unreachable("its folder is not there"));
            }
            marker = Marker.find(disk);
        } catch (IOException failure) {
            throw new PlaceException(DriveFaults.unentered(failure), failure);
        }
        if (marker.isEmpty()) {
            throw new PlaceException(
                    expected.isPresent()
                            ? new PlaceFault.WrongMedium(expected.get(), "no place")
                            : new PlaceFault.Unreachable("there is no place in this folder"));
        }
        if (expected.isPresent() && !expected.get().equals(marker.get().place())) {
            throw new PlaceException(new PlaceFault.WrongMedium(
                    expected.get(), marker.get().place().value()));
        }
        return marker.get();
    }

    /// Makes a place on a disk and opens it. Takes over the disk.
    ///
    /// @throws PlaceException also if a place is there already, or other files are and that was not allowed
    public static DrivePlace create(Disk disk, String location, Creation creation) throws PlaceException {
        DriveCreation.run(disk, creation);
        return open(disk, location, Optional.of(creation.id()));
    }

    private void begin() throws PlaceException {
        try {
            boolean clean = records.endsWell();
            if (clean && (lock == null || DriveRecovery.leftover(disk).isEmpty())) {
                return;
            }
            if (clean) {
                recovery().sweep(Set.of());
                return;
            }
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
        broken = true;
        if (lock != null) {
            recoverIfPossible();
        }
    }

    /// A drive that is full or worn out can at least be read.
    private void recoverIfPossible() throws PlaceException {
        try {
            requireWhole();
        } catch (PlaceException failure) {
            switch (failure.fault()) {
                case PlaceFault.Full _, PlaceFault.Denied _, PlaceFault.WriteFailed _ -> {
                    return;
                }
                case PlaceFault.Missing _,
                        PlaceFault.Corrupt _,
                        PlaceFault.OverQuota _,
                        PlaceFault.DeletedThere _,
                        PlaceFault.WrongMedium _,
                        PlaceFault.Unreachable _,
                        PlaceFault.Locked _,
                        PlaceFault.NameTooLong _,
                        PlaceFault.TooLarge _,
                        PlaceFault.ReadFailed _,
                        PlaceFault.Busy _,
                        PlaceFault.DamagedIndex _,
                        PlaceFault.NewerFormat _ -> throw failure;
            }
        }
    }

    private DriveRecovery recovery() throws IOException {
        return new DriveRecovery(disk, records, folders, names(), incomingInUse::contains);
    }

    /// Makes good what an earlier failure, of this or another session, left undone.
    private synchronized void requireWhole() throws PlaceException {
        requireWritable();
        if (!broken) {
            return;
        }
        try {
            names = null;
            digests = null;
            recovery().run();
            DriveIndex index = records.index();
            toSetAside.keySet().forEach(index::remove);
            summaryStale = true;
            broken = false;
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, records.recordBytes() + RESERVED_BYTES);
        }
    }

    private void requireWritable() throws PlaceException {
        if (closed) {
            throw new IllegalStateException("this place is closed");
        }
        if (lock == null) {
            throw new PlaceException(new PlaceFault.Denied("it can only be read"));
        }
    }

    private synchronized FolderNames names() throws IOException {
        FolderNames known = names;
        if (known == null) {
            known = new FolderNames(disk, new DriveNames(disk.traits()));
            if (!spellsUnicode()) {
                known.spellOnlyAscii();
            }
            names = known;
        }
        return known;
    }

    /// Tries, because a rename to a name that the system cannot spell is not sure to leave the file alone.
    /// Fails where the program runs without a locale, and on some file systems in user space.
    private boolean spellsUnicode() throws IOException {
        String trial = DriveLayout.INCOMING + "/" + UNICODE_TRIAL;
        try {
            disk.create(trial).close();
        } catch (FileAlreadyExistsException leftOver) {
            return true;
        } catch (FileSystemException refused) {
            return false;
        }
        disk.delete(trial);
        return true;
    }

    @Override
    public PlaceId id() {
        return marker.place();
    }

    @Override
    public String location() {
        return location;
    }

    /// What the person calls it.
    public String label() {
        return marker.label();
    }

    @Override
    public PlaceTraits traits() {
        PlaceTraits known = traits;
        if (known == null) {
            known = findTraits();
            traits = known;
        }
        return known;
    }

    private PlaceTraits findTraits() {
        try {
            Disk.DiskTraits found = disk.traits();
            return new PlaceTraits(
                    found.mediumReads() ? Evidence.READ_BACK_FROM_MEDIUM : Evidence.READ_BACK,
                    found.largestFileBytes(),
                    found.timeStep());
        } catch (IOException unknown) {
            // The weakest that can be true; whatever is done next meets the same failure and tells it.
            return new PlaceTraits(Evidence.READ_BACK, Long.MAX_VALUE, Duration.ofSeconds(2));
        }
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        requireWhole();
        try {
            long largest = disk.traits().largestFileBytes();
            if (sizeBytes > largest) {
                throw new PlaceException(new PlaceFault.TooLarge(largest));
            }
            long free = disk.freeBytes();
            long fileBytes = sealing.isPresent() ? AgeSealing.largestSealedBytes(sizeBytes) : sizeBytes;
            long needed = fileBytes + records.recordBytes() + RESERVED_BYTES;
            if (free < needed) {
                throw new PlaceException(new PlaceFault.Full(free, needed));
            }
            return newStaging(hint, largest);
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, sizeBytes);
        }
    }

    private Staging newStaging(NameHint hint, long largest) throws IOException {
        for (int attempt = 0; attempt < MAX_NAME_TRIES; attempt++) {
            String incoming = Long.toString(lastIncoming.incrementAndGet());
            incomingInUse.add(incoming);
            try {
                Disk.DiskFile file = disk.create(DriveLayout.INCOMING + "/" + incoming);
                AgeSealing.Sealed sealed = sealing.isPresent() ? sealing.get().seal(file) : null;
                return new DriveStaging(this, disk, file, sealed, incoming, hint, largest);
            } catch (FileAlreadyExistsException leftOver) {
                // Could not be swept when the place was opened; the next number may be free.
                incomingInUse.remove(incoming);
            } catch (IOException failure) {
                incomingInUse.remove(incoming);
                throw failure;
            }
        }
        throw new FileAlreadyExistsException(DriveLayout.INCOMING);
    }

    PlaceException writingFailed(IOException failure, long neededBytes) {
        return faults.of(failure, Doing.WRITING, neededBytes);
    }

    /// Forgets a staging that will not be finished.
    void drop(Disk.DiskFile file, String incoming) {
        try {
            file.close();
        } catch (IOException unwritten) {
            // Its bytes are not wanted any more.
        }
        dropIncoming(incoming);
    }

    private void dropIncoming(String incoming) {
        try {
            disk.delete(DriveLayout.INCOMING + "/" + incoming);
        } catch (IOException leftOver) {
            // Swept when the place is opened next.
        } finally {
            incomingInUse.remove(incoming);
        }
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
        List<DriveStaged> mine = new ArrayList<>();
        for (Staged one : staged) {
            if (!(one instanceof DriveStaged here) || here.place() != this) {
                throw new IllegalArgumentException("staged at another place: " + one);
            }
            mine.add(here);
        }
        try {
            requireWhole();
            settleOwn(mine, origins);
        } finally {
            // Settled ones have left `incoming/`; twins, and all of them after a failure, are not needed.
            for (DriveStaged one : mine) {
                if (incomingInUse.contains(one.incoming()) && !broken) {
                    dropIncoming(one.incoming());
                }
                incomingInUse.remove(one.incoming());
            }
        }
    }

    private void settleOwn(List<DriveStaged> staged, List<Origin> origins) throws PlaceException {
        long sizeBytes =
                staged.stream().mapToLong(one -> one.content().sizeBytes()).sum();
        try {
            DriveIndex index = index();
            digests();
            List<JournalEntry.Stored> fresh = named(staged, index);
            requireHeld(origins, fresh, index);
            if (!fresh.isEmpty() || !origins.isEmpty() || !toSetAside.isEmpty()) {
                restoreTimes(staged, write(fresh, origins));
            }
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, sizeBytes);
        }
    }

    /// Some file systems change a file's time when it is closed or renamed. Then it is set again; it is not
    /// worth a force, because the origins remember it too.
    private void restoreTimes(List<DriveStaged> staged, List<JournalEntry.Stored> settled) throws IOException {
        Duration step = disk.traits().timeStep();
        Map<String, NameHint> hints = new HashMap<>();
        staged.forEach(one -> hints.put(one.incoming(), one.hint()));
        for (JournalEntry.Stored stored : settled) {
            NameHint hint = hints.get(stored.incoming());
            Optional<DiskEntry> entry = disk.entry(stored.path());
            if (hint != null && entry.isPresent()) {
                Duration off = Duration.between(entry.get().modifiedAt(), hint.modifiedAt());
                if (off.abs().compareTo(step) > 0) {
                    disk.setModifiedAt(stored.path(), hint.modifiedAt());
                }
            }
        }
    }

    /// Gives each staged content that is not held yet its final path.
    private List<JournalEntry.Stored> named(List<DriveStaged> staged, DriveIndex index) throws IOException {
        Map<ContentId, JournalEntry.Stored> fresh = new LinkedHashMap<>();
        for (DriveStaged one : staged) {
            if (!index.contains(one.content()) && !fresh.containsKey(one.content())) {
                String folder = DriveLayout.folder(one.hint());
                String suffix = one.file().equals(one.content()) ? "" : AgeSealing.SUFFIX;
                String name = names().take(folder, one.hint().originalName(), suffix);
                fresh.put(
                        one.content(),
                        new JournalEntry.Stored(one.content(), one.file(), one.incoming(), folder + "/" + name));
            }
        }
        return new ArrayList<>(fresh.values());
    }

    private static void requireHeld(List<Origin> origins, List<JournalEntry.Stored> fresh, DriveIndex index)
            throws PlaceException {
        Set<ContentId> coming = new LinkedHashSet<>();
        fresh.forEach(stored -> coming.add(stored.content()));
        for (Origin origin : origins) {
            if (!coming.contains(origin.content()) && !index.contains(origin.content())) {
                throw new PlaceException(new PlaceFault.Missing());
            }
        }
    }

    /// If this fails half way nobody knows what is durable, and the next write first makes the drive whole.
    private List<JournalEntry.Stored> write(List<JournalEntry.Stored> fresh, List<Origin> origins)
            throws IOException, PlaceException {
        boolean done = false;
        try {
            List<JournalEntry.Stored> settled = writeInOrder(fresh, origins);
            done = true;
            return settled;
        } finally {
            broken = !done;
        }
    }

    /// The protocol that [DriveRecords] describes.
    private List<JournalEntry.Stored> writeInOrder(List<JournalEntry.Stored> fresh, List<Origin> origins)
            throws IOException, PlaceException {
        DriveIndex index = records.index();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        toSetAside.values().forEach(aside -> aside.line().write(lines));
        List<Integer> offsets = new ArrayList<>();
        for (JournalEntry.Stored stored : fresh) {
            offsets.add(lines.size());
            stored.write(lines);
        }
        origins.forEach(origin -> new JournalEntry.CameFrom(origin).write(lines));
        if (!fresh.isEmpty()) {
            // An intent must never be more durable than the name below `incoming/` that it speaks of.
            disk.forceFolder(DriveLayout.INCOMING);
        }
        long start = records.append(lines.toByteArray());
        for (int i = 0; i < fresh.size(); i++) {
            index.add(fresh.get(i).content(), start + offsets.get(i));
        }
        Set<String> touched = new LinkedHashSet<>();
        moveAside(touched);
        List<JournalEntry.Stored> settled = moveIn(fresh, touched);
        for (String folder : touched) {
            disk.forceFolder(folder);
        }
        if (toSetAside.isEmpty()) {
            records.appendSums(settled);
        } else {
            records.rewriteSums();
        }
        records.mark(false);
        remember(settled);
        return settled;
    }

    private void moveAside(Set<String> touched) throws IOException {
        for (Aside aside : toSetAside.values()) {
            JournalEntry.Removed removed = aside.line();
            if (disk.entry(removed.path()).isPresent()) {
                folders.ensure(DriveLayout.SET_ASIDE);
                disk.rename(removed.path(), DriveLayout.SET_ASIDE + "/" + removed.aside());
                touched.add(DriveLayout.SET_ASIDE);
                touched.add(DriveLayout.parent(removed.path()));
            }
        }
    }

    private List<JournalEntry.Stored> moveIn(List<JournalEntry.Stored> fresh, Set<String> touched) throws IOException {
        DriveArrivals arrivals = new DriveArrivals(disk, records, folders, names());
        List<JournalEntry.Stored> settled = new ArrayList<>();
        for (JournalEntry.Stored stored : fresh) {
            settled.add(arrivals.moveIn(stored));
            incomingInUse.remove(stored.incoming());
            touched.add(DriveLayout.parent(stored.path()));
            touched.add(DriveLayout.INCOMING);
        }
        return settled;
    }

    private void remember(List<JournalEntry.Stored> settled) throws IOException, PlaceException {
        FolderDigests known = digests();
        toSetAside
                .values()
                .forEach(aside -> known.remove(
                        aside.stored().path(), aside.stored().file().sizeBytes()));
        settled.forEach(stored -> known.add(stored.path(), stored.file().sizeBytes()));
        toSetAside.clear();
        summaryStale = true;
    }

    @Override
    public boolean claims(ContentId content) throws PlaceException {
        return index().contains(content);
    }

    private synchronized DriveIndex index() throws PlaceException {
        try {
            return records.index();
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        requireEvidence(evidence);
        boolean fromMedium = evidence == Evidence.READ_BACK_FROM_MEDIUM;
        JournalEntry.Stored stored = requireStored(content);
        Disk.OpenBody body = openFile(stored, fromMedium);
        try {
            return Reading.give(plain(stored, body), reader, failure -> notOpened(failure, body, stored));
        } finally {
            close(body);
        }
    }

    /// Without the identity of an encrypted place this hashes the file as it is and compares with what it was
    /// when it was written. That proves that the medium holds, bit for bit, what the encryption made of the
    /// content then; that this decrypts to the content rests on the encryption having worked when it was
    /// written.
    @Override
    public ContentId identify(ContentId content, Evidence evidence, BodyReader<ContentId, RuntimeException> digest)
            throws PlaceException {
        JournalEntry.Stored stored = requireStored(content);
        if (stored.file().equals(content) || sealing.map(AgeSealing::opens).orElse(false)) {
            return read(content, evidence, digest);
        }
        requireEvidence(evidence);
        Disk.OpenBody body = openFile(stored, evidence == Evidence.READ_BACK_FROM_MEDIUM);
        try {
            ContentId found = Reading.give(body, digest, failure -> notOpened(failure, body, stored));
            return found.equals(stored.file()) ? content : found;
        } finally {
            close(body);
        }
    }

    private void requireEvidence(Evidence evidence) {
        if (!traits().strongestEvidence().isAtLeast(evidence)) {
            throw new IllegalArgumentException("this place cannot give " + evidence);
        }
    }

    private JournalEntry.Stored requireStored(ContentId content) throws PlaceException {
        try {
            return index().stored(content).orElseThrow(() -> new PlaceException(new PlaceFault.Missing()));
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    private Body plain(JournalEntry.Stored stored, Disk.OpenBody file) throws PlaceException {
        if (stored.file().equals(stored.content())) {
            return file;
        }
        AgeSealing key =
                sealing.filter(AgeSealing::opens).orElseThrow(() -> new PlaceException(new PlaceFault.Locked()));
        try {
            return key.open(file, stored.content().sizeBytes());
        } catch (IOException failure) {
            throw notOpened(failure, file, stored);
        }
    }

    /// A wrong key and a damaged file look alike to age; the file's own digest tells them apart.
    private PlaceException notOpened(IOException failure, Disk.OpenBody file, JournalEntry.Stored stored) {
        if (!(failure instanceof AgeSealing.Unopenable)) {
            return faults.of(failure, Doing.READING, 0);
        }
        try {
            ContentId found = ReadBack.digest(file);
            return new PlaceException(
                    found.equals(stored.file()) ? new PlaceFault.Locked() : new PlaceFault.Corrupt(found.toString()),
                    failure);
        } catch (IOException unreadable) {
            return faults.of(unreadable, Doing.READING, 0);
        }
    }

    private void close(Disk.OpenBody body) throws PlaceException {
        try {
            body.close();
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    private Disk.OpenBody openFile(JournalEntry.Stored stored, boolean fromMedium) throws PlaceException {
        requireShelved(stored.path());
        try {
            Disk.OpenBody body = disk.open(stored.path(), fromMedium);
            if (body.sizeBytes() == stored.file().sizeBytes()) {
                return body;
            }
            long found = body.sizeBytes();
            body.close();
            throw new PlaceException(new PlaceFault.Corrupt(
                    found + " bytes instead of " + stored.file().sizeBytes()));
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    /// An index from a stranger must not make us read or move what is not a file of record.
    private static void requireShelved(String path) throws PlaceException {
        if (!DriveLayout.isShelved(path)) {
            throw new PlaceException(new PlaceFault.DamagedIndex("it names a path outside the shelves: " + path));
        }
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        DriveIndex index = index();
        int entries = index.entries();
        for (int entry = 0; entry < entries; entry++) {
            index.content(entry).ifPresent(sink);
        }
    }

    /// The path of a content's file below the root, for people.
    public Optional<String> pathOf(ContentId content) throws PlaceException {
        try {
            return index().stored(content).map(JournalEntry.Stored::path);
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    /// Lists each folder of record and compares it with what it should hold, summed up; only where that differs
    /// are single files looked for.
    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        requireMarker(disk, Optional.of(id()));
        try {
            Map<String, Map<String, Long>> differing = new HashMap<>();
            for (Map.Entry<String, FolderDigests.Digest> folder :
                    digests().folders().entrySet()) {
                Map<String, Long> differs = differing(folder.getKey(), folder.getValue());
                if (differs != null) {
                    differing.put(folder.getKey(), differs);
                }
            }
            if (!differing.isEmpty()) {
                List<ContentId> missing = new ArrayList<>();
                index().forEachStored(records.soundBytes(), stored -> {
                    Map<String, Long> files = differing.get(DriveLayout.parent(stored.path()));
                    if (files != null && !isThere(stored, files)) {
                        missing.add(stored.content());
                    }
                });
                // A drive that was pulled meanwhile misses nothing: it is not there.
                requireMarker(disk, Optional.of(id()));
                missing.forEach(sink);
            }
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    /// The files of a folder, if it does not hold exactly what it should.
    private @Nullable Map<String, Long> differing(String folder, FolderDigests.Digest wanted) throws IOException {
        FolderDigests.Digest found = new FolderDigests.Digest();
        try {
            disk.look(folder, (name, sizeBytes) -> found.add(name, sizeBytes, 1));
            if (found.holdsTheSameAs(wanted)) {
                return null;
            }
            Map<String, Long> files = new HashMap<>();
            for (DiskEntry entry : disk.list(folder)) {
                if (entry.type() == DiskEntry.Type.FILE) {
                    files.put(entry.path(), entry.sizeBytes());
                }
            }
            return files;
        } catch (NoSuchFileException gone) {
            return Map.of();
        }
    }

    /// Some file systems list a name in another spelling than they were given; asked for, it is there.
    private boolean isThere(JournalEntry.Stored stored, Map<String, Long> files) throws IOException {
        Long size = files.get(stored.path());
        if (size == null) {
            size = disk.entry(stored.path())
                    .filter(entry -> entry.type() == DiskEntry.Type.FILE)
                    .map(DiskEntry::sizeBytes)
                    .orElse(-1L);
        }
        return size == stored.file().sizeBytes();
    }

    /// What the folders should hold: as summed up when the drive was last used, or counted from the index.
    private synchronized FolderDigests digests() throws IOException, PlaceException {
        FolderDigests known = digests;
        if (known == null) {
            Optional<FolderDigests> kept = broken || !records.isMarked()
                    ? Optional.empty()
                    : FolderDigests.read(disk, records.indexBytes(), records.endChecksum());
            known = kept.isPresent() ? kept.get() : countedDigests();
            digests = known;
        }
        return known;
    }

    private FolderDigests countedDigests() throws IOException, PlaceException {
        FolderDigests counted = new FolderDigests();
        records.index()
                .forEachStored(
                        records.soundBytes(),
                        stored -> counted.add(stored.path(), stored.file().sizeBytes()));
        toSetAside
                .values()
                .forEach(aside ->
                        counted.add(aside.stored().path(), aside.stored().file().sizeBytes()));
        summaryStale = true;
        return counted;
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        index();
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, 0, records.soundBytes(), new JournalScan.Sink() {
                @Override
                public void line(byte[] bytes, int start, int end, long offset) throws IOException {
                    if (bytes[start] == 'O') {
                        if (JournalEntry.read(bytes, start, end).orElse(null) instanceof JournalEntry.CameFrom from) {
                            sink.accept(from.origin());
                        } else {
                            damaged(offset);
                        }
                    }
                }

                @Override
                public void damaged(long offset) throws IOException {
                    throw new DriveIndex.Damaged("the line at byte " + offset + " is damaged");
                }
            });
        } catch (IOException failure) {
            throw faults.of(failure, Doing.READING, 0);
        }
    }

    /// Takes effect at once for this session; the drive is changed with the next [#settle], or when the place
    /// is closed, because the sums have to be written anew. Until then a power cut leaves everything as it was.
    @Override
    public void setAside(ContentId content) throws PlaceException {
        requireWhole();
        try {
            DriveIndex index = index();
            Optional<JournalEntry.Stored> stored = index.stored(content);
            if (stored.isEmpty()) {
                return;
            }
            requireShelved(stored.get().path());
            String name = DriveLayout.name(stored.get().path()) + ".damaged";
            String aside = names().take(DriveLayout.SET_ASIDE, name, "");
            toSetAside.put(
                    content,
                    new Aside(
                            new JournalEntry.Removed(
                                    content, aside, stored.get().path()),
                            stored.get()));
            index.remove(content);
            names().vacate(stored.get().path());
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, 0);
        }
    }

    /// Writes what is still owed, and what makes the next start quick.
    @Override
    public void close() throws PlaceException {
        if (closed) {
            return;
        }
        try {
            if (lock != null && !broken) {
                finish();
            }
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, 0);
        } finally {
            closed = true;
            release();
        }
    }

    private void finish() throws IOException, PlaceException {
        if (!toSetAside.isEmpty()) {
            index();
            digests();
            write(List.of(), List.of());
        }
        FolderDigests known = digests;
        if (summaryStale && known != null && records.isMarked()) {
            try {
                known.write(disk, records.indexBytes(), records.endChecksum());
            } catch (IOException unwritten) {
                // Without it the next start counts anew from the index; nothing was promised about it.
                summaryStale = true;
            }
        }
    }

    private void release() throws PlaceException {
        try {
            records.close();
            if (lock != null) {
                lock.close();
            }
            disk.close();
        } catch (Exception failure) {
            throw new PlaceException(new PlaceFault.WriteFailed(String.valueOf(failure.getMessage())), failure);
        }
    }
}
