package app.safelight.source.photoslibrary;

import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.AssetColumn;
import app.safelight.core.model.ItemKey;
import app.safelight.core.source.SourceFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a library's database says there should be, by the folder it should be in.
///
/// Memory: about 160 bytes a photo, packed, and the last few folders unpacked. Nothing else of a photo is
/// kept. Threads: any.
final class Catalogue {
    /// Photos taken in at most: ten times the largest libraries heard of. A hostile database must not fill the
    /// memory.
    static final int MAX_ASSETS = 5_000_000;

    /// Folders kept unpacked: whoever lists goes folder by folder, and several look into the files of the last
    /// ones. A phone's folder has 1 000 photos, a Mac's a sixteenth of all.
    private static final int KEPT_FOLDERS = 4;

    /// Where photos are told whose path in the database leads nowhere.
    private static final String UNSAFE = "unsafe paths in the database";

    private final LibraryTree tree;
    private final Map<String, PackedAssets> folders = new TreeMap<>();
    private final Map<String, SourceFault> unsafe = new TreeMap<>();
    private final LinkedHashMap<String, FolderAssets> unpacked = new LinkedHashMap<>(16, 0.75f, true);
    private int count;

    Catalogue(LibraryTree tree) {
        this.tree = tree;
    }

    /// More photos than any library has.
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("more than " + MAX_ASSETS + " photos");
        }
    }

    /// Takes in one photo of the database.
    ///
    /// @throws TooMany beyond [#MAX_ASSETS]
    synchronized void add(Asset asset) {
        if (++count > MAX_ASSETS) {
            throw new TooMany();
        }
        ExpectedAsset expected = ExpectedAsset.of(asset);
        String path = asset.path();
        String directory = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        String folder = folder(directory, expected);
        String key = folder.isEmpty() ? expected.name() : folder + "/" + expected.name();
        if (ItemKey.isClean(key)) {
            folders.computeIfAbsent(folder, _ -> new PackedAssets()).add(expected);
        } else if (!expected.original().isShared()) {
            Long number = asset.raw().integer(AssetColumn.PK);
            unsafe.put(UNSAFE + "/" + number, new SourceFault.UnsafePath(escaped(path)));
        }
    }

    /// A photo that is kept elsewhere may have an absolute path; it is told below its root.
    private String folder(String directory, ExpectedAsset expected) {
        if (expected.original().isShared()) {
            return tree.shared(directory, expected.original());
        }
        if (expected.original() == Absence.ELSEWHERE && directory.startsWith("/")) {
            return "referenced" + directory;
        }
        return tree.originals(directory);
    }

    /// Without control characters, and not endless.
    private static String escaped(String path) {
        StringBuilder text = new StringBuilder();
        path.chars().limit(200).forEach(character -> {
            if (Character.isISOControl(character)) {
                text.append(String.format("\\u%04x", character));
            } else {
                text.append((char) character);
            }
        });
        return text.toString();
    }

    /// Photos whose path cannot be one, as items of a folder of their own.
    synchronized Map<String, SourceFault> unsafe() {
        return new TreeMap<>(unsafe);
    }

    /// The folders of all originals.
    synchronized NavigableSet<String> folders() {
        return new TreeSet<>(folders.keySet());
    }

    /// The photos whose originals belong in a folder.
    synchronized FolderAssets in(String folder) {
        FolderAssets known = unpacked.get(folder);
        if (known == null) {
            PackedAssets packed = folders.get(folder);
            if (packed == null) {
                return FolderAssets.NONE;
            }
            known = new FolderAssets(tree, packed.unpack());
            unpacked.put(folder, known);
            if (unpacked.size() > KEPT_FOLDERS) {
                unpacked.remove(unpacked.firstEntry().getKey());
            }
        }
        return known;
    }

    /// What a file is to which photo; empty if the database does not know it.
    Optional<LibraryPart> part(String path) {
        return match(path).map(found -> part(found.folder(), found.match()));
    }

    /// If the database says that a file's bytes are in iCloud and not here, that. A device may list a file all
    /// the same, and not give it.
    Optional<SourceFault> onlyInCloud(String path) {
        return match(path)
                .map(Found::match)
                .flatMap(match -> match.asset().missing(match.role()))
                .filter(SourceFault.OnlyInCloud.class::isInstance);
    }

    private record Found(String folder, FolderAssets.Match match) {}

    private Optional<Found> match(String path) {
        int slash = path.lastIndexOf('/');
        String folder = path.substring(0, Math.max(0, slash));
        String name = path.substring(slash + 1);
        Optional<LibraryTree.EditsOf> edits = tree.editsOf(folder);
        if (edits.isPresent()) {
            String originals = edits.get().folder();
            return in(originals).edit(edits.get().stem(), name).map(match -> new Found(originals, match));
        }
        return in(folder).find(name).map(match -> new Found(folder, match));
    }

    private static LibraryPart part(String folder, FolderAssets.Match match) {
        ExpectedAsset asset = match.asset();
        String photo = folder.isEmpty() ? asset.name() : folder + "/" + asset.name();
        return new LibraryPart(
                photo, match.role(), match.standIn(), asset.knows(match.role()), asset.form(), asset.facts());
    }
}
