package app.safelight.source.folder;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/// A folder and everything below it; a camera card if it has a `DCIM` folder.
///
/// The id is `folder-` or `card-` and 16 hexadecimal digits of the SHA-256 of where the folder stands: on Linux
/// the file system's UUID and the path within it, so that a card keeps its id wherever it is mounted;
/// elsewhere, and where no UUID can be found without being root, the real path. Two cards cloned from each
/// other, and two cards mounted in turn at one path without a UUID, cannot be told apart.
///
/// Links are told and not followed ([SourceFault.LinkInsideSource], [SourceFault.LinkLeavesSource],
/// [SourceFault.LinkLoop]). Mounts below the folder are entered; a folder met again below itself is not. A
/// folder below the root in which Safelight keeps copies is told as [SourceFault.HoldsCopies].
///
/// Threads: as [Source] says; nothing changes after opening.
public final class FolderSource implements Source {
    private final Root root;
    private final SourceId id;
    private final SourceLabel label;

    private FolderSource(Root root, SourceId id, SourceLabel label) {
        this.root = root;
        this.id = id;
        this.label = label;
    }

    /// Opens a folder that is there.
    ///
    /// @throws SourceException with [SourceFault.Disconnected] if nothing stands at the path, and
    ///     [SourceFault.HoldsCopies] if Safelight keeps its copies right there
    public static FolderSource open(Path folder) throws SourceException {
        return open(folder, Volumes.ofThisMachine());
    }

    static FolderSource open(Path folder, Volumes volumes) throws SourceException {
        Root root;
        try {
            Path real = folder.toRealPath();
            root = new Root(
                    real, Files.readAttributes(real, BasicFileAttributes.class).fileKey());
            if (!Files.isDirectory(real)) {
                throw new SourceException(new SourceFault.ReadFailed("not a folder: " + real));
            }
        } catch (NoSuchFileException missing) {
            throw new SourceException(new SourceFault.Disconnected("nothing stands at " + folder), missing);
        } catch (IOException unreadable) {
            throw new SourceException(FileFaults.of(unreadable, folder), unreadable);
        }
        if (FolderListing.holdsCopies(root.path())) {
            throw new SourceException(new SourceFault.HoldsCopies());
        }
        String kind = isCard(root.path()) ? "card" : "folder";
        SourceId id = new SourceId(kind + "-" + volumes.fingerprint(root.path()));
        return new FolderSource(root, id, new SourceLabel(kind, root.path().toString()));
    }

    /// Cameras write `DCIM` in capitals (JEITA CP-3461, "Design rule for Camera File system"); some systems
    /// show the short names of FAT in small letters.
    private static boolean isCard(Path root) {
        return Files.isDirectory(root.resolve("DCIM"), LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(root.resolve("dcim"), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public SourceLabel label() {
        return label;
    }

    /// The folders in a folder come sorted by name, then its files in the same way.
    @Override
    public void list(Consumer<? super Item> sink) throws SourceException {
        new FolderListing(root, id, sink).run();
    }

    @Override
    public Item look(ItemKey key) throws SourceException {
        requireOwn(key);
        return FolderListing.look(root, key, RawNames.resolve(root.path(), key.path()));
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        requireOwn(item.key());
        Path file = locate(item.key());
        FileState before = state(file);
        if (!before.isAsListed(item)) {
            throw new SourceException(new SourceFault.ChangedWhileRead(1));
        }
        R result;
        try (FileBody body = FileBody.open(file, before.sizeBytes(), root)) {
            result = body.giveTo(reader);
        }
        if (!state(file).equals(before)) {
            throw new SourceException(new SourceFault.ChangedWhileRead(1));
        }
        return result;
    }

    Path locate(ItemKey key) throws SourceException {
        Path file = RawNames.resolve(root.path(), key.path());
        try {
            Path folder = file.getParent();
            if (folder == null || !folder.toRealPath().startsWith(root.path())) {
                // A folder above the file has become a link that leads out since it was listed.
                throw new SourceException(new SourceFault.ChangedWhileRead(1));
            }
            return file;
        } catch (IOException unreadable) {
            throw root.failure(unreadable, file);
        }
    }

    private void requireOwn(ItemKey key) {
        if (!key.source().equals(id)) {
            throw new IllegalArgumentException(key + " is not an item of " + id);
        }
    }

    private FileState state(Path file) throws SourceException {
        try {
            return FileState.of(file);
        } catch (IOException unreadable) {
            throw root.failure(unreadable, file);
        }
    }

    @Override
    public void close() {
        // Nothing is kept open between calls.
    }
}
