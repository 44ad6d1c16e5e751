package app.safelight.app.cli;

import app.safelight.app.browse.PhotoFilter;
import app.safelight.app.browse.PhotoKind;
import app.safelight.app.icloud.Standing;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which somebody says which photos of a library they want, the same in every command.
final class PhotoFilterOptions {
    @Option(
            names = "--album",
            paramLabel = "TITLE",
            description = "In this album, by its title, or with its folders: Trips/Rome. Again for more albums.")
    List<String> albums = List.of();

    @Option(
            names = "--kind",
            split = ",",
            paramLabel = "KIND",
            description = "Of these kinds: photos, videos, live, raw, bursts, portraits, panoramas, selfies,"
                    + " screenshots, recordings, slowmo, timelapse, spatial, animated, edited.")
    List<PhotoKind> kinds = List.of();

    @Option(
            names = "--since",
            paramLabel = "DATE",
            converter = DayText.class,
            description = "Taken on this day (2026-01-31) or later.")
    @Nullable
    LocalDate since;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            converter = DayText.class,
            description = "Taken on this day or earlier.")
    @Nullable
    LocalDate until;

    @Option(
            names = "--larger",
            paramLabel = "SIZE",
            converter = SizeText.class,
            description = "Larger than this, such as 100MB.")
    @Nullable
    Long largerBytes;

    @Option(names = "--favorites", description = "Marked as favourites.")
    boolean favorites;

    @Option(names = "--not-safe", description = "Not proven safe by a backup of this source.")
    boolean notSafe;

    @Option(
            names = "--icloud",
            split = ",",
            paramLabel = "STATE",
            converter = StandingText.class,
            description =
                    "In these states: in-icloud, partly-in-icloud, waiting, not-started, failed, refused, unknown,"
                            + " not-eligible, shared-album, shared-with-you, recently-deleted, being-removed.")
    List<Standing> standings = List.of();

    @Option(names = "--hidden", description = "Hidden ones only. Otherwise hidden photos are treated like others.")
    boolean hidden;

    @Option(names = "--trashed", description = "Those in Recently Deleted, which are left out otherwise.")
    boolean trashed;

    /// @throws Trouble if no photo could be both
    PhotoFilter filter() throws Trouble {
        if (since != null && until != null && until.isBefore(since)) {
            throw new Trouble(ExitCode.USAGE, "--until " + until + " is before --since " + since + ".", "");
        }
        return new PhotoFilter(
                albums,
                kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds),
                Optional.ofNullable(since),
                Optional.ofNullable(until),
                Optional.ofNullable(largerBytes),
                favorites,
                notSafe,
                standings.isEmpty() ? Set.of() : EnumSet.copyOf(standings),
                hidden,
                trashed);
    }
}
