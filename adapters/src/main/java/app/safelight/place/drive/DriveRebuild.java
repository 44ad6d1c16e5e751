package app.safelight.place.drive;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.place.drive.DriveFaults.Doing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the index and the sums of a drive anew from its files, every byte of which is read. From the old
/// records it keeps all that is still sound: where contents came from, and what each file should be. A file
/// that is not what they say is set aside and not made a file of record: rebuilding must not call damage an
/// original.
///
/// Threads: one; nobody else may use the drive meanwhile.
public final class DriveRebuild {
    /// Deepest folder looked into. The program makes two levels; more are somebody's own.
    private static final int MAX_DEPTH = 32;

    /// Most paths named in a result; the count is always right.
    private static final int MAX_NAMED = 1_000;

    /// Says that any file may stand under a name, because what stood there was taken out of the records.
    private static final long ANYTHING = 0;

    private final Disk disk;
    private final Optional<PlaceId> expected;
    private final Instant now;
    private final AgeKeys keys;
    private Optional<AgeSealing> sealing = Optional.empty();
    private final LongMap sealedLines = new LongMap();
    private final List<String> sealedFiles = new ArrayList<>();
    private final LongMap expectedStarts = new LongMap();
    private final ContentTable found = new ContentTable();
    private final List<String> damaged = new ArrayList<>();
    private final List<String> twins = new ArrayList<>();
    private long soundOrigins;
    private long damagedLines;

    /// What a rebuild found.
    ///
    /// @param contents files of record now
    /// @param origins remembered origins that could be kept
    /// @param damagedLines lines of the old index that could not be read
    /// @param damagedFiles files that are not what the old records say, now below `.safelight/set-aside/`
    /// @param twins files whose content stands under another name already; left alone, not of record
    /// @param sealedFiles encrypted files that neither the old records nor an identity can say the content of;
    ///     left alone, not of record
    public record Rebuilt(
            long contents,
            long origins,
            long damagedLines,
            List<String> damagedFiles,
            List<String> twins,
            List<String> sealedFiles) {
        public Rebuilt {
            damagedFiles = List.copyOf(damagedFiles);
            twins = List.copyOf(twins);
            sealedFiles = List.copyOf(sealedFiles);
        }
    }

    /// @param expected which place it must be; needed if its marker cannot be read
    /// @param now for a marker that has to be made anew
    /// @param keys help with encrypted files that the old records say nothing of
    public DriveRebuild(Disk disk, Optional<PlaceId> expected, Instant now, AgeKeys keys) {
        this.disk = disk;
        this.expected = expected;
        this.now = now;
        this.keys = keys;
    }

    public Rebuilt run() throws PlaceException {
        Optional<Marker> marker = marker();
        PlaceId id = marker.map(Marker::place)
                .or(() -> expected)
                .orElseThrow(() -> new PlaceException(new PlaceFault.DamagedIndex(DriveLayout.MARKER)));
        sealing = marker.flatMap(Marker::ageRecipient)
                .map(recipient -> new AgeSealing(recipient, keys.identityFor(recipient)));
        DriveFaults faults = new DriveFaults(disk, id);
        try {
            new DriveFolders(disk).ensure(DriveLayout.OWN);
            if (marker.isEmpty()) {
                Marker fresh = new Marker(DriveLayout.FORMAT, id, now, "", Optional.empty());
                DriveRecords.replace(disk, DriveLayout.MARKER, out -> out.write(fresh.bytes()));
            }
        } catch (IOException failure) {
            throw faults.ofUnmarked(failure);
        }
        AutoCloseable lock = DriveLocks.take(disk, id);
        if (lock == null) {
            throw new PlaceException(new PlaceFault.Denied("it can only be read"));
        }
        try {
            return rebuild(id);
        } catch (IOException failure) {
            throw faults.of(failure, Doing.WRITING, DrivePlace.RESERVED_BYTES);
        } finally {
            release(lock);
        }
    }

    private static void release(AutoCloseable lock) throws PlaceException {
        try {
            lock.close();
        } catch (Exception failure) {
            throw new PlaceException(new PlaceFault.WriteFailed(String.valueOf(failure.getMessage())), failure);
        }
    }

