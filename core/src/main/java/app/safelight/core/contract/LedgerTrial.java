package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.Fold;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One check's work on a ledger, with a [Fold] of the same events beside it to compare every answer with.
final class LedgerTrial {
    static final SourceId SOURCE = new SourceId("safelight-contract");
    static final PlaceId PLACE = new PlaceId("safelight-contract-place");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private final LedgerContract.Setting setting;
    private final Fold fold = new Fold();
    private final List<Ledger.Entry> entries = new ArrayList<>();
    private Ledger ledger;

    /// What a check does with its trial.
    @FunctionalInterface
    interface Steps {
        void run(LedgerTrial trial) throws Exception;
    }

    private LedgerTrial(LedgerContract.Setting setting) throws Exception {
        this.setting = setting;
        this.ledger = setting.create();
    }

    static void run(LedgerContract.Setting setting, Steps steps) throws Exception {
        try {
            LedgerTrial trial = new LedgerTrial(setting);
            try {
                steps.run(trial);
            } finally {
                trial.ledger.close();
            }
        } finally {
            setting.cleanUp();
        }
    }

    static ItemKey key(String path) {
        return new ItemKey(SOURCE, path);
    }

    static ContentId content(int number) {
        return new ContentId(new Sha256(number * 0x9E3779B97F4A7C15L, -number, ~number, 7), Math.abs((long) number));
    }

    Ledger ledger() {
        return ledger;
    }

    Fold fold() {
        return fold;
    }

    List<Ledger.Entry> entries() {
        return entries;
    }

    void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
        ledger.append(at, events);
        for (LedgerEvent event : events) {
            entries.add(new Ledger.Entry(entries.size() + 1L, at, event));
            fold.apply(at, event);
        }
    }

    void reopen() throws Exception {
        ledger.close();
        ledger = setting.reopen();
    }

    ItemState item(String path) throws LedgerException {
        return ledger.item(key(path)).orElseThrow(() -> new ContractViolation(path + " was forgotten"));
    }

    List<CopyState> copies(ContentId content) throws LedgerException {
        return ledger.content(content)
                .orElseThrow(() -> new ContractViolation("a content was forgotten"))
                .copies();
    }

    List<Ledger.Entry> eventsFrom(long number) throws LedgerException {
        List<Ledger.Entry> told = new ArrayList<>();
        ledger.events(number, told::add);
        return told;
    }

    /// Asks everything there is to ask.
    void requireAsFold() throws LedgerException {
        requireEqual((long) entries.size(), ledger.size(), "the number of events");
        requireEqual(entries, eventsFrom(1), "the events");
        requireEqual(fold.sources(), ledger.sources(), "the sources");
        requireEqual(fold.places(), ledger.places(), "the places");
        Set<SourceId> sources = new TreeSet<>(fold.sources().keySet());
        fold.items().forEach(item -> sources.add(item.key().source()));
        for (SourceId source : sources) {
            requireSource(source);
        }
        requireContents();
    }

    private void requireSource(SourceId source) throws LedgerException {
        requireEqual(fold.lastCensus(source), ledger.lastCensus(source), "the last census of " + source);
        requireEqual(fold.folders(source), ledger.folders(source), "the folders of " + source);
        List<ItemState> expected = fold.items().stream()
                .filter(item -> item.key().source().equals(source))
                .toList();
        List<ItemState> told = new ArrayList<>();
        ledger.items(source, told::add);
        told.sort(Comparator.comparing(ItemState::key));
        requireEqual(expected, told, "the items of " + source);
        Map<String, List<ItemState>> byFolder = new HashMap<>();
        for (ItemState item : expected) {
            byFolder.computeIfAbsent(item.key().folder(), _ -> new ArrayList<>())
                    .add(item);
            requireEqual(Optional.of(item), ledger.item(item.key()), "an item");
            requireEqual(
                    fold.assetOf(item.key()).map(LedgerTrial::ordered),
                    ledger.assetOf(item.key()).map(LedgerTrial::ordered),
                    "the asset of " + item.key());
        }
        for (var folder : byFolder.entrySet()) {
            List<ItemState> items = new ArrayList<>(ledger.items(source, folder.getKey()));
            items.sort(Comparator.comparing(ItemState::key));
            requireEqual(folder.getValue(), items, "the items of folder '" + folder.getKey() + "'");
        }
        requireAssets(source);
    }

    private void requireAssets(SourceId source) throws LedgerException {
        List<AssetState> expected = fold.assets().stream()
                .filter(asset -> asset.id().primary().source().equals(source))
                .map(LedgerTrial::ordered)
                .toList();
        List<AssetState> told = assets(source);
        requireEqual(told, assets(source), "the assets told again");
        List<AssetState> sorted = told.stream()
                .map(LedgerTrial::ordered)
                .sorted(Comparator.comparing(AssetState::id))
                .toList();
        requireEqual(expected, sorted, "the assets of " + source);
        for (AssetState asset : told) {
            requireEqual(Optional.of(asset), ledger.asset(asset.id()), "an asset");
            requireMainPartFirst(asset);
        }
    }

    private static void requireMainPartFirst(AssetState asset) {
        boolean has = asset.parts().stream()
                .anyMatch(part -> part.item().key().equals(asset.id().primary()));
        require(
                !has || asset.parts().getFirst().item().key().equals(asset.id().primary()),
                "the main part of " + asset.id() + " is not the first");
    }

    private List<AssetState> assets(SourceId source) throws LedgerException {
        List<AssetState> told = new ArrayList<>();
        ledger.assets(source, told::add);
        return told;
    }

    /// The order of the other parts is nobody's promise.
    private static AssetState ordered(AssetState asset) {
        List<AssetState.Part> parts = asset.parts().stream()
                .sorted(Comparator.comparing(part -> part.item().key()))
                .toList();
        return new AssetState(asset.id(), asset.kind(), parts);
    }

    private void requireContents() throws LedgerException {
        List<ContentState> told = new ArrayList<>();
        ledger.contents(told::add);
        requireEqual(fold.contents(), told, "the contents");
        for (ContentState content : told) {
            requireEqual(Optional.of(content), ledger.content(content.content()), "a content");
        }
    }
}
