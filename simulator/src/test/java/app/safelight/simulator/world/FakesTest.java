package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Each trouble of the fakes does what its name says, and a stop leaves what the ports allow.
class FakesTest {
    private static final int STOPS = 60;
    private static final Instant TIME = Instant.parse("2024-06-15T10:20:30Z");
    private static final byte[] FIRST = bytes(1_000, 1);
    private static final byte[] SECOND = bytes(1_000, 2);
    private static final SourceId PHONE = new SourceId("phone");

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static FakePlace place(World world) {
        return new FakePlace(
                world,
                new PlaceId("fake"),
                new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, 1L << 32, Duration.ofNanos(1)));
    }

    private static Staged stage(FakePlace place, byte[] bytes) throws PlaceException {
        NameHint hint = new NameHint(NameHint.Shelf.PHOTOS, LocalDate.of(2024, 6, 15), "a.jpg", TIME);
        Staging staging = place.stage(hint, bytes.length);
        staging.write(bytes, 0, bytes.length);
        return staging.finish(Truth.contentOf(bytes));
    }

    private static void store(FakePlace place, byte[] bytes) throws PlaceException {
        place.settle(List.of(stage(place, bytes)), List.of(origin(bytes)));
    }

    private static Origin origin(byte[] bytes) {
        ContentId content = Truth.contentOf(bytes);
        return new Origin(new ItemKey(PHONE, content.sha256().toString()), TIME, content);
    }

    private static byte[] read(FakePlace place, byte[] bytes, Evidence evidence) throws PlaceException {
        return place.<byte[], RuntimeException>read(Truth.contentOf(bytes), evidence, body -> {
            byte[] all = new byte[(int) body.sizeBytes()];
            for (int at = 0; at < all.length; ) {
                at += body.read(at, all, at, all.length - at);
            }
            return all;
        });
    }

    private static PlaceFault placeFault(org.assertj.core.api.ThrowableAssert.ThrowingCallable deed) {
        return catchThrowableOfType(PlaceException.class, deed).fault();
    }

    @Test
    void aSettledContentSurvivesAndAnInterruptedSettleIsWholeOrNotThere() throws PlaceException {
        Set<Integer> left = new HashSet<>();
        for (int seed = 0; seed < STOPS; seed++) {
            World world = new World(seed);
            FakePlace place = place(world);
            store(place, FIRST);
            List<Staged> staged = List.of(stage(place, SECOND), stage(place, bytes(10, 3)), stage(place, bytes(9, 4)));
            world.cutPowerAt(world.operations() + seed % 4);
            assertThatThrownBy(() -> place.settle(staged, List.of(origin(SECOND))))
                    .isInstanceOf(PowerCut.class);
            world.restorePower();
            assertThat(read(place, FIRST, Evidence.READ_BACK_FROM_MEDIUM)).isEqualTo(FIRST);
            place.durableContents()
                    .forEach((content, bytes) ->
                            assertThat(Truth.contentOf(bytes)).isEqualTo(content));
            List<Origin> origins = new ArrayList<>();
            place.origins(origins::add);
            assertThat(origins).containsExactly(origin(FIRST));
            left.add(place.durableContents().size());
        }
        assertThat(left).contains(1, 2, 3, 4);
    }

    @Test
    void aLyingPlaceLosesWhatItSettled() throws PlaceException {
        for (boolean truthful : List.of(true, false)) {
            World world = new World(1);
            FakePlace place = place(world);
            store(place, FIRST);
            place.strike(new PlaceTrouble.LiesAboutSettling(truthful));
            store(place, SECOND);
            assertThat(read(place, SECOND, Evidence.READ_BACK)).isEqualTo(SECOND);
            if (truthful) {
                assertThat(placeFault(() -> read(place, SECOND, Evidence.READ_BACK_FROM_MEDIUM)))
                        .isEqualTo(new PlaceFault.Missing());
            } else {
                assertThat(read(place, SECOND, Evidence.READ_BACK_FROM_MEDIUM)).isEqualTo(SECOND);
            }
            world.cutPower();
            world.restorePower();
            assertThat(place.claims(Truth.contentOf(SECOND))).isFalse();
            assertThat(place.claims(Truth.contentOf(FIRST))).isTrue();
        }
    }

    @Test
    void aPlaceFillsUp() throws PlaceException {
        FakePlace place = place(new World(1));
        place.strike(new PlaceTrouble.FillsUp(1_500));
        store(place, FIRST);
        assertThat(placeFault(() -> store(place, SECOND))).isEqualTo(new PlaceFault.Full(500, 1_000));
        place.recover();
        store(place, SECOND);
    }

    @Test
    void aPlaceFailsAlwaysOrOnlyWhenChanged() throws PlaceException {
        FakePlace place = place(new World(1));
        store(place, FIRST);
        place.strike(new PlaceTrouble.RefusesChanges(new PlaceFault.Denied("read-only")));
        assertThat(placeFault(() -> store(place, SECOND))).isEqualTo(new PlaceFault.Denied("read-only"));
        assertThat(read(place, FIRST, Evidence.READ_BACK)).isEqualTo(FIRST);
        place.strike(new PlaceTrouble.FailsAlways(new PlaceFault.Unreachable("gone")));
        assertThat(placeFault(() -> read(place, FIRST, Evidence.READ_BACK)))
                .isEqualTo(new PlaceFault.Unreachable("gone"));
        place.recover();
        store(place, SECOND);
    }

    @Test
    void aPlaceRefusesOrCannotReadOneContent() throws PlaceException {
        FakePlace place = place(new World(1));
        store(place, FIRST);
        place.strike(new PlaceTrouble.RefusesContent(Truth.contentOf(SECOND), new PlaceFault.NameTooLong("x")));
        place.strike(new PlaceTrouble.FailsReading(Truth.contentOf(FIRST)));
        assertThat(placeFault(() -> store(place, SECOND))).isEqualTo(new PlaceFault.NameTooLong("x"));
        assertThat(placeFault(() -> read(place, FIRST, Evidence.READ_BACK)))
                .isEqualTo(new PlaceFault.ReadFailed("Input/output error"));
        store(place, bytes(10, 3));
    }

    @Test
    void aSettleFailsAfterOrWithoutStoring() throws PlaceException {
        FakePlace place = place(new World(1));
        place.strike(new PlaceTrouble.FailsAfterSettling(0));
        assertThat(placeFault(() -> store(place, FIRST))).isInstanceOf(PlaceFault.WriteFailed.class);
        assertThat(place.durableContents()).containsKey(Truth.contentOf(FIRST));
        place.strike(new PlaceTrouble.FailsWithoutSettling(0));
        assertThat(placeFault(() -> store(place, SECOND))).isInstanceOf(PlaceFault.WriteFailed.class);
        assertThat(place.durableContents()).doesNotContainKey(Truth.contentOf(SECOND));
        store(place, SECOND);
        assertThat(place.durableContents()).containsKey(Truth.contentOf(SECOND));
    }

    @Test
    void copiesRotShrinkAndGo() throws PlaceException {
        FakePlace place = place(new World(1));
        ContentId content = Truth.contentOf(FIRST);
        store(place, FIRST);
        place.strike(new PlaceTrouble.Rots(content, 0));
        assertThat(read(place, FIRST, Evidence.READ_BACK)[0]).isEqualTo((byte) (FIRST[0] ^ 1));
        place.strike(new PlaceTrouble.Shortens(content, 10));
        assertThat(read(place, FIRST, Evidence.READ_BACK)).hasSize(10);
        place.strike(new PlaceTrouble.Loses(content));
        assertThat(placeFault(() -> read(place, FIRST, Evidence.READ_BACK))).isEqualTo(new PlaceFault.Missing());
        assertThat(place.claims(content)).isTrue();
    }

    private static FakeSource source(World world) {
        FakeSource source = new FakeSource(world, PHONE);
        source.put("a.jpg", FIRST, TIME);
        source.put("b.jpg", SECOND, TIME);
        return source;
    }

    private static byte[] read(FakeSource source, String path) throws SourceException {
        Item.Available item = source.readable().stream()
                .filter(one -> one.key().path().equals(path))
                .findFirst()
                .orElseThrow();
        return source.<byte[], RuntimeException>read(item, body -> {
            byte[] all = new byte[(int) body.sizeBytes()];
            for (int at = 0; at < all.length; ) {
                at += body.read(at, all, at, Math.min(300, all.length - at));
            }
            return all;
        });
    }

    private static SourceFault sourceFault(FakeSource source, String path) {
        return catchThrowableOfType(SourceException.class, () -> read(source, path))
                .fault();
    }

    @Test
    void anItemVanishes() throws SourceException {
        FakeSource source = source(new World(1));
        source.strike(new SourceTrouble.Vanishes("a.jpg"));
        assertThat(sourceFault(source, "a.jpg")).isEqualTo(new SourceFault.Vanished());
        assertThat(read(source, "b.jpg")).isEqualTo(SECOND);
    }

    @Test
    void anItemChangesSoOftenAndThenNoMore() throws SourceException {
        FakeSource source = source(new World(1));
        source.strike(new SourceTrouble.ChangesWhileRead("a.jpg", 2));
        assertThat(sourceFault(source, "a.jpg")).isEqualTo(new SourceFault.ChangedWhileRead(1));
        byte[] changed = read(source, "a.jpg");
        assertThat(changed).hasSize(FIRST.length).isNotEqualTo(FIRST);
        assertThat(source.contentOf("a.jpg")).contains(Truth.contentOf(changed));
    }

    @Test
    void anItemShrinks() throws SourceException {
        FakeSource source = source(new World(1));
        source.strike(new SourceTrouble.ShrinksWhileRead("a.jpg"));
        assertThat(sourceFault(source, "a.jpg")).isEqualTo(new SourceFault.ChangedWhileRead(1));
        assertThat(read(source, "a.jpg")).isEqualTo(Arrays.copyOf(FIRST, FIRST.length / 2));
    }

    @Test
    void anItemIsBlockedOrBreaksOff() throws SourceException {
        FakeSource source = source(new World(1));
        source.strike(new SourceTrouble.IsBlocked("a.jpg", new SourceFault.AccessDenied("no")));
        source.strike(new SourceTrouble.FailsReading("b.jpg", 600));
        List<Item> items = new ArrayList<>();
        source.list(items::add);
        assertThat(items).contains(new Item.Blocked(new ItemKey(PHONE, "a.jpg"), new SourceFault.AccessDenied("no")));
        assertThat(sourceFault(source, "b.jpg")).isEqualTo(new SourceFault.ReadFailed("Input/output error"));
        source.recover();
        assertThat(read(source, "a.jpg")).isEqualTo(FIRST);
        assertThat(read(source, "b.jpg")).isEqualTo(SECOND);
    }

    @Test
    void aSourceDisconnectsAndItsListingBreaksOff() throws SourceException {
        FakeSource source = source(new World(1));
        source.strike(new SourceTrouble.ListsOnly(1));
        List<Item> items = new ArrayList<>();
        assertThatThrownBy(() -> source.list(items::add)).isInstanceOf(SourceException.class);
        assertThat(items).hasSize(1);
        source.recover();
        source.strike(new SourceTrouble.Disconnects(1_200));
        assertThat(sourceFault(source, "a.jpg").stopsSource()).isTrue();
        assertThat(sourceFault(source, "b.jpg").stopsSource()).isTrue();
        source.recover();
        assertThat(read(source, "b.jpg")).isEqualTo(SECOND);
    }

    private static LedgerEvent.ItemSeen seen(String path) {
        return new LedgerEvent.ItemSeen(new ItemKey(PHONE, path), 1, TIME);
    }

    @Test
    void anInterruptedAppendIsKeptAsAWholeOrNotAtAll() throws LedgerException {
        Set<Long> sizes = new HashSet<>();
        for (int seed = 0; seed < STOPS; seed++) {
            World world = new World(seed);
            MemoryLedger ledger = new MemoryLedger(world);
            ledger.append(TIME, List.of(seen("a")));
            world.stopAt(world.operations(), seed % 2 == 0 ? World.Stop.POWER_CUT : World.Stop.PROCESS_KILLED);
            assertThatThrownBy(() -> ledger.append(TIME, List.of(seen("b"), seen("c"), seen("d"))))
                    .isInstanceOf(Stopped.class);
            world.restorePower();
            sizes.add(ledger.size());
            assertThat(ledger.items(PHONE, "")).hasSize((int) ledger.size());
        }
        assertThat(sizes).containsExactlyInAnyOrder(1L, 4L);
    }

    @Test
    void aLedgerRefusesOrFailsAfterKeeping() throws LedgerException {
        MemoryLedger ledger = new MemoryLedger(new World(1));
        ledger.strike(new LedgerTrouble.RefusesAppends(new LedgerFault.Full("no room")));
        assertThatThrownBy(() -> ledger.append(TIME, List.of(seen("a")))).isInstanceOf(LedgerException.class);
        assertThat(ledger.size()).isZero();
        ledger.recover();
        ledger.strike(new LedgerTrouble.FailsAfterKeeping(0));
        assertThatThrownBy(() -> ledger.append(TIME, List.of(seen("a")))).isInstanceOf(LedgerException.class);
        assertThat(ledger.size()).isOne();
        ledger.strike(new LedgerTrouble.FailsWithoutKeeping(0));
        assertThatThrownBy(() -> ledger.append(TIME, List.of(seen("b")))).isInstanceOf(LedgerException.class);
        assertThat(ledger.size()).isOne();
        ledger.strike(new LedgerTrouble.CannotBeRead(new LedgerFault.Damaged("no header")));
        assertThatThrownBy(ledger::size).isInstanceOf(LedgerException.class);
    }
}
