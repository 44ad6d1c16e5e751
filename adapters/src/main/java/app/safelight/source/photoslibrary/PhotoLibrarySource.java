package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.LibraryFault;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.core.model.Body;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Reading;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/// The photos of a Mac's library, of a phone, or of a phone's backup.
///
/// Items come from two sides. The folders in which a person's own photos lie are listed, and every file there
/// is an item, known to the database or not. And every photo the database knows is an item: one whose original
/// is only in iCloud, or should be here and is not, is told as blocked. What somebody shared is told as blocked
/// too, by a fault that loses nothing. A file that has not the length of the original is told as it is, and
/// beside it the original as blocked. A file that a device lists and does not give is only in iCloud if the
/// database says so, and else withheld.
///
/// If the database cannot be read, all files are told all the same, and the database as blocked: nobody can say
/// then what is missing.
///
/// The database is copied and read for each listing, and the copy removed before the first item is told.
/// Memory: see [Catalogue]. Threads: as [Source] says.
public final class PhotoLibrarySource implements Source {
    private final LibraryOrigin origin;
    private final MediaFiles files;
    private volatile Catalogue catalogue;
    private volatile boolean catalogued;

    /// Why the database could not be read to its end when that was last tried; empty if it could.
    private volatile Optional<SourceFault> unreadable = Optional.empty();

    private PhotoLibrarySource(LibraryOrigin origin) {
        this.origin = origin;
        this.files = origin.files().isForAnyThread() ? origin.files() : new OneAtATime(origin.files());
        this.catalogue = new Catalogue(origin.tree());
    }

    /// Opens a library. Nothing is read yet.
    public static PhotoLibrarySource open(LibraryOrigin origin) {
        return new PhotoLibrarySource(origin);
    }

    @Override
    public SourceId id() {
        return origin.id();
    }

    @Override
    public SourceLabel label() {
        return origin.label();
    }

    @Override
    public void list(Consumer<? super Item> sink) throws SourceException {
        requireThere();
        readDatabase();
        new LibraryListing(origin.tree(), files, catalogue, origin.id(), origin.faults(), sink).run(unreadable);
        // A drive pulled out in between looks like folders that became empty.
        requireThere();
    }

    private void requireThere() throws SourceException {
        if (!origin.isThere().getAsBoolean()) {
            throw new SourceException(new SourceFault.Disconnected(
                    "nothing stands at " + origin.label().location()));
        }
    }

    /// Takes in what the database says, as far as it can be read.
    ///
    /// @throws SourceException if the whole source has gone
    private void readDatabase() throws SourceException {
        Catalogue fresh = new Catalogue(origin.tree());
        Optional<SourceFault> trouble = Optional.empty();
        origin.photos().begins();
        try {
            Files.createDirectories(origin.workFolder());
            try (PhotosLibrary library = PhotosLibrary.open(files, origin.workFolder())) {
                library.assets(asset -> {
                    fresh.add(asset);
                    origin.photos().hears(asset);
                });
            }
        } catch (LibraryException failed) {
            trouble = Optional.of(meaning(failed));
        } catch (Catalogue.TooMany hostile) {
            trouble = Optional.of(new SourceFault.LibraryUnreadable(String.valueOf(hostile.getMessage())));
        } catch (IOException failed) {
            trouble = Optional.of(new SourceFault.LibraryUnreadable(failed.toString()));
        }
        origin.photos().ends(trouble.isEmpty());
        unreadable = trouble;
        catalogue = fresh;
        catalogued = true;
    }

    private SourceFault meaning(LibraryException failed) throws SourceException {
        if (failed.fault() instanceof LibraryFault.CannotRead(MediaFault fault)) {
            SourceFault meaning = origin.faults().apply(new MediaException(fault, failed));
            if (meaning.stopsSource()) {
                throw new SourceException(meaning, failed);
            }
        }
        return new SourceFault.LibraryUnreadable(
                switch (failed.fault()) {
                    case LibraryFault.NoLibrary() -> "there is no database";
                    case LibraryFault.Unsupported(String what) -> what + " is of a form that is not known";
                    case LibraryFault.Restless(int attempts) ->
                        "it changed each time it was copied, " + attempts + " times";
                    case LibraryFault.Damaged(String why) -> "it is damaged, " + why;
                    case LibraryFault.TooMuch(String what, long limit) -> "more than " + limit + " " + what;
                    case LibraryFault.CannotRead(MediaFault fault) ->
                        String.valueOf(new MediaException(fault).getMessage());
                    case LibraryFault.CannotCopy(String why) -> "it could not be copied, " + why;
                });
    }

