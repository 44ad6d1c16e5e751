package app.safelight.core.contract;

import static app.safelight.core.contract.LedgerTrial.NOW;
import static app.safelight.core.contract.LedgerTrial.PLACE;
import static app.safelight.core.contract.LedgerTrial.content;
import static app.safelight.core.contract.LedgerTrial.key;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Events as they could happen, made by chance out of few items, so that they meet each other often.
final class LedgerStory {
    /// Paths as they come from cameras, other systems and jokers.
    static final List<String> ODD_PATHS = List.of(
            "two\nlines/in\r\nboth.jpg",
            "\uD83D\uDCF7/\uD83C\uDDE8\uD83C\uDDED.heic",
            "K\u00F6ln.jpg",
            "Ko\u0308ln.jpg",
            "IMG.JPG",
            "img.jpg",
            "back\\slash.jpg",
            "quote'and\"quote.jpg",
            "100%_done.jpg",
            "\u202Egpj.exe",
            "\u0001\u001F\u007F.jpg",
            "...",
            " ",
            "a/b/c/d/e/f/g/h.jpg",
            "n".repeat(255),
            "deep/".repeat(800) + "end");

    private static final int ITEMS = 12;
    private static final int CONTENTS = 6;
    private static final int MOST_EVENTS_AT_ONCE = 4;

    private final SplittableRandom chance;
    private final List<ItemKey> known = new ArrayList<>();
    private Instant at = NOW;

    LedgerStory(long seed) {
        chance = new SplittableRandom(seed);
    }

    /// When the next events happen; the clock is set back now and then.
    Instant at() {
        at = at.plus(Duration.ofMillis(chance.nextInt(-1_000, 10_000))).plusNanos(chance.nextInt(1_000));
        return at;
    }

    List<LedgerEvent> next() {
        List<LedgerEvent> events = new ArrayList<>();
        int count = chance.nextInt(1, MOST_EVENTS_AT_ONCE + 1);
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }

    private SourceId source() {
        return new SourceId("story-" + chance.nextInt(2));
    }

    private PlaceId place() {
        return new PlaceId("place-" + chance.nextInt(3));
    }

    private ItemKey anyItem() {
        int number = chance.nextInt(ITEMS);
        return new ItemKey(source(), "folder" + number % 3 + (number % 2 == 0 ? "" : "/below") + "/" + number + ".jpg");
    }

    /// One that was seen or blocked before, for nothing else is spoken of.
    private ItemKey item() {
        return oneOf(known);
    }

    private LedgerEvent event() {
        int kind = known.isEmpty() ? 2 : chance.nextInt(14);
        return switch (kind) {
            case 0 -> new LedgerEvent.SourceSeen(source(), new SourceLabel("folder", "/at/" + chance.nextInt(3)));
            case 1 -> new LedgerEvent.PlaceSeen(place(), "/mnt/" + chance.nextInt(3));
            case 2, 3 -> seen();
            case 4 -> blocked();
            case 5 -> new LedgerEvent.ItemGone(item());
            case 6 -> new LedgerEvent.ItemInspected(item(), facts(chance.nextBoolean()));
            case 7, 8 -> new LedgerEvent.ItemDigested(item(), content(chance.nextInt(CONTENTS)));
            case 9 -> new LedgerEvent.ItemExcluded(item(), chance.nextBoolean() ? "" : "only videos");
            case 10 -> formed();
            case 11 ->
                new LedgerEvent.CopyProven(
                        new Receipt(place(), content(chance.nextInt(CONTENTS)), oneOf(List.of(Evidence.values())), at));
            case 12 -> new LedgerEvent.CopyLost(place(), content(chance.nextInt(CONTENTS)), oneOf(placeFaults()));
            default -> last();
        };
    }

    private LedgerEvent last() {
        return switch (chance.nextInt(3)) {
            case 0 -> new LedgerEvent.CopyRefused(item(), place(), oneOf(placeFaults()));
            case 1 -> new LedgerEvent.ItemReclaimed(item(), content(chance.nextInt(CONTENTS)));
            default -> new LedgerEvent.CensusFinished(source(), chance.nextInt(9), chance.nextInt(9), 9);
        };
    }

    private LedgerEvent seen() {
        ItemKey key = anyItem();
        known.add(key);
        return new LedgerEvent.ItemSeen(key, chance.nextInt(1_000), NOW.minusNanos(chance.nextInt()));
    }

    private LedgerEvent blocked() {
        ItemKey key = anyItem();
        known.add(key);
        return new LedgerEvent.ItemBlocked(key, oneOf(sourceFaults()));
    }

    private LedgerEvent formed() {
        ItemKey primary = item();
        List<LedgerEvent.Part> parts = new ArrayList<>(List.of(new LedgerEvent.Part(primary, Role.ORIGINAL)));
        for (int i = chance.nextInt(3); i > 0; i--) {
            ItemKey other = item();
            boolean fits = other.source().equals(primary.source())
                    && parts.stream().noneMatch(part -> part.key().equals(other));
            if (fits) {
                parts.add(new LedgerEvent.Part(other, oneOf(List.of(Role.values()))));
            }
        }
        return new LedgerEvent.AssetFormed(new AssetId(primary), oneOf(List.of(AssetKind.values())), parts);
    }

