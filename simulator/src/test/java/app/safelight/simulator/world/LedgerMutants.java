package app.safelight.simulator.world;

import app.safelight.core.contract.LedgerContract.Setting;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
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
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Wrong ledgers, each wrong in one way.
final class LedgerMutants {
    private LedgerMutants() {}

    static List<Mutant<Setting>> all() {
        return List.of(
                mutant("counts one too many", LedgerMutants::countsOneTooMany, "knows-nothing-at-first"),
                mutant(
                        "forgets what was inspected",
                        right -> appending(right, LedgerMutants::withoutFacts),
                        "answers-as-the-fold",
                        "keeps-every-kind-of-event"),
                mutant(
                        "forgets the last append when closed",
                        LedgerMutants::forgetsTheLast,
                        "remembers-after-reopening"),
                mutant("drops events it has seen", dropsRepeats(), "grows-with-every-event"),
                mutant("writes something for nothing", LedgerMutants::writesForNothing, "appends-nothing"),
                mutant("appends one by one", LedgerMutants::appendsOneByOne, "half-an-append-is-nothing"),
                mutant(
                        "keeps a thousand at a time",
                        right -> appending(right, events -> events.subList(0, Math.min(1_000, events.size()))),
                        "long-append"),
                mutant("never lets time go back", LedgerMutants::neverGoesBack, "clock-set-back"),
                mutant("keeps microseconds", LedgerMutants::keepsMicroseconds, "keeps-times-exactly"),
                mutant("composes names", right -> appending(right, LedgerMutants::composed), "keeps-paths-exactly"),
                mutant(
                        "keeps no detail of a fault",
                        right -> appending(right, LedgerMutants::withoutDetails),
                        "keeps-every-kind-of-event"),
                mutant("takes a folder for all below it", LedgerMutants::foldersWithAllBelow, "items-of-one-folder"),
                mutant("tells items by path", LedgerMutants::itemsByPath, "items-folder-by-folder"),
                mutant("keeps the content of what was seen anew", keepsFirstSight(), "seen-anew-forgets-content"),
                mutant(
                        "lifts a rule when an item changes",
                        right -> appending(right, LedgerMutants::liftingRules),
                        "exclusion-outlives-change"),
                mutant(
                        "takes the newest receipt for the best",
                        right -> appending(right, LedgerMutants::newestReceiptWins),
                        "weaker-receipt-changes-nothing"),
                mutant(
                        "ignores losses",
                        right -> appending(
                                right,
                                events -> events.stream()
                                        .filter(event -> !(event instanceof LedgerEvent.CopyLost))
                                        .toList()),
                        "loss-undoes-a-receipt"),
                mutant("forms an asset once", formsOnce(), "item-moves-to-another-asset"),
                mutant("tells parts by name", LedgerMutants::partsByName, "main-part-comes-first"),
                mutant("tells copies in reverse", LedgerMutants::copiesReversed, "asset-sees-copies-of-its-parts"),
                mutant("finds only in the same case", LedgerMutants::findsExactly, "finds-by-name-and-path"),
                mutant("finds any end of a path", LedgerMutants::findsAnyEnd, "finds-by-name-and-path"),
                mutant("knows no limit", LedgerMutants::knowsNoLimit, "finds-no-more-than-asked"),
                mutant("has every content everywhere", LedgerMutants::everyContent, "assets-with-a-content"),
                mutant("tells contents in reverse", LedgerMutants::contentsReversed, "contents-in-order"),
                mutant("leaves copies out of the history", LedgerMutants::historyWithoutCopies, "history-of-an-item"),
                mutant("tells events after a number", LedgerMutants::eventsAfter, "events-by-number"),
                mutant("mixes sources", LedgerMutants::mixesSources, "sources-apart"),
                mutant("cannot be asked while it tells", LedgerMutants::busyWhileTelling, "asks-while-telling"),
                mutant("keeps the first snapshot", keepsFirstSnapshot(), "snapshots-are-the-last-or-none"));
    }

    private static Mutant<Setting> mutant(String name, Function<MemoryLedger, Ledger> variant, String... caughtBy) {
        return Mutant.of(name, () -> new MemoryLedgerSetting(variant), caughtBy);
    }

    /// What a wrong variant makes of the events of one append.
    @FunctionalInterface
    private interface Rewrites {
        List<? extends LedgerEvent> rewrite(List<? extends LedgerEvent> events);
    }

