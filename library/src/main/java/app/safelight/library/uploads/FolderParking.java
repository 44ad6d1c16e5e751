package app.safelight.library.uploads;

import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.Reading;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskEntry;
import app.safelight.core.place.Disk.DiskFile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parks in a folder: one file for each upload.
///
/// Shape: `<id>.<length>`, the id in 16 hexadecimal digits, the length that counts in decimal. Keeping is
/// forcing the file, giving it the name of its new length, and forcing the folder. Whatever a file has behind
/// that length is from a writer that came to no end; it is cut off before the next byte is written. So length
/// and bytes can never disagree, also after a power cut that tore the file's tail, and there is neither a
/// second file that could be left over nor a row in the database for every piece.
///
/// A file that is shorter than its name says lost what was forced; none of it counts.
///
/// Memory: some 100 bytes for each upload. Threads: any.
public final class FolderParking implements Parking {
    private static final String LOCK = "lock";
    private static final String ROOT = "";
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.(0|[1-9][0-9]{0,17})");
    private static final int RADIX = 16;

    private final Disk disk;
    private final AutoCloseable lock;
    private final Map<UploadId, Length> lengths = new ConcurrentHashMap<>();
    private final Set<UploadId> taken = ConcurrentHashMap.newKeySet();

    /// What a file's name says, and whether that name survives a power cut.
    private record Length(long bytes, boolean durable) {}

    private FolderParking(Disk disk, AutoCloseable lock) {
        this.disk = disk;
        this.lock = lock;
    }

