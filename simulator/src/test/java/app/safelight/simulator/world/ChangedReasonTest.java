package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.backup.Backup;
import app.safelight.core.backup.Progress;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.plan.Selection;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A photo that cannot be read has today's reason, not the one of an earlier run.
class ChangedReasonTest {
    private static final SourceId PHONE = new SourceId("phone");
    private static final String PATH = "DCIM/100/IMG_0001.JPG";

    private final World world = new World(1);
    private final FakeSource source = new FakeSource(world, PHONE);
    private final FakePlace place = new FakePlace(
            world,
            new PlaceId("drive"),
            new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofNanos(1)));
    private final MemoryLedger ledger = new MemoryLedger(world);

    private Backup.Outcome backup() throws Exception {
        return new Backup(
                        source,
                        List.of(place),
                        ledger,
                        (_, _) -> ItemFacts.unknown(),
                        _ -> List.of(),
                        new OneByOneCrew(2),
                        world.clock(),
                        Selection.EVERYTHING,
                        Progress.SILENT)
                .run();
    }

    private Optional<SourceFault> reason() throws Exception {
        return ledger.items(PHONE, "DCIM/100").stream()
                .filter(item -> item.key().path().equals(PATH))
                .findFirst()
                .flatMap(ItemState::blocked);
    }

    @Test
    void theReasonIsThatOfTheLastListing() throws Exception {
        source.put(PATH, new byte[] {1}, Instant.EPOCH);
        for (SourceFault fault : List.of(
                new SourceFault.SharedCopy(SourceFault.SharedBy.ALBUM),
                new SourceFault.OriginalMissing(),
                new SourceFault.OnlyInCloud(1_000),
                new SourceFault.OnlyInCloud(1_001))) {
            source.strike(new SourceTrouble.IsBlocked(PATH, fault));
            assertThat(backup().census().changes()).isEqualTo(1);
            assertThat(reason()).contains(fault);
            assertThat(backup().census().changes()).isZero();
        }
        source.recover();
        backup();
        assertThat(reason()).isEmpty();
    }
}