    private static Ledger appending(MemoryLedger right, Rewrites how) {
        return new ForwardingLedger(right) {
            @Override
            public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
                ledger.append(at, how.rewrite(events));
            }
        };
    }

    private static Ledger countsOneTooMany(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public long size() throws LedgerException {
                return ledger.size() + 1;
            }
        };
    }

    private static List<? extends LedgerEvent> withoutFacts(List<? extends LedgerEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof LedgerEvent.ItemInspected))
                .toList();
    }

    private static Ledger forgetsTheLast(MemoryLedger right) {
        List<LedgerEvent> last = new ArrayList<>();
        return new ForwardingLedger(right) {
            @Override
            public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
                ledger.append(at, last);
                last.clear();
                last.addAll(events);
            }
        };
    }

    private static Function<MemoryLedger, Ledger> dropsRepeats() {
        Set<LedgerEvent> known = new HashSet<>();
        return right ->
                appending(right, events -> events.stream().filter(known::add).toList());
    }

    private static Ledger writesForNothing(MemoryLedger right) {
        return appending(
                right,
                events -> events.isEmpty() ? List.of(new LedgerEvent.PlaceSeen(new PlaceId("none"), "none")) : events);
    }

    private static Ledger appendsOneByOne(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
                for (LedgerEvent event : events) {
                    ledger.append(at, List.of(event));
                }
            }
        };
    }

    private static Ledger neverGoesBack(MemoryLedger right) {
        return new ForwardingLedger(right) {
            private Instant latest = Instant.MIN;

            @Override
            public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
                latest = at.isAfter(latest) ? at : latest;
                ledger.append(latest, events);
            }
        };
    }

    private static Ledger keepsMicroseconds(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException {
                ledger.append(at.truncatedTo(ChronoUnit.MICROS), events);
            }
        };
    }

    private static List<? extends LedgerEvent> composed(List<? extends LedgerEvent> events) {
        return events.stream()
                .map(event -> event instanceof LedgerEvent.ItemSeen(var key, var sizeBytes, var modifiedAt)
                        ? new LedgerEvent.ItemSeen(
                                new ItemKey(key.source(), Normalizer.normalize(key.path(), Normalizer.Form.NFC)),
                                sizeBytes,
                                modifiedAt)
                        : event)
                .toList();
    }

    private static List<? extends LedgerEvent> withoutDetails(List<? extends LedgerEvent> events) {
        return events.stream()
                .map(event -> event instanceof LedgerEvent.ItemBlocked(var key, SourceFault.ReadFailed _)
                        ? new LedgerEvent.ItemBlocked(key, new SourceFault.ReadFailed(""))
                        : event)
                .toList();
    }

    private static Ledger foldersWithAllBelow(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<ItemState> items(SourceId source, String folder) throws LedgerException {
                List<ItemState> items = new ArrayList<>();
                ledger.items(source, items::add);
                return items.stream()
                        .filter(item -> item.key().path().startsWith(folder))
                        .toList();
            }
        };
    }

    private static Ledger itemsByPath(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public void items(SourceId source, Consumer<? super ItemState> sink) throws LedgerException {
                List<ItemState> items = new ArrayList<>();
                ledger.items(source, items::add);
                items.sort(Comparator.comparing(ItemState::key));
                items.forEach(sink);
            }
        };
    }

    private static Function<MemoryLedger, Ledger> keepsFirstSight() {
        Set<ItemKey> seen = new HashSet<>();
        return right -> appending(
                right,
                events -> events.stream()
                        .filter(event ->
                                !(event instanceof LedgerEvent.ItemSeen(var key, var _, var _)) || seen.add(key))
                        .toList());
    }

    private static List<? extends LedgerEvent> liftingRules(List<? extends LedgerEvent> events) {
        List<LedgerEvent> more = new ArrayList<>();
        for (LedgerEvent event : events) {
            more.add(event);
            if (event instanceof LedgerEvent.ItemSeen(var key, var _, var _)) {
                more.add(new LedgerEvent.ItemExcluded(key, ""));
            }
        }
        return more;
    }

    private static List<? extends LedgerEvent> newestReceiptWins(List<? extends LedgerEvent> events) {
        List<LedgerEvent> more = new ArrayList<>();
        for (LedgerEvent event : events) {
            if (event instanceof LedgerEvent.CopyProven(var receipt)) {
                more.add(new LedgerEvent.CopyLost(receipt.place(), receipt.content(), new PlaceFault.Missing()));
            }
            more.add(event);
        }
        return more;
    }

    private static Function<MemoryLedger, Ledger> formsOnce() {
        Set<ItemKey> formed = new HashSet<>();
        return right -> appending(
                right,
                events -> events.stream()
                        .filter(event -> !(event instanceof LedgerEvent.AssetFormed asset)
                                || asset.parts().stream().allMatch(part -> formed.add(part.key())))
                        .toList());
    }

    /// Answers with what a wrong variant makes of each asset.
    private static Ledger assetsAs(MemoryLedger right, Function<AssetState, AssetState> how) {
        return new ForwardingLedger(right) {
            @Override
            public Optional<AssetState> asset(AssetId asset) throws LedgerException {
                return ledger.asset(asset).map(how);
            }

            @Override
            public Optional<AssetState> assetOf(ItemKey key) throws LedgerException {
                return ledger.assetOf(key).map(how);
            }
        };
    }

    private static Ledger partsByName(MemoryLedger right) {
        return assetsAs(
                right,
                asset -> new AssetState(
                        asset.id(),
                        asset.kind(),
                        asset.parts().stream()
                                .sorted(Comparator.comparing(part -> part.item().key()))
                                .toList()));
    }

    private static Ledger copiesReversed(MemoryLedger right) {
        return assetsAs(
                right,
                asset -> new AssetState(
                        asset.id(),
                        asset.kind(),
                        asset.parts().stream()
                                .map(part -> new AssetState.Part(
                                        part.item(), part.role(), part.copies().reversed()))
                                .toList()));
    }

    private static Ledger findsExactly(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<AssetState> find(String text, int limit) throws LedgerException {
                return ledger.find(text, limit).stream()
                        .filter(asset -> asset.parts().stream()
                                .anyMatch(part -> part.item().key().path().endsWith(text)))
                        .toList();
            }
        };
    }

    private static Ledger findsAnyEnd(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<AssetState> find(String text, int limit) throws LedgerException {
                List<AssetState> all = new ArrayList<>();
                for (SourceId source : List.of(new SourceId("safelight-contract"))) {
                    ledger.assets(source, all::add);
                }
                String wanted = text.toLowerCase(Locale.ROOT);
                return all.stream()
                        .filter(asset -> asset.parts().stream()
                                .anyMatch(part -> part.item()
                                        .key()
                                        .path()
                                        .toLowerCase(Locale.ROOT)
                                        .endsWith(wanted)))
                        .toList();
            }
        };
    }

    private static Ledger knowsNoLimit(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<AssetState> find(String text, int limit) throws LedgerException {
                return ledger.find(text, Integer.MAX_VALUE);
            }
        };
    }

    private static Ledger everyContent(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<AssetState> assetsWith(ContentId content, int limit) throws LedgerException {
                List<AssetState> all = new ArrayList<>();
                ledger.assets(new SourceId("safelight-contract"), all::add);
                return all;
            }
        };
    }

    private static Ledger contentsReversed(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public void contents(Consumer<? super ContentState> sink) throws LedgerException {
                List<ContentState> contents = new ArrayList<>();
                ledger.contents(contents::add);
                contents.reversed().forEach(sink);
            }
        };
    }

    private static Ledger historyWithoutCopies(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<Entry> history(ItemKey key, int limit) throws LedgerException {
                return ledger.history(key, limit).stream()
                        .filter(entry -> !(entry.event() instanceof LedgerEvent.CopyProven))
                        .toList();
            }
        };
    }

    private static Ledger eventsAfter(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public void events(long from, Consumer<? super Entry> sink) throws LedgerException {
                ledger.events(from == 1 ? 1 : from + 1, sink);
            }
        };
    }

    private static Ledger mixesSources(MemoryLedger right) {
        return new ForwardingLedger(right) {
            @Override
            public List<ItemState> items(SourceId source, String folder) throws LedgerException {
                List<ItemState> all = new ArrayList<>();
                for (String other : List.of("safelight-contract", "another-source")) {
                    all.addAll(ledger.items(new SourceId(other), folder));
                }
                return all;
            }

            @Override
            public Map<String, FolderDigest> folders(SourceId source) throws LedgerException {
                return ledger.folders(new SourceId("safelight-contract"));
            }
        };
    }

    private static Function<MemoryLedger, Ledger> keepsFirstSnapshot() {
        Map<String, Snapshot> first = new HashMap<>();
        return right -> new ForwardingLedger(right) {
            @Override
            public Optional<Snapshot> snapshot(String name) {
                return Optional.ofNullable(first.get(name));
            }

            @Override
            public void saveSnapshot(String name, Snapshot snapshot) {
                first.putIfAbsent(name, snapshot);
            }
        };
    }

    private static Ledger busyWhileTelling(MemoryLedger right) {
        return new ForwardingLedger(right) {
            private @Nullable String telling;

            @Override
            public void assets(SourceId source, Consumer<? super AssetState> sink) throws LedgerException {
                telling = "assets of " + source;
                ledger.assets(source, sink);
                telling = null;
            }

            @Override
            public Optional<AssetState> asset(AssetId asset) throws LedgerException {
                if (telling != null) {
                    throw new LedgerException(new LedgerFault.Busy(telling));
                }
                return ledger.asset(asset);
            }
        };
    }
}
