package app.safelight.bench.contest;

import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceLabel;
import app.safelight.ledger.sqlite.SqliteLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A ledger as a backup of very many photos leaves it: every one seen, looked into, hashed, copied and read back.
final class LargeLedger {
    /// Assets in one append: what fits a small heap many times over.
    private static final int ASSETS_PER_APPEND = 2_000;

    private static final int ASSETS_PER_FOLDER = 1_000;
    private static final long SEED = 0x1ED6_E400L;
    private static final SourceId SOURCE = new SourceId("large-source");
    private static final PlaceId PLACE = new PlaceId("large-place");
    private static final LocalDateTime FIRST_CAPTURE = LocalDateTime.of(2010, 1, 1, 8, 0);

    private LargeLedger() {}

    /// Appends so many assets to the ledger of a folder.
    ///
    /// @param now when all of it happened; evidence that is too old would make nothing safe
    static void write(Path folder, int assets, Instant now) throws LedgerException, InterruptedException {
        SplittableRandom chance = new SplittableRandom(SEED);
        try (Ledger ledger = SqliteLedger.openForWriting(folder, "bench")) {
            ledger.append(
                    now,
                    List.of(
                            new LedgerEvent.SourceSeen(SOURCE, new SourceLabel("folder", "/photos")),
                            new LedgerEvent.PlaceSeen(PLACE, "/drive")));
            long bytes = 0;
            for (int from = 0; from < assets; from += ASSETS_PER_APPEND) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                List<LedgerEvent> events = new ArrayList<>();
                for (int number = from; number < Math.min(assets, from + ASSETS_PER_APPEND); number++) {
                    bytes += add(events, number, chance, now);
                }
                ledger.append(now, events);
            }
            ledger.append(now, List.of(new LedgerEvent.CensusFinished(SOURCE, assets, 0, bytes)));
        }
    }

    /// @return the photo's length
    private static long add(List<LedgerEvent> events, int number, SplittableRandom chance, Instant now) {
        LocalDateTime capture = FIRST_CAPTURE.plusMinutes(number * 8L);
        long sizeBytes = chance.nextLong(500_000, 8_000_000);
        ItemKey key = new ItemKey(
                SOURCE, "%d/%05d/IMG_%07d.JPG".formatted(capture.getYear(), number / ASSETS_PER_FOLDER, number));
        ContentId content = new ContentId(
                new Sha256(chance.nextLong(), chance.nextLong(), chance.nextLong(), chance.nextLong()), sizeBytes);
        events.add(new LedgerEvent.ItemSeen(key, sizeBytes, capture.toInstant(ZoneOffset.UTC)));
        events.add(new LedgerEvent.ItemInspected(key, facts(capture)));
        events.add(new LedgerEvent.ItemDigested(key, content));
        events.add(new LedgerEvent.AssetFormed(
                new AssetId(key), AssetKind.PHOTO, List.of(new LedgerEvent.Part(key, Role.ORIGINAL))));
        events.add(new LedgerEvent.CopyProven(new Receipt(PLACE, content, Evidence.READ_BACK_FROM_MEDIUM, now)));
        return sizeBytes;
    }

    private static ItemFacts facts(LocalDateTime capture) {
        return new ItemFacts(
                ItemFacts.MediaKind.PHOTO,
                "JPEG",
                Optional.of(capture),
                Optional.of(ZoneOffset.UTC),
                "EXIF_ORIGINAL",
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                ItemFacts.Soundness.SOUND);
    }
}
