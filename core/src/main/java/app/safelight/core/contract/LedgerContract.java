package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;
import static app.safelight.core.contract.LedgerTrial.NOW;
import static app.safelight.core.contract.LedgerTrial.PLACE;
import static app.safelight.core.contract.LedgerTrial.SOURCE;
import static app.safelight.core.contract.LedgerTrial.content;
import static app.safelight.core.contract.LedgerTrial.key;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.Snapshot;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What every [Ledger] must do: answer what [app.safelight.core.ledger.Fold] makes of the same events, and keep
/// appends whole.
///
/// Not checked here, because it takes a power cut: that an append is durable on return.
public final class LedgerContract {
    /// Events of one long append; more than any first buffer or page.
    private static final int MANY = 3_000;

    /// Random stories that every answer is compared over; each takes well under a second.
    private static final int STORIES = 5;

    private static final int STORY_EVENTS = 150;

    /// What the suite needs of whoever runs it.
    public interface Setting {
        /// Makes a new ledger without events; what an earlier check made is gone.
        Ledger create() throws Exception;

        /// Opens the ledger made last, which was closed.
        Ledger reopen() throws Exception;

        /// Removes what was made.
        void cleanUp() throws Exception;
    }

    private LedgerContract() {}

    public static List<ContractCheck<Setting>> checks() {
        return List.of(
                check("knows-nothing-at-first", LedgerContract::knowsNothingAtFirst),
                check("answers-as-the-fold", LedgerContract::answersAsTheFold),
                check("remembers-after-reopening", LedgerContract::remembersAfterReopening),
                check("grows-with-every-event", LedgerContract::growsWithEveryEvent),
                check("appends-nothing", LedgerContract::appendsNothing),
                check("half-an-append-is-nothing", LedgerContract::halfAnAppendIsNothing),
                check("long-append", LedgerContract::longAppend),
                check("clock-set-back", LedgerContract::clockSetBack),
                check("keeps-times-exactly", LedgerContract::keepsTimesExactly),
                check("keeps-paths-exactly", LedgerContract::keepsPathsExactly),
                check("keeps-every-kind-of-event", LedgerContract::keepsEveryKindOfEvent),
                check("items-of-one-folder", LedgerContract::itemsOfOneFolder),
                check("items-folder-by-folder", LedgerContract::itemsFolderByFolder),
                check("seen-anew-forgets-content", LedgerContract::seenAnewForgetsContent),
                check("exclusion-outlives-change", LedgerContract::exclusionOutlivesChange),
                check("weaker-receipt-changes-nothing", LedgerContract::weakerReceiptChangesNothing),
                check("loss-undoes-a-receipt", LedgerContract::lossUndoesAReceipt),
                check("item-moves-to-another-asset", LedgerContract::itemMovesToAnotherAsset),
                check("main-part-comes-first", LedgerContract::mainPartComesFirst),
                check("asset-sees-copies-of-its-parts", LedgerContract::assetSeesCopiesOfItsParts),
                check("finds-by-name-and-path", LedgerContract::findsByNameAndPath),
                check("finds-no-more-than-asked", LedgerContract::findsNoMoreThanAsked),
                check("assets-with-a-content", LedgerContract::assetsWithAContent),
                check("contents-in-order", LedgerContract::contentsInOrder),
                check("history-of-an-item", LedgerContract::historyOfAnItem),
                check("events-by-number", LedgerContract::eventsByNumber),
                check("sources-apart", LedgerContract::sourcesApart),
                check("asks-while-telling", LedgerContract::asksWhileTelling),
                check("snapshots-are-the-last-or-none", LedgerContract::snapshotsAreTheLastOrNone));
    }

    /// Runs all checks.
    public static List<ContractResult> run(Setting setting) {
        return ContractCheck.runAll(checks(), setting);
    }

    private static ContractCheck<Setting> check(String name, LedgerTrial.Steps steps) {
        return new ContractCheck<>(name, setting -> LedgerTrial.run(setting, steps));
    }

    private static LedgerEvent.ItemSeen seen(String path) {
        return new LedgerEvent.ItemSeen(key(path), path.length(), NOW);
    }

    private static LedgerEvent.AssetFormed alone(String path) {
        return asset(path, AssetKind.PHOTO, List.of(new LedgerEvent.Part(key(path), Role.ORIGINAL)));
    }

    private static LedgerEvent.AssetFormed asset(String primary, AssetKind kind, List<LedgerEvent.Part> parts) {
        return new LedgerEvent.AssetFormed(new AssetId(key(primary)), kind, parts);
    }

