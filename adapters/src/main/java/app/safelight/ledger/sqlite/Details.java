package app.safelight.ledger.sqlite;

import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemFacts.MediaKind;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The facts that stand in the file as JSON: faults, refusals, and what was found in an item. Words in them are
/// stable: never renamed and never reused.
final class Details {
    private static final String FAULT = "fault";
    private static final String DETAIL = "detail";
    private static final String SHARED_BY_ALBUM = "ALBUM";
    private static final String SHARED_BY_MESSAGE = "MESSAGE";

    private Details() {}

    static String of(SourceFault fault) {
        return switch (fault) {
            case SourceFault.AccessDenied(var detail) -> fault("ACCESS_DENIED", detail);
            case SourceFault.Vanished() -> fault("VANISHED").end();
            case SourceFault.ChangedWhileRead(var tries) ->
                fault("CHANGED_WHILE_READ").put("tries", tries).end();
            case SourceFault.NotAFile(var what) ->
                fault("NOT_A_FILE").put("what", what).end();
            case SourceFault.UndecodableName(var detail) -> fault("UNDECODABLE_NAME", detail);
            case SourceFault.LinkLoop(var target) ->
                fault("LINK_LOOP").put("target", target).end();
            case SourceFault.LinkLeavesSource(var target) ->
                fault("LINK_LEAVES_SOURCE").put("target", target).end();
            case SourceFault.LinkInsideSource(var target) ->
                fault("LINK_INSIDE_SOURCE").put("target", target).end();
            case SourceFault.HoldsCopies() -> fault("HOLDS_COPIES").end();
            case SourceFault.SystemFolder(var name) ->
                fault("SYSTEM_FOLDER").put("name", name).end();
            case SourceFault.TooDeep(var limit) ->
                fault("TOO_DEEP").put("limit", limit).end();
            case SourceFault.UnsafePath(var detail) -> fault("UNSAFE_PATH", detail);
            case SourceFault.DamagedArchive(var detail) -> fault("DAMAGED_ARCHIVE", detail);
            case SourceFault.ReadFailed(var detail) -> fault("READ_FAILED", detail);
            case SourceFault.OnlyInCloud(var missing) ->
                fault("ONLY_IN_CLOUD").put("missingBytes", missing).end();
            case SourceFault.SharedCopy(var by) ->
                fault("SHARED_COPY")
                        .put(
                                "by",
                                switch (by) {
                                    case ALBUM -> SHARED_BY_ALBUM;
                                    case MESSAGE -> SHARED_BY_MESSAGE;
                                })
                        .end();
            case SourceFault.NotTheOriginal(var size, var original) ->
                fault("NOT_THE_ORIGINAL")
                        .put("sizeBytes", size)
                        .put("originalBytes", original)
                        .end();
            case SourceFault.OriginalMissing() -> fault("ORIGINAL_MISSING").end();
            case SourceFault.OriginalElsewhere(var location) ->
                fault("ORIGINAL_ELSEWHERE").put("location", location).end();
            case SourceFault.LibraryUnreadable(var detail) -> fault("LIBRARY_UNREADABLE", detail);
            case SourceFault.Locked(var detail) -> fault("LOCKED", detail);
            case SourceFault.Disconnected(var detail) -> fault("DISCONNECTED", detail);
            case SourceFault.FileWithheld(var detail) -> fault("FILE_WITHHELD", detail);
            case SourceFault.DeviceLocked() -> fault("DEVICE_LOCKED").end();
            case SourceFault.TrustLost(var detail) -> fault("TRUST_LOST", detail);
            case SourceFault.ServiceRefused(var detail) -> fault("SERVICE_REFUSED", detail);
        };
    }

