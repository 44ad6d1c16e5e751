package app.safelight.place.drive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// A small file system of its own, mounted for one test. Needs the rights to mount; without them the test fails
/// and says so.
final class Mounted implements AutoCloseable {
    private final Path folder;
    private final Deque<String[]> undo = new ArrayDeque<>();

    private Mounted(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    static Mounted tmpfs(Path where, long sizeBytes) throws IOException {
        Mounted mounted = new Mounted(Files.createDirectories(where.resolve("tmpfs")));
        mounted.must("mount", "-t", "tmpfs", "-o", "size=" + sizeBytes, "tmpfs", mounted.folder.toString());
        mounted.undo.push(new String[] {"umount", mounted.folder.toString()});
        return mounted;
    }

    static Mounted ext4(Path where, long sizeBytes) throws IOException {
        Mounted mounted = new Mounted(Files.createDirectories(where.resolve("ext4")));
        Path image = image(where, "ext4.img", sizeBytes);
        mounted.must("mkfs.ext4", "-q", "-F", image.toString());
        mounted.must("mount", "-o", "loop", image.toString(), mounted.folder.toString());
        mounted.undo.push(new String[] {"umount", mounted.folder.toString()});
        return mounted;
    }

    static Mounted fat32(Path where, long sizeBytes) throws IOException {
        Mounted mounted = new Mounted(Files.createDirectories(where.resolve("fat")));
        Path image = image(where, "fat.img", sizeBytes);
        mounted.must("mkfs.vfat", "-F", "32", image.toString());
        mounted.must("fusefat", "-o", "rw+", image.toString(), mounted.folder.toString());
        mounted.undo.push(new String[] {"fusermount", "-u", mounted.folder.toString()});
        return mounted;
    }

    static Mounted ntfs(Path where, long sizeBytes) throws IOException {
        Mounted mounted = new Mounted(Files.createDirectories(where.resolve("ntfs")));
        Path image = image(where, "ntfs.img", sizeBytes);
        mounted.must("mkfs.ntfs", "-F", "-q", image.toString());
        String device =
                mounted.must("losetup", "--find", "--show", image.toString()).strip();
        mounted.undo.push(new String[] {"losetup", "--detach", device});
        mounted.must("ntfs-3g", device, mounted.folder.toString());
        mounted.undo.push(new String[] {"umount", mounted.folder.toString()});
        return mounted;
    }

    private static Path image(Path where, String name, long sizeBytes) throws IOException {
        Path image = where.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        return image;
    }

    void remountReadOnly() throws IOException {
        must("mount", "-o", "remount,ro", folder.toString());
    }

    private String must(String... command) throws IOException {
        Witness.Run run = Witness.run(Path.of("/"), command);
        if (run.exitCode() != 0) {
            close();
            throw new AssertionError(
                    String.join(" ", command) + " failed with " + run.exitCode() + ": " + run.output());
        }
        return run.output();
    }

    @Override
    public void close() throws IOException {
        while (!undo.isEmpty()) {
            String[] command = undo.pop();
            Witness.Run run = Witness.run(Path.of("/"), command);
            if (run.exitCode() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + run.output());
            }
        }
    }
}
