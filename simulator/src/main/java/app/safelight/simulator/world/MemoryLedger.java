package app.safelight.simulator.world;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.Fold;
import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A ledger whose events and state are in memory: the meaning of [Ledger] in the fewest words. An append that
/// the power interrupts is kept as a whole or not at all, by chance.
///
/// It can be used again after it was closed, which is what opening it anew is: the state is then made from the
/// events again.
///
/// Threads: one.
public final class MemoryLedger implements Ledger, Powered {
    private final World world;
    private final SplittableRandom chance;
    private final List<Entry> entries = new ArrayList<>();
    private Fold fold = new Fold();
    private List<Entry> interrupted = List.of();

    /// Gone when the power goes, for nobody promised more.
    private final Map<String, Snapshot> snapshots = new HashMap<>();

    private @Nullable LedgerFault refusal;
    private @Nullable LedgerFault unreadable;
    private int failsAfterKeeping = -1;
    private int failsWithoutKeeping = -1;

    public MemoryLedger(World world) {
        this.world = world;
        this.chance = world.chance().split();
        world.plugIn(this);
    }

    /// Something goes wrong with it from now on.
    public void strike(LedgerTrouble trouble) {
        switch (trouble) {
            case LedgerTrouble.RefusesAppends(var fault) -> refusal = fault;
            case LedgerTrouble.CannotBeRead(var fault) -> unreadable = fault;
            case LedgerTrouble.FailsAfterKeeping(var appends) -> failsAfterKeeping = appends;
            case LedgerTrouble.FailsWithoutKeeping(var appends) -> failsWithoutKeeping = appends;
        }
    }

    /// Nothing goes wrong with it any more.
    public void recover() {
        refusal = null;
        unreadable = null;
        failsAfterKeeping = -1;
        failsWithoutKeeping = -1;
    }

    @Override
    public void powerLost() {
        snapshots.clear();
        processDied();
    }

    @Override
    public void processDied() {
        if (chance.nextBoolean()) {
            entries.addAll(interrupted);
        }
        interrupted = List.of();
        replay();
    }

    private void replay() {
        fold = new Fold();
        entries.forEach(entry -> fold.apply(entry.at(), entry.event()));
    }

