package app.safelight.source.photoslibrary;

import app.safelight.core.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The photos whose originals belong in one folder, and which file is what to which of them: the database tells
/// the name of the original only, the others follow from it by fixed rules.
///
/// Threads: any; nothing changes after it was made.
///
/// Source: section 2 of the reference.
final class FolderAssets {
    static final FolderAssets NONE = new FolderAssets(LibraryTree.PHONE, List.of());

    private static final Set<String> RAW_ENDINGS = Set.of(
            "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "srf", "sr2", "raf", "orf", "rw2", "pef", "srw", "3fr",
            "fff", "iiq", "erf", "mos", "mrw", "raw", "rwl", "x3f", "dcr", "kdc", "tif", "tiff");

    /// What Macs put behind the name of an original, before the ending, for what belongs to it.
    private static final String MAC_LIVE_MOVIE = "_3";

    private static final String MAC_RAW = "_4";
    private static final String MAC_SIDECAR = "_5";
    private static final String MAC_RENDER = "_1_";
    private static final String MAC_RENDER_MOVIE = "_2_";

    private static final String PHONE_RENDER = "fullsizerender";

    /// Behind the name of a file that is there instead of the original.
    private static final String STAND_IN = " (original)";

    /// In place of the ending of a RAW file, which the database does not tell.
    private static final String MISSING_RAW = " (RAW)";

    private final LibraryTree tree;
    private final List<ExpectedAsset> assets;
    private final Map<String, ExpectedAsset> byName = new HashMap<>();
    private final Map<String, ExpectedAsset> byNameInAnyCase = new HashMap<>();
    private final Map<String, List<ExpectedAsset>> byStem = new HashMap<>();
    private final Map<String, ExpectedAsset> sharedByName = new HashMap<>();

    FolderAssets(LibraryTree tree, List<ExpectedAsset> all) {
        this.tree = tree;
        this.assets = all;
        for (ExpectedAsset asset : all) {
            if (asset.original().isShared()) {
                sharedByName.putIfAbsent(asset.name(), asset);
            } else {
                byName.putIfAbsent(asset.name(), asset);
                byNameInAnyCase.putIfAbsent(lower(asset.name()), asset);
                byStem.computeIfAbsent(lower(asset.stem()), _ -> new ArrayList<>(1))
                        .add(asset);
            }
        }
    }

    /// What a file is.
    ///
    /// @param standIn if the name is one made by [#standInFor]
    record Match(ExpectedAsset asset, Role role, boolean standIn) {
        Match(ExpectedAsset asset, Role role) {
            this(asset, role, false);
        }
    }

    /// All of them, shared ones too.
    List<ExpectedAsset> all() {
        return assets;
    }

    /// What an item in the folder is, also one that was told without there being a file.
    Optional<Match> find(String name) {
        if (name.endsWith(STAND_IN)) {
            return find(name.substring(0, name.length() - STAND_IN.length()))
                    .map(match -> new Match(match.asset(), match.role(), true));
        }
        if (name.endsWith(MISSING_RAW)) {
            String stem = lower(name.substring(0, name.length() - MISSING_RAW.length()));
            return switch (tree) {
                case PHONE -> ofPair(stem, Role.RAW, true);
                case MAC -> behind(stem, MAC_RAW).flatMap(of -> ofPair(of, Role.RAW, true));
            };
        }
        return original(name)
                .or(() -> Optional.ofNullable(sharedByName.get(name)).map(asset -> new Match(asset, Role.ORIGINAL)));
    }

    /// The name under which an original is told that is not there, while another version of it is.
    ///
    /// @param taken names that are taken already
    static String standInFor(String name, Predicate<String> taken) {
        String standIn = name + STAND_IN;
        while (taken.test(standIn)) {
            standIn += STAND_IN;
        }
        return standIn;
    }

