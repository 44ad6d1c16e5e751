package app.safelight.app.browse;

import app.safelight.app.icloud.Standing;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.apple.photoslibrary.LibraryLayout;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.SourceFault;
import app.safelight.source.photoslibrary.PhotoListener;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Chooses assets of a backup by what their photo library says of them. It first hears of every photo of the
/// library; then it can say of an asset whether it is one of those wanted, by the path of any of its files.
///
/// A database that could not be read to its end makes nothing safe: what was heard of it still adds photos, and
/// no longer leaves any out.
///
/// Of each photo that counts 64 bits of its path are kept. Threads: first one that tells, then any that ask.
public final class PhotoChoice implements PhotoListener, Selection.Choice {
    private final Predicate<PhotoFacts> counts;
    private final boolean takesWhatCounts;
    private final Predicate<AssetState> also;
    private final ZoneId here;
    private final Set<Long> paths = new HashSet<>();
    private final Set<Long> chosen = ConcurrentHashMap.newKeySet();

    private PhotoChoice(
            Predicate<PhotoFacts> counts, boolean takesWhatCounts, Predicate<AssetState> also, ZoneId here) {
        this.counts = counts;
        this.takesWhatCounts = takesWhatCounts;
        this.also = also;
        this.here = here;
    }

    /// Takes what a filter wants.
    ///
    /// @param judge says what is safe at a moment
    /// @param here for photos that do not say where they were taken
    public static PhotoChoice of(PhotoFilter filter, Judge judge, Instant now, ZoneId here) {
        Predicate<AssetState> also =
                filter.notSafe() ? asset -> !(judge.judge(asset, now) instanceof Verdict.Safe) : _ -> true;
        return new PhotoChoice(filter::selects, true, also, here);
    }

    /// Takes all but what is known not to be at risk. So a file that the library does not know is taken, and so
    /// is everything if the library cannot be read; but not what is nobody's to lose.
    public static PhotoChoice atRisk(ZoneId here) {
        return new PhotoChoice(
                photo -> !photo.standing().atRisk(), false, asset -> !PhotoChoice.losesNothing(asset), here);
    }

    private static boolean losesNothing(AssetState asset) {
        return asset.parts().stream()
                .allMatch(part ->
                        part.item().blocked().map(SourceFault::losesNothing).orElse(false));
    }

    @Override
    public void begins() {
        paths.clear();
        chosen.clear();
    }

    @Override
    public void hears(Asset asset) {
        PhotoFacts photo = PhotoFacts.of(asset, Standing.of(asset), here);
        if (counts.test(photo)) {
            paths.add(hash(photo.path()));
        }
    }

    @Override
    public void ends(boolean complete) {
        if (!complete && !takesWhatCounts) {
            paths.clear();
        }
    }

    @Override
    public boolean chooses(AssetState asset) {
        boolean known = asset.parts().stream()
                .anyMatch(part -> paths.contains(hash(part.item().key().path())));
        boolean chooses = known == takesWhatCounts && also.test(asset);
        if (chooses && takesWhatCounts) {
            chosen.add(hash(asset.id().primary().path()));
        }
        return chooses;
    }

    /// How many assets were chosen so far; one that is no longer wanted by now, such as one that is safe
    /// meanwhile, counts too. Counted only where it takes what counts.
    public long chosen() {
        return chosen.size();
    }

    /// Letters large and small are one here: a phone's database and its files do not always agree. What a Mac's
    /// database leaves out in front is left out.
    private static long hash(String path) {
        String plain = (path.startsWith(LibraryLayout.MAC_ORIGINALS)
                        ? path.substring(LibraryLayout.MAC_ORIGINALS.length())
                        : path)
                .toLowerCase(Locale.ROOT);
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < plain.length(); i++) {
            hash = (hash ^ plain.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 29);
    }
}
