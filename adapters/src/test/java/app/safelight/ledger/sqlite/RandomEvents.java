package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemFacts.MediaKind;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Events as no sane run would record them: few items, contents and places, so that events meet; names, times
/// and details as strange as their types allow.
final class RandomEvents {
    static final List<SourceId> SOURCES = List.of(new SourceId("card"), new SourceId("phone.1"), new SourceId("old"));
    static final List<PlaceId> PLACES = List.of(new PlaceId("Zebra"), new PlaceId("alpha"), new PlaceId("m-2"));

    private static final List<String> FOLDERS = List.of(
            "",
            "DCIM",
            "DCIM/100APPLE",
            "dcim",
            "a'b\"c",
            "日本語/写真",
            "half\uD83D",
            "line\nbreak",
            "%_*?#&=",
            "a/b/c/d/e");
    private static final List<String> NAMES = List.of(
            "IMG_0001.JPG",
            "img_0001.jpg",
            "IMG_0001.HEIC",
            "caf\u00e9.jpg",
            "cafe\u0301.jpg",
            "\uD83D\uDE00.mov",
            "\uDE00lone.mov",
            "x".repeat(255),
            "...",
            "\u0001\u007f",
            "STRASSE\u1E9E",
            "stra\u00dfe\u00df");
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "quote\"back\\slash",
            "new\nline\ttab",
            "\u0000nul",
            "half \uDBFF",
            "\uD83D\uDE00",
            "{\"a\":1}");
    private static final List<Instant> TIMES = List.of(
            Instant.EPOCH,
            Instant.MIN,
            Instant.MAX,
            Instant.ofEpochSecond(-1, 999_999_999),
            Instant.parse("1601-01-01T00:00:00.0000001Z"),
            Instant.parse("2446-05-10T22:38:55Z"),
            Instant.parse("2026-11-23T08:00:00.123456789Z"));

    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    List<LedgerEvent> list(int count) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    Instant time() {
        return random.nextInt(3) == 0
                ? pick(TIMES)
                : Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1_000), random.nextInt(1_000_000_000));
    }

    private LedgerEvent event() {
        return switch (random.nextInt(20)) {
            case 0 -> new LedgerEvent.SourceSeen(pick(SOURCES), new SourceLabel(pick(TEXTS), pick(TEXTS)));
            case 1 -> new LedgerEvent.PlaceSeen(pick(PLACES), pick(TEXTS));
            case 2 -> new LedgerEvent.CensusFinished(pick(SOURCES), number(), number(), number());
            case 3, 4, 5 -> new LedgerEvent.ItemSeen(key(), random.nextInt(5), time());
            case 6 -> new LedgerEvent.ItemBlocked(key(), sourceFault());
            case 7 -> new LedgerEvent.ItemGone(key());
            case 8 -> new LedgerEvent.ItemInspected(key(), facts());
            case 9, 10, 11 -> new LedgerEvent.ItemDigested(key(), content());
            case 12 -> new LedgerEvent.ItemExcluded(key(), pick(TEXTS));
            case 13, 14 -> formed();
            case 15, 16 ->
                new LedgerEvent.CopyProven(new Receipt(pick(PLACES), content(), pick(Evidence.values()), time()));
            case 17 -> new LedgerEvent.CopyLost(pick(PLACES), content(), placeFault());
            case 18 -> new LedgerEvent.CopyRefused(key(), pick(PLACES), placeFault());
            default -> new LedgerEvent.ItemReclaimed(key(), content());
        };
    }

    private LedgerEvent formed() {
        SourceId source = pick(SOURCES);
        List<ItemKey> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ItemKey key = key(source);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        ItemKey primary = random.nextInt(8) == 0 ? key(source) : keys.getFirst();
        Collections.shuffle(keys, random);
        List<LedgerEvent.Part> parts = keys.stream()
                .map(key -> new LedgerEvent.Part(key, pick(Role.values())))
                .toList();
        return new LedgerEvent.AssetFormed(new AssetId(primary), pick(AssetKind.values()), parts);
    }

    ItemKey key() {
        return key(pick(SOURCES));
    }

    private ItemKey key(SourceId source) {
        String folder = pick(FOLDERS);
        String name = pick(NAMES);
        return new ItemKey(source, folder.isEmpty() ? name : folder + "/" + name);
    }

    ContentId content() {
        int which = random.nextInt(12) - 6;
        return new ContentId(new Sha256(which * 0x1111_1111_1111_1111L, which, -which, 7), which & 1);
    }

    private ItemFacts facts() {
        if (random.nextInt(4) == 0) {
            return ItemFacts.unknown();
        }
        return new ItemFacts(
                pick(MediaKind.values()),
                pick(TEXTS),
                random.nextBoolean()
                        ? Optional.of(LocalDateTime.of(1 + random.nextInt(9_999), 12, 31, 23, random.nextInt(60), 0))
                        : Optional.empty(),
                random.nextBoolean()
                        ? Optional.of(ZoneOffset.ofTotalSeconds(random.nextInt(64_800)))
                        : Optional.empty(),
                pick(TEXTS),
                random.nextBoolean() ? Optional.of(pick(TEXTS)) : Optional.empty(),
                random.nextBoolean() ? Optional.of(pick(TEXTS)) : Optional.empty(),
                random.nextBoolean() ? 0 : number(),
                random.nextBoolean(),
                pick(Soundness.values()));
    }

    private SourceFault sourceFault() {
        String text = pick(TEXTS);
        return switch (random.nextInt(23)) {
            case 0 -> new SourceFault.AccessDenied(text);
            case 1 -> new SourceFault.Vanished();
            case 2 -> new SourceFault.ChangedWhileRead(random.nextInt());
            case 3 -> new SourceFault.NotAFile(text);
            case 4 -> new SourceFault.UndecodableName(text);
            case 5 -> new SourceFault.LinkLoop(text);
            case 6 -> new SourceFault.LinkLeavesSource(text);
            case 7 -> new SourceFault.TooDeep(random.nextInt());
            case 8 -> new SourceFault.UnsafePath(text);
            case 9 -> new SourceFault.DamagedArchive(text);
            case 10 -> new SourceFault.ReadFailed(text);
            case 11 -> new SourceFault.OnlyInCloud(number());
            case 12 -> new SourceFault.SharedCopy(pick(SourceFault.SharedBy.values()));
            case 13 -> new SourceFault.NotTheOriginal(number(), number());
            case 14 -> new SourceFault.OriginalMissing();
            case 15 -> new SourceFault.OriginalElsewhere(text);
            case 16 -> new SourceFault.LibraryUnreadable(text);
            case 17 -> new SourceFault.Locked(text);
            case 18 -> new SourceFault.FileWithheld(text);
            case 19 -> new SourceFault.DeviceLocked();
            case 20 -> new SourceFault.TrustLost(text);
            case 21 -> new SourceFault.ServiceRefused(text);
            default -> new SourceFault.Disconnected(text);
        };
    }

    private PlaceFault placeFault() {
        String text = pick(TEXTS);
        return switch (random.nextInt(16)) {
            case 0 -> new PlaceFault.Missing();
            case 1 -> new PlaceFault.Corrupt(text);
            case 2 -> new PlaceFault.Full(number(), number());
            case 3 -> new PlaceFault.WrongMedium(pick(PLACES), text);
            case 4 -> new PlaceFault.Unreachable(text);
            case 5 -> new PlaceFault.Denied(text);
            case 6 -> new PlaceFault.NameTooLong(text);
            case 7 -> new PlaceFault.TooLarge(number());
            case 8 -> new PlaceFault.ReadFailed(text);
            case 9 -> new PlaceFault.WriteFailed(text);
            case 10 -> new PlaceFault.Busy(text);
            case 11 -> new PlaceFault.DamagedIndex(text);
            case 12 -> new PlaceFault.Locked();
            case 13 -> new PlaceFault.OverQuota(number(), number());
            case 14 -> new PlaceFault.DeletedThere();
            default -> new PlaceFault.NewerFormat(random.nextInt(), random.nextInt());
        };
    }

    private long number() {
        return random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(1_000);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