    static SourceFault sourceFault(String text) {
        JsonFacts facts = JsonFacts.parse(text);
        String word = facts.string(FAULT);
        return switch (word) {
            case "ACCESS_DENIED" -> new SourceFault.AccessDenied(facts.string(DETAIL));
            case "VANISHED" -> new SourceFault.Vanished();
            case "CHANGED_WHILE_READ" -> new SourceFault.ChangedWhileRead(facts.smallNumber("tries"));
            case "NOT_A_FILE" -> new SourceFault.NotAFile(facts.string("what"));
            case "UNDECODABLE_NAME" -> new SourceFault.UndecodableName(facts.string(DETAIL));
            case "LINK_LOOP" -> new SourceFault.LinkLoop(facts.string("target"));
            case "LINK_LEAVES_SOURCE" -> new SourceFault.LinkLeavesSource(facts.string("target"));
            case "LINK_INSIDE_SOURCE" -> new SourceFault.LinkInsideSource(facts.string("target"));
            case "HOLDS_COPIES" -> new SourceFault.HoldsCopies();
            case "SYSTEM_FOLDER" -> new SourceFault.SystemFolder(facts.string("name"));
            case "TOO_DEEP" -> new SourceFault.TooDeep(facts.smallNumber("limit"));
            case "UNSAFE_PATH" -> new SourceFault.UnsafePath(facts.string(DETAIL));
            case "DAMAGED_ARCHIVE" -> new SourceFault.DamagedArchive(facts.string(DETAIL));
            case "READ_FAILED" -> new SourceFault.ReadFailed(facts.string(DETAIL));
            case "ONLY_IN_CLOUD" -> new SourceFault.OnlyInCloud(facts.number("missingBytes"));
            case "SHARED_COPY" -> new SourceFault.SharedCopy(sharedBy(facts.string("by")));
            case "NOT_THE_ORIGINAL" ->
                new SourceFault.NotTheOriginal(facts.number("sizeBytes"), facts.number("originalBytes"));
            case "ORIGINAL_MISSING" -> new SourceFault.OriginalMissing();
            case "ORIGINAL_ELSEWHERE" -> new SourceFault.OriginalElsewhere(facts.string("location"));
            case "LIBRARY_UNREADABLE" -> new SourceFault.LibraryUnreadable(facts.string(DETAIL));
            case "LOCKED" -> new SourceFault.Locked(facts.string(DETAIL));
            case "DISCONNECTED" -> new SourceFault.Disconnected(facts.string(DETAIL));
            case "FILE_WITHHELD" -> new SourceFault.FileWithheld(facts.string(DETAIL));
            case "DEVICE_LOCKED" -> new SourceFault.DeviceLocked();
            case "TRUST_LOST" -> new SourceFault.TrustLost(facts.string(DETAIL));
            case "SERVICE_REFUSED" -> new SourceFault.ServiceRefused(facts.string(DETAIL));
            default -> throw new DamagedRecord("no fault of a source is called " + word);
        };
    }

    private static SourceFault.SharedBy sharedBy(String word) {
        return switch (word) {
            case SHARED_BY_ALBUM -> SourceFault.SharedBy.ALBUM;
            case SHARED_BY_MESSAGE -> SourceFault.SharedBy.MESSAGE;
            default -> throw new DamagedRecord("nothing is shared by " + word);
        };
    }

    static String of(PlaceFault fault) {
        return switch (fault) {
            case PlaceFault.Missing() -> fault("MISSING").end();
            case PlaceFault.Corrupt(var found) ->
                fault("CORRUPT").put("found", found).end();
            case PlaceFault.Full(var free, var needed) ->
                fault("FULL").put("freeBytes", free).put("neededBytes", needed).end();
            case PlaceFault.OverQuota(var free, var needed) ->
                fault("OVER_QUOTA")
                        .put("freeBytes", free)
                        .put("neededBytes", needed)
                        .end();
            case PlaceFault.DeletedThere() -> fault("DELETED_THERE").end();
            case PlaceFault.WrongMedium(var expected, var found) ->
                fault("WRONG_MEDIUM")
                        .put("expected", expected.value())
                        .put("found", found)
                        .end();
            case PlaceFault.Unreachable(var detail) -> fault("UNREACHABLE", detail);
            case PlaceFault.Denied(var detail) -> fault("DENIED", detail);
            case PlaceFault.Locked() -> fault("LOCKED").end();
            case PlaceFault.NameTooLong(var name) ->
                fault("NAME_TOO_LONG").put("name", name).end();
            case PlaceFault.TooLarge(var largest) ->
                fault("TOO_LARGE").put("largestBytes", largest).end();
            case PlaceFault.ReadFailed(var detail) -> fault("READ_FAILED", detail);
            case PlaceFault.WriteFailed(var detail) -> fault("WRITE_FAILED", detail);
            case PlaceFault.Busy(var holder) ->
                fault("BUSY").put("holder", holder).end();
            case PlaceFault.DamagedIndex(var detail) -> fault("DAMAGED_INDEX", detail);
            case PlaceFault.NewerFormat(var found, var supported) ->
                fault("NEWER_FORMAT")
                        .put("found", found)
                        .put("supported", supported)
                        .end();
        };
    }

    static PlaceFault placeFault(String text) {
        return placeFault(JsonFacts.parse(text));
    }

