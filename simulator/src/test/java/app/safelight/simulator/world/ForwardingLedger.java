package app.safelight.simulator.world;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Does what another ledger does; a wrong variant changes one thing.
class ForwardingLedger implements Ledger {
    final Ledger ledger;

    ForwardingLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
        ledger.append(at, events);
    }

    @Override
    public long size() throws LedgerException {
        return ledger.size();
    }

    @Override
    public Map<SourceId, SourceLabel> sources() throws LedgerException {
        return ledger.sources();
    }

    @Override
    public Optional<Instant> lastCensus(SourceId source) throws LedgerException {
        return ledger.lastCensus(source);
    }

    @Override
    public Map<PlaceId, String> places() throws LedgerException {
        return ledger.places();
    }

    @Override
    public Map<String, FolderDigest> folders(SourceId source) throws LedgerException {
        return ledger.folders(source);
    }

    @Override
    public List<ItemState> items(SourceId source, String folder) throws LedgerException {
        return ledger.items(source, folder);
    }

    @Override
    public void items(SourceId source, Consumer<? super ItemState> sink) throws LedgerException {
        ledger.items(source, sink);
    }

    @Override
    public Optional<ItemState> item(ItemKey key) throws LedgerException {
        return ledger.item(key);
    }

    @Override
    public Optional<AssetState> asset(AssetId asset) throws LedgerException {
        return ledger.asset(asset);
    }

    @Override
    public Optional<AssetState> assetOf(ItemKey key) throws LedgerException {
        return ledger.assetOf(key);
    }

    @Override
    public void assets(SourceId source, Consumer<? super AssetState> sink) throws LedgerException {
        ledger.assets(source, sink);
    }

    @Override
    public List<AssetState> find(String text, int limit) throws LedgerException {
        return ledger.find(text, limit);
    }

    @Override
    public List<AssetState> assetsWith(ContentId content, int limit) throws LedgerException {
        return ledger.assetsWith(content, limit);
    }

    @Override
    public Optional<ContentState> content(ContentId content) throws LedgerException {
        return ledger.content(content);
    }

    @Override
    public void contents(Consumer<? super ContentState> sink) throws LedgerException {
        ledger.contents(sink);
    }

    @Override
    public List<Entry> history(ItemKey key, int limit) throws LedgerException {
        return ledger.history(key, limit);
    }

    @Override
    public void events(long from, Consumer<? super Entry> sink) throws LedgerException {
        ledger.events(from, sink);
    }

    @Override
    public Optional<Snapshot> snapshot(String name) throws LedgerException {
        return ledger.snapshot(name);
    }

    @Override
    public void saveSnapshot(String name, Snapshot snapshot) throws LedgerException {
        ledger.saveSnapshot(name, snapshot);
    }

    @Override
    public void close() throws LedgerException {
        ledger.close();
    }
}
