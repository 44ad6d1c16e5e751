package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.FolderFiles;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import app.safelight.apple.sqlite.Rows;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A photo library, read from copies of its databases: each asset with what iCloud reports of it, the albums,
/// and the state of iCloud Photos as a whole.
///
/// Nothing is written to the library. The copies lie in a folder of their own in the given work folder,
/// readable for this user alone, until [#close]. What is said is what the phone's or Mac's own database says: a
/// report, no proof.
///
/// ```java
/// try (PhotosLibrary library = PhotosLibrary.open(new FolderFiles(media), work)) {
///     library.assets(asset -> System.out.println(asset.path() + " " + asset.icloud().code()));
///     System.out.println(library.status().causes());
/// }
/// ```
///
/// Threads: one.
public final class PhotosLibrary implements AutoCloseable {
    private final LibraryLayout layout;
    private final boolean hasWal;
    private final Path folder;
    private final ReadOnlyDatabase database;
    private final Schema schema;
    private final AlbumReader albums;
    private final LibraryStatus status;
    private final @Nullable Long modelVersion;

    private PhotosLibrary(
            LibraryLayout layout, boolean hasWal, Path folder, ReadOnlyDatabase database, LibraryStatus status)
            throws DatabaseException, LibraryException {
        this.layout = layout;
        this.hasWal = hasWal;
        this.folder = folder;
        this.database = database;
        this.status = status;
        schema = Schema.find(database);
        albums = schema.albumJoin().isPresent() ? AlbumReader.read(database) : new AlbumReader();
        modelVersion = readModelVersion(database);
    }

    /// Copies and opens the library below a root: a phone's media folder, a Mac's `.photoslibrary`, or a folder
    /// with a `Photos.sqlite`.
    ///
    /// @param workFolder for copies: it needs room for the database, up to some gigabytes
    public static PhotosLibrary open(MediaFiles files, Path workFolder) throws LibraryException {
        try {
            return open(files, LibraryLayout.find(files), workFolder);
        } catch (MediaException failed) {
            throw LibraryException.of(failed);
        }
    }

    /// Copies and opens the library at a path of this computer: a folder as above, or a database file alone.
    public static PhotosLibrary open(Path library, Path workFolder) throws LibraryException {
        try {
            if (Files.isRegularFile(library)) {
                Path real = library.toRealPath();
                Path parent = real.getParent();
                Path name = real.getFileName();
                if (parent != null && name != null) {
                    return open(new FolderFiles(parent), LibraryLayout.bare(name.toString()), workFolder);
                }
            }
            if (!Files.isDirectory(library)) {
                throw new LibraryException(new LibraryFault.NoLibrary());
            }
            return open(new FolderFiles(library), workFolder);
        } catch (LibraryException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new LibraryException(new LibraryFault.NoLibrary(), failed);
        }
    }

    private static PhotosLibrary open(MediaFiles files, LibraryLayout layout, Path workFolder) throws LibraryException {
        Path folder = null;
        boolean opened = false;
        try {
            folder = Files.createTempDirectory(workFolder, "photos-library-");
            PhotosLibrary library = open(files, layout, folder, workFolder);
            opened = true;
            return library;
        } catch (LibraryException failed) {
            throw failed;
        } catch (MediaException failed) {
            throw LibraryException.of(failed);
        } catch (DatabaseException failed) {
            throw LibraryException.of(failed);
        } catch (IOException failed) {
            throw new LibraryException(new LibraryFault.CannotCopy(failed.toString()), failed);
        } finally {
            if (!opened && folder != null) {
                removeQuietly(folder);
            }
        }
    }

