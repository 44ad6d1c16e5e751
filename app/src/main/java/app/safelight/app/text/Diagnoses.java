package app.safelight.app.text;

import app.safelight.core.doctor.CheckId;
import app.safelight.core.doctor.Finding;
import app.safelight.core.doctor.Fix;
import app.safelight.core.doctor.Illness;
import app.safelight.core.model.ItemKey;
import app.safelight.core.policy.ReasonCode;
import java.time.ZoneId;
import java.util.List;

/// The doctor's words.
public final class Diagnoses {
    private final Words words;
    private final ZoneId zone;

    public Diagnoses(Words words, ZoneId zone) {
        this.words = words;
        this.zone = zone;
    }

    public static String name(CheckId check) {
        return switch (check) {
            case LEDGER_SOUND -> "the ledger is whole";
            case PLACES_REACHABLE -> "every place can be reached";
            case PLACES_COMPLETE -> "the places hold what they should";
            case ENOUGH_PLACES -> "there are enough places";
            case SOURCES_REACHABLE -> "every source can be reached";
            case CENSUS_RECENT -> "every source was listed lately";
            case PHOTOS_SAFE -> "every photo is safe";
            case EVIDENCE_YOUNG -> "no proof is about to grow too old";
            case FILES_DECODE -> "every file looks whole";
            case LIVE_PHOTOS_WHOLE -> "Live Photos have both parts";
        };
    }

    public static String severity(Finding.Severity severity) {
        return switch (severity) {
            case NOTICE -> "notice    ";
            case WARNING -> "WARNING   ";
            case DANGER -> "DANGER    ";
        };
    }

    public static String looked(Finding.Looked looked) {
        return Amounts.number(looked.count()) + " " + looked.subject();
    }

    public String illness(Illness illness) {
        return switch (illness) {
            case Illness.LedgerUnsound(var fault) -> Words.fault(fault);
            case Illness.PlaceFaulty(var location, var fault) -> location + ": " + Words.fault(fault);
            case Illness.CopiesMissing(var _, var location, var contents) ->
                location + " lacks " + Amounts.count(contents, "copy", "copies") + " that it held before.";
            case Illness.CopiesLost(var contents) ->
                Amounts.count(contents, "copy is", "copies are") + " known to be missing or damaged.";
            case Illness.TooFewPlaces(var have, var want) ->
                "Your policy asks for " + want + " places, and there " + (have == 1 ? "is " : "are ") + have + ".";
            case Illness.SinglePlace(var place, var _) ->
                "All copies are in one place, " + words.place(place) + ": a fire or a thief takes them together.";
            case Illness.NoPlace _ -> "No place keeps copies yet.";
            case Illness.SourceFaulty(var location, var fault) -> location + ": " + Words.fault(fault);
            case Illness.NeverListed(var _, var location) ->
                location + " was never listed to its end: there may be photos that nobody knows of.";
            case Illness.ListedLongAgo(var _, var location, var at) ->
                location + " was last listed on " + Amounts.time(at, zone) + ": newer photos are not known.";
            case Illness.PhotosUnsafe(var code, var assets) ->
                Amounts.count(assets, "photo or file is", "photos and files are") + " not safe: " + code + ".";
            case Illness.EvidenceExpires(var _, var location, var first) ->
                location + ": the first proof grows too old on " + Amounts.time(first, zone) + ".";
            case Illness.FilesDoNotDecode(var files, var examples) ->
                Amounts.count(files, "file does", "files do") + " not look whole, such as " + names(examples)
                        + ". They are copied as they are.";
            case Illness.LivePhotosHalf(var assets, var examples) ->
                Amounts.count(assets, "Live Photo has", "Live Photos have")
                        + " only one part here, the still or the movie, such as " + names(examples) + ".";
        };
    }

    private static String names(List<ItemKey> keys) {
        return String.join(", ", keys.stream().map(ItemKey::path).toList());
    }

    public String fix(Fix fix) {
        return switch (fix) {
            case Fix.Automatic(var actions) ->
                String.join(", then ", actions.stream().map(Diagnoses::action).toList());
            case Fix.AfterConsent(var actions, var loses) ->
                String.join(", then ", actions.stream().map(Diagnoses::action).toList()) + " (you lose: " + loses + ")";
            case Fix.ByHand(var instruction) -> instruction(instruction);
        };
    }

    private static String action(Fix.Action action) {
        return switch (action) {
            case Fix.Action.BackUp(var location) -> "safelight backup '" + location + "' --to DRIVE";
            case Fix.Action.Verify(var location) -> "safelight verify '" + location + "'";
            case Fix.Action.Heal _ -> "safelight heal";
            case Fix.Action.RebuildIndex(var location) -> "safelight places rebuild '" + location + "'";
            case Fix.Action.RebuildLedger _ -> "safelight rebuild-ledger";
        };
    }

    private static String instruction(Fix.Instruction instruction) {
        return switch (instruction) {
            case CONNECT_DRIVE -> Words.fix(ReasonCode.PLACE_UNREACHABLE);
            case CONNECT_SOURCE -> "Connect it when you want to back it up again.";
            case FREE_SPACE -> "Free space there, then run the backup again.";
            case ADD_PLACE ->
                "Keep copies on another drive as well, somewhere else: 'safelight places add DRIVE', then 'safelight"
                        + " policy --copies 2', then 'safelight heal'.";
            case ALLOW_READING -> Words.fix(ReasonCode.SOURCE_ACCESS_DENIED);
            case ALLOW_WRITING -> Words.fix(ReasonCode.PLACE_DENIED);
            case FIND_KEY -> Words.fix(ReasonCode.PLACE_LOCKED);
            case GIVE_PASSWORD -> Words.fix(ReasonCode.SOURCE_LOCKED);
            case REPLACE_DRIVE -> Words.fix(ReasonCode.PLACE_WRITE_FAILED);
            case RESTORE_THERE -> Words.fix(ReasonCode.COPY_DELETED);
            case UPDATE_SAFELIGHT -> Words.fix(ReasonCode.PLACE_NEWER_FORMAT);
            case REFORMAT_OR_OTHER_DRIVE -> Words.fix(ReasonCode.PLACE_FILE_TOO_LARGE);
            case UNLOCK_DEVICE -> Words.fix(ReasonCode.SOURCE_DEVICE_LOCKED);
            case TRUST_AGAIN -> Words.fix(ReasonCode.SOURCE_TRUST_LOST);
            case RESTART_DEVICE -> Words.fix(ReasonCode.SOURCE_SERVICE_REFUSED);
            case FIND_ORIGINAL -> "Look for a better copy where the file came from.";
            case FIND_MISSING_PART -> "Look for the other part where the photo came from, and back that up as well.";
        };
    }
}
