package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// One listing of a photo library: every file in the folders where a person's own photos lie, and every file
/// that the database says should be there and is not. Neither is trusted alone.
///
/// A folder's folders come first, then its own items. Kept until they are told are the files of one folder and
/// of those above it. One listing; one thread.
final class LibraryListing {
    /// Folders within folders entered at most. A phone's edits lie six deep.
    static final int MAX_DEPTH = 64;

    /// Folders entered at most: an edited photo has two of its own on a phone. Links that lead back up would
    /// multiply without end.
    static final int MAX_FOLDERS = 4_000_000;

    /// What is looked for beside each other in a folder of originals.
    private static final List<Role> EXPECTED_ROLES = List.of(Role.ORIGINAL, Role.LIVE_MOVIE, Role.RAW);

    private final LibraryTree tree;
    private final MediaFiles files;
    private final Catalogue catalogue;
    private final SourceId source;
    private final Function<MediaException, SourceFault> faults;
    private final Consumer<? super Item> sink;
    private final Set<String> visited = new HashSet<>();

    /// By folder and path: what could not be read outside of the folders listed. Few.
    private final Map<String, Map<String, SourceFault>> later = new TreeMap<>();
    private int entered;

    LibraryListing(
            LibraryTree tree,
            MediaFiles files,
            Catalogue catalogue,
            SourceId source,
            Function<MediaException, SourceFault> faults,
            Consumer<? super Item> sink) {
        this.tree = tree;
        this.files = files;
        this.catalogue = catalogue;
        this.source = source;
        this.faults = faults;
        this.sink = sink;
    }

    /// @param unreadable why the database could not be read to its end; empty if it could
    void run(Optional<SourceFault> unreadable) throws SourceException {
        for (String root : tree.roots()) {
            if (isThere(root)) {
                list(root, 1).ifPresent(fault -> later(root, fault));
            }
        }
        unreadable.ifPresent(fault -> later(tree.database(), fault));
        catalogue.unsafe().forEach(this::later);
        NavigableSet<String> left = catalogue.folders();
        left.removeAll(visited);
        for (String folder : left) {
            try {
                known(folder);
            } catch (MediaException failed) {
                later(folder, oneFault(failed));
            }
        }
        left.addAll(later.keySet());
        for (String folder : left) {
            tellElsewhere(folder);
        }
    }

    /// Keeps an item that stands outside of the folders being listed, to be told with the others of its folder.
    private void later(String path, SourceFault fault) {
        later.computeIfAbsent(folderOf(path), _ -> new TreeMap<>()).put(path, fault);
    }

    private static String folderOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private boolean isThere(String root) throws SourceException {
        try {
            return files.look(root).filter(MediaFile::directory).isPresent();
        } catch (MediaException failed) {
            throw new SourceException(faults.apply(failed), failed);
        }
    }

    /// @return why the folder itself could not be listed; empty if it could
    private Optional<SourceFault> list(String folder, int depth) throws SourceException {
        visited(folder);
        if (++entered > MAX_FOLDERS) {
            throw new SourceException(new SourceFault.ReadFailed("more than " + MAX_FOLDERS + " folders"));
        }
        if (depth > MAX_DEPTH) {
            return Optional.of(new SourceFault.TooDeep(MAX_DEPTH));
        }
        List<MediaFile> own = new ArrayList<>();
        TreeMap<String, SourceFault> blocked = new TreeMap<>();
        try {
            for (MediaFile file : files.list(folder)) {
                if (!ItemKey.isClean(file.path())) {
                    blocked.put(folder + "/a name that cannot be one", new SourceFault.UnsafePath("in " + folder));
                } else {
                    own.add(file);
                }
            }
        } catch (MediaException failed) {
            return Optional.of(oneFault(failed));
        }
        for (MediaFile file : own) {
            if (file.directory()) {
                list(file.path(), depth + 1).ifPresent(fault -> blocked.put(file.path(), fault));
            }
        }
        own.removeIf(MediaFile::directory);
        tell(folder, own, blocked);
        return Optional.empty();
    }

    /// Folders of edits are no folders of originals, so the set stays as small as that of the latter.
    private void visited(String folder) {
        if (tree.editsOf(folder).isEmpty()) {
            visited.add(folder);
        }
    }

    /// @throws SourceException if the whole source has gone
    private SourceFault oneFault(MediaException failed) throws SourceException {
        SourceFault fault = faults.apply(failed);
        if (fault.stopsSource()) {
            throw new SourceException(fault, failed);
        }
        return fault;
    }

