package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The operating system's file system below one folder.
///
/// Writing and reading from the medium go past the page cache where the file system can do that; decision
/// record
/// 0005 has the numbers. Links are never followed below the root.
///
/// Threads: as the port says.
public final class RealDisk implements Disk {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    /// Where in a lock file the lock lies: far behind the text that names its holder, because Windows lets
    /// nobody read locked bytes.
    private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

    private final Path root;
    private final AlignedBuffers buffers = new AlignedBuffers();
    private @Nullable FileStore store;
    private volatile @Nullable DirectAccess direct;
    private volatile @Nullable DiskTraits traits;

    /// @param root an existing folder; not checked here, because a drive may come later
    public RealDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    @Override
    public DiskTraits traits() throws IOException {
        DiskTraits known = traits;
        return known == null ? findTraits() : known;
    }

    private synchronized DiskTraits findTraits() throws IOException {
        DiskTraits known = traits;
        if (known == null) {
            known = new TraitsProbe(this, store(), directAccess().reads()).run();
            traits = known;
        }
        return known;
    }

    @Override
    public void createFolder(String path) throws IOException {
        Files.createDirectories(resolve(path));
    }

    @Override
    public DiskFile create(String path) throws IOException {
        Path file = resolve(path);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new RealFile(file, channel, 0, directAccess(), buffers);
    }

    @Override
    public DiskFile append(String path) throws IOException {
        Path file = resolve(path);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new RealFile(file, channel, channel.size(), DirectAccess.NONE, buffers);
    }

    /// The check for an existing target and the rename are two system calls, because the JDK knows no other
    /// way; the place's lock keeps other runs out, and nobody else makes names in a drive's folders in that
    /// moment.
    @Override
    public void rename(String from, String to) throws IOException {
        Path target = resolve(to);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to);
        }
        Files.move(resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// On Windows a folder cannot be opened to be forced; NTFS writes names through its own journal in order.
    @Override
    public void forceFolder(String path) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(resolve(path), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(resolve(path));
    }

    @Override
    public void truncate(String path, long sizeBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(resolve(path), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.truncate(sizeBytes);
        }
    }

    @Override
    public Optional<DiskEntry> entry(String path) throws IOException {
        try {
            return Optional.of(entry(path, attributes(resolve(path))));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
    public List<DiskEntry> list(String folder) throws IOException {
        List<DiskEntry> entries = new ArrayList<>();
        String prefix = folder.isEmpty() ? "" : folder + "/";
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(resolve(folder))) {
            for (Path path : stream) {
                // Not there: removed between being named and being looked at.
                entry(prefix + path.getFileName()).ifPresent(entries::add);
            }
        } catch (java.nio.file.DirectoryIteratorException wrapped) {
            throw wrapped.getCause();
        }
        return entries;
    }

    /// Through `java.io.File`, which needs less than half the time for 100 000 files; where it fails it does
    /// not say why, so then the long way finds out.
    @Override
    public void look(String folder, FileSink sink) throws IOException {
        File where = resolve(folder).toFile();
        String[] names = where.list();
        if (names == null) {
            Disk.super.look(folder, sink);
            return;
        }
        for (String name : names) {
            sink.file(name, new File(where, name).length());
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static DiskEntry entry(String path, BasicFileAttributes attributes) {
        DiskEntry.Type type = attributes.isRegularFile()
                ? DiskEntry.Type.FILE
                : attributes.isDirectory() ? DiskEntry.Type.FOLDER : DiskEntry.Type.OTHER;
        return new DiskEntry(
                path, type, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    @Override
    public OpenBody open(String path, boolean fromMedium) throws IOException {
        Path file = resolve(path);
        if (!fromMedium) {
            return new CachedBody(FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        DirectAccess access = directAccess();
        if (!access.reads()) {
            throw new FileSystemException(path, null, "this file system cannot be read past its cache");
        }
        return new MediumBody(access.openToRead(file), buffers);
    }

    @Override
    public void setModifiedAt(String path, Instant modifiedAt) throws IOException {
        Files.setLastModifiedTime(resolve(path), FileTime.from(modifiedAt));
    }

    @Override
    public long freeBytes() throws IOException {
        FileStore known = store();
        // Some file systems in user space do not count; then only writing finds out.
        return known.getTotalSpace() == 0 ? Long.MAX_VALUE : known.getUsableSpace();
    }

    @Override
    public Optional<AutoCloseable> lock(String path) throws IOException {
        FileChannel channel = FileChannel.open(
                resolve(path), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
            if (lock != null) {
                String holder = "process " + ProcessHandle.current().pid() + "\n";
                channel.truncate(0);
                channel.write(StandardCharsets.UTF_8.encode(holder), 0);
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            channel.close();
            return Optional.empty();
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held but idle buffers.
    }

    private Path resolve(String path) throws IOException {
        try {
            return path.isEmpty() ? root : root.resolve(path);
        } catch (InvalidPathException unspeakable) {
            throw new FileSystemException(path, null, "a name this system cannot spell: " + unspeakable.getReason());
        }
    }

    private synchronized FileStore store() throws IOException {
        FileStore known = store;
        if (known == null) {
            known = Files.getFileStore(root);
            store = known;
        }
        return known;
    }

    private DirectAccess directAccess() throws IOException {
        DirectAccess known = direct;
        return known == null ? findDirectAccess() : known;
    }

    private synchronized DirectAccess findDirectAccess() throws IOException {
        DirectAccess known = direct;
        if (known == null) {
            known = DirectAccess.find(root, store());
            direct = known;
        }
        return known;
    }

    /// Reads through the page cache.
    private record CachedBody(FileChannel channel) implements OpenBody {
        @Override
        public long sizeBytes() {
            try {
                return channel.size();
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(buffer, offset, length), positionBytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// Reads past the page cache, a window of aligned bytes at a time.
    private static final class MediumBody implements OpenBody {
        private final FileChannel channel;
        private final AlignedBuffers buffers;
        private final ByteBuffer window;
        private final long sizeBytes;
        private long windowStart;
        private int windowBytes;

        MediumBody(FileChannel channel, AlignedBuffers buffers) throws IOException {
            this.channel = channel;
            this.buffers = buffers;
            this.sizeBytes = channel.size();
            this.window = buffers.take();
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (positionBytes >= sizeBytes) {
                return -1;
            }
            if (positionBytes < windowStart || positionBytes >= windowStart + windowBytes) {
                fill(positionBytes);
            }
            int start = (int) (positionBytes - windowStart);
            int count = Math.min(length, windowBytes - start);
            window.get(start, buffer, offset, count);
            return count;
        }

        private void fill(long positionBytes) throws IOException {
            windowStart = positionBytes - positionBytes % AlignedBuffers.ALIGNMENT_BYTES;
            windowBytes = 0;
            window.clear();
            int got = channel.read(window, windowStart);
            if (got <= positionBytes - windowStart) {
                throw new EOFException("ends at " + (windowStart + Math.max(got, 0)) + " of " + sizeBytes + " bytes");
            }
            windowBytes = got;
        }

        @Override
        public void close() throws IOException {
            buffers.giveBack(window);
            channel.close();
        }
    }
}