    private static PhotosLibrary open(MediaFiles files, LibraryLayout layout, Path folder, Path workFolder)
            throws IOException, LibraryException {
        DatabaseCopy copy = DatabaseCopy.make(files, layout.database(), folder);
        ReadOnlyDatabase database = ReadOnlyDatabase.open(copy.file());
        boolean opened = false;
        try {
            LibraryStatus status = readStatus(files, layout, workFolder);
            PhotosLibrary library = new PhotosLibrary(layout, copy.hasWal(), folder, database, status);
            opened = true;
            return library;
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    /// The engine's store is copied to a folder that goes at once: its facts are few.
    private static LibraryStatus readStatus(MediaFiles files, LibraryLayout layout, Path workFolder)
            throws IOException, LibraryException {
        Path folder = Files.createTempDirectory(workFolder, "photos-engine-");
        try {
            return new StatusReader(files, layout).read(folder);
        } finally {
            removeQuietly(folder);
        }
    }

    /// Where its files lie.
    public LibraryLayout layout() {
        return layout;
    }

    /// The tables as they were found.
    public Schema schema() {
        return schema;
    }

    /// The number of Apple's data model; empty if the database does not tell. For showing, never for deciding.
    public Optional<Long> modelVersion() {
        return Optional.ofNullable(modelVersion);
    }

    /// If the database had a log beside it that is not empty.
    public boolean hasWal() {
        return hasWal;
    }

    /// How iCloud Photos fares as a whole.
    public LibraryStatus status() {
        return status;
    }

    /// Hands all assets to a sink, one after the other in the order of their keys; none is kept.
    public void assets(Consumer<Asset> sink) throws LibraryException {
        read(true, sink);
    }

    /// As [#assets], but faster, for those who want to know where each asset stands: what
    /// only describes it is not read. Its dates and coordinates, and raw columns of that kind, cannot be asked
    /// for.
    public void states(Consumer<Asset> sink) throws LibraryException {
        read(false, sink);
    }

    private void read(boolean described, Consumer<Asset> sink) throws LibraryException {
        Engine engine = status.engine().found().orElse(Engine.NONE);
        try {
            new AssetReader(database, schema, albums, new EngineIndex(engine), described).read(sink);
        } catch (DatabaseException failed) {
            throw LibraryException.of(failed);
        }
    }

    /// The albums, shared albums, projects and folders, ordered by kind and title.
    public List<Album> albums() throws LibraryException {
        if (schema.albumJoin().isEmpty()) {
            return List.of();
        }
        try {
            return albums.list(database, schema.albumJoin().get());
        } catch (DatabaseException failed) {
            throw LibraryException.of(failed);
        }
    }

    /// How many masters there are in each iCloud state, as stored; compare 3 with [SyncStatus#serverCount].
    public Map<String, Long> mastersByState() throws LibraryException {
        return countByState(Schema.MASTERS);
    }

    /// How many resources there are in each iCloud state, as stored.
    public Map<String, Long> resourcesByState() throws LibraryException {
        return countByState(Schema.RESOURCES);
    }

    private Map<String, Long> countByState(String table) throws LibraryException {
        Map<String, Long> counts = new TreeMap<>();
        try (Rows rows = database.query(
                "SELECT substr(ZCLOUDLOCALSTATE, 1, 40), count(*) FROM " + table + " GROUP BY 1 LIMIT 1000")) {
            while (rows.next()) {
                counts.put(String.valueOf(rows.text(1)), rows.count(2));
            }
        } catch (DatabaseException failed) {
            throw LibraryException.of(failed);
        }
        return counts;
    }

    private static @Nullable Long readModelVersion(ReadOnlyDatabase database) throws DatabaseException {
        if (!database.has("Z_METADATA", "Z_PLIST")) {
            return null;
        }
        try (Rows rows = database.query("SELECT Z_PLIST FROM Z_METADATA LIMIT 1")) {
            byte[] bytes = rows.next() ? rows.bytes(1) : null;
            return bytes == null
                    ? null
                    : Plist.parse(bytes).integer("PLModelVersion").orElse(null);
        } catch (MalformedPlist malformed) {
            return null;
        }
    }

    /// Closes the database and removes the copies.
    @Override
    public void close() throws LibraryException {
        try {
            database.close();
        } catch (DatabaseException failed) {
            throw LibraryException.of(failed);
        } finally {
            removeQuietly(folder);
        }
    }

    /// What cannot be removed stays in the work folder, which belongs to the caller.
    private static void removeQuietly(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