    /// Tells a folder outside of those where such photos lie. What the database does not know there is not the
    /// person's.
    private void tellElsewhere(String folder) throws SourceException {
        Map<String, SourceFault> blocked = later.getOrDefault(folder, new TreeMap<>());
        try {
            boolean refused =
                    later.getOrDefault(folderOf(folder), new TreeMap<>()).containsKey(folder);
            if (refused) {
                files(List.of(), blocked).values().forEach(sink);
            } else {
                tell(folder, known(folder), blocked);
            }
        } catch (MediaException failed) {
            throw new SourceException(faults.apply(failed), failed);
        }
    }

    /// The files of a folder that the database knows; none if there is no such folder.
    private List<MediaFile> known(String folder) throws MediaException {
        FolderAssets assets = catalogue.in(folder);
        List<MediaFile> own = new ArrayList<>();
        if (assets.all().stream().allMatch(asset -> asset.original().isShared())) {
            return own;
        }
        try {
            for (MediaFile file : files.list(folder)) {
                if (!file.directory() && assets.original(file.name()).isPresent() && ItemKey.isClean(file.path())) {
                    own.add(file);
                }
            }
        } catch (MediaException failed) {
            if (!(failed.fault() instanceof MediaFault.Missing)) {
                throw failed;
            }
        }
        return own;
    }

    /// Tells the items of one folder in the order of their paths.
    private void tell(String folder, List<MediaFile> present, Map<String, SourceFault> blocked) {
        Map<String, Item> items = files(present, blocked);
        addExpected(folder, present, items);
        items.values().forEach(sink);
    }

    private Map<String, Item> files(List<MediaFile> present, Map<String, SourceFault> blocked) {
        Map<String, Item> items = new TreeMap<>();
        blocked.forEach((path, fault) -> items.put(path, new Item.Blocked(new ItemKey(source, path), fault)));
        present.forEach(file -> items.put(file.path(), available(source, file)));
        return items;
    }

    static Item.Available available(SourceId source, MediaFile file) {
        Instant modified = file.modifiedAt();
        return new Item.Available(
                new ItemKey(source, file.path()), file.sizeBytes(), modified == null ? Instant.EPOCH : modified);
    }

    /// Adds what should be there and is not.
    private void addExpected(String folder, List<MediaFile> present, Map<String, Item> items) {
        FolderAssets assets = catalogue.in(folder);
        Map<PhotoFile, MediaFile> found = new HashMap<>();
        for (MediaFile file : present) {
            assets.original(file.name())
                    .ifPresent(match -> found.merge(
                            new PhotoFile(match.asset().name(), match.role()),
                            file,
                            (one, other) -> other.name().equals(match.asset().name()) ? other : one));
        }
        for (ExpectedAsset asset : assets.all()) {
            for (Role role : EXPECTED_ROLES) {
                PhotoFile one = new PhotoFile(asset.name(), role);
                MediaFile file = found.get(one);
                if (file != null) {
                    addIfNotTheOriginal(asset, role, file, items);
                } else {
                    String path = (folder.isEmpty() ? "" : folder + "/") + assets.nameOf(asset, role);
                    asset.missing(role)
                            .ifPresent(fault ->
                                    items.putIfAbsent(path, new Item.Blocked(new ItemKey(source, path), fault)));
                }
            }
        }
    }

    /// One file of one photo.
    private record PhotoFile(String asset, Role role) {}

    /// A file of another length than the original's is copied, and the original is told as missing beside it.
    private void addIfNotTheOriginal(ExpectedAsset asset, Role role, MediaFile file, Map<String, Item> items) {
        long size = file.sizeBytes();
        long original = switch (role) {
            case ORIGINAL -> asset.isLengthOfOriginal(size) ? size : asset.knownOriginalBytes();
            case LIVE_MOVIE -> asset.liveMovieBytes();
            case RAW -> asset.rawBytes();
            case EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> size;
        };
        boolean same = original == size || original == ExpectedAsset.UNKNOWN;
        if (same || asset.original() == Absence.NOT_EXPECTED || asset.original().isShared()) {
            return;
        }
        String path = FolderAssets.standInFor(file.path(), items::containsKey);
        if (ItemKey.isClean(path)) {
            items.put(
                    path, new Item.Blocked(new ItemKey(source, path), new SourceFault.NotTheOriginal(size, original)));
        }
    }

    /// The items of one folder, as a listing would tell them now.
    static List<Item> ofFolder(
            LibraryTree tree,
            MediaFiles files,
            Catalogue catalogue,
            SourceId source,
            Function<MediaException, SourceFault> faults,
            String folder)
            throws SourceException {
        List<Item> items = new ArrayList<>();
        LibraryListing listing = new LibraryListing(tree, files, catalogue, source, faults, items::add);
        listing.tellElsewhere(folder);
        items.sort(Comparator.comparing(Item::key));
        return items;
    }
}
