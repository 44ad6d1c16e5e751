package app.safelight.app.cli;

import app.safelight.app.browse.PhotoChoice;
import app.safelight.app.text.Amounts;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.Places;
import app.safelight.core.backup.Backup;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.model.AssetKind;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.Tally;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "rescue",
        description = {
            "Copy exactly the photos at risk, and prove them.",
            "At risk are those that iCloud is not reported to have, whole or in part, and files that the library does not",
            "know. Each copy is read back; only then it is called safe.",
            "What iCloud is reported to have is left there: that is a report, no proof. 'safelight backup' takes all."
        },
        footer = {"", "Example: safelight rescue iphone --to /mnt/drive"})
final class RescueCommand extends CopyCommand {
    /// Once it is open; before that nothing is chosen.
    private @Nullable OpenedSource opened;

    RescueCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String name() {
        return "rescue";
    }

    @Override
    Wanted wanted(Session session) {
        PhotoChoice choice = PhotoChoice.atRisk(surroundings.zone().get());
        return new Wanted(
                choice,
                new Selection(
                        EnumSet.allOf(AssetKind.class),
                        Optional.empty(),
                        Optional.of(asset -> choice.chooses(asset) || holdsUnknown(asset))),
                true);
    }

    /// An edit that the library does not know, beside a photo that iCloud is reported to have: nobody says that
    /// iCloud has the edit.
    private boolean holdsUnknown(AssetState asset) {
        OpenedSource from = opened;
        return from != null && from.holdsUnknown(asset);
    }

    @Override
    void check(OpenedSource from) throws Trouble {
        opened = from;
        if (!from.isPhotoLibrary()) {
            throw new Trouble(
                    ExitCode.USAGE,
                    from.source().label().location() + " is no photo library: nothing says what iCloud has of it.",
                    "To copy all of it: safelight backup SOURCE --to DRIVE");
        }
    }

    @Override
    void say(OpenedSource from, Places to, Backup.Outcome outcome, Tally tally) {
        sayCopied(from, to, outcome);
        String location = from.source().label().location();
        if (tally.assets() == 0) {
            output.line(
                    location + ": no photo is at risk. iCloud reports to have them all; that is a report, no proof.");
            return;
        }
        output.line(Amounts.count(tally.assets(), "photo was", "photos were") + " at risk, by what iCloud reports.");
        StatusCommand.sayTally(output, location + ", of what was at risk", tally);
    }
}
