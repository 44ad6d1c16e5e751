package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
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
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What stands in the example beside the description of the format: a card backed up to one drive, with a Live
/// Photo, a photo that could not be read, one whose copy was lost, and one that a rule leaves out.
final class ExampleLedger {
    private static final SourceId CARD = new SourceId("card-7d1e");
    private static final PlaceId DRIVE = new PlaceId("drive-blue");
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00.5Z");
    private static final Instant EVENING = Instant.parse("2026-11-23T19:30:00Z");

    private ExampleLedger() {}

    /// Each list is one append.
    record Append(Instant at, List<LedgerEvent> events) {}

    static List<Append> appends() {
        return List.of(listing(), copies(), evening());
    }

    private static Append listing() {
        return new Append(
                MORNING,
                List.of(
                        new LedgerEvent.SourceSeen(CARD, new SourceLabel("card", "/media/CANON")),
                        new LedgerEvent.PlaceSeen(DRIVE, "/media/blue"),
                        seen("DCIM/100APPLE/IMG_0001.HEIC", 2_104_332),
                        seen("DCIM/100APPLE/IMG_0001.MOV", 3_511_008),
                        seen("DCIM/100APPLE/IMG_0002.JPG", 1_804_211),
                        seen("DCIM/100APPLE/IMG_0003.JPG", 1_733_900),
                        seen("MISC/INDEX.DAT", 512),
                        new LedgerEvent.ItemBlocked(
                                key("DCIM/100APPLE/IMG_0003.JPG"), new SourceFault.ReadFailed("Input/output error")),
                        new LedgerEvent.ItemExcluded(key("MISC/INDEX.DAT"), "only photos"),
                        alone("DCIM/100APPLE/IMG_0002.JPG", AssetKind.PHOTO),
                        alone("DCIM/100APPLE/IMG_0003.JPG", AssetKind.PHOTO),
                        alone("MISC/INDEX.DAT", AssetKind.OTHER_FILE),
                        new LedgerEvent.AssetFormed(
                                new AssetId(key("DCIM/100APPLE/IMG_0001.HEIC")),
                                AssetKind.LIVE_PHOTO,
                                List.of(
                                        new LedgerEvent.Part(key("DCIM/100APPLE/IMG_0001.HEIC"), Role.ORIGINAL),
                                        new LedgerEvent.Part(key("DCIM/100APPLE/IMG_0001.MOV"), Role.LIVE_MOVIE))),
                        new LedgerEvent.CensusFinished(CARD, 5, 1, 9_153_963)));
    }

    private static Append copies() {
        return new Append(
                MORNING.plusSeconds(60),
                List.of(
                        new LedgerEvent.ItemInspected(key("DCIM/100APPLE/IMG_0001.HEIC"), heic()),
                        digested("DCIM/100APPLE/IMG_0001.HEIC", content(1, 2_104_332)),
                        digested("DCIM/100APPLE/IMG_0001.MOV", content(2, 3_511_008)),
                        digested("DCIM/100APPLE/IMG_0002.JPG", content(3, 1_804_211)),
                        proven(content(1, 2_104_332)),
                        proven(content(2, 3_511_008)),
                        proven(content(3, 1_804_211)),
                        new LedgerEvent.CopyRefused(
                                key("MISC/INDEX.DAT"), DRIVE, new PlaceFault.NameTooLong("INDEX.DAT"))));
    }

    private static Append evening() {
        return new Append(
                EVENING,
                List.of(
                        new LedgerEvent.CopyLost(DRIVE, content(3, 1_804_211), new PlaceFault.Missing()),
                        new LedgerEvent.ItemGone(key("DCIM/100APPLE/IMG_0003.JPG"))));
    }

    static void write(Path folder) throws LedgerException {
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "example")) {
            for (Append append : appends()) {
                ledger.append(append.at(), append.events());
            }
        }
    }

    static ItemKey key(String path) {
        return new ItemKey(CARD, path);
    }

    private static LedgerEvent seen(String path, long sizeBytes) {
        return new LedgerEvent.ItemSeen(key(path), sizeBytes, Instant.parse("2026-10-04T14:02:11Z"));
    }

    private static LedgerEvent alone(String path, AssetKind kind) {
        return new LedgerEvent.AssetFormed(
                new AssetId(key(path)), kind, List.of(new LedgerEvent.Part(key(path), Role.ORIGINAL)));
    }

    private static LedgerEvent digested(String path, ContentId content) {
        return new LedgerEvent.ItemDigested(key(path), content);
    }

    private static LedgerEvent proven(ContentId content) {
        return new LedgerEvent.CopyProven(
                new Receipt(DRIVE, content, Evidence.READ_BACK_FROM_MEDIUM, MORNING.plusSeconds(59)));
    }

    private static ContentId content(int number, long sizeBytes) {
        return new ContentId(new Sha256(number, number, number, number), sizeBytes);
    }

    private static ItemFacts heic() {
        return new ItemFacts(
                MediaKind.PHOTO,
                "HEIC",
                Optional.of(LocalDateTime.parse("2026-10-04T16:02:11")),
                Optional.of(ZoneOffset.ofHours(2)),
                "EXIF_ORIGINAL",
                Optional.of("8F1C2A7E-3B44-4C55-9B0A-0D6E3C1F2A10"),
                Optional.empty(),
                0,
                false,
                Soundness.SOUND);
    }
}
