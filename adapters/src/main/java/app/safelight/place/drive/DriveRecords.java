package app.safelight.place.drive;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The records of a drive on disk: the index and the sums file, and the rules that keep them in step.
///
/// The order of every change is: lines of intent into the index, forced; then the files get their names,
/// forced; then the sums file, forced; then a mark in the index, which needs no force, because a mark that is
/// lost only means that the next start looks again. So whatever stands before a mark was durable when the mark
/// was written: damage before a mark is damage, damage after the last one is a torn end.
///
/// Threads: one.
final class DriveRecords {
    /// Lines gathered before they are handed to the disk.
    private static final int FLUSH_BYTES = 256 << 10;

    private final Disk disk;
    private final PlaceId id;
    private final DriveIndex index;
    private long indexBytes;
    private long markedBytes;
    private long sumsBytes;
    private long soundBytes;
    private boolean loaded;

    DriveRecords(Disk disk, PlaceId id) {
        this.disk = disk;
        this.id = id;
        this.index = new DriveIndex(disk);
    }

    /// The index in memory, read on first use.
    DriveIndex index() throws IOException, PlaceException {
        if (!loaded) {
            load();
        }
        return index;
    }

    /// How much of the index counts; more than that only after an unclean end that is not made good yet.
    long soundBytes() {
        return soundBytes;
    }

    long indexBytes() {
        return indexBytes;
    }

    /// Bytes that recovery may have to write anew: the room to keep free.
    long recordBytes() {
        return indexBytes + sumsBytes;
    }