    /// What a file beside the originals is; empty if the database does not know it.
    Optional<Match> original(String name) {
        ExpectedAsset exact = byName.getOrDefault(name, byNameInAnyCase.get(lower(name)));
        if (exact != null) {
            return Optional.of(new Match(exact, Role.ORIGINAL));
        }
        String stem = lower(ExpectedAsset.stem(name));
        String ending = ExpectedAsset.ending(name);
        return switch (tree) {
            case PHONE ->
                ofPair(stem, Role.LIVE_MOVIE, ending.equals("mov"))
                        .or(() -> ofPair(stem, Role.RAW, RAW_ENDINGS.contains(ending)))
                        .or(() -> ofPair(stem, Role.SIDECAR, ending.equals("aae")));
            case MAC ->
                behind(stem, MAC_LIVE_MOVIE)
                        .flatMap(of -> ofPair(of, Role.LIVE_MOVIE, ending.equals("mov")))
                        .or(() ->
                                behind(stem, MAC_RAW).flatMap(of -> ofPair(of, Role.RAW, RAW_ENDINGS.contains(ending))))
                        .or(() -> behind(stem, MAC_SIDECAR)
                                .flatMap(of -> ofPair(of, Role.SIDECAR, ending.equals("aae"))));
        };
    }

    private static Optional<String> behind(String stem, String mark) {
        return stem.endsWith(mark) ? Optional.of(stem.substring(0, stem.length() - mark.length())) : Optional.empty();
    }

    private Optional<Match> ofPair(String stem, Role role, boolean ending) {
        return ending ? find(stem, asset -> takes(asset, role)).map(asset -> new Match(asset, role)) : Optional.empty();
    }

    private static boolean takes(ExpectedAsset asset, Role role) {
        return switch (role) {
            case LIVE_MOVIE -> asset.has(ExpectedAsset.LIVE_PHOTO);
            case RAW -> asset.has(ExpectedAsset.RAW_PLUS_JPEG);
            case ORIGINAL, EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> true;
        };
    }

    private Optional<ExpectedAsset> find(String lowerStem, Predicate<ExpectedAsset> wanted) {
        return byStem.getOrDefault(lowerStem, List.of()).stream().filter(wanted).findFirst();
    }

    /// What a file in the folder of edits is.
    ///
    /// @param stem of the original, where the folder says it; empty if the file's name does
    Optional<Match> edit(String stem, String name) {
        return switch (tree) {
            case PHONE -> edited(lower(stem)).map(asset -> new Match(asset, phoneEdit(asset, name)));
            case MAC -> macEdit(lower(name));
        };
    }

    /// One that is edited by the database before one that is not.
    private Optional<ExpectedAsset> edited(String lowerStem) {
        return find(lowerStem, asset -> asset.has(ExpectedAsset.EDITED)).or(() -> find(lowerStem, _ -> true));
    }

    private static Role phoneEdit(ExpectedAsset asset, String name) {
        return lower(ExpectedAsset.stem(name)).equals(PHONE_RENDER) ? render(asset, name) : Role.ADJUSTMENT;
    }

    private static Role render(ExpectedAsset asset, String name) {
        boolean movie = ExpectedAsset.ending(name).equals("mov") && !asset.has(ExpectedAsset.VIDEO);
        return movie ? Role.EDITED_LIVE_MOVIE : Role.EDITED_RENDER;
    }

    private Optional<Match> macEdit(String name) {
        if (ExpectedAsset.ending(name).equals("plist")) {
            return edited(ExpectedAsset.stem(name)).map(asset -> new Match(asset, Role.ADJUSTMENT));
        }
        for (String mark : List.of(MAC_RENDER, MAC_RENDER_MOVIE)) {
            for (int at = name.indexOf(mark); at > 0; at = name.indexOf(mark, at + 1)) {
                Optional<ExpectedAsset> asset = edited(name.substring(0, at));
                if (asset.isPresent()) {
                    return Optional.of(new Match(asset.get(), render(asset.get(), name)));
                }
            }
        }
        return Optional.empty();
    }

    /// Where a part that belongs beside an original would be, by the rules for names.
    String nameOf(ExpectedAsset asset, Role role) {
        boolean phone = tree == LibraryTree.PHONE;
        return switch (role) {
            case LIVE_MOVIE -> asset.stem() + (phone ? ".MOV" : MAC_LIVE_MOVIE + ".mov");
            case RAW -> asset.stem() + (phone ? "" : MAC_RAW) + MISSING_RAW;
            case ORIGINAL, EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> asset.name();
        };
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