    private static LedgerEvent.CopyProven proven(ContentId content, Evidence evidence, Instant readAt) {
        return new LedgerEvent.CopyProven(new Receipt(PLACE, content, evidence, readAt));
    }

    private static void knowsNothingAtFirst(LedgerTrial trial) throws Exception {
        Ledger ledger = trial.ledger();
        requireEqual(0L, ledger.size(), "the size of a new ledger");
        requireEqual(Optional.empty(), ledger.lastCensus(SOURCE), "the last census of an unknown source");
        requireEqual(List.of(), ledger.items(SOURCE, ""), "the items of an unknown source");
        requireEqual(Optional.empty(), ledger.item(key("a")), "an unknown item");
        requireEqual(Optional.empty(), ledger.asset(new AssetId(key("a"))), "an unknown asset");
        requireEqual(Optional.empty(), ledger.assetOf(key("a")), "the asset of an unknown item");
        requireEqual(Optional.empty(), ledger.content(content(1)), "an unknown content");
        requireEqual(List.of(), ledger.find("a", 10), "what is found in a new ledger");
        requireEqual(List.of(), ledger.assetsWith(content(1), 10), "the assets of an unknown content");
        requireEqual(List.of(), ledger.history(key("a"), 10), "the history of an unknown item");
        trial.requireAsFold();
    }

    private static void answersAsTheFold(LedgerTrial trial) throws Exception {
        for (int story = 0; story < STORIES; story++) {
            LedgerStory events = new LedgerStory(story);
            for (int i = 0; i < STORY_EVENTS; i++) {
                trial.append(events.at(), events.next());
            }
            trial.requireAsFold();
            trial.reopen();
            trial.requireAsFold();
        }
    }