    @Override
    public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
        if (refusal != null) {
            throw new LedgerException(refusal);
        }
        if (failsWithoutKeeping-- == 0) {
            throw new LedgerException(new LedgerFault.Unreachable("nothing was kept"));
        }
        List<Entry> added = new ArrayList<>();
        for (LedgerEvent event : events) {
            added.add(new Entry(entries.size() + added.size() + 1L, at, event));
        }
        interrupted = added;
        world.operation("append to the ledger");
        interrupted = List.of();
        entries.addAll(added);
        added.forEach(entry -> fold.apply(entry.at(), entry.event()));
        if (failsAfterKeeping-- == 0) {
            throw new LedgerException(new LedgerFault.Unreachable("all was kept"));
        }
    }

    private Fold state() throws LedgerException {
        world.look("ask the ledger");
        if (unreadable != null) {
            throw new LedgerException(unreadable);
        }
        return fold;
    }

    @Override
    public long size() throws LedgerException {
        state();
        return entries.size();
    }

    @Override
    public Map<SourceId, SourceLabel> sources() throws LedgerException {
        return state().sources();
    }

    @Override
    public Optional<Instant> lastCensus(SourceId source) throws LedgerException {
        return state().lastCensus(source);
    }

    @Override
    public Map<PlaceId, String> places() throws LedgerException {
        return state().places();
    }

    @Override
    public Map<String, FolderDigest> folders(SourceId source) throws LedgerException {
        return state().folders(source);
    }

    @Override
    public List<ItemState> items(SourceId source, String folder) throws LedgerException {
        return itemsOf(source).stream()
                .filter(item -> item.key().folder().equals(folder))
                .toList();
    }

    @Override
    public void items(SourceId source, Consumer<? super ItemState> sink) throws LedgerException {
        itemsOf(source).stream()
                .sorted(Comparator.<ItemState, String>comparing(
                                item -> item.key().folder())
                        .thenComparing(ItemState::key))
                .forEach(sink);
    }

    private List<ItemState> itemsOf(SourceId source) throws LedgerException {
        return state().items().stream()
                .filter(item -> item.key().source().equals(source))
                .toList();
    }

    @Override
    public Optional<ItemState> item(ItemKey key) throws LedgerException {
        return state().item(key);
    }

    @Override
    public Optional<AssetState> asset(AssetId asset) throws LedgerException {
        return state().asset(asset);
    }

    @Override
    public Optional<AssetState> assetOf(ItemKey key) throws LedgerException {
        return state().assetOf(key);
    }

    @Override
    public void assets(SourceId source, Consumer<? super AssetState> sink) throws LedgerException {
        state().assets().stream()
                .filter(asset -> asset.id().primary().source().equals(source))
                .forEach(sink);
    }

    @Override
    public List<AssetState> find(String text, int limit) throws LedgerException {
        String wanted = fold(text);
        return state().assets().stream()
                .filter(asset -> asset.parts().stream()
                        .anyMatch(part -> matches(part.item().key(), wanted)))
                .limit(limit)
                .toList();
    }

    private static boolean matches(ItemKey key, String wanted) {
        String path = fold(key.path());
        return path.equals(wanted) || path.endsWith("/" + wanted);
    }

    private static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    @Override
    public List<AssetState> assetsWith(ContentId content, int limit) throws LedgerException {
        return state().assets().stream()
                .filter(asset -> asset.parts().stream()
                        .anyMatch(part -> part.item().content().equals(Optional.of(content))))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<ContentState> content(ContentId content) throws LedgerException {
        return state().contents().stream()
                .filter(known -> known.content().equals(content))
                .findFirst();
    }

    @Override
    public void contents(Consumer<? super ContentState> sink) throws LedgerException {
        state().contents().forEach(sink);
    }

    @Override
    public List<Entry> history(ItemKey key, int limit) throws LedgerException {
        state();
        Set<ContentId> contents = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof LedgerEvent.ItemDigested(var item, var content) && item.equals(key)) {
                contents.add(content);
            }
        }
        return entries.stream()
                .filter(entry -> concerns(entry.event(), key, contents))
                .limit(limit)
                .toList();
    }

    /// Whether an event happened to an item, or to one of the contents it has had.
    private static boolean concerns(LedgerEvent event, ItemKey key, Set<ContentId> contents) {
        return switch (event) {
            case LedgerEvent.ItemSeen seen -> seen.key().equals(key);
            case LedgerEvent.ItemBlocked blocked -> blocked.key().equals(key);
            case LedgerEvent.ItemGone gone -> gone.key().equals(key);
            case LedgerEvent.ItemInspected inspected -> inspected.key().equals(key);
            case LedgerEvent.ItemDigested digested -> digested.key().equals(key);
            case LedgerEvent.ItemExcluded excluded -> excluded.key().equals(key);
            case LedgerEvent.ItemReclaimed reclaimed -> reclaimed.key().equals(key);
            case LedgerEvent.CopyRefused refused -> refused.key().equals(key);
            case LedgerEvent.AssetFormed formed ->
                formed.parts().stream().anyMatch(part -> part.key().equals(key));
            case LedgerEvent.CopyProven proven ->
                contents.contains(proven.receipt().content());
            case LedgerEvent.CopyLost lost -> contents.contains(lost.content());
            case LedgerEvent.SourceSeen _, LedgerEvent.PlaceSeen _, LedgerEvent.CensusFinished _ -> false;
        };
    }

    @Override
    public void events(long from, Consumer<? super Entry> sink) throws LedgerException {
        state();
        entries.stream().filter(entry -> entry.number() >= from).forEach(sink);
    }

    @Override
    public Optional<Snapshot> snapshot(String name) throws LedgerException {
        state();
        return Optional.ofNullable(snapshots.get(name));
    }

    @Override
    public void saveSnapshot(String name, Snapshot snapshot) {
        if (!Snapshot.isName(name)) {
            throw new IllegalArgumentException("not a name of a snapshot: " + name);
        }
        snapshots.put(name, snapshot);
    }

    @Override
    public void close() {
        replay();
    }
}