    private static PlaceFault placeFault(JsonFacts facts) {
        String word = facts.string(FAULT);
        return switch (word) {
            case "MISSING" -> new PlaceFault.Missing();
            case "CORRUPT" -> new PlaceFault.Corrupt(facts.string("found"));
            case "FULL" -> new PlaceFault.Full(facts.number("freeBytes"), facts.number("neededBytes"));
            case "OVER_QUOTA" -> new PlaceFault.OverQuota(facts.number("freeBytes"), facts.number("neededBytes"));
            case "DELETED_THERE" -> new PlaceFault.DeletedThere();
            case "WRONG_MEDIUM" -> new PlaceFault.WrongMedium(place(facts.string("expected")), facts.string("found"));
            case "UNREACHABLE" -> new PlaceFault.Unreachable(facts.string(DETAIL));
            case "DENIED" -> new PlaceFault.Denied(facts.string(DETAIL));
            case "LOCKED" -> new PlaceFault.Locked();
            case "NAME_TOO_LONG" -> new PlaceFault.NameTooLong(facts.string("name"));
            case "TOO_LARGE" -> new PlaceFault.TooLarge(facts.number("largestBytes"));
            case "READ_FAILED" -> new PlaceFault.ReadFailed(facts.string(DETAIL));
            case "WRITE_FAILED" -> new PlaceFault.WriteFailed(facts.string(DETAIL));
            case "BUSY" -> new PlaceFault.Busy(facts.string("holder"));
            case "DAMAGED_INDEX" -> new PlaceFault.DamagedIndex(facts.string(DETAIL));
            case "NEWER_FORMAT" ->
                new PlaceFault.NewerFormat(facts.smallNumber("found"), facts.smallNumber("supported"));
            default -> throw new DamagedRecord("no fault of a place is called " + word);
        };
    }

    private static JsonText fault(String word) {
        return new JsonText().put(FAULT, word);
    }

    private static String fault(String word, String detail) {
        return fault(word).put(DETAIL, detail).end();
    }

    private static PlaceId place(String value) {
        try {
            return new PlaceId(value);
        } catch (IllegalArgumentException notPlace) {
            throw new DamagedRecord("not a place: " + value, notPlace);
        }
    }

    /// Refusals by place; places in order, so that equal refusals have equal texts.
    static String ofRefusals(Map<PlaceId, PlaceFault> refusals) {
        JsonText text = new JsonText();
        new TreeMap<>(refusals).forEach((place, fault) -> text.putObject(place.value(), of(fault)));
        return text.end();
    }

    static Map<PlaceId, PlaceFault> refusals(String text) {
        JsonFacts facts = JsonFacts.parse(text);
        Map<PlaceId, PlaceFault> refusals = new HashMap<>();
        for (String place : facts.keys()) {
            refusals.put(place(place), placeFault(facts.object(place)));
        }
        return refusals;
    }

    /// What is not known, or nothing, is left out.
    static String of(ItemFacts facts) {
        JsonText text = new JsonText().put("kind", facts.kind().name()).put("type", facts.type());
        facts.takenAt().ifPresent(taken -> text.put("takenAt", taken.toString()));
        facts.takenAtOffset().ifPresent(offset -> text.put("takenAtOffset", offset.getId()));
        if (!facts.takenAtOrigin().isEmpty()) {
            text.put("takenAtOrigin", facts.takenAtOrigin());
        }
        facts.contentIdentifier().ifPresent(identifier -> text.put("contentIdentifier", identifier));
        facts.burstId().ifPresent(burst -> text.put("burstId", burst));
        if (facts.durationMillis() != 0) {
            text.put("durationMillis", facts.durationMillis());
        }
        if (facts.motionPhoto()) {
            text.put("motionPhoto", 1);
        }
        return text.put("soundness", facts.soundness().name()).end();
    }

    static ItemFacts itemFacts(String text) {
        JsonFacts facts = JsonFacts.parse(text);
        try {
            return new ItemFacts(
                    MediaKind.valueOf(facts.string("kind")),
                    facts.string("type"),
                    facts.optionalString("takenAt").map(LocalDateTime::parse),
                    facts.optionalString("takenAtOffset").map(ZoneOffset::of),
                    facts.optionalString("takenAtOrigin").orElse(""),
                    facts.optionalString("contentIdentifier"),
                    facts.optionalString("burstId"),
                    facts.number("durationMillis", 0),
                    facts.number("motionPhoto", 0) != 0,
                    Soundness.valueOf(facts.string("soundness")));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new DamagedRecord("not the facts of an item: " + text, wrong);
        }
    }
}