    private static void remembersAfterReopening(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(new LedgerEvent.SourceSeen(SOURCE, new SourceLabel("folder", "/a")), seen("a")));
        trial.reopen();
        trial.requireAsFold();
        trial.append(NOW, List.of(seen("b")));
        trial.reopen();
        trial.requireAsFold();
        requireEqual(3L, trial.ledger().size(), "the size");
    }

    private static void growsWithEveryEvent(LedgerTrial trial) throws Exception {
        for (int i = 1; i <= 5; i++) {
            trial.append(NOW, List.of(seen("a")));
            requireEqual((long) i, trial.ledger().size(), "the size after the same event again");
        }
    }

    private static void appendsNothing(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of());
        requireEqual(0L, trial.ledger().size(), "the size after appending nothing");
    }

    /// Events that end in a bug of the caller's.
    private static final class BrokenEvents extends AbstractList<LedgerEvent> {
        @Override
        public LedgerEvent get(int index) {
            if (index >= 3) {
                throw new IllegalStateException("a caller's own bug");
            }
            return seen("half" + index);
        }

        @Override
        public int size() {
            return 5;
        }
    }

    private static void halfAnAppendIsNothing(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("whole")));
        try {
            trial.ledger().append(NOW, new BrokenEvents());
            throw new ContractViolation("an append whose events cannot be told succeeded");
        } catch (IllegalStateException expected) {
            requireEqual("a caller's own bug", String.valueOf(expected.getMessage()), "the failure");
        }
        trial.requireAsFold();
        trial.reopen();
        trial.requireAsFold();
        trial.append(NOW, List.of(seen("after")));
        trial.requireAsFold();
    }

    private static void longAppend(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            events.add(seen("folder" + i % 7 + "/IMG_" + i + ".JPG"));
        }
        trial.append(NOW, events);
        requireEqual((long) MANY, trial.ledger().size(), "the size after a long append");
        requireEqual(trial.fold().folders(SOURCE), trial.ledger().folders(SOURCE), "the folders");
        requireEqual(trial.entries(), trial.eventsFrom(1), "the events");
    }

    private static void clockSetBack(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(new LedgerEvent.CensusFinished(SOURCE, 1, 0, 1)));
        trial.append(NOW.minus(Duration.ofDays(400)), List.of(new LedgerEvent.CensusFinished(SOURCE, 1, 0, 1)));
        requireEqual(
                Optional.of(NOW.minus(Duration.ofDays(400))),
                trial.ledger().lastCensus(SOURCE),
                "the census recorded last");
        trial.requireAsFold();
    }

    private static void keepsTimesExactly(LedgerTrial trial) throws Exception {
        for (String text : List.of(
                "2024-02-29T23:59:59.123456789Z",
                "1969-12-31T23:59:59.999999999Z",
                "0001-01-01T00:00:00Z",
                "1826-06-04T05:06:07.000000001Z",
                "9999-12-31T23:59:59.999999999Z")) {
            Instant time = Instant.parse(text);
            trial.append(
                    time,
                    List.of(
                            new LedgerEvent.ItemSeen(key(text), 1, time),
                            proven(content(text.hashCode()), Evidence.READ_BACK, time)));
        }
        trial.requireAsFold();
        trial.reopen();
        trial.requireAsFold();
    }

    private static void keepsPathsExactly(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (String path : LedgerStory.ODD_PATHS) {
            events.add(seen(path));
            events.add(alone(path));
        }
        trial.append(NOW, events);
        trial.reopen();
        trial.requireAsFold();
        for (String path : LedgerStory.ODD_PATHS) {
            requireEqual(
                    Optional.of(key(path)), trial.ledger().item(key(path)).map(ItemState::key), "the item of a path");
        }
    }

    private static void keepsEveryKindOfEvent(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>(List.of(seen("a"), alone("a")));
        for (SourceFault fault : LedgerStory.sourceFaults()) {
            events.add(new LedgerEvent.ItemBlocked(key("a"), fault));
        }
        for (PlaceFault fault : LedgerStory.placeFaults()) {
            events.add(new LedgerEvent.CopyRefused(key("a"), PLACE, fault));
            events.add(new LedgerEvent.CopyLost(PLACE, content(1), fault));
        }
        events.addAll(LedgerStory.oneOfEach());
        for (LedgerEvent event : events) {
            trial.append(NOW, List.of(event));
            requireEqual(
                    event, trial.eventsFrom(trial.ledger().size()).getFirst().event(), "the event");
            trial.requireAsFold();
        }
        trial.reopen();
        trial.requireAsFold();
    }

    private static void itemsOfOneFolder(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("top"), seen("a/1"), seen("a/b/2"), seen("ab/3"), seen("a/4"), seen("a/gone")));
        trial.append(NOW, List.of(new LedgerEvent.ItemGone(key("a/gone"))));
        requireEqual(
                Set.of(key("a/1"), key("a/4"), key("a/gone")),
                keys(trial.ledger().items(SOURCE, "a")),
                "folder a");
        requireEqual(Set.of(key("top")), keys(trial.ledger().items(SOURCE, "")), "the root");
        requireEqual(Set.of(key("a/b/2")), keys(trial.ledger().items(SOURCE, "a/b")), "folder a/b");
        requireEqual(Set.of(), keys(trial.ledger().items(SOURCE, "none")), "no folder");
        trial.requireAsFold();
    }

    private static Set<ItemKey> keys(List<ItemState> items) {
        Set<ItemKey> keys = new HashSet<>();
        for (ItemState item : items) {
            require(keys.add(item.key()), item.key() + " is told twice");
        }
        return keys;
    }

    private static void itemsFolderByFolder(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (String name : List.of("9", "a", "z", "B")) {
            for (String folder : List.of("", "a/", "a/b/", "a b/", "a.b/", "c/", "A/")) {
                events.add(seen(folder + name + "x"));
            }
        }
        trial.append(NOW, events);
        Set<String> finished = new HashSet<>();
        List<String> current = new ArrayList<>(List.of("none yet"));
        trial.ledger().items(SOURCE, item -> {
            String folder = item.key().folder();
            if (!folder.equals(current.getFirst())) {
                require(finished.add(folder), "the items of folder '" + folder + "' do not come together");
                current.set(0, folder);
            }
        });
        requireEqual(7, finished.size(), "the number of folders");
        trial.requireAsFold();
    }

    private static void seenAnewForgetsContent(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a"), alone("a"), new LedgerEvent.ItemDigested(key("a"), content(1))));
        trial.append(NOW, List.of(new LedgerEvent.CopyRefused(key("a"), PLACE, new PlaceFault.TooLarge(5)), seen("a")));
        ItemState item = trial.item("a");
        requireEqual(Optional.empty(), item.content(), "the content of an item that was seen anew");
        require(item.refusals().isEmpty(), "a refusal outlives that the item was seen anew");
        trial.requireAsFold();
    }

    private static void exclusionOutlivesChange(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a"), new LedgerEvent.ItemExcluded(key("a"), "only videos"), seen("a")));
        requireEqual("only videos", trial.item("a").exclusion(), "the rule that leaves an item out");
        trial.append(NOW, List.of(new LedgerEvent.ItemExcluded(key("a"), "")));
        requireEqual("", trial.item("a").exclusion(), "the rule after it was lifted");
        trial.requireAsFold();
    }

    private static void weakerReceiptChangesNothing(LedgerTrial trial) throws Exception {
        Instant later = NOW.plusSeconds(60);
        trial.append(NOW, List.of(proven(content(1), Evidence.READ_BACK_FROM_MEDIUM, NOW)));
        trial.append(later, List.of(proven(content(1), Evidence.WRITE_ACKNOWLEDGED, later)));
        requireEqual(
                List.of(new CopyState.Held(PLACE, Evidence.READ_BACK_FROM_MEDIUM, NOW)),
                trial.copies(content(1)),
                "the copies after a weaker receipt");
        trial.append(later, List.of(proven(content(1), Evidence.READ_BACK_FROM_MEDIUM, later)));
        requireEqual(
                List.of(new CopyState.Held(PLACE, Evidence.READ_BACK_FROM_MEDIUM, later)),
                trial.copies(content(1)),
                "the copies after an equal receipt");
        trial.requireAsFold();
    }

    private static void lossUndoesAReceipt(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(proven(content(1), Evidence.READ_BACK_FROM_MEDIUM, NOW)));
        trial.append(NOW, List.of(new LedgerEvent.CopyLost(PLACE, content(1), new PlaceFault.Missing())));
        requireEqual(
                List.of(new CopyState.Lost(PLACE, new PlaceFault.Missing(), NOW)),
                trial.copies(content(1)),
                "the copies after a loss");
        trial.append(NOW, List.of(proven(content(1), Evidence.WRITE_ACKNOWLEDGED, NOW)));
        requireEqual(
                List.of(new CopyState.Held(PLACE, Evidence.WRITE_ACKNOWLEDGED, NOW)),
                trial.copies(content(1)),
                "the copies after it came back");
        trial.requireAsFold();
    }

    private static List<LedgerEvent.Part> livePhoto(String still, String movie) {
        return List.of(
                new LedgerEvent.Part(key(movie), Role.LIVE_MOVIE), new LedgerEvent.Part(key(still), Role.ORIGINAL));
    }

    private static void itemMovesToAnotherAsset(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a.heic"), seen("a.mov"), alone("a.heic"), alone("a.mov")));
        trial.append(NOW, List.of(asset("a.heic", AssetKind.LIVE_PHOTO, livePhoto("a.heic", "a.mov"))));
        requireEqual(Optional.empty(), trial.ledger().asset(new AssetId(key("a.mov"))), "an asset without items");
        requireEqual(
                Optional.of(new AssetId(key("a.heic"))),
                trial.ledger().assetOf(key("a.mov")).map(AssetState::id),
                "the asset of an item that moved");
        trial.requireAsFold();
        trial.append(NOW, List.of(alone("a.mov")));
        trial.requireAsFold();
    }

    private static void mainPartComesFirst(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("z.heic"), seen("a.mov")));
        trial.append(NOW, List.of(asset("z.heic", AssetKind.LIVE_PHOTO, livePhoto("z.heic", "a.mov"))));
        AssetState asset = trial.ledger()
                .asset(new AssetId(key("z.heic")))
                .orElseThrow(() -> new ContractViolation("an asset was forgotten"));
        requireEqual(key("z.heic"), asset.parts().getFirst().item().key(), "the first part");
        requireEqual(Role.ORIGINAL, asset.parts().getFirst().role(), "the first part's role");
        requireEqual(2, asset.parts().size(), "the number of parts");
    }

    private static void assetSeesCopiesOfItsParts(LedgerTrial trial) throws Exception {
        PlaceId other = new PlaceId("a-second-place");
        trial.append(NOW, List.of(seen("a"), alone("a"), proven(content(1), Evidence.READ_BACK, NOW)));
        trial.append(
                NOW,
                List.of(
                        new LedgerEvent.ItemDigested(key("a"), content(1)),
                        new LedgerEvent.CopyLost(other, content(1), new PlaceFault.Corrupt("other bytes"))));
        List<CopyState> copies = trial.ledger()
                .assetOf(key("a"))
                .orElseThrow(() -> new ContractViolation("an asset was forgotten"))
                .parts()
                .getFirst()
                .copies();
        requireEqual(
                List.of(
                        new CopyState.Lost(other, new PlaceFault.Corrupt("other bytes"), NOW),
                        new CopyState.Held(PLACE, Evidence.READ_BACK, NOW)),
                copies,
                "the copies, by place,");
        trial.requireAsFold();
    }

    private static Set<AssetId> found(Ledger ledger, String text) throws LedgerException {
        Set<AssetId> found = new HashSet<>();
        for (AssetState asset : ledger.find(text, 100)) {
            require(found.add(asset.id()), asset.id() + " is found twice");
        }
        return found;
    }

    private static void findsByNameAndPath(LedgerTrial trial) throws Exception {
        AssetId first = new AssetId(key("2024/trip/IMG_1.JPG"));
        AssetId second = new AssetId(key("2023/trip/img_1.jpg"));
        AssetId third = new AssetId(key("100%_\u00C4pfel.jpg"));
        trial.append(
                NOW,
                List.of(
                        seen("2024/trip/IMG_1.JPG"),
                        seen("2024/trip/IMG_1.XMP"),
                        seen("2023/trip/img_1.jpg"),
                        seen("100%_\u00C4pfel.jpg"),
                        alone("2023/trip/img_1.jpg"),
                        alone("100%_\u00C4pfel.jpg"),
                        asset(
                                "2024/trip/IMG_1.JPG",
                                AssetKind.PHOTO,
                                List.of(
                                        new LedgerEvent.Part(key("2024/trip/IMG_1.JPG"), Role.ORIGINAL),
                                        new LedgerEvent.Part(key("2024/trip/IMG_1.XMP"), Role.SIDECAR)))));
        Ledger ledger = trial.ledger();
        requireEqual(Set.of(first, second), found(ledger, "IMG_1.JPG"), "what has a file name");
        requireEqual(Set.of(first, second), found(ledger, "Img_1.jpg"), "what has a file name, ignoring case");
        requireEqual(Set.of(first, second), found(ledger, "trip/IMG_1.JPG"), "what has the end of a path");
        requireEqual(Set.of(first), found(ledger, "2024/TRIP/img_1.jpg"), "what has a path");
        requireEqual(Set.of(first), found(ledger, "img_1.xmp"), "what has a part of that name");
        requireEqual(Set.of(third), found(ledger, "100%_\u00E4PFEL.JPG"), "what has a name in other than Latin case");
        for (String none : List.of("IMG_1", "trip", "IMG%.JPG", "IMGx1.JPG", "", "%", "nothing like it")) {
            requireEqual(Set.of(), found(ledger, none), "what is found for '" + none + "'");
        }
    }

    private static void findsNoMoreThanAsked(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(seen(i + "/same.jpg"));
            events.add(alone(i + "/same.jpg"));
            events.add(new LedgerEvent.ItemDigested(key(i + "/same.jpg"), content(1)));
        }
        trial.append(NOW, events);
        requireEqual(20, trial.ledger().find("same.jpg", 100).size(), "how many are found");
        requireEqual(7, trial.ledger().find("same.jpg", 7).size(), "how many of 20 are found if 7 are asked for");
        requireEqual(7, trial.ledger().assetsWith(content(1), 7).size(), "how many of 20 have a content");
        requireEqual(1, trial.ledger().history(key("3/same.jpg"), 1).size(), "how much history is told");
    }

    private static void assetsWithAContent(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a"), seen("b"), seen("c"), alone("a"), alone("b"), alone("c")));
        trial.append(
                NOW,
                List.of(
                        new LedgerEvent.ItemDigested(key("a"), content(1)),
                        new LedgerEvent.ItemDigested(key("b"), content(2)),
                        new LedgerEvent.ItemDigested(key("c"), content(1))));
        Set<AssetId> both = new HashSet<>();
        trial.ledger().assetsWith(content(1), 10).forEach(asset -> both.add(asset.id()));
        requireEqual(Set.of(new AssetId(key("a")), new AssetId(key("c"))), both, "the assets with a content");
        requireEqual(List.of(), trial.ledger().assetsWith(content(3), 10), "the assets with an unknown content");
    }

    private static void contentsInOrder(LedgerTrial trial) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(proven(content(i * 31), Evidence.READ_BACK, NOW));
        }
        trial.append(NOW, events);
        List<ContentId> told = new ArrayList<>();
        trial.ledger().contents(state -> told.add(state.content()));
        requireEqual(told.stream().sorted().toList(), told, "the contents, in order,");
        requireEqual(200, told.size(), "the number of contents");
        trial.requireAsFold();
    }

    private static void historyOfAnItem(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a"), seen("b"), alone("a"), alone("b")));
        trial.append(
                NOW,
                List.of(
                        proven(content(1), Evidence.READ_BACK, NOW),
                        new LedgerEvent.ItemDigested(key("a"), content(1)),
                        new LedgerEvent.ItemDigested(key("b"), content(2)),
                        proven(content(2), Evidence.READ_BACK, NOW)));
        trial.append(NOW, List.of(new LedgerEvent.CopyLost(PLACE, content(1), new PlaceFault.Missing())));
        trial.append(NOW, List.of(new LedgerEvent.ItemGone(key("a"))));
        List<Long> numbers = trial.ledger().history(key("a"), 100).stream()
                .map(Ledger.Entry::number)
                .toList();
        requireEqual(List.of(1L, 3L, 5L, 6L, 9L, 10L), numbers, "the numbers of an item's events");
        for (Ledger.Entry entry : trial.ledger().history(key("a"), 100)) {
            requireEqual(trial.entries().get((int) entry.number() - 1), entry, "an entry of the history");
        }
    }

    private static void eventsByNumber(LedgerTrial trial) throws Exception {
        for (int i = 0; i < 10; i++) {
            trial.append(NOW.plusSeconds(i), List.of(seen("a" + i), seen("b" + i)));
        }
        requireEqual(trial.entries(), trial.eventsFrom(1), "all events");
        requireEqual(trial.entries().subList(6, 20), trial.eventsFrom(7), "the events from the seventh on");
        requireEqual(List.of(), trial.eventsFrom(21), "the events behind the last");
    }

    private static void sourcesApart(LedgerTrial trial) throws Exception {
        SourceId other = new SourceId("another-source");
        ItemKey twin = new ItemKey(other, "a/1");
        trial.append(NOW, List.of(seen("a/1"), alone("a/1"), new LedgerEvent.ItemSeen(twin, 99, NOW)));
        trial.append(
                NOW,
                List.of(
                        new LedgerEvent.AssetFormed(
                                new AssetId(twin), AssetKind.VIDEO, List.of(new LedgerEvent.Part(twin, Role.ORIGINAL))),
                        new LedgerEvent.CensusFinished(other, 1, 0, 99)));
        requireEqual(Set.of(key("a/1")), keys(trial.ledger().items(SOURCE, "a")), "one source's items");
        requireEqual(Set.of(twin), keys(trial.ledger().items(other, "a")), "the other's items");
        requireEqual(Optional.empty(), trial.ledger().lastCensus(SOURCE), "the census of the source that had none");
        trial.requireAsFold();
    }

    private static void snapshotsAreTheLastOrNone(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a")));
        Ledger ledger = trial.ledger();
        requireEqual(Optional.empty(), ledger.snapshot("never"), "a snapshot that was never saved");
        List<Snapshot> saved = List.of(
                new Snapshot(1, NOW.plusSeconds(60), "first, \u00E9\n'\""),
                new Snapshot(1, NOW.plusSeconds(90), ""),
                new Snapshot(7, NOW, "x".repeat(100_000)));
        for (Snapshot snapshot : saved) {
            ledger.saveSnapshot("Status.of-all_1", snapshot);
            requireLastOrNone(snapshot, ledger.snapshot("Status.of-all_1"));
            requireEqual(1L, ledger.size(), "the size after a snapshot was saved");
        }
        requireEqual(Optional.empty(), ledger.snapshot("another"), "a snapshot of another name");
        trial.reopen();
        requireLastOrNone(saved.getLast(), trial.ledger().snapshot("Status.of-all_1"));
        trial.requireAsFold();
    }

    private static void requireLastOrNone(Snapshot last, Optional<Snapshot> found) {
        require(
                found.isEmpty() || found.get().equals(last),
                "a snapshot is neither forgotten nor the one saved last, but " + found);
    }

    private static void asksWhileTelling(LedgerTrial trial) throws Exception {
        trial.append(NOW, List.of(seen("a"), seen("b"), alone("a"), alone("b")));
        Ledger ledger = trial.ledger();
        List<Optional<AssetState>> asked = new ArrayList<>();
        List<AssetState> told = new ArrayList<>();
        ledger.assets(SOURCE, asset -> {
            told.add(asset);
            try {
                asked.add(ledger.asset(asset.id()));
            } catch (LedgerException failure) {
                throw new ContractViolation("cannot be asked while it tells: " + failure);
            }
        });
        requireEqual(told.stream().map(Optional::of).toList(), asked, "what was asked while it told");
        requireEqual(2, told.size(), "the number of assets");
    }
}
