package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.plan.Selection;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The one law and its twin over the real backup, whatever goes wrong and wherever it is cut off.
class BackupLawTest {
    private static final SourceId PHONE = new SourceId("phone");
    private static final PlaceId FIRST = new PlaceId("first");
    private static final PlaceId SECOND = new PlaceId("second");
    private static final Instant TAKEN = Instant.parse("2026-02-01T10:00:00Z");
    private static final ProtectionPolicy TWO_COPIES =
            new ProtectionPolicy(2, Evidence.READ_BACK_FROM_MEDIUM, Duration.ofDays(180));
    private static final PlaceTraits TRAITS =
            new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofNanos(1));

    /// Seeds of every story in each build; the long check plays many more.
    private static final long SEEDS = Boolean.getBoolean("safelight.long") ? 20_000 : 150;

    private static final byte[] EMPTY = {};

    private record Setting(World world, FakeSource source, FakePlace first, FakePlace second, MemoryLedger ledger) {}

    @TestFactory
    Stream<DynamicTest> holdsThrough() {
        return Stream.of(
                story("nothing but cuts", _ -> {}),
                story("a full place", it -> it.second().strike(new PlaceTrouble.FillsUp(3_000))),
                story(
                        "a place that is pulled",
                        it -> it.first().strike(new PlaceTrouble.FailsAlways(new PlaceFault.Unreachable("pulled")))),
                story(
                        "a place that was locked",
                        it -> it.first().strike(new PlaceTrouble.RefusesChanges(new PlaceFault.Denied("read-only")))),
                story(
                        "a settle that fails after storing",
                        it -> it.first().strike(new PlaceTrouble.FailsAfterSettling(1))),
                story("a settle that fails", it -> it.second().strike(new PlaceTrouble.FailsWithoutSettling(0))),
                story(
                        "a place that lies about durability",
                        it -> it.first().strike(new PlaceTrouble.LiesAboutSettling(true))),
                story(
                        "a copy that cannot be read",
                        it -> it.first().strike(new PlaceTrouble.FailsReading(Truth.contentOf(bytes(2))))),
                story(
                        "a content that a place refuses",
                        it -> it.first()
                                .strike(new PlaceTrouble.RefusesContent(
                                        Truth.contentOf(bytes(3)), new PlaceFault.TooLarge(1)))),
                story(
                        "a file that changes while it is read",
                        it -> it.source().strike(new SourceTrouble.ChangesWhileRead("DCIM/100/IMG_0002.JPG", 2))),
                story(
                        "a file that never stays the same",
                        it -> it.source().strike(new SourceTrouble.ChangesWhileRead("DCIM/100/IMG_0002.JPG", 100))),
                story(
                        "a file that shrinks",
                        it -> it.source().strike(new SourceTrouble.ShrinksWhileRead("DCIM/100/IMG_0003.JPG"))),
                story(
                        "a file that vanishes",
                        it -> it.source().strike(new SourceTrouble.Vanishes("DCIM/100/IMG_0001.JPG"))),
                story(
                        "a file nobody may read",
                        it -> it.source()
                                .strike(new SourceTrouble.IsBlocked(
                                        "DCIM/101/IMG_0005.MOV", new SourceFault.AccessDenied("mode 000")))),
                story(
                        "a bad sector in the source",
                        it -> it.source().strike(new SourceTrouble.FailsReading("DCIM/101/IMG_0004.JPG", 700))),
                story("a source that is pulled", it -> it.source().strike(new SourceTrouble.Disconnects(2_500))),
                story("a listing that breaks off", it -> it.source().strike(new SourceTrouble.ListsOnly(3))),
                story(
                        "a ledger that cannot be written",
                        it -> it.ledger().strike(new LedgerTrouble.RefusesAppends(new LedgerFault.Full("no room")))),
                story(
                        "a ledger that fails after keeping",
                        it -> it.ledger().strike(new LedgerTrouble.FailsAfterKeeping(2))),
                story(
                        "a ledger that fails without keeping",
                        it -> it.ledger().strike(new LedgerTrouble.FailsWithoutKeeping(2))));
    }

    private static DynamicTest story(String name, Consumer<Setting> trouble) {
        return DynamicTest.dynamicTest(name, () -> {
            Simulation.Report report = new Simulation(world -> play(world, trouble)).run(1, SEEDS);
            assertThat(report.plays()).isGreaterThan(SEEDS);
        });
    }

    private static Scenario.Play play(World world, Consumer<Setting> trouble) {
        FakeSource source = new FakeSource(world, PHONE);
        for (int i = 1; i <= 5; i++) {
            String folder = i < 4 ? "100" : "101";
            source.put("DCIM/" + folder + "/IMG_000" + i + (i == 5 ? ".MOV" : ".JPG"), bytes(i), TAKEN.plusSeconds(i));
        }
        source.put("copy of one.jpg", bytes(1), TAKEN);
        source.put("empty.txt", EMPTY, TAKEN);
        Setting setting = new Setting(
                world,
                source,
                new FakePlace(world, FIRST, TRAITS),
                new FakePlace(world, SECOND, TRAITS),
                new MemoryLedger(world));
        trouble.accept(setting);
        return new BackupPlay(setting);
    }

    private static byte[] bytes(int number) {
        return ("photo " + number + " ").repeat(100 * number).getBytes(StandardCharsets.UTF_8);
    }

    private record BackupPlay(Setting setting) implements Scenario.Play {
        @Override
        public void act() {
            Backup backup = new Backup(
                    setting.source(),
                    List.of(setting.first(), setting.second()),
                    setting.ledger(),
                    (_, _) -> ItemFacts.unknown(),
                    BackupPlay::eachAlone,
                    new OneByOneCrew(2),
                    setting.world().clock(),
                    Selection.EVERYTHING,
                    Progress.SILENT);
            try {
                backup.run();
            } catch (SourceException | LedgerException trouble) {
                // a run that ends early is what the law and its twin are asked about
                assertThat(trouble).isNotNull();
            }
        }

        private static List<LedgerEvent.AssetFormed> eachAlone(List<ItemState> items) {
            List<LedgerEvent.AssetFormed> formed = new ArrayList<>();
            for (ItemState item : items) {
                formed.add(new LedgerEvent.AssetFormed(
                        new AssetId(item.key()),
                        AssetKind.PHOTO,
                        List.of(new LedgerEvent.Part(item.key(), Role.ORIGINAL))));
            }
            return formed;
        }

        @Override
        public void checkLaw() throws LedgerException {
            Law law = new Law(TWO_COPIES);
            Truth truth = new Truth().with(setting.first()).with(setting.second());
            assertThat(law.breaches(setting.ledger(), setting.world().clock().instant(), truth))
                    .isEmpty();
            assertThat(law.alterations(setting.ledger(), setting.source())).isEmpty();
        }

        @Override
        public void faultsStop() {
            setting.source().recover();
            setting.first().recover();
            setting.second().recover();
            setting.ledger().recover();
        }

        @Override
        public void checkTwin() throws LedgerException {
            List<Item> items = List.copyOf(setting.source().readable());
            assertThat(new Law(TWO_COPIES)
                            .unreasoned(
                                    setting.ledger(), setting.world().clock().instant(), items))
                    .isEmpty();
        }
    }
}
