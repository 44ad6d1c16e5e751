package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One event as the columns of its row, with names in place of row numbers.
///
/// @param kind which event it is: one of the constants here, never renumbered and never reused
/// @param source only where the event names no item
/// @param item the item, or an asset's main item
/// @param sizeBytes 0 where the event has none
/// @param time the second time that some events carry: an item's modification, a receipt's reading
/// @param code an asset's kind or a receipt's evidence, as in [Codes]; 0 where the event has none
/// @param detail what else there is, as JSON
record EventRow(
        int kind,
        @Nullable SourceId source,
        @Nullable ItemKey item,
        @Nullable ContentId content,
        @Nullable PlaceId place,
        long sizeBytes,
        @Nullable Instant time,
        int code,
        @Nullable String detail,
        List<LedgerEvent.Part> parts) {
    static final int SOURCE_SEEN = 1;
    static final int PLACE_SEEN = 2;
    static final int CENSUS_FINISHED = 3;
    static final int ITEM_SEEN = 4;
    static final int ITEM_BLOCKED = 5;
    static final int ITEM_GONE = 6;
    static final int ITEM_INSPECTED = 7;
    static final int ITEM_DIGESTED = 8;
    static final int ITEM_EXCLUDED = 9;
    static final int ITEM_RECLAIMED = 10;
    static final int ASSET_FORMED = 11;
    static final int COPY_PROVEN = 12;
    static final int COPY_LOST = 13;
    static final int COPY_REFUSED = 14;

    private static final String KIND = "kind";
    private static final String LOCATION = "location";
    private static final String RULE = "rule";

    static EventRow of(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.SourceSeen(var source, var label) -> source(SOURCE_SEEN, source, 0, label(label));
            case LedgerEvent.CensusFinished(var source, var items, var blocked, var size) ->
                source(
                        CENSUS_FINISHED,
                        source,
                        size,
                        new JsonText()
                                .put("items", items)
                                .put("blocked", blocked)
                                .end());
            case LedgerEvent.PlaceSeen(var place, var location) ->
                copy(PLACE_SEEN, null, place, null, 0, location(location));
            case LedgerEvent.ItemSeen(var key, var size, var modified) ->
                new EventRow(ITEM_SEEN, null, key, null, null, size, modified, 0, null, List.of());
            case LedgerEvent.ItemBlocked(var key, var fault) -> item(ITEM_BLOCKED, key, null, null, Details.of(fault));
            case LedgerEvent.ItemGone(var key) -> item(ITEM_GONE, key, null, null, null);
            case LedgerEvent.ItemInspected(var key, var facts) ->
                item(ITEM_INSPECTED, key, null, null, Details.of(facts));
            case LedgerEvent.ItemDigested(var key, var content) -> item(ITEM_DIGESTED, key, content, null, null);
            case LedgerEvent.ItemExcluded(var key, var rule) -> item(ITEM_EXCLUDED, key, null, null, rule(rule));
            case LedgerEvent.ItemReclaimed(var key, var content) -> item(ITEM_RECLAIMED, key, content, null, null);
            case LedgerEvent.AssetFormed(var asset, var kind, var parts) ->
                new EventRow(ASSET_FORMED, null, asset.primary(), null, null, 0, null, Codes.of(kind), null, parts);
            case LedgerEvent.CopyProven(Receipt(var place, var content, var evidence, var readAt)) ->
                copy(COPY_PROVEN, content, place, readAt, Codes.of(evidence), null);
            case LedgerEvent.CopyLost(var place, var content, var fault) ->
                copy(COPY_LOST, content, place, null, 0, Details.of(fault));
            case LedgerEvent.CopyRefused(var key, var place, var fault) ->
                item(COPY_REFUSED, key, null, place, Details.of(fault));
        };
    }

    private static EventRow source(int kind, SourceId source, long sizeBytes, String detail) {
        return new EventRow(kind, source, null, null, null, sizeBytes, null, 0, detail, List.of());
    }

    private static EventRow item(
            int kind, ItemKey key, @Nullable ContentId content, @Nullable PlaceId place, @Nullable String detail) {
        return new EventRow(kind, null, key, content, place, 0, null, 0, detail, List.of());
    }

    private static EventRow copy(
            int kind,
            @Nullable ContentId content,
            PlaceId place,
            @Nullable Instant time,
            int code,
            @Nullable String detail) {
        return new EventRow(kind, null, null, content, place, 0, time, code, detail, List.of());
    }

    /// @throws DamagedRecord if the columns do not make an event
    LedgerEvent event() {
        try {
            return switch (kind) {
                case SOURCE_SEEN -> new LedgerEvent.SourceSeen(need(source), label(need(detail)));
                case CENSUS_FINISHED -> census(need(source), JsonFacts.parse(need(detail)));
                case PLACE_SEEN -> new LedgerEvent.PlaceSeen(need(place), location(JsonFacts.parse(need(detail))));
                case ITEM_SEEN -> new LedgerEvent.ItemSeen(need(item), sizeBytes, need(time));
                case ITEM_BLOCKED -> new LedgerEvent.ItemBlocked(need(item), Details.sourceFault(need(detail)));
                case ITEM_GONE -> new LedgerEvent.ItemGone(need(item));
                case ITEM_INSPECTED -> new LedgerEvent.ItemInspected(need(item), Details.itemFacts(need(detail)));
                case ITEM_DIGESTED -> new LedgerEvent.ItemDigested(need(item), need(content));
                case ITEM_EXCLUDED -> new LedgerEvent.ItemExcluded(need(item), rule(JsonFacts.parse(need(detail))));
                case ITEM_RECLAIMED -> new LedgerEvent.ItemReclaimed(need(item), need(content));
                case ASSET_FORMED -> new LedgerEvent.AssetFormed(new AssetId(need(item)), Codes.assetKind(code), parts);
                case COPY_PROVEN ->
                    new LedgerEvent.CopyProven(
                            new Receipt(need(place), need(content), Codes.evidence(code), need(time)));
                case COPY_LOST ->
                    new LedgerEvent.CopyLost(need(place), need(content), Details.placeFault(need(detail)));
                case COPY_REFUSED ->
                    new LedgerEvent.CopyRefused(need(item), need(place), Details.placeFault(need(detail)));
                default -> throw new DamagedRecord("no event has the code " + kind);
            };
        } catch (IllegalArgumentException wrong) {
            throw new DamagedRecord("an event has impossible values: " + this, wrong);
        }
    }

    private LedgerEvent.CensusFinished census(SourceId source, JsonFacts facts) {
        return new LedgerEvent.CensusFinished(source, facts.number("items"), facts.number("blocked"), sizeBytes);
    }

    private <T> T need(@Nullable T value) {
        if (value == null) {
            throw new DamagedRecord("an event of kind " + kind + " lacks a value");
        }
        return value;
    }

    static String label(SourceLabel label) {
        return new JsonText()
                .put(KIND, label.kind())
                .put(LOCATION, label.location())
                .end();
    }

    static SourceLabel label(String text) {
        JsonFacts facts = JsonFacts.parse(text);
        return new SourceLabel(facts.string(KIND), facts.string(LOCATION));
    }

    private static String location(String location) {
        return new JsonText().put(LOCATION, location).end();
    }

    static String location(JsonFacts facts) {
        return facts.string(LOCATION);
    }

    private static String rule(String rule) {
        return new JsonText().put(RULE, rule).end();
    }

    static String rule(JsonFacts facts) {
        return facts.string(RULE);
    }

    /// A CRC-32C over everything the event says, names included, so that a check finds a bit that turned
    /// anywhere in its rows. Strings count as length and UTF-16 units, numbers as eight bytes, big-endian, a
    /// missing value as -1.
    int sum(long number, Instant at) {
        Summer summer = new Summer();
        summer.put(number);
        summer.put(at);
        summer.put(kind);
        summer.put(source == null ? null : source.value());
        put(summer, item);
        summer.put(content == null ? null : content.toString());
        summer.put(place == null ? null : place.value());
        summer.put(sizeBytes);
        summer.put(time);
        summer.put(code);
        summer.put(detail);
        for (LedgerEvent.Part part : parts) {
            put(summer, part.key());
            summer.put(Codes.of(part.role()));
        }
        return summer.sum();
    }

    private static void put(Summer summer, @Nullable ItemKey key) {
        summer.put(key == null ? null : key.source().value());
        summer.put(key == null ? null : key.path());
    }

    private static final class Summer {
        private final CRC32C crc = new CRC32C();
        private final byte[] buffer = new byte[512];
        private int used;

        void put(long number) {
            room(Long.BYTES);
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                buffer[used++] = (byte) (number >>> shift);
            }
        }

        void put(@Nullable Instant time) {
            put(time == null ? -1 : time.getEpochSecond());
            put(time == null ? -1 : time.getNano());
        }

        void put(@Nullable String text) {
            if (text == null) {
                put(-1);
                return;
            }
            put(text.length());
            for (int i = 0; i < text.length(); i++) {
                room(Character.BYTES);
                char unit = text.charAt(i);
                buffer[used++] = (byte) (unit >>> Byte.SIZE);
                buffer[used++] = (byte) unit;
            }
        }

        int sum() {
            crc.update(buffer, 0, used);
            used = 0;
            return (int) crc.getValue();
        }

        private void room(int bytes) {
            if (used + bytes > buffer.length) {
                crc.update(buffer, 0, used);
                used = 0;
            }
        }
    }
}