    private static ItemFacts facts(boolean full) {
        return full
                ? new ItemFacts(
                        ItemFacts.MediaKind.PHOTO,
                        "HEIC",
                        Optional.of(LocalDateTime.parse("2024-02-29T23:59:59.123456789")),
                        Optional.of(ZoneOffset.ofHoursMinutes(5, 45)),
                        "EXIF_ORIGINAL",
                        Optional.of("0B54F4F6-5B5A-4E4E-8A2E-\u00E9\n'\""),
                        Optional.of("burst"),
                        2_345,
                        true,
                        ItemFacts.Soundness.TRUNCATED)
                : ItemFacts.unknown();
    }

    static List<LedgerEvent> oneOfEach() {
        ItemKey a = key("a");
        return List.of(
                new LedgerEvent.SourceSeen(a.source(), new SourceLabel("card", "/media/'card'\n")),
                new LedgerEvent.PlaceSeen(PLACE, "/mnt/\uD83D\uDCBE"),
                new LedgerEvent.ItemSeen(a, Long.MAX_VALUE, NOW),
                new LedgerEvent.ItemInspected(a, facts(true)),
                new LedgerEvent.ItemInspected(a, facts(false)),
                new LedgerEvent.ItemDigested(a, content(1)),
                new LedgerEvent.ItemExcluded(a, "only videos; not '\u00E9'"),
                new LedgerEvent.ItemExcluded(a, ""),
                new LedgerEvent.CopyProven(new Receipt(PLACE, content(1), Evidence.STORE_CHECKSUM, NOW)),
                new LedgerEvent.AssetFormed(
                        new AssetId(a),
                        AssetKind.BURST_FRAME,
                        List.of(new LedgerEvent.Part(a, Role.EDITED_LIVE_MOVIE))),
                new LedgerEvent.ItemGone(a),
                new LedgerEvent.ItemReclaimed(a, content(1)),
                new LedgerEvent.CensusFinished(a.source(), Long.MAX_VALUE, 1, Long.MAX_VALUE));
    }

    static List<SourceFault> sourceFaults() {
        return List.of(
                new SourceFault.AccessDenied("not '\u00E9'"),
                new SourceFault.Vanished(),
                new SourceFault.ChangedWhileRead(3),
                new SourceFault.NotAFile("socket"),
                new SourceFault.UndecodableName("\\xff"),
                new SourceFault.LinkLoop("../up"),
                new SourceFault.LinkLeavesSource("/etc"),
                new SourceFault.LinkInsideSource("other/\u00E9"),
                new SourceFault.HoldsCopies(),
                new SourceFault.SystemFolder("lost+found"),
                new SourceFault.TooDeep(64),
                new SourceFault.UnsafePath("../../x"),
                new SourceFault.DamagedArchive("no end"),
                new SourceFault.ReadFailed("Input/output error"),
                new SourceFault.OnlyInCloud(123_456_789_012L),
                new SourceFault.SharedCopy(SourceFault.SharedBy.ALBUM),
                new SourceFault.SharedCopy(SourceFault.SharedBy.MESSAGE),
                new SourceFault.NotTheOriginal(1, 123_456_789_012L),
                new SourceFault.OriginalMissing(),
                new SourceFault.OriginalElsewhere("/Volumes/\u00E9"),
                new SourceFault.LibraryUnreadable("no database"),
                new SourceFault.Locked("no password"),
                new SourceFault.FileWithheld("a file that can't be opened"),
                new SourceFault.DeviceLocked(),
                new SourceFault.TrustLost("forgotten"),
                new SourceFault.ServiceRefused("no \u00E9"),
                new SourceFault.Disconnected("cable"));
    }

    static List<PlaceFault> placeFaults() {
        return List.of(
                new PlaceFault.Missing(),
                new PlaceFault.Corrupt("other\nbytes"),
                new PlaceFault.Full(1, 123_456_789_012L),
                new PlaceFault.OverQuota(0, 123_456_789_012L),
                new PlaceFault.DeletedThere(),
                new PlaceFault.WrongMedium(PLACE, "another"),
                new PlaceFault.Unreachable("gone"),
                new PlaceFault.Denied("read-only"),
                new PlaceFault.Locked(),
                new PlaceFault.NameTooLong("n".repeat(300)),
                new PlaceFault.TooLarge(4_294_967_295L),
                new PlaceFault.ReadFailed("Input/output error"),
                new PlaceFault.WriteFailed("Input/output error"),
                new PlaceFault.Busy("another run"),
                new PlaceFault.DamagedIndex("line 7"),
                new PlaceFault.NewerFormat(9, 1));
    }
}