    @Override
    public Item look(ItemKey key) throws SourceException {
        requireOwn(key);
        try {
            Optional<MediaFile> found = files.look(key.path());
            if (found.isPresent() && found.get().directory()) {
                // Told only if it cannot be listed; then this fails.
                files.list(key.path());
            } else if (found.isPresent() && origin.tree().isOwn(key.path())) {
                return LibraryListing.available(origin.id(), found.get());
            }
        } catch (MediaException failed) {
            SourceFault fault = origin.faults().apply(failed);
            if (fault.stopsSource()) {
                throw new SourceException(fault, failed);
            }
            return new Item.Blocked(key, fault);
        }
        return lookElsewhere(key);
    }

    /// What is not among one's own files: it is missing, or somebody else's, or it lies where the database
    /// alone knows of it.
    private Item lookElsewhere(ItemKey key) throws SourceException {
        requireThere();
        if (!catalogued) {
            readDatabase();
        }
        if (key.path().equals(origin.tree().database()) && unreadable.isPresent()) {
            return new Item.Blocked(key, unreadable.get());
        }
        SourceFault unsafe = catalogue.unsafe().get(key.path());
        if (unsafe != null) {
            return new Item.Blocked(key, unsafe);
        }
        return LibraryListing.ofFolder(origin.tree(), files, catalogue, origin.id(), origin.faults(), key.folder())
                .stream()
                .filter(item -> item.key().equals(key))
                .findFirst()
                .orElseGet(() -> new Item.Blocked(key, new SourceFault.Vanished()));
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        requireOwn(item.key());
        R result;
        try (Opened opened = new Opened(item)) {
            result = Reading.give(opened, reader, failed -> failure(item.key().path(), failed));
        }
        requireAsListed(item);
        return result;
    }

    private void requireAsListed(Item.Available item) throws SourceException {
        try {
            Optional<MediaFile> now = files.look(item.key().path()).filter(file -> !file.directory());
            if (now.isEmpty()) {
                requireThere();
                throw new SourceException(new SourceFault.Vanished());
            }
            if (!LibraryListing.available(origin.id(), now.get()).equals(item)) {
                throw new SourceException(new SourceFault.ChangedWhileRead(1));
            }
        } catch (MediaException failed) {
            throw failure(item.key().path(), failed);
        }
    }

    private SourceException failure(String path, IOException failed) {
        return switch (failed) {
            case EndsEarly _ -> new SourceException(new SourceFault.ChangedWhileRead(1), failed);
            case MediaException known -> new SourceException(fault(path, known), known);
            case IOException other -> new SourceException(new SourceFault.ReadFailed(other.toString()), other);
        };
    }

    private SourceFault fault(String path, MediaException failed) {
        if (!origin.isThere().getAsBoolean()) {
            return new SourceFault.Disconnected(
                    "nothing stands at " + origin.label().location());
        }
        SourceFault fault = origin.faults().apply(failed);
        return fault instanceof SourceFault.FileWithheld
                ? catalogue.onlyInCloud(path).orElse(fault)
                : fault;
    }

    /// A file that is shorter than it was when it was listed.
    private static final class EndsEarly extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// An item's content while it is open; as long as it was when it was listed.
    private final class Opened implements Body, AutoCloseable {
        private final MediaContent content;
        private final long sizeBytes;
        private final String path;

        Opened(Item.Available item) throws SourceException {
            this.sizeBytes = item.sizeBytes();
            this.path = item.key().path();
            try {
                this.content = files.open(path);
            } catch (MediaException failed) {
                throw failure(path, failed);
            }
            if (content.sizeBytes() != sizeBytes) {
                close();
                throw new SourceException(new SourceFault.ChangedWhileRead(1));
            }
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
            int count = content.read(positionBytes, buffer, offset, (int) Math.min(length, sizeBytes - positionBytes));
            if (count < 0) {
                throw new EndsEarly();
            }
            return count;
        }

        @Override
        public void close() throws SourceException {
            try {
                content.close();
            } catch (MediaException failed) {
                throw failure(path, failed);
            }
        }
    }

    /// What a file is to which photo, as the database said at the last listing.
    ///
    /// @return empty if the database does not know it
    public Optional<LibraryPart> part(ItemKey key) {
        requireOwn(key);
        return catalogue.part(key.path());
    }

    /// The folder in which the edits of a photo lie, if there are any.
    ///
    /// @param photo as [LibraryPart#photo]
    public Optional<String> editsOf(String photo) {
        int slash = photo.lastIndexOf('/');
        return slash < 0
                ? Optional.empty()
                : origin.tree().edits(photo.substring(0, slash), ExpectedAsset.stem(photo.substring(slash + 1)));
    }

    private void requireOwn(ItemKey key) {
        if (!key.source().equals(origin.id())) {
            throw new IllegalArgumentException(key + " is not an item of " + origin.id());
        }
    }

    @Override
    public void close() {
        origin.release().run();
    }
}
