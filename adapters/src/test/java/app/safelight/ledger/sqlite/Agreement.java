package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.Fold;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// What was appended, and the fold of it; asks a ledger everything and compares.
final class Agreement {
    private final Fold fold = new Fold();
    private final List<Ledger.Entry> entries = new ArrayList<>();
    private final Map<ItemKey, Set<Ledger.Entry>> entriesOfItem = new HashMap<>();
    private final Map<ContentId, Set<Ledger.Entry>> entriesOfCopy = new HashMap<>();
    private List<AssetState> foldedAssets = List.of();

    void append(Instant at, List<LedgerEvent> events) {
        for (LedgerEvent event : events) {
            Ledger.Entry entry = new Ledger.Entry(entries.size() + 1L, at, event);
            entries.add(entry);
            fold.apply(at, event);
            List<ItemKey> named = keysOf(event);
            for (ItemKey key : named) {
                entriesOfItem.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(entry);
            }
            contentOf(event).ifPresent(content -> {
                Set<Ledger.Entry> ofCopy = entriesOfCopy.computeIfAbsent(content, _ -> new LinkedHashSet<>());
                if (named.isEmpty()) {
                    ofCopy.add(entry);
                }
            });
        }
    }

    /// Asks about everything as a whole, and about some items one by one.
    ///
    /// @param itemsAsked how many items, as the seed picks them
    void check(Ledger ledger, long seed, int itemsAsked) throws LedgerException {
        foldedAssets = fold.assets();
        assertThat(ledger.size()).isEqualTo(entries.size());
        assertThat(ledger.sources()).isEqualTo(fold.sources());
        assertThat(ledger.places()).isEqualTo(fold.places());
        for (SourceId source : RandomEvents.SOURCES) {
            checkSource(ledger, source);
        }
        List<ItemKey> keys = new ArrayList<>(new TreeSet<>(entriesOfItem.keySet()));
        Collections.shuffle(keys, new Random(seed));
        for (ItemKey key : keys.subList(0, Math.min(keys.size(), itemsAsked))) {
            checkItem(ledger, key);
        }
        checkContents(ledger);
        List<Ledger.Entry> told = new ArrayList<>();
        ledger.events(1, told::add);
        assertThat(told).isEqualTo(entries);
        List<Ledger.Entry> later = new ArrayList<>();
        ledger.events(entries.size() / 2 + 1L, later::add);
        assertThat(later).isEqualTo(entries.subList(entries.size() / 2, entries.size()));
    }

    private void checkSource(Ledger ledger, SourceId source) throws LedgerException {
        assertThat(ledger.lastCensus(source)).isEqualTo(fold.lastCensus(source));
        assertThat(ledger.folders(source)).containsExactlyInAnyOrderEntriesOf(fold.folders(source));
        List<ItemState> expected = fold.items().stream()
                .filter(item -> item.key().source().equals(source))
                .toList();
        List<ItemState> items = new ArrayList<>();
        ledger.items(source, items::add);
        assertSame(items, expected);
        List<String> folders = items.stream().map(item -> item.key().folder()).toList();
        assertThat(withoutRepeats(folders)).as("folder by folder").doesNotHaveDuplicates();
        for (String folder : withoutRepeats(folders)) {
            assertSame(
                    ledger.items(source, folder),
                    expected.stream()
                            .filter(item -> item.key().folder().equals(folder))
                            .toList());
        }
        List<AssetState> assets = new ArrayList<>();
        ledger.assets(source, assets::add);
        assertSame(
                assets,
                foldedAssets.stream()
                        .filter(asset -> asset.id().primary().source().equals(source))
                        .toList());
    }

    /// In any order; a failure names only what differs.
    private static <T> void assertSame(List<T> actual, List<T> expected) {
        assertThat(actual).doesNotHaveDuplicates();
        List<T> missing = new ArrayList<>(expected);
        missing.removeAll(Set.copyOf(actual));
        List<T> extra = new ArrayList<>(actual);
        extra.removeAll(Set.copyOf(expected));
        assertThat(missing).as("missing, where there are instead %s", extra).isEmpty();
        assertThat(extra).as("too much").isEmpty();
    }

    private static List<String> withoutRepeats(List<String> folders) {
        List<String> once = new ArrayList<>();
        for (String folder : folders) {
            if (once.isEmpty() || !once.getLast().equals(folder)) {
                once.add(folder);
            }
        }
        return once;
    }

