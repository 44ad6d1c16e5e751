package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Receipt;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The checker of the law sees each way of breaking it, and nothing where it is kept.
class LawTest {
    private static final SourceId PHONE = new SourceId("phone");
    private static final PlaceId ONE = new PlaceId("one");
    private static final PlaceId OTHER = new PlaceId("other");
    private static final Instant NOW = World.START;
    private static final byte[] BYTES = {1, 2, 3};
    private static final ContentId CONTENT = Truth.contentOf(BYTES);
    private static final ItemKey KEY = new ItemKey(PHONE, "a.jpg");
    private static final ProtectionPolicy TWO_COPIES =
            new ProtectionPolicy(2, Evidence.READ_BACK_FROM_MEDIUM, Duration.ofDays(1));

    private final MemoryLedger ledger = new MemoryLedger(new World(1));
    private final FakeSource source = new FakeSource(new World(1), PHONE);

    @BeforeEach
    void anItemThatIsProvenInOnePlace() throws Exception {
        source.put("a.jpg", BYTES, NOW);
        ledger.append(
                NOW,
                List.of(
                        new LedgerEvent.SourceSeen(PHONE, new SourceLabel("fake", "memory")),
                        new LedgerEvent.ItemSeen(KEY, BYTES.length, NOW),
                        new LedgerEvent.AssetFormed(
                                new AssetId(KEY), AssetKind.PHOTO, List.of(new LedgerEvent.Part(KEY, Role.ORIGINAL))),
                        new LedgerEvent.ItemDigested(KEY, CONTENT)));
        prove(ONE);
    }

    private void prove(PlaceId place) throws Exception {
        Receipt receipt = new Receipt(place, CONTENT, Evidence.READ_BACK_FROM_MEDIUM, NOW);
        ledger.append(NOW, List.of(new LedgerEvent.CopyProven(receipt)));
    }

    private static Truth holding(PlaceId place, byte[]... bytes) {
        return new Truth().with(place, () -> List.of(bytes));
    }

    private List<String> breaches(ProtectionPolicy policy, Truth truth) throws Exception {
        return new Law(policy).breaches(ledger, NOW, truth);
    }

    @Test
    void whatIsSafeAndThereIsNoBreach() throws Exception {
        assertThat(breaches(ProtectionPolicy.STANDARD, holding(ONE, BYTES))).isEmpty();
    }

    @Test
    void whatIsSafeAndElsewhereGoneOrRottenIsABreach() throws Exception {
        assertThat(breaches(ProtectionPolicy.STANDARD, new Truth())).hasSize(1);
        assertThat(breaches(ProtectionPolicy.STANDARD, holding(ONE))).hasSize(1);
        assertThat(breaches(ProtectionPolicy.STANDARD, holding(OTHER, BYTES))).hasSize(1);
        assertThat(breaches(ProtectionPolicy.STANDARD, holding(ONE, new byte[] {1, 2, 7})))
                .hasSize(1);
    }

    @Test
    void oneOfTwoCopiesIsABreachOnlyIfTwoAreCalledSafe() throws Exception {
        Truth both = holding(ONE, BYTES).with(OTHER, () -> List.of(BYTES));
        assertThat(breaches(TWO_COPIES, holding(ONE, BYTES))).isEmpty();
        prove(OTHER);
        assertThat(breaches(TWO_COPIES, holding(ONE, BYTES))).hasSize(1);
        assertThat(breaches(TWO_COPIES, both)).isEmpty();
    }

    @Test
    void anotherContentThanTheSourceHasIsAnAlteration() throws Exception {
        Law law = new Law(ProtectionPolicy.STANDARD);
        assertThat(law.alterations(ledger, source)).isEmpty();
        source.put("a.jpg", new byte[] {1, 2, 4}, NOW);
        assertThat(law.alterations(ledger, source)).hasSize(1);
        source.put("a.jpg", new byte[] {1, 2, 4}, NOW.plusSeconds(1));
        assertThat(law.alterations(ledger, source)).isEmpty();
    }

    private List<String> unreasoned() throws Exception {
        List<Item> items = new ArrayList<>();
        source.list(items::add);
        return new Law(ProtectionPolicy.STANDARD).unreasoned(ledger, NOW, items);
    }

    @Test
    void whatIsSafeNeedsNoReason() throws Exception {
        assertThat(unreasoned()).isEmpty();
    }

    @Test
    void whatTheLedgerNeverSawIsABreach() throws Exception {
        source.put("b.jpg", BYTES, NOW);
        assertThat(unreasoned()).singleElement().asString().contains("in no asset");
    }

    @Test
    void whatChangedAndWasNotSeenAnewIsABreach() throws Exception {
        source.put("a.jpg", BYTES, NOW.plusSeconds(1));
        assertThat(unreasoned()).singleElement().asString().contains("before it changed");
    }

    @Test
    void whatTheNextRunShouldHaveDoneIsABreach() throws Exception {
        ledger.append(NOW, List.of(new LedgerEvent.ItemSeen(KEY, BYTES.length, NOW)));
        assertThat(unreasoned()).singleElement().asString().contains("NotCopiedYet");
    }

    @Test
    void whatOnlyAPersonCanMendIsAReason() throws Exception {
        ledger.append(NOW, List.of(new LedgerEvent.ItemBlocked(KEY, new SourceFault.AccessDenied("no"))));
        assertThat(unreasoned()).isEmpty();
    }
}
