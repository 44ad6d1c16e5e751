package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.plan.Selection;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A source of which nothing can be read any more, such as a phone that hangs, is not asked for each of its
/// thousands of files; the next run asks again.
class HangingSourceTest {
    private static final SourceId PHONE = new SourceId("phone");
    private static final int FILES = 200;

    /// More than are given up after, and far fewer than there are.
    private static final int MOST_ASKED = 40;

    private final World world = new World(1);
    private final Hanging source = new Hanging(new FakeSource(world, PHONE));
    private final FakePlace place = new FakePlace(
            world,
            new PlaceId("drive"),
            new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofNanos(1)));
    private final MemoryLedger ledger = new MemoryLedger(world);

    private static final class Hanging extends ForwardingSource {
        private int asked;
        private int answers = Integer.MAX_VALUE;

        Hanging(FakeSource source) {
            super(source);
        }

        @Override
        public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
            asked++;
            if (asked > answers) {
                throw new SourceException(new SourceFault.Disconnected("it hangs"));
            }
            return super.read(item, reader);
        }
    }

    private Backup.Outcome backup() throws Exception {
        return new Backup(
                        source,
                        List.of(place),
                        ledger,
                        (_, _) -> ItemFacts.unknown(),
                        HangingSourceTest::eachAlone,
                        new OneByOneCrew(2),
                        world.clock(),
                        Selection.EVERYTHING,
                        Progress.SILENT)
                .run();
    }

    private static List<LedgerEvent.AssetFormed> eachAlone(List<ItemState> items) {
        return items.stream()
                .map(item -> new LedgerEvent.AssetFormed(
                        new AssetId(item.key()),
                        AssetKind.PHOTO,
                        List.of(new LedgerEvent.Part(item.key(), Role.ORIGINAL))))
                .toList();
    }

    private List<ItemState> items() throws Exception {
        return ledger.items(PHONE, "DCIM/100");
    }

    @Test
    void itIsGivenUpAndAskedAgainInTheNextRun() throws Exception {
        for (int i = 0; i < FILES; i++) {
            source.source.put("DCIM/100/IMG_" + i + ".JPG", new byte[] {(byte) i, (byte) (i >> 8)}, Instant.EPOCH);
        }
        source.answers = 0;
        backup();
        assertThat(source.asked).isLessThan(MOST_ASKED);
        assertThat(items())
                .hasSize(FILES)
                .allMatch(item -> item.blocked().equals(Optional.of(new SourceFault.Disconnected("it hangs"))));
        source.answers = Integer.MAX_VALUE;
        assertThat(backup().copied()).isEqualTo(FILES);
        assertThat(items()).allMatch(item -> item.blocked().isEmpty());
    }

    @Test
    void oneThatComesBackInTimeIsReadToItsEnd() throws Exception {
        for (int i = 0; i < FILES; i++) {
            source.source.put("DCIM/100/IMG_" + i + ".JPG", new byte[] {(byte) i, (byte) (i >> 8)}, Instant.EPOCH);
        }
        source.answers = FILES + 3;
        backup();
        assertThat(source.asked).isBetween(FILES + 4, FILES + MOST_ASKED);
        source.answers = Integer.MAX_VALUE;
        assertThat(backup().copied()).isEqualTo(FILES - 3);
    }
}