    /// Makes the first records of a new place.
    static void create(Disk disk, PlaceId id) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        new JournalEntry.Header(DriveLayout.FORMAT, id).write(lines);
        new JournalEntry.Mark(0, 0).write(lines);
        replace(disk, DriveLayout.INDEX, out -> out.write(lines.toByteArray()));
    }

    /// A quick look at the end of the index and the length of the sums file.
    ///
    /// @return whether everything was finished when the drive was last used
    /// @throws PlaceException if there is no index
    boolean endsWell() throws IOException, PlaceException {
        indexBytes = sizeOf(DriveLayout.INDEX).orElseThrow(() -> new DriveIndex.Damaged("it is not there"));
        sumsBytes = sizeOf(DriveLayout.SUMS).orElse(0L);
        int length = (int) Math.min(indexBytes, JournalEntry.MAX_LINE_BYTES);
        byte[] end;
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            end = Bodies.readPart(body, indexBytes - length, length);
        }
        if (!(JournalScan.lastEntry(end) instanceof JournalEntry.Mark mark)) {
            return false;
        }
        markedBytes = indexBytes;
        return mark.sumsBytes() == sumsBytes;
    }

    /// The checksum text of the last line; with the length it names this very state of the index.
    String endChecksum() throws IOException {
        int length = (int) Math.min(indexBytes, JournalEntry.MAX_LINE_BYTES);
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            return JournalScan.lastChecksum(Bodies.readPart(body, indexBytes - length, length));
        }
    }

    private DriveIndex.Loaded load() throws IOException, PlaceException {
        requireHeader();
        DriveIndex.Loaded found = index.load(indexBytes);
        loaded = true;
        soundBytes = found.soundBytes();
        return found;
    }

    private void requireHeader() throws IOException, PlaceException {
        int length = (int) Math.min(indexBytes, JournalEntry.MAX_LINE_BYTES);
        byte[] start;
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            start = Bodies.readPart(body, 0, length);
        }
        if (!(JournalScan.firstEntry(start) instanceof JournalEntry.Header header)) {
            throw new DriveIndex.Damaged("it has no header");
        }
        if (header.format() > DriveLayout.FORMAT) {
            throw new PlaceException(new PlaceFault.NewerFormat(header.format(), DriveLayout.FORMAT));
        }
        if (!header.place().equals(id)) {
            throw new DriveIndex.Damaged("it belongs to the place " + header.place());
        }
    }

    /// Reads everything anew, also what no mark covers.
    DriveIndex.Loaded reload() throws IOException, PlaceException {
        indexBytes = sizeOf(DriveLayout.INDEX).orElseThrow(() -> new DriveIndex.Damaged("it is not there"));
        loaded = false;
        DriveIndex.Loaded found = load();
        markedBytes = found.markedBytes();
        return found;
    }

    /// The entries after the last mark, in order.
    List<JournalEntry> unmarked(DriveIndex.Loaded found) throws IOException {
        List<JournalEntry> entries = new java.util.ArrayList<>();
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, found.markedBytes(), found.soundBytes(), new JournalScan.Sink() {
                @Override
                public void line(byte[] bytes, int start, int end, long offset) {
                    JournalEntry.read(bytes, start, end).ifPresent(entries::add);
                }

                @Override
                public void damaged(long offset) throws IOException {
                    throw new DriveIndex.Damaged("the line at byte " + offset + " changes while it is read");
                }
            });
        }
        return entries;
    }

    /// Writes the sound part of the index anew, and more lines, in the place of the old file. Not only cuts:
    /// after a failed `force` nobody knows which bytes of the old file the medium has, whatever a read says.
    void rewriteIndex(long soundBytes, List<? extends JournalEntry> more) throws IOException, PlaceException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        more.forEach(entry -> entry.write(lines));
        replace(disk, DriveLayout.INDEX, out -> {
            copy(DriveLayout.INDEX, soundBytes, out);
            out.write(lines.toByteArray());
        });
        reload();
    }

    /// Adds lines to the end of the index and makes them durable.
    ///
    /// @return where the first one begins
    long append(byte[] lines) throws IOException {
        return append(lines, true);
    }

    /// Adds the line of one content, durably, and remembers where it stands.
    void appendStored(JournalEntry.Stored stored) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        stored.write(line);
        index.add(stored.content(), append(line.toByteArray(), true));
    }

    private long append(byte[] lines, boolean force) throws IOException {
        long start = indexBytes;
        lengthen(DriveLayout.INDEX, start, lines, force);
        indexBytes += lines.length;
        soundBytes = indexBytes;
        return start;
    }

    /// Adds bytes to the end of a file. Where that fails the file is written anew, with them, in the place of
    /// the old one: some file systems in user space cannot lengthen a file that they have closed before, and
    /// after a failed `force` the old file cannot be trusted any more.
    private void lengthen(String path, long sizeBytes, byte[] lines, boolean force) throws IOException {
        try (Disk.DiskFile file = disk.append(path)) {
            file.write(lines, 0, lines.length);
            if (force) {
                file.force();
            }
            return;
        } catch (IOException refused) {
            if (disk.entry(path).isEmpty()) {
                throw refused;
            }
        }
        replace(disk, path, out -> {
            copy(path, sizeBytes, out);
            out.write(lines);
        });
    }

    private void copy(String path, long sizeBytes, Output out) throws IOException {
        byte[] buffer = new byte[FLUSH_BYTES];
        try (Disk.OpenBody body = disk.open(path, false)) {
            long position = 0;
            while (position < sizeBytes) {
                int read = body.read(position, buffer, 0, (int) Math.min(buffer.length, sizeBytes - position));
                if (read < 0) {
                    throw new java.io.EOFException(path);
                }
                out.write(buffer, 0, read);
                position += read;
            }
        }
    }

    /// Says in the index that everything up to here is done and durable.
    void mark(boolean force) throws IOException, PlaceException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        new JournalEntry.Mark(index().live(), sumsBytes).write(line);
        append(line.toByteArray(), force);
        markedBytes = indexBytes;
    }

    /// Whether the last line is a mark.
    boolean isMarked() {
        return markedBytes == indexBytes;
    }

    /// Adds files to the sums and makes them durable.
    void appendSums(List<JournalEntry.Stored> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        files.forEach(file -> Sums.write(file.file(), file.path(), lines));
        if (sumsBytes == 0) {
            replace(disk, DriveLayout.SUMS, out -> out.write(lines.toByteArray()));
        } else {
            lengthen(DriveLayout.SUMS, sumsBytes, lines.toByteArray(), true);
        }
        sumsBytes += lines.size();
    }

    /// Writes the sums of all files of record anew.
    void rewriteSums() throws IOException, PlaceException {
        DriveIndex known = index();
        if (known.live() == 0) {
            if (disk.entry(DriveLayout.SUMS).isPresent()) {
                disk.delete(DriveLayout.SUMS);
                disk.forceFolder("");
            }
            sumsBytes = 0;
            return;
        }
        replace(disk, DriveLayout.SUMS, out -> {
            known.forEachStored(soundBytes, stored -> {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                Sums.write(stored.file(), stored.path(), line);
                out.write(line.toByteArray());
            });
        });
        sumsBytes = sizeOf(DriveLayout.SUMS).orElseThrow();
    }

    /// Refuses to go on if the sums file knows a file of this drive that the index does not: then the index has
    /// lost lines that were durable, and writing the sums anew would forget a photo.
    void requireSumsKnown() throws IOException, PlaceException {
        Optional<Long> size = sizeOf(DriveLayout.SUMS);
        if (size.isEmpty()) {
            return;
        }
        LongSet known = new LongSet();
        index();
        try (Disk.OpenBody body = disk.open(DriveLayout.INDEX, false)) {
            JournalScan.run(body, 0, indexBytes, new JournalScan.Sink() {
                @Override
                public void line(byte[] bytes, int start, int end, long offset) {
                    if (bytes[start] == 'S' || bytes[start] == 'E') {
                        JournalEntry.read(bytes, start, end).ifPresent(entry -> {
                            if (entry instanceof JournalEntry.Stored stored) {
                                known.add(stored.file().sha256().first());
                            }
                        });
                    }
                }

                @Override
                public void damaged(long offset) {
                    // The torn end, which does not count.
                }
            });
        }
        String[] unknown = new String[1];
        SumsScan.run(disk, size.get(), line -> {
            long start = Long.parseUnsignedLong(line.sha256().substring(0, 16), 16);
            if (!known.contains(start)
                    && DriveLayout.isShelved(line.path())
                    && disk.entry(line.path()).isPresent()) {
                unknown[0] = line.path();
            }
        });
        if (unknown[0] != null) {
            throw new DriveIndex.Damaged(DriveLayout.SUMS + " names a file that it does not know: " + unknown[0]);
        }
    }

    private Optional<Long> sizeOf(String path) throws IOException {
        return disk.entry(path).map(DiskEntry::sizeBytes);
    }

    void close() throws IOException {
        index.close();
    }

    /// Writes a file.
    interface Writing {
        void to(Output out) throws IOException;
    }

    /// Gathers bytes for a file.
    static final class Output {
        private final Disk.DiskFile file;
        private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

        private Output(Disk.DiskFile file) {
            this.file = file;
        }

        void write(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
        }

        void write(byte[] bytes, int offset, int length) throws IOException {
            gathered.write(bytes, offset, length);
            if (gathered.size() >= FLUSH_BYTES) {
                flush();
            }
        }

        private void flush() throws IOException {
            file.write(gathered.toByteArray(), 0, gathered.size());
            gathered.reset();
        }
    }

    /// Puts a new file in the place of an old one, or of none, in one durable step. It is written in our own
    /// folder: where a drive was taken out of its mount point, nothing is made in the folder below.
    static void replace(Disk disk, String path, Writing writing) throws IOException {
        String fresh = DriveLayout.OWN + "/" + DriveLayout.name(path) + DriveLayout.NEW_SUFFIX;
        if (disk.entry(fresh).isPresent()) {
            disk.delete(fresh);
        }
        try (Disk.DiskFile file = disk.create(fresh)) {
            Output out = new Output(file);
            writing.to(out);
            out.flush();
            file.force();
        }
        disk.replace(fresh, path);
        disk.forceFolder(DriveLayout.parent(path));
    }
}