    private Optional<Marker> marker() throws PlaceException {
        try {
            Optional<Marker> found = Marker.find(disk);
            if (found.isPresent()
                    && expected.isPresent()
                    && !expected.get().equals(found.get().place())) {
                throw new PlaceException(new PlaceFault.WrongMedium(
                        expected.get(), found.get().place().value()));
            }
            return found;
        } catch (IOException failure) {
            throw new PlaceException(DriveFaults.unentered(failure), failure);
        } catch (PlaceException failure) {
            if (failure.fault() instanceof PlaceFault.DamagedIndex && expected.isPresent()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private Rebuilt rebuild(PlaceId id) throws IOException, PlaceException {
        DriveFolders folders = new DriveFolders(disk);
        folders.ensure(DriveLayout.INCOMING);
        folders.ensure(DriveLayout.SET_ASIDE);
        FolderNames names = new FolderNames(disk, new DriveNames(disk.traits()));
        readSums();
        completeIntents(readIndex(), folders, names);
        disk.forceFolder(DriveLayout.INCOMING);
        writeIndex(id, names);
        disk.forceFolder(DriveLayout.SET_ASIDE);
        DriveRecords records = new DriveRecords(disk, id);
        records.reload();
        records.rewriteSums();
        records.mark(true);
        records.close();
        return new Rebuilt(found.live(), soundOrigins, damagedLines, damaged, twins, sealedFiles);
    }

    private void readSums() throws IOException {
        Optional<DiskEntry> sums = disk.entry(DriveLayout.SUMS);
        if (sums.isPresent()) {
            SumsScan.run(
                    disk,
                    sums.get().sizeBytes(),
                    line -> expectedStarts.put(
                            FolderNames.hash(line.path()),
                            Long.parseUnsignedLong(line.sha256().substring(0, 16), 16)));
        }
    }

    /// Learns what each file should be, and counts.
    ///
    /// @return intents whose file may still be below `incoming/`, by its name there
    private Map<String, JournalEntry.Stored> readIndex() throws IOException {
        Set<String> incoming = new HashSet<>();
        for (DiskEntry entry : disk.list(DriveLayout.INCOMING)) {
            incoming.add(DriveLayout.name(entry.path()));
        }
        Map<String, JournalEntry.Stored> intents = new HashMap<>();
        forEachOldLine(new OldLines() {
            @Override
            public void entry(JournalEntry entry, long offset) {
                switch (entry) {
                    case JournalEntry.Stored stored -> {
                        expectedStarts.put(
                                FolderNames.hash(stored.path()),
                                stored.file().sha256().first());
                        if (!stored.file().equals(stored.content())) {
                            sealedLines.put(stored.file().sha256().first(), offset);
                        }
                        if (incoming.contains(stored.incoming())) {
                            intents.put(stored.incoming(), stored);
                        }
                    }
                    case JournalEntry.CameFrom _ -> soundOrigins++;
                    case JournalEntry.Removed removed -> expectedStarts.put(FolderNames.hash(removed.path()), ANYTHING);
                    case JournalEntry.Header _, JournalEntry.Mark _ -> {}
                }
            }

            @Override
            public void damaged() {
                damagedLines++;
            }
        });
        return intents;
    }

    /// Hears the lines of the old index.
    private interface OldLines {
        void entry(JournalEntry entry, long offset) throws IOException;

        void damaged() throws IOException;
    }

    private void forEachOldLine(OldLines lines) throws IOException {
        if (disk.entry(DriveLayout.INDEX).isEmpty()) {
            return;
        }
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, 0, body.sizeBytes(), new JournalScan.Sink() {
                @Override
                public void line(byte[] bytes, int start, int end, long offset) throws IOException {
                    Optional<JournalEntry> entry = JournalEntry.read(bytes, start, end);
                    if (entry.isPresent()) {
                        lines.entry(entry.get(), offset);
                    } else {
                        lines.damaged();
                    }
                }

                @Override
                public void damaged(long offset) throws IOException {
                    lines.damaged();
                }
            });
        }
    }

    /// A file below `incoming/` that is what an intent says gets its name, as a recovery would have done.
    private void completeIntents(Map<String, JournalEntry.Stored> intents, DriveFolders folders, FolderNames names)
            throws IOException {
        for (JournalEntry.Stored intent : intents.values()) {
            String incoming = DriveLayout.INCOMING + "/" + intent.incoming();
            if (DriveLayout.isShelved(intent.path())
                    && disk.entry(intent.path()).isEmpty()
                    && digest(incoming).equals(intent.file())) {
                String folder = DriveLayout.parent(intent.path());
                folders.ensure(folder);
                String path = folder + "/" + names.take(folder, DriveLayout.name(intent.path()), "");
                disk.rename(incoming, path);
                disk.forceFolder(folder);
                expectedStarts.put(
                        FolderNames.hash(path), intent.file().sha256().first());
            }
        }
    }

    private void writeIndex(PlaceId id, FolderNames names) throws IOException {
        DriveRecords.replace(disk, DriveLayout.INDEX, out -> {
            write(out, new JournalEntry.Header(DriveLayout.FORMAT, id));
            for (String shelf : List.of(DriveLayout.PHOTOS, DriveLayout.FILES)) {
                if (disk.entry(shelf)
                        .filter(entry -> entry.type() == DiskEntry.Type.FOLDER)
                        .isPresent()) {
                    takeFolder(shelf, 0, out, names);
                }
            }
            forEachOldLine(new OldLines() {
                @Override
                public void entry(JournalEntry entry, long offset) throws IOException {
                    if (entry instanceof JournalEntry.CameFrom) {
                        write(out, entry);
                    }
                }

                @Override
                public void damaged() {
                    // Counted when it was read first.
                }
            });
        });
    }

    private void takeFolder(String folder, int depth, DriveRecords.Output out, FolderNames names) throws IOException {
        if (depth > MAX_DEPTH) {
            return;
        }
        List<DiskEntry> entries = new ArrayList<>(disk.list(folder));
        entries.sort(java.util.Comparator.comparing(DiskEntry::path));
        for (DiskEntry entry : entries) {
            switch (entry.type()) {
                case FOLDER -> takeFolder(entry.path(), depth + 1, out, names);
                case FILE -> takeFile(entry.path(), out, names);
                case OTHER -> {}
            }
        }
    }

    private void takeFile(String path, DriveRecords.Output out, FolderNames names) throws IOException {
        if (!ItemKey.isClean(path)) {
            return;
        }
        ContentId file = digest(path);
        long start = file.sha256().first();
        long wanted = expectedStarts.get(FolderNames.hash(path), ANYTHING);
        if (wanted != ANYTHING && wanted != start) {
            String aside = names.take(DriveLayout.SET_ASIDE, DriveLayout.name(path) + ".damaged", "");
            disk.rename(path, DriveLayout.SET_ASIDE + "/" + aside);
            name(damaged, path);
            return;
        }
        Optional<ContentId> content = contentOf(file, path);
        if (content.isEmpty()) {
            name(sealedFiles, path);
        } else if (found.find(content.get()) >= 0) {
            name(twins, path);
        } else {
            found.put(content.get(), 0);
            write(out, new JournalEntry.Stored(content.get(), file, "-", path));
        }
    }

    /// What a file holds: itself, or what it was encrypted from, as the old records or the identity say.
    private Optional<ContentId> contentOf(ContentId file, String path) throws IOException {
        if (sealing.isEmpty() || !path.endsWith(AgeSealing.SUFFIX)) {
            return Optional.of(file);
        }
        long offset = sealedLines.get(file.sha256().first(), -1);
        if (offset >= 0) {
            JournalEntry.Stored old = DriveIndex.storedAt(disk, offset);
            if (old.file().equals(file)) {
                return Optional.of(old.content());
            }
        }
        if (!sealing.get().opens()) {
            return Optional.empty();
        }
        try (Disk.OpenBody body = disk.open(path, false)) {
            return Optional.of(ReadBack.digest(sealing.get().open(body, Long.MAX_VALUE)));
        } catch (AgeSealing.Unopenable otherKey) {
            return Optional.empty();
        }
    }

    private static void name(List<String> list, String path) {
        if (list.size() < MAX_NAMED) {
            list.add(path);
        }
    }

    private ContentId digest(String path) throws IOException {
        try (Disk.OpenBody body = disk.open(path, disk.traits().mediumReads())) {
            return ReadBack.digest(body);
        }
    }

    private static void write(DriveRecords.Output out, JournalEntry entry) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        entry.write(line);
        out.write(line.toByteArray());
    }
}
