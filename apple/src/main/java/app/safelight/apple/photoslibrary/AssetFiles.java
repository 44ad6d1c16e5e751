package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds the files that belong to an asset, by the rules that phones and Macs name them by: the database holds
/// the name of the original only.
///
/// Directories are listed once and the last ones kept, so assets in the order of their paths cost least.
/// Threads: one.
///
/// Source: section 2 of the reference.
public final class AssetFiles {
    /// Listings that are kept: assets come roughly in order of their directories, with renders in between.
    private static final int KEPT_LISTINGS = 64;

    private static final Set<String> RAW_ENDINGS = Set.of(
            "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "srf", "sr2", "raf", "orf", "rw2", "pef", "srw", "3fr",
            "fff", "iiq", "erf", "mos", "mrw", "raw", "rwl", "x3f", "dcr", "kdc", "tif", "tiff");

    private final LibraryLayout layout;
    private final MediaFiles files;
    private final Map<String, SortedMap<String, MediaFile>> listings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SortedMap<String, MediaFile>> eldest) {
            return size() > KEPT_LISTINGS;
        }
    };

    public AssetFiles(LibraryLayout layout, MediaFiles files) {
        this.layout = layout;
        this.files = files;
    }

    /// The files of an asset, the original first. One that should be there and is not is listed without a file.
    public List<AssetFile> of(Asset asset) throws MediaException {
        return switch (layout.kind()) {
            case PHONE -> onPhone(asset);
            case MAC -> onMac(asset);
            case BARE -> List.of(new AssetFile(AssetFile.Role.ORIGINAL, asset.path(), null));
        };
    }

    private List<AssetFile> onPhone(Asset asset) throws MediaException {
        List<AssetFile> found = new ArrayList<>();
        String directory = directory(asset.path());
        String stem = stem(name(asset.path()));
        found.add(at(AssetFile.Role.ORIGINAL, directory, name(asset.path())));
        if (asset.types().contains(AssetType.LIVE_PHOTO)) {
            found.add(at(AssetFile.Role.LIVE_MOVIE, directory, stem + ".MOV"));
        }
        if (asset.types().contains(AssetType.RAW_PLUS_JPEG)) {
            found.add(raw(directory, stem + ".", name(asset.path())));
        }
        present(AssetFile.Role.SIDECAR, directory, stem + ".AAE").ifPresent(found::add);
        if (asset.types().contains(AssetType.EDITED)) {
            String edits = "PhotoData/Mutations/" + directory + "/" + stem + "/Adjustments";
            present(AssetFile.Role.ADJUSTMENTS, edits, "Adjustments.plist").ifPresent(found::add);
            for (MediaFile file : list(edits).values()) {
                if (stem(file.name()).equals("FullSizeRender")) {
                    found.add(new AssetFile(renderRole(asset, file.name()), file.path(), file));
                }
            }
        }
        return found;
    }

    private List<AssetFile> onMac(Asset asset) throws MediaException {
        if (asset.path().startsWith("/")) {
            return List.of(new AssetFile(AssetFile.Role.ORIGINAL, asset.path(), null));
        }
        List<AssetFile> found = new ArrayList<>();
        String directory = macRoot(asset) + directory(asset.path());
        String stem = stem(name(asset.path()));
        found.add(at(AssetFile.Role.ORIGINAL, directory, name(asset.path())));
        if (asset.types().contains(AssetType.LIVE_PHOTO)) {
            found.add(at(AssetFile.Role.LIVE_MOVIE, directory, stem + "_3.mov"));
        }
        if (asset.types().contains(AssetType.RAW_PLUS_JPEG)) {
            found.add(raw(directory, stem + "_4.", name(asset.path())));
        }
        present(AssetFile.Role.SIDECAR, directory, stem + "_5.aae").ifPresent(found::add);
        if (asset.types().contains(AssetType.EDITED)) {
            String renders = "resources/renders/" + directory(asset.path());
            present(AssetFile.Role.ADJUSTMENTS, renders, stem + ".plist").ifPresent(found::add);
            for (String start : List.of(stem + "_1_", stem + "_2_")) {
                for (MediaFile file :
                        list(renders).subMap(start, start + Character.MAX_VALUE).values()) {
                    found.add(new AssetFile(renderRole(asset, file.name()), file.path(), file));
                }
            }
        }
        return found;
    }

    private String macRoot(Asset asset) throws MediaException {
        return switch (asset.icloud()) {
            case ICloudState.SharedAlbumItem() ->
                files.look("scopes/cloudsharing/data").isPresent()
                        ? "scopes/cloudsharing/data/"
                        : "resources/cloudsharing/data/";
            case ICloudState.Syndicated() -> "scopes/syndication/originals/";
            case ICloudState.NotEligible _,
                    ICloudState.Quarantined(),
                    ICloudState.PushFailed(),
                    ICloudState.Uploaded(),
                    ICloudState.UploadedMetadataDirty(),
                    ICloudState.PushedNotUploaded(),
                    ICloudState.NotPushed(),
                    ICloudState.Unknown _ -> LibraryLayout.MAC_ORIGINALS;
        };
    }

    private static AssetFile.Role renderRole(Asset asset, String name) {
        boolean movie = ending(name).equals("mov") && !asset.types().contains(AssetType.VIDEO);
        return movie ? AssetFile.Role.RENDER_MOVIE : AssetFile.Role.RENDER;
    }

    /// A file, in any case of letters: phones write capitals, some importers do not.
    private AssetFile at(AssetFile.Role role, String directory, String name) throws MediaException {
        return present(role, directory, name).orElseGet(() -> new AssetFile(role, join(directory, name), null));
    }

    private Optional<AssetFile> present(AssetFile.Role role, String directory, String name) throws MediaException {
        MediaFile file = list(directory).get(name);
        return file == null ? Optional.empty() : Optional.of(new AssetFile(role, file.path(), file));
    }

    private AssetFile raw(String directory, String start, String original) throws MediaException {
        for (MediaFile file :
                list(directory).subMap(start, start + Character.MAX_VALUE).values()) {
            if (!file.name().equalsIgnoreCase(original) && RAW_ENDINGS.contains(ending(file.name()))) {
                return new AssetFile(AssetFile.Role.RAW, file.path(), file);
            }
        }
        return new AssetFile(AssetFile.Role.RAW, join(directory, start + "*"), null);
    }

    /// The files of a directory by name in any case of letters; none if there is no such directory.
    private SortedMap<String, MediaFile> list(String directory) throws MediaException {
        SortedMap<String, MediaFile> known = listings.get(directory);
        if (known == null) {
            known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            try {
                for (MediaFile file : files.list(directory)) {
                    if (!file.directory()) {
                        known.put(file.name(), file);
                    }
                }
            } catch (MediaException failed) {
                if (!(failed.fault() instanceof MediaFault.Missing)) {
                    throw failed;
                }
            }
            listings.put(directory, known);
        }
        return known;
    }

    private static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
