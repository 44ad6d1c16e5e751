package app.safelight.app.wiring;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.apple.photoslibrary.PhotosLibrary;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.source.photoslibrary.LibraryFiles;
import app.safelight.source.photoslibrary.LibraryPart;
import app.safelight.source.photoslibrary.LibraryTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The files of a photo library as they were when it was opened, beside what its database says. Neither is
/// trusted alone: there may be photos that the database does not know, and a file may be another by now than
/// the one of which copies were proven.
public sealed interface LibraryCensus {
    /// There are no files, as where somebody has the database alone.
    record NoFiles() implements LibraryCensus {}

    /// They could not be listed.
    record NotTaken(SourceFault why) implements LibraryCensus {}

    /// A file that the database does not know.
    ///
    /// @param path from the library's root
    record Stray(String path, long sizeBytes, Instant modifiedAt) {}

    /// All of them were listed.
    final class Taken implements LibraryCensus {
        /// Strays kept one by one; a phone whose database was lost has as many as it has photos.
        private static final int MAX_STRAYS = 100_000;

        /// Photos by the path of their original, each with a sum that another size, time or number of files
        /// changes.
        private final Map<String, Long> photos = new HashMap<>();

        /// Photos beside which a file lies that the database does not know, an edit most often.
        private final Set<String> added = new HashSet<>();

        private final List<Stray> strays = new ArrayList<>();
        private long moreStrays;
        private long moreStrayBytes;
        private long unreadable;

        private Taken() {}

        private void add(Item item, Optional<LibraryPart> part) {
            String path = item.key().path();
            switch (item) {
                case Item.Available file ->
                    part.ifPresentOrElse(
                            of -> addPart(of, sum(path, file.sizeBytes(), file.modifiedAt())),
                            () -> addStray(new Stray(path, file.sizeBytes(), file.modifiedAt())));
                case Item.Blocked blocked ->
                    unreadable += part.isEmpty() && !blocked.fault().losesNothing() ? 1 : 0;
            }
        }

        private void addPart(LibraryPart part, long sum) {
            photos.merge(part.photo(), sum, Long::sum);
            if (!part.known()) {
                added.add(part.photo());
            }
        }

        private void addStray(Stray stray) {
            if (strays.size() < MAX_STRAYS) {
                strays.add(stray);
            } else {
                moreStrays++;
                moreStrayBytes += stray.sizeBytes();
            }
        }

        /// Files that the database does not know, as far as they are kept.
        public List<Stray> strays() {
            return Collections.unmodifiableList(strays);
        }

        /// How many more of them there are.
        public long moreStrays() {
            return moreStrays;
        }

        public long moreStrayBytes() {
            return moreStrayBytes;
        }

        /// Folders and files that the database does not know and that could not be looked at.
        public long unreadable() {
            return unreadable;
        }

        /// Whether a photo has a file that the database does not know, so that nobody says where else it is.
        ///
        /// @param photo the path of its original
        public boolean holdsUnknown(String photo) {
            return added.contains(photo);
        }

        /// Whether the files of a photo are the very ones that the ledger knows: as many, as long, as old. One
        /// that was edited since, or another photo of the same name on a phone set up anew, is not.
        ///
        /// @param photo the path of its original
        public boolean isAsKnown(String photo, AssetState known) {
            long sum = 0;
            for (AssetState.Part part : known.parts()) {
                ItemState item = part.item();
                if (item.presence() == ItemState.Presence.PRESENT && item.sizeBytes() >= 0) {
                    sum += sum(item.key().path(), item.sizeBytes(), item.modifiedAt());
                }
            }
            Long now = photos.get(photo);
            return now != null && now == sum;
        }

        /// Whether a file is the very one that the ledger knows.
        public static boolean isAsKnown(Stray stray, AssetState known) {
            return known.parts().stream()
                    .map(AssetState.Part::item)
                    .anyMatch(item -> item.key().path().equals(stray.path())
                            && item.sizeBytes() == stray.sizeBytes()
                            && item.modifiedAt().equals(stray.modifiedAt()));
        }

        private static long sum(String path, long sizeBytes, Instant modifiedAt) {
            long sum = 0xcbf29ce484222325L;
            for (int i = 0; i < path.length(); i++) {
                sum = mix(sum, path.charAt(i));
            }
            return mix(mix(mix(sum, sizeBytes), modifiedAt.getEpochSecond()), modifiedAt.getNano());
        }

        private static long mix(long sum, long value) {
            long mixed = (sum ^ value) * 0x9e3779b97f4a7c15L;
            return mixed ^ (mixed >>> 32);
        }
    }

    /// Lists the files of a library that is open.
    ///
    /// @param faults what a failure of the files means
    /// @throws LibraryException if the database fails meanwhile
    static LibraryCensus take(PhotosLibrary library, MediaFiles files, Function<MediaException, SourceFault> faults)
            throws LibraryException {
        try {
            Optional<LibraryTree> tree = LibraryTree.find(files);
            Taken taken = new Taken();
            return tree.isPresent()
                            && LibraryFiles.tell(tree.get(), files, library, new SourceId("census"), faults, taken::add)
                    ? taken
                    : new NoFiles();
        } catch (MediaException failed) {
            return new NotTaken(faults.apply(failed));
        } catch (SourceException failed) {
            return new NotTaken(failed.fault());
        }
    }
}
