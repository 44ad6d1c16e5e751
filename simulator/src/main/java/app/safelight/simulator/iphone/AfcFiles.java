package app.safelight.simulator.iphone;

import app.safelight.simulator.iphone.PhoneTrouble.FailsReading;
import app.safelight.simulator.iphone.PhoneTrouble.GrowsWhileRead;
import app.safelight.simulator.iphone.PhoneTrouble.HasFileSlots;
import app.safelight.simulator.iphone.PhoneTrouble.IsFull;
import app.safelight.simulator.iphone.PhoneTrouble.LiesAboutSize;
import app.safelight.simulator.iphone.PhoneTrouble.ReadsShort;
import app.safelight.simulator.iphone.PhoneTrouble.RefusesOpening;
import app.safelight.simulator.iphone.PhoneTrouble.RefusesPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The files of a phone as one connection has them open. Paths are the phone's.
///
/// Threads: one.
final class AfcFiles implements AutoCloseable {
    /// Most files open on one connection; more only leak.
    private static final int MAX_OPEN = 256;

    /// Most names of one folder told; phones begin a new folder after 1 000 photos.
    private static final int MAX_NAMES = 1_000_000;

    /// How deep a folder that is removed with all in it may be.
    private static final int MAX_DEPTH = 64;

    private static final int BLOCK_BYTES = 4_096;

    /// One file of a connection. Its identity is that of the object: locks are held by it.
    private record OpenFile(FileChannel channel, String path, Path place, boolean appends) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final SimulatedPhone phone;
    private final AfcFolder folder;
    private final Map<Long, OpenFile> open = new HashMap<>();
    private long lastHandle;

    AfcFiles(SimulatedPhone phone, AfcFolder folder) {
        this.phone = phone;
        this.folder = folder;
    }

    /// The normal form of a computer's path, unless it is refused.
    private String path(String asked) throws AfcRefusal {
        String normal = folder.normal(asked);
        Optional<RefusesPath> refused =
                phone.troubles().find(RefusesPath.class, trouble -> Troubles.covers(trouble.path(), normal));
        if (refused.isPresent()) {
            throw new AfcRefusal(refused.get().status());
        }
        return normal;
    }

    private void checkRoom() throws AfcRefusal {
        if (phone.troubles().find(IsFull.class).isPresent()) {
            throw new AfcRefusal(AfcStatus.NO_SPACE_LEFT);
        }
    }