    /// Opens a folder for this process alone, with what is in it.
    ///
    /// @param disk with the folder as its root, which is used for nothing else; not closed here
    /// @throws ParkingException with [ParkingFault.InUse] if another process has it
    public static FolderParking open(Disk disk) throws ParkingException {
        try {
            AutoCloseable lock = disk.lock(LOCK).orElseThrow(() -> new ParkingException(new ParkingFault.InUse()));
            FolderParking parking = new FolderParking(disk, lock);
            boolean opened = false;
            try {
                // A process before may have ended between giving a name and making it durable.
                disk.forceFolder(ROOT);
                for (DiskEntry entry : disk.list(ROOT)) {
                    parking.find(entry);
                }
                opened = true;
            } finally {
                if (!opened) {
                    parking.close();
                }
            }
            return parking;
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private void find(DiskEntry entry) throws IOException {
        Optional<Parked> named = parked(entry);
        if (named.isEmpty()) {
            return;
        }
        UploadId upload = named.get().upload();
        long bytes = named.get().lengthBytes();
        if (entry.sizeBytes() < bytes) {
            disk.delete(entry.path());
            return;
        }
        Length other = lengths.put(upload, new Length(bytes, true));
        if (other != null) {
            // A removed file that a power cut brought back beside its successor.
            lengths.put(upload, new Length(Math.max(bytes, other.bytes()), true));
            disk.delete(name(upload, Math.min(bytes, other.bytes())));
        }
    }

    private static Optional<Parked> parked(DiskEntry entry) {
        Matcher name = NAME.matcher(entry.path());
        if (entry.type() != DiskEntry.Type.FILE || !name.matches()) {
            return Optional.empty();
        }
        UploadId upload = new UploadId(Long.parseUnsignedLong(name.group(1), RADIX));
        return Optional.of(new Parked(upload, Long.parseLong(name.group(2)), entry.modifiedAt()));
    }

    private static String name(UploadId upload, long lengthBytes) {
        return String.format(Locale.ROOT, "%016x.%d", upload.value(), lengthBytes);
    }

    @Override
    public Opening open(UploadId upload, long offsetBytes) throws ParkingException {
        if (!taken.add(upload)) {
            return new Opening.Busy();
        }
        boolean open = false;
        try {
            long length = lengthBytes(upload);
            if (length != offsetBytes) {
                return new Opening.WrongOffset(length);
            }
            open = true;
            return new Opening.Open(new FileWriter(upload, length));
        } finally {
            if (!open) {
                taken.remove(upload);
            }
        }
    }

    @Override
    public long lengthBytes(UploadId upload) throws ParkingException {
        Length length = lengths.get(upload);
        if (length == null) {
            return 0;
        }
        if (!length.durable()) {
            try {
                disk.forceFolder(ROOT);
            } catch (IOException failure) {
                throw failed(failure);
            }
            lengths.replace(upload, length, new Length(length.bytes(), true));
        }
        return length.bytes();
    }

    /// One file, open at its end while something is being written.
    private final class FileWriter implements Writer {
        private final UploadId upload;
        private long lengthBytes;
        private long writtenBytes;
        private @Nullable DiskFile file;
        private boolean closed;

        FileWriter(UploadId upload, long lengthBytes) {
            this.upload = upload;
            this.lengthBytes = lengthBytes;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws ParkingException {
            try {
                DiskFile open = file == null ? openFile() : file;
                open.write(buffer, offset, length);
                writtenBytes += length;
            } catch (IOException failure) {
                throw failed(failure);
            }
        }

        private DiskFile openFile() throws IOException, ParkingException {
            String path = name(upload, lengthBytes);
            Optional<DiskEntry> there = disk.entry(path);
            long thereBytes = there.map(DiskEntry::sizeBytes).orElse(0L);
            if (thereBytes < lengthBytes) {
                throw new ParkingException(new ParkingFault.Lost(upload));
            }
            lengths.putIfAbsent(upload, new Length(0, true));
            if (thereBytes > lengthBytes) {
                disk.truncate(path, lengthBytes);
            }
            DiskFile open = there.isPresent() ? disk.append(path) : disk.create(path);
            file = open;
            return open;
        }

        @Override
        public long keep() throws ParkingException {
            DiskFile open = file;
            if (open != null) {
                try {
                    open.force();
                    closeFile();
                    count(lengthBytes + writtenBytes);
                } catch (IOException failure) {
                    throw failed(failure);
                }
            }
            return lengthBytes;
        }

        private void count(long newLengthBytes) throws IOException, ParkingException {
            String named = name(upload, newLengthBytes);
            if (newLengthBytes > lengthBytes) {
                try {
                    disk.rename(name(upload, lengthBytes), named);
                } catch (IOException failure) {
                    requireDone(disk.entry(named).isPresent(), failure);
                }
            }
            lengths.put(upload, new Length(newLengthBytes, false));
            lengthBytes = newLengthBytes;
            writtenBytes = 0;
            FolderParking.this.lengthBytes(upload);
        }

        private void closeFile() throws IOException {
            DiskFile open = file;
            file = null;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                closeFile();
                if (writtenBytes > 0) {
                    disk.truncate(name(upload, lengthBytes), lengthBytes);
                }
            } catch (IOException failure) {
                // It does not count; the next writer cuts it off, and whoever removes the file removes it too.
                writtenBytes = 0;
            } finally {
                taken.remove(upload);
            }
        }
    }

    @Override
    public <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader) throws ParkingException, E {
        Length length = lengths.get(upload);
        if (length == null) {
            throw new ParkingException(new ParkingFault.Lost(upload));
        }
        try (Disk.OpenBody file = disk.open(name(upload, length.bytes()), false)) {
            if (file.sizeBytes() < length.bytes()) {
                throw new ParkingException(new ParkingFault.Lost(upload));
            }
            return Reading.give(new Beginning(file, length.bytes()), reader, FolderParking::failed);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    /// The bytes of a file that count.
    private record Beginning(Body file, long sizeBytes) implements Body {
        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            long left = sizeBytes - positionBytes;
            if (left <= 0 && length > 0) {
                return -1;
            }
            return file.read(positionBytes, buffer, offset, (int) Math.min(length, left));
        }
    }

    @Override
    public boolean remove(UploadId upload) throws ParkingException {
        if (!taken.add(upload)) {
            return false;
        }
        try {
            Length length = lengths.get(upload);
            String path = name(upload, length == null ? 0 : length.bytes());
            if (disk.entry(path).isPresent()) {
                delete(path);
            } else {
                // Its name may have failed to change, or to stay.
                for (DiskEntry entry : disk.list(ROOT)) {
                    if (parked(entry).map(Parked::upload).filter(upload::equals).isPresent()) {
                        delete(entry.path());
                    }
                }
            }
            lengths.remove(upload);
            return true;
        } catch (IOException failure) {
            throw failed(failure);
        } finally {
            taken.remove(upload);
        }
    }

    private void delete(String path) throws IOException {
        try {
            disk.delete(path);
        } catch (IOException failure) {
            requireDone(disk.entry(path).isEmpty(), failure);
        }
    }

    /// Some disks report a failure of what they did.
    private static void requireDone(boolean done, IOException failure) throws IOException {
        if (!done) {
            throw failure;
        }
    }

    @Override
    public void list(Consumer<? super Parked> sink) throws ParkingException {
        List<DiskEntry> entries;
        try {
            entries = disk.list(ROOT);
        } catch (IOException failure) {
            throw failed(failure);
        }
        entries.forEach(entry -> parked(entry).ifPresent(sink));
    }

    private static ParkingException failed(IOException failure) {
        String detail = String.valueOf(failure.getMessage());
        String words = detail.toLowerCase(Locale.ROOT);
        boolean full = words.contains("no space left")
                || words.contains("quota exceeded")
                || words.contains("not enough space")
                || words.contains("disk is full");
        return new ParkingException(full ? new ParkingFault.Full(detail) : new ParkingFault.Failed(detail), failure);
    }

    @Override
    public void close() throws ParkingException {
        try {
            lock.close();
        } catch (Exception failure) {
            throw new ParkingException(new ParkingFault.Failed(String.valueOf(failure.getMessage())), failure);
        }
    }
}
