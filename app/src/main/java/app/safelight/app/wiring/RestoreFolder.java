package app.safelight.app.wiring;

import app.safelight.core.place.Origin;
import app.safelight.core.restore.Restore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;

/// A folder that restored files go into. Never writes over a file, and never outside the folder.
public final class RestoreFolder implements Restore.Target {
    private final Path root;
    private final Function<Origin, String> name;

    /// @param name the path below the folder that a file gets; usually its path in its source
    public RestoreFolder(Path root, Function<Origin, String> name) {
        this.root = root;
        this.name = name;
    }

    public Path root() {
        return root;
    }

    /// Makes the folder if need be, and tries whether files can be made in it, which only trying tells.
    public void tryToWrite() throws IOException {
        Files.createDirectories(root);
        Files.delete(Files.createTempFile(root, ".safelight-", ".part"));
    }

    private Path file(Origin origin) throws IOException {
        Path file = root.resolve(name.apply(origin)).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IOException("the path " + origin.key().path() + " would lead out of " + root);
        }
        return file;
    }

    @Override
    public boolean has(Origin origin) throws IOException {
        Path file = file(origin);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        long step = Math.abs(
                attributes.lastModifiedTime().toMillis() - origin.modifiedAt().toEpochMilli());
        if (attributes.isRegularFile()
                && attributes.size() == origin.content().sizeBytes()
                && step <= MAX_TIME_STEP_MILLIS) {
            return true;
        }
        throw new FileAlreadyExistsException(file.toString(), null, "another file is already there");
    }

    /// The coarsest times of a file system, those of FAT.
    private static final long MAX_TIME_STEP_MILLIS = 2_000;

    @Override
    public Restore.Draft draft(Origin origin) throws IOException {
        Path file = file(origin);
        Path folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " has no folder");
        }
        Files.createDirectories(folder);
        if (!folder.toRealPath().startsWith(root.toRealPath())) {
            throw new IOException("a link leads out of " + root + ": " + folder);
        }
        return new FileDraft(file, folder, origin);
    }

    private static final class FileDraft implements Restore.Draft {
        private final Path file;
        private final Path draft;
        private final Origin origin;
        private final FileChannel channel;
        private boolean kept;

        FileDraft(Path file, Path folder, Origin origin) throws IOException {
            this.file = file;
            this.origin = origin;
            this.draft = folder.resolve(
                    ".safelight-" + origin.content().sha256() + "-" + Integer.toHexString(file.hashCode()) + ".part");
            Files.deleteIfExists(draft);
            this.channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void keep() throws IOException {
            channel.force(true);
            channel.close();
            Files.setLastModifiedTime(draft, FileTime.from(origin.modifiedAt()));
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.move(draft, file);
            kept = true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(draft);
            }
        }
    }
}
