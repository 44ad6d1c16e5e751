package app.safelight.library.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    @Test
    void growEvenWhenTheClockIsSetBack() {
        AtomicLong millis = new AtomicLong(NOW);
        Ids ids = new Ids(() -> Instant.ofEpochMilli(millis.get()), new SplittableRandom(3));
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
            millis.addAndGet(i % 7 == 0 ? -50 : 1);
        }
        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(id -> id > 0);
    }

    @Test
    void tellTheirTime() {
        Ids ids = new Ids(() -> Instant.ofEpochMilli(NOW), new SplittableRandom(3));
        assertThat(ids.next()).isBetween(Ids.atOrAfter(NOW), Ids.atOrAfter(NOW + 1) - 1);
        assertThat(Ids.atOrAfter(Instant.parse("2248-01-01T00:00:00Z").toEpochMilli()))
                .isPositive();
    }

    @Test
    void twoNodesRarelyDrawTheSame() {
        Ids one = new Ids(() -> Instant.ofEpochMilli(NOW), new SplittableRandom(3));
        Ids two = new Ids(() -> Instant.ofEpochMilli(NOW), new SplittableRandom(4));
        assertThat(one.next()).isNotEqualTo(two.next());
    }
}