    List<String> list(String asked) throws AfcRefusal, IOException {
        Path place = folder.followed(path(asked));
        List<String> names = new ArrayList<>(List.of(".", ".."));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (names.size() >= MAX_NAMES) {
                    throw new AfcRefusal(AfcStatus.TOO_MUCH_DATA);
                }
                names.add(entry.getFileName().toString());
            }
        }
        return names;
    }

    /// Keys and values, in order.
    Map<String, String> info(String asked) throws AfcRefusal, IOException {
        String path = path(asked);
        Path place = folder.place(path);
        BasicFileAttributes is = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        long size = phone.troubles()
                .find(LiesAboutSize.class, trouble -> trouble.path().equals(path))
                .map(LiesAboutSize::sizeBytes)
                .orElse(is.size());
        Map<String, String> info = new LinkedHashMap<>();
        info.put("st_size", Long.toString(size));
        info.put("st_blocks", Long.toString((is.size() + BLOCK_BYTES - 1) / BLOCK_BYTES * (BLOCK_BYTES / 512)));
        info.put("st_nlink", Long.toString(links(place)));
        info.put("st_ifmt", is.isSymbolicLink() ? "S_IFLNK" : is.isDirectory() ? "S_IFDIR" : "S_IFREG");
        info.put("st_mtime", Long.toString(is.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
        info.put("st_birthtime", Long.toString(earlier(is).to(TimeUnit.NANOSECONDS)));
        if (is.isSymbolicLink()) {
            info.put("LinkTarget", Files.readSymbolicLink(place).toString());
        }
        return info;
    }

    /// A file laid down here keeps its own time, and was not born after it.
    private static FileTime earlier(BasicFileAttributes is) {
        return is.creationTime().compareTo(is.lastModifiedTime()) < 0 ? is.creationTime() : is.lastModifiedTime();
    }

    private static long links(Path place) throws IOException {
        if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return 1;
        }
        return ((Number) Files.getAttribute(place, "unix:nlink", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    /// @param mode as of AFC: 1 r, 2 r+ (made if missing), 3 w, 4 w+, 5 a, 6 a+
    /// @return its number, never 0
    long open(long mode, String asked) throws AfcRefusal, IOException {
        String path = path(asked);
        Optional<RefusesOpening> refused =
                phone.troubles().find(RefusesOpening.class, trouble -> Troubles.covers(trouble.path(), path));
        if (refused.isPresent()) {
            throw new AfcRefusal(refused.get().status());
        }
        if (phone.lockState() == LockState.LOCKED_SINCE_START) {
            throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
        }
        int slots = phone.troubles()
                .find(HasFileSlots.class)
                .map(HasFileSlots::files)
                .orElse(MAX_OPEN);
        if (open.size() >= Math.min(slots, MAX_OPEN)) {
            throw new AfcRefusal(AfcStatus.NO_RESOURCES);
        }
        Path place = folder.followed(path);
        if (Files.isDirectory(place)) {
            throw new AfcRefusal(AfcStatus.OBJECT_IS_DIRECTORY);
        }
        FileChannel channel = FileChannel.open(place, options(mode));
        open.put(++lastHandle, new OpenFile(channel, path, place, mode >= 5));
        return lastHandle;
    }

    private static Set<OpenOption> options(long mode) throws AfcRefusal {
        EnumSet<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ);
        if (mode < 1 || mode > 6) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        if (mode >= 2) {
            options.add(StandardOpenOption.WRITE);
            options.add(StandardOpenOption.CREATE);
        }
        if (mode == 3 || mode == 4) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        return Set.copyOf(options);
    }

    private OpenFile file(long handle) throws AfcRefusal {
        OpenFile file = open.get(handle);
        if (file == null) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        return file;
    }

    /// Reads on from where the file stands, as many bytes as there are and as have room.
    ///
    /// @return how many; 0 at the end
    int read(long handle, ByteBuffer into) throws AfcRefusal, IOException {
        OpenFile file = file(handle);
        grow(file);
        limit(file, into);
        int start = into.position();
        while (into.hasRemaining() && file.channel().read(into) > 0) {
            // The loop's own condition does the work: a read may give less than there is.
        }
        int count = into.position() - start;
        phone.tally().read(file.path(), count);
        return count;
    }

    private void grow(OpenFile file) throws IOException {
        Optional<GrowsWhileRead> grows = phone.troubles()
                .take(GrowsWhileRead.class, trouble -> trouble.path().equals(file.path()));
        if (grows.isPresent()) {
            Files.write(file.place(), new byte[grows.get().bytes()], StandardOpenOption.APPEND);
        }
    }

    private void limit(OpenFile file, ByteBuffer into) throws AfcRefusal, IOException {
        Optional<ReadsShort> shorter = phone.troubles().find(ReadsShort.class);
        if (shorter.isPresent()) {
            into.limit(
                    into.position() + Math.min(into.remaining(), shorter.get().mostBytes()));
        }
        Optional<FailsReading> fails = phone.troubles()
                .find(FailsReading.class, trouble -> trouble.path().equals(file.path()));
        if (fails.isPresent()) {
            long left = fails.get().atByte() - file.channel().position();
            if (left <= 0) {
                throw new AfcRefusal(fails.get().status());
            }
            into.limit(into.position() + (int) Math.min(into.remaining(), left));
        }
    }

    void write(long handle, ByteBuffer bytes) throws AfcRefusal, IOException {
        OpenFile file = file(handle);
        checkRoom();
        if (file.appends()) {
            file.channel().position(file.channel().size());
        }
        phone.tally().written(bytes.remaining());
        while (bytes.hasRemaining()) {
            file.channel().write(bytes);
        }
    }

    /// @param whence 0 from the start, 1 from where it stands, 2 from the end
    void seek(long handle, long whence, long offset) throws AfcRefusal, IOException {
        OpenFile file = file(handle);
        long base = switch ((int) whence) {
            case 0 -> 0;
            case 1 -> file.channel().position();
            case 2 -> file.channel().size();
            default -> throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        };
        long target = base + offset;
        if (target < 0) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        file.channel().position(target);
    }

    long tell(long handle) throws AfcRefusal, IOException {
        return file(handle).channel().position();
    }

    void close(long handle) throws AfcRefusal, IOException {
        OpenFile file = file(handle);
        open.remove(handle);
        phone.locks().unlock(file.place(), file);
        file.channel().close();
    }

    /// @param operation 5 shared, 6 exclusive, 12 no more; other bits are not known
    void lock(long handle, long operation) throws AfcRefusal {
        OpenFile file = file(handle);
        switch ((int) operation) {
            case 5, 6 -> {
                if (!phone.locks().lock(file.place(), file, operation == 6)) {
                    throw new AfcRefusal(AfcStatus.WOULD_BLOCK);
                }
            }
            case 12 -> phone.locks().unlock(file.place(), file);
            default -> throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
    }

    void setSize(long handle, long size) throws AfcRefusal, IOException {
        resize(file(handle).channel(), size);
    }

    void truncate(long size, String asked) throws AfcRefusal, IOException {
        try (FileChannel channel = FileChannel.open(folder.followed(path(asked)), StandardOpenOption.WRITE)) {
            resize(channel, size);
        }
    }

    private void resize(FileChannel channel, long size) throws AfcRefusal, IOException {
        if (size < 0) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        if (size <= channel.size()) {
            channel.truncate(size);
            return;
        }
        checkRoom();
        channel.write(ByteBuffer.allocate(1), size - 1);
    }

    void remove(String asked) throws AfcRefusal, IOException {
        Files.delete(folder.place(path(asked)));
    }

    void removeAll(String asked) throws AfcRefusal, IOException {
        removeBelow(folder.place(path(asked)), 0);
    }

    private static void removeBelow(Path place, int depth) throws AfcRefusal, IOException {
        if (depth > MAX_DEPTH) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
                for (Path entry : entries) {
                    removeBelow(entry, depth + 1);
                }
            }
        }
        Files.delete(place);
    }

    void makeFolder(String asked) throws AfcRefusal, IOException {
        checkRoom();
        Files.createDirectories(folder.place(path(asked)));
    }

    void rename(String from, String to) throws AfcRefusal, IOException {
        Files.move(
                folder.place(path(from)),
                folder.place(path(to)),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// @param kind 1 hard, 2 symbolic; the latter keeps its target as it was written
    void link(long kind, String target, String asked) throws AfcRefusal, IOException {
        Path place = folder.place(path(asked));
        switch ((int) kind) {
            case 1 -> Files.createLink(place, folder.followed(path(target)));
            case 2 -> Files.createSymbolicLink(place, place.getFileSystem().getPath(target));
            default -> throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
    }

    void setModified(long nanos, String asked) throws AfcRefusal, IOException {
        Files.setLastModifiedTime(folder.followed(path(asked)), FileTime.from(nanos, TimeUnit.NANOSECONDS));
    }

    Map<String, String> device() {
        PhoneProfile.DiskUsage disk = phone.profile().disk();
        Map<String, String> info = new LinkedHashMap<>();
        info.put("Model", phone.profile().productType());
        info.put("FSTotalBytes", Long.toString(disk.dataBytes()));
        info.put("FSFreeBytes", Long.toString(disk.freeBytes()));
        info.put("FSBlockSize", Integer.toString(BLOCK_BYTES));
        return info;
    }

    @Override
    public void close() throws IOException {
        for (OpenFile file : open.values()) {
            phone.locks().unlock(file.place(), file);
            file.channel().close();
        }
        open.clear();
    }
}
