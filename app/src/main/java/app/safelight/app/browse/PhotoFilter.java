package app.safelight.app.browse;

import app.safelight.app.icloud.Standing;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which photos somebody wants. All that is said must hold; what is not said is not asked. What lies in
/// "Recently Deleted" is wanted only if somebody says so; hidden photos are photos like others.
///
/// @param albums in one of them; empty for anywhere
/// @param kinds of one of them; empty for any
/// @param since first day, by the date the photo was taken; one without a date is not wanted then
/// @param until last day, this one included; likewise
/// @param largerBytes larger than this; one of unknown size is not wanted then
/// @param notSafe only what is not proven safe
/// @param standings one of them; empty for any
/// @param hidden only hidden ones
/// @param trashed only those in "Recently Deleted"
public record PhotoFilter(
        List<String> albums,
        Set<PhotoKind> kinds,
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        Optional<Long> largerBytes,
        boolean favorites,
        boolean notSafe,
        Set<Standing> standings,
        boolean hidden,
        boolean trashed) {
    /// All but what is in "Recently Deleted".
    public static final PhotoFilter EVERYTHING = new PhotoFilter(
            List.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            Set.of(),
            false,
            false);

    public PhotoFilter {
        albums = albums.stream().map(PhotoFilter::plain).toList();
        kinds = Collections.unmodifiableSet(kinds.isEmpty() ? EnumSet.noneOf(PhotoKind.class) : EnumSet.copyOf(kinds));
        standings = Collections.unmodifiableSet(
                standings.isEmpty() ? EnumSet.noneOf(Standing.class) : EnumSet.copyOf(standings));
    }

    /// The same without a first day.
    public PhotoFilter sinceEver() {
        return new PhotoFilter(
                albums, kinds, Optional.empty(), until, largerBytes, favorites, notSafe, standings, hidden, trashed);
    }

    public boolean selects(PhotoFacts photo, Safety safety) {
        return selects(photo) && (!notSafe || safety != Safety.SAFE);
    }

    /// Without regard to whether it is safe.
    public boolean selects(PhotoFacts photo) {
        boolean bin = trashed ? photo.isTrashed() : !photo.isTrashed() || standings.contains(photo.standing());
        return bin
                && (albums.isEmpty() || photo.albums().stream().anyMatch(this::isWanted))
                && (kinds.isEmpty() || photo.kinds().stream().anyMatch(kinds::contains))
                && since.map(first ->
                                day(photo).map(day -> !day.isBefore(first)).orElse(false))
                        .orElse(true)
                && until.map(last -> day(photo).map(day -> !day.isAfter(last)).orElse(false))
                        .orElse(true)
                && largerBytes.map(least -> photo.sizeBytes() > least).orElse(true)
                && (!favorites || photo.favorite())
                && (!hidden || photo.hidden())
                && (standings.isEmpty() || standings.contains(photo.standing()));
    }

    /// By its title, or by its title with the folders around it.
    private boolean isWanted(String album) {
        String whole = plain(album);
        return albums.stream().anyMatch(wanted -> whole.equals(wanted) || whole.endsWith("/" + wanted));
    }

    /// Letters large or small; accents in one piece or two, as Macs and phones differ in it.
    private static String plain(String title) {
        return Normalizer.normalize(title.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static Optional<LocalDate> day(PhotoFacts photo) {
        return photo.taken().map(time -> time.toLocalDate());
    }
}
