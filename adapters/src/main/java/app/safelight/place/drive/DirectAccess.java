package app.safelight.place.drive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Whether files of a disk can be written and read past the page cache.
///
/// @param writes whether blocks can be written directly: a matter of speed only
/// @param reads whether a direct read is sure not to be answered by a cache of this computer: a matter of
///     truth, so only file systems known to keep that promise count
record DirectAccess(boolean writes, boolean reads) {
    static final DirectAccess NONE = new DirectAccess(false, false);

    /// `com.sun.nio.file.ExtendedOpenOption.DIRECT` by its name: the module jdk.unsupported exports it for use,
    /// but the compiler warns of it in a way that nothing can silence, and warnings are errors here.
    private static final Optional<OpenOption> DIRECT = directOption();

    /// File systems whose direct reads go to the device or the server. Not among them, though they accept the
    /// open option: tmpfs (the cache is all there is), everything in user space (`fuse…`, whose program reads
    /// its device through the cache), btrfs, bcachefs, zfs and f2fs (compressed or inline data comes from the
    /// cache), overlay (it depends on what is below), and all of macOS (its F_NOCACHE still uses pages that are
    /// already cached).
    private static final Set<String> HONEST_LINUX =
            Set.of("ext2", "ext3", "ext4", "xfs", "vfat", "msdos", "exfat", "nfs", "nfs4", "cifs", "smb3");

    /// On Windows direct means FILE_FLAG_NO_BUFFERING, which is honest on the local file systems.
    private static final Set<String> HONEST_WINDOWS = Set.of("NTFS", "exFAT", "FAT32", "FAT", "ReFS");

    /// Finds out by file system and by trying.
    static DirectAccess find(Path root, FileStore store) throws IOException {
        String type = store.type();
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        boolean known = linux ? HONEST_LINUX.contains(type) : HONEST_WINDOWS.contains(type);
        if (!known || DIRECT.isEmpty() || !fits(store) || !opens(root)) {
            return NONE;
        }
        return new DirectAccess(true, true);
    }

    private static Optional<OpenOption> directOption() {
        try {
            Object[] options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException otherRuntime) {
            return Optional.empty();
        }
    }

    private static boolean fits(FileStore store) throws IOException {
        try {
            long block = store.getBlockSize();
            return block > 0 && AlignedBuffers.ALIGNMENT_BYTES % block == 0;
        } catch (UnsupportedOperationException unknown) {
            return false;
        }
    }

    /// Tries with a file of its own; a place that cannot be written is tried with the place's marker.
    private static boolean opens(Path root) throws IOException {
        Path marker = root.resolve(DriveLayout.MARKER);
        if (Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
            return opensFile(marker, StandardOpenOption.READ);
        }
        Path trial = root.resolve(".safelight-direct-" + ProcessHandle.current().pid());
        try {
            return opensFile(trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    private static boolean opensFile(Path file, OpenOption... options) {
        OpenOption[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = DIRECT.orElseThrow();
        try (FileChannel channel = FileChannel.open(file, all)) {
            return channel.isOpen();
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }

    FileChannel openToRead(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS, DIRECT.orElseThrow());
    }

    FileChannel openToWrite(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS, DIRECT.orElseThrow());
    }
}