    private void checkItem(Ledger ledger, ItemKey key) throws LedgerException {
        assertThat(ledger.item(key)).isEqualTo(fold.item(key));
        assertThat(ledger.assetOf(key)).isEqualTo(fold.assetOf(key));
        assertThat(ledger.asset(new AssetId(key))).isEqualTo(fold.asset(new AssetId(key)));
        assertThat(ledger.history(key, Integer.MAX_VALUE)).isEqualTo(history(key));
        for (String text : List.of(key.path(), key.name(), key.name().toUpperCase(Locale.ROOT))) {
            assertSame(
                    ledger.find(text, Integer.MAX_VALUE),
                    foldedAssets.stream()
                            .filter(asset -> isFoundBy(text, asset))
                            .toList());
        }
    }

    private static boolean isFoundBy(String text, AssetState asset) {
        return asset.parts().stream()
                .map(part -> "/" + part.item().key().path())
                .anyMatch(path -> path.length() > text.length()
                        && path.substring(path.length() - text.length() - 1).equalsIgnoreCase("/" + text));
    }

    private List<Ledger.Entry> history(ItemKey key) {
        List<Ledger.Entry> history = new ArrayList<>(entriesOfItem.getOrDefault(key, Set.of()));
        fold.item(key)
                .flatMap(ItemState::content)
                .map(content -> entriesOfCopy.getOrDefault(content, Set.of()))
                .ifPresent(history::addAll);
        history.sort(Comparator.comparingLong(Ledger.Entry::number));
        return history;
    }

    private void checkContents(Ledger ledger) throws LedgerException {
        List<ContentState> told = new ArrayList<>();
        ledger.contents(told::add);
        assertThat(told).isEqualTo(fold.contents());
        for (ContentId content : entriesOfCopy.keySet()) {
            Optional<ContentState> expected = Optional.of(new ContentState(content, fold.copies(content)))
                    .filter(state -> !state.copies().isEmpty());
            assertThat(ledger.content(content)).isEqualTo(expected);
            assertSame(
                    ledger.assetsWith(content, Integer.MAX_VALUE),
                    foldedAssets.stream()
                            .filter(asset -> asset.parts().stream()
                                    .anyMatch(part -> part.item().content().equals(Optional.of(content))))
                            .toList());
        }
    }

    private static List<ItemKey> keysOf(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.ItemSeen(var key, var _, var _) -> List.of(key);
            case LedgerEvent.ItemBlocked(var key, var _) -> List.of(key);
            case LedgerEvent.ItemGone(var key) -> List.of(key);
            case LedgerEvent.ItemInspected(var key, var _) -> List.of(key);
            case LedgerEvent.ItemDigested(var key, var _) -> List.of(key);
            case LedgerEvent.ItemExcluded(var key, var _) -> List.of(key);
            case LedgerEvent.ItemReclaimed(var key, var _) -> List.of(key);
            case LedgerEvent.CopyRefused(var key, var _, var _) -> List.of(key);
            case LedgerEvent.AssetFormed(var asset, var _, var parts) -> {
                List<ItemKey> keys = new ArrayList<>(
                        parts.stream().map(LedgerEvent.Part::key).toList());
                keys.add(asset.primary());
                yield keys;
            }
            case LedgerEvent.SourceSeen _, LedgerEvent.PlaceSeen _, LedgerEvent.CensusFinished _ -> List.of();
            case LedgerEvent.CopyProven _, LedgerEvent.CopyLost _ -> List.of();
        };
    }

    private static Optional<ContentId> contentOf(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.ItemDigested(var _, var content) -> Optional.of(content);
            case LedgerEvent.ItemReclaimed(var _, var content) -> Optional.of(content);
            case LedgerEvent.CopyProven(var receipt) -> Optional.of(receipt.content());
            case LedgerEvent.CopyLost(var _, var content, var _) -> Optional.of(content);
            case LedgerEvent.SourceSeen _, LedgerEvent.PlaceSeen _, LedgerEvent.CensusFinished _ -> Optional.empty();
            case LedgerEvent.ItemSeen _, LedgerEvent.ItemBlocked _, LedgerEvent.ItemGone _ -> Optional.empty();
            case LedgerEvent.ItemInspected _, LedgerEvent.ItemExcluded _ -> Optional.empty();
            case LedgerEvent.CopyRefused _, LedgerEvent.AssetFormed _ -> Optional.empty();
        };
    }
}
