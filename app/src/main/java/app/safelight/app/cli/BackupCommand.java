package app.safelight.app.cli;

import app.safelight.app.browse.PhotoChoice;
import app.safelight.app.browse.PhotoFilter;
import app.safelight.app.text.Amounts;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Places;
import app.safelight.core.backup.Backup;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetKind;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.Tally;
import app.safelight.source.photoslibrary.PhotoListener;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backup",
        description = {
            "Copy every photo of a source to one or more places, read each copy back, and say what is safe.",
            "A second run copies only what is new. It can be stopped at any moment and goes on where it was.",
            "Of a photo library also only a part can be taken, by the same conditions as in 'safelight browse'."
        },
        footer = {"", "Example: safelight backup /media/card --to /mnt/drive --to /mnt/second"})
final class BackupCommand extends CopyCommand {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "KIND",
            description = "Take only these kinds: photos, videos, live, raw, sounds, other.")
    List<Only> only = List.of();

    @Mixin
    final PhotoFilterOptions part = new PhotoFilterOptions();

    /// How many assets the conditions took, empty if there were none.
    private OptionalLong chosen = OptionalLong.empty();

    /// What a person can ask for with `--only`.
    enum Only {
        PHOTOS,
        VIDEOS,
        LIVE,
        RAW,
        SOUNDS,
        OTHER;

        Set<AssetKind> kinds() {
            return switch (this) {
                case PHOTOS ->
                    EnumSet.of(
                            AssetKind.PHOTO,
                            AssetKind.LIVE_PHOTO,
                            AssetKind.MOTION_PHOTO,
                            AssetKind.RAW_PHOTO,
                            AssetKind.BURST_FRAME);
                case VIDEOS -> EnumSet.of(AssetKind.VIDEO);
                case LIVE -> EnumSet.of(AssetKind.LIVE_PHOTO, AssetKind.MOTION_PHOTO);
                case RAW -> EnumSet.of(AssetKind.RAW_PHOTO);
                case SOUNDS -> EnumSet.of(AssetKind.AUDIO);
                case OTHER -> EnumSet.of(AssetKind.OTHER_FILE);
            };
        }
    }

    BackupCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String name() {
        return "backup";
    }

    /// The first day is asked of any source; all else that a photo library alone knows is asked of that.
    @Override
    Wanted wanted(Session session) throws Trouble {
        Set<AssetKind> kinds = EnumSet.noneOf(AssetKind.class);
        only.forEach(one -> kinds.addAll(one.kinds()));
        Set<AssetKind> taken = kinds.isEmpty() ? EnumSet.allOf(AssetKind.class) : kinds;
        PhotoFilter filter = part.filter().sinceEver();
        if (filter.equals(PhotoFilter.EVERYTHING)) {
            return new Wanted(PhotoListener.NOBODY, new Selection(taken, Optional.ofNullable(part.since)), false);
        }
        PhotoChoice choice = PhotoChoice.of(
                filter,
                session.judge(),
                session.clock().instant(),
                surroundings.zone().get());
        return new Wanted(choice, new Selection(taken, Optional.ofNullable(part.since), Optional.of(choice)), false);
    }

    @Override
    void check(OpenedSource from) throws Trouble {
        if (!part.filter().sinceEver().equals(PhotoFilter.EVERYTHING) && !from.isPhotoLibrary()) {
            throw new Trouble(
                    ExitCode.USAGE,
                    from.source().label().location()
                            + " is no photo library, so only --only and --since choose from it.",
                    "");
        }
    }

    /// What a photo library was asked counts as it is answered, since a photo chosen for being unsafe may be
    /// safe by now.
    @Override
    void went(Session session, OpenedSource from, Wanted wanted) throws LedgerException {
        if (wanted.selection().choice().orElse(null) instanceof PhotoChoice choice) {
            chosen = OptionalLong.of(choice.chosen());
        } else if (!only.isEmpty() || part.since != null) {
            long[] count = {0};
            session.ledger().assets(from.source().id(), asset -> {
                if (wanted.selection().selects(asset)) {
                    count[0]++;
                }
            });
            chosen = OptionalLong.of(count[0]);
        }
    }

    @Override
    void sayChosen(OpenedSource from) {
        if (chosen.isEmpty()) {
            return;
        }
        if (chosen.getAsLong() > 0) {
            output.line("The conditions chose " + Amounts.count(chosen.getAsLong(), "photo or file", "photos and files")
                    + ".");
            return;
        }
        output.line("The conditions chose NOTHING in " + from.source().label().location() + ".");
        output.line(
                from.isPhotoLibrary()
                        ? "HINT: 'safelight browse " + source + "' shows its albums, kinds and days."
                        : "HINT: Look at --only and --since again.");
    }

    @Override
    void say(OpenedSource from, Places to, Backup.Outcome outcome, Tally tally) {
        sayCopied(from, to, outcome);
        sayChosen(from);
        StatusCommand.sayTally(output, from.source().label().location(), tally);
    }
}
