package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.Ledger;
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
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The events of a first backup of a library of any size, the same for the same size: folders of 500 items,
/// every fifth asset a Live Photo, one copy of each content, read back from the medium.
public final class GeneratedLibrary {
    public static final SourceId SOURCE = new SourceId("generated");
    public static final PlaceId PLACE = new PlaceId("generated-drive");

    /// When everything happened.
    public static final Instant AT = Instant.parse("2026-11-01T12:00:00.123456789Z");

    private static final int ITEMS_PER_FOLDER = 500;
    private static final int LIVE_PHOTO_EVERY = 5;
    private static final int ASSETS_PER_APPEND = 250;

    private GeneratedLibrary() {}

    /// Appends the events of that many assets, as a backup does: a listing first, then groups of copies.
    public static void appendTo(Ledger ledger, int assets) throws LedgerException {
        ledger.append(
                AT,
                List.of(
                        new LedgerEvent.SourceSeen(SOURCE, new SourceLabel("folder", "/pictures")),
                        new LedgerEvent.PlaceSeen(PLACE, "/media/drive")));
        for (int start = 0; start < assets; start += ASSETS_PER_APPEND) {
            List<LedgerEvent> events = new ArrayList<>();
            for (int asset = start; asset < Math.min(assets, start + ASSETS_PER_APPEND); asset++) {
                events.addAll(seen(asset));
            }
            ledger.append(AT, events);
        }
        ledger.append(AT, List.of(new LedgerEvent.CensusFinished(SOURCE, items(assets), 0, 0)));
        for (int start = 0; start < assets; start += ASSETS_PER_APPEND) {
            List<LedgerEvent> events = new ArrayList<>();
            for (int asset = start; asset < Math.min(assets, start + ASSETS_PER_APPEND); asset++) {
                events.addAll(copied(asset));
            }
            ledger.append(AT, events);
        }
    }

    /// How many items that many assets have.
    public static long items(int assets) {
        return assets + (assets + LIVE_PHOTO_EVERY - 1L) / LIVE_PHOTO_EVERY;
    }

    public static ItemKey photo(int asset) {
        return key(asset, asset % LIVE_PHOTO_EVERY == 0 ? "HEIC" : "JPG");
    }

    private static ItemKey movie(int asset) {
        return key(asset, "MOV");
    }

    private static ItemKey key(int asset, String extension) {
        int folder = asset / ITEMS_PER_FOLDER;
        return new ItemKey(
                SOURCE, "DCIM/" + (100 + folder) + "APPLE/IMG_" + (10_000 + asset % 10_000) + "." + extension);
    }

    private static boolean isLivePhoto(int asset) {
        return asset % LIVE_PHOTO_EVERY == 0;
    }

    private static List<LedgerEvent> seen(int asset) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new LedgerEvent.ItemSeen(photo(asset), 2_000_000 + asset, modified(asset)));
        if (isLivePhoto(asset)) {
            events.add(new LedgerEvent.ItemSeen(movie(asset), 1_000_000 + asset, modified(asset)));
        }
        return events;
    }

    private static List<LedgerEvent> copied(int asset) {
        List<LedgerEvent> events = new ArrayList<>();
        List<LedgerEvent.Part> parts = new ArrayList<>();
        parts.add(new LedgerEvent.Part(photo(asset), Role.ORIGINAL));
        copied(events, photo(asset), facts(asset, MediaKind.PHOTO, "JPEG"), content(asset, 2_000_000));
        if (isLivePhoto(asset)) {
            parts.add(new LedgerEvent.Part(movie(asset), Role.LIVE_MOVIE));
            copied(events, movie(asset), facts(asset, MediaKind.VIDEO, "QUICKTIME"), content(asset, 1_000_000));
        }
        AssetKind kind = isLivePhoto(asset) ? AssetKind.LIVE_PHOTO : AssetKind.PHOTO;
        events.add(new LedgerEvent.AssetFormed(new AssetId(photo(asset)), kind, parts));
        return events;
    }

    private static void copied(List<LedgerEvent> events, ItemKey key, ItemFacts facts, ContentId content) {
        events.add(new LedgerEvent.ItemInspected(key, facts));
        events.add(new LedgerEvent.ItemDigested(key, content));
        events.add(new LedgerEvent.CopyProven(new Receipt(PLACE, content, Evidence.READ_BACK_FROM_MEDIUM, AT)));
    }

    private static Instant modified(int asset) {
        return Instant.ofEpochSecond(1_500_000_000L + asset, 123_000_000);
    }

    private static ItemFacts facts(int asset, MediaKind kind, String type) {
        return new ItemFacts(
                kind,
                type,
                Optional.of(LocalDateTime.ofEpochSecond(1_500_000_000L + asset, 0, ZoneOffset.UTC)),
                Optional.of(ZoneOffset.ofHours(2)),
                "EXIF_ORIGINAL",
                isLivePhoto(asset)
                        ? Optional.of("0F5B2C1E-6C6F-4E3C-9A77-" + (100_000_000_000L + asset))
                        : Optional.empty(),
                Optional.empty(),
                kind == MediaKind.VIDEO ? 2_900 : 0,
                false,
                Soundness.SOUND);
    }

    /// A digest that is as random as real ones, by the mixing of SplitMix64.
    private static ContentId content(int asset, long sizeBytes) {
        long seed = asset * 4L + (sizeBytes == 1_000_000 ? 4_000_000_000L : 0);
        return new ContentId(new Sha256(mix(seed), mix(seed + 1), mix(seed + 2), mix(seed + 3)), sizeBytes + asset);
    }

    private static long mix(long seed) {
        long value = (seed + 1) * 0x9E3779B97F4A7C15L;
        value = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        value = (value ^ (value >>> 27)) * 0x94D049BB133111EBL;
        return value ^ (value >>> 31);
    }
}
