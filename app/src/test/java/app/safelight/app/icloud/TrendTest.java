package app.safelight.app.icloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final Instant THEN = Instant.parse("2026-06-01T12:00:00Z");
    private static final long MB = 1_000_000;

    /// Adds so many assets of 2 MB whose names begin so.
    private static void add(LibraryReading.Gathering into, String name, int count, Standing standing) {
        for (int i = 0; i < count; i++) {
            into.add(name + i, standing, 2 * MB);
        }
    }

    private static LibraryReading.Gathering begin() {
        return new LibraryReading.Gathering(Optional.empty());
    }

    /// 100 in iCloud, so many waiting.
    private static LibraryReading earlier(int waiting) {
        LibraryReading.Gathering gathering = begin();
        add(gathering, "old", 100, Standing.IN_ICLOUD);
        add(gathering, "queue", waiting, Standing.WAITING);
        return gathering.done(THEN, Optional.empty());
    }

    private static Trend after(Duration between, LibraryReading then, Consumer<LibraryReading.Gathering> now) {
        LibraryReading.Gathering gathering = new LibraryReading.Gathering(Optional.of(then));
        now.accept(gathering);
        return Trend.of(
                Optional.of(then), gathering.done(then.takenAt().plus(between), Optional.empty()), gathering.since());
    }

    private static void old(LibraryReading.Gathering now) {
        add(now, "old", 100, Standing.IN_ICLOUD);
    }

    @Test
    void aFirstReadingTellsNothing() {
        LibraryReading now = earlier(10);
        assertThat(Trend.of(Optional.empty(), now, LibraryReading.Since.NOTHING))
                .isEqualTo(new Trend.First());
        assertThat(Trend.of(Optional.empty(), earlier(0), LibraryReading.Since.NOTHING))
                .isEqualTo(new Trend.NothingWaits());
    }

    @Test
    void anEmptyQueueIsNeitherSlowNorStuckWhateverWasBefore() {
        for (Duration between : new Duration[] {Duration.ofDays(-1), Duration.ZERO, Duration.ofDays(400)}) {
            assertThat(after(between, earlier(10), now -> {
                        old(now);
                        add(now, "queue", 10, Standing.IN_ICLOUD);
                    }))
                    .isEqualTo(new Trend.NothingWaits());
        }
    }

    @Test
    void tooSoonIsSaidToTheSecond() {
        LibraryReading then = earlier(10);
        Duration least = Trend.LEAST_BETWEEN;
        Consumer<LibraryReading.Gathering> same = now -> {
            old(now);
            add(now, "queue", 10, Standing.WAITING);
        };
        assertThat(after(Duration.ZERO, then, same)).isEqualTo(new Trend.TooSoon(Duration.ZERO));
        assertThat(after(least.minusSeconds(1), then, same)).isEqualTo(new Trend.TooSoon(least.minusSeconds(1)));
        assertThat(after(least, then, same)).isEqualTo(new Trend.Stuck(least));
        assertThat(after(Trend.MOST_BETWEEN, then, same)).isEqualTo(new Trend.Stuck(Trend.MOST_BETWEEN));
        assertThat(after(Trend.MOST_BETWEEN.plusSeconds(1), then, same))
                .isEqualTo(new Trend.TooLongAgo(Trend.MOST_BETWEEN.plusSeconds(1)));
    }

    @Test
    void aClockThatWasSetBackGivesNoRate() {
        assertThat(after(Duration.ofSeconds(-1), earlier(10), now -> {
                    old(now);
                    add(now, "queue", 3, Standing.WAITING);
                }))
                .isEqualTo(new Trend.ClockSetBack(THEN));
    }

    @Test
    void whatMovesHasARateAndATimeLeft() {
        Trend trend = after(Duration.ofHours(1), earlier(100), now -> {
            old(now);
            for (int i = 0; i < 100; i++) {
                now.add("queue" + i, i < 20 ? Standing.IN_ICLOUD : Standing.WAITING, 2 * MB);
            }
        });
        // 40 MB in an hour, 160 MB left.
        assertThat(trend)
                .isEqualTo(new Trend.Moving(Duration.ofHours(1), 20, 11_111, 0, Optional.of(Duration.ofHours(4))));
    }

    @Test
    void fewArrivalsGiveNoTimeLeft() {
        Trend trend = after(Duration.ofHours(1), earlier(100), now -> {
            old(now);
            for (int i = 0; i < 100; i++) {
                now.add("queue" + i, i < Trend.LEAST_ARRIVED - 1 ? Standing.IN_ICLOUD : Standing.FAILED, 2 * MB);
            }
        });
        assertThat(trend).isInstanceOfSatisfying(Trend.Moving.class, moving -> {
            assertThat(moving.arrived()).isEqualTo(Trend.LEAST_ARRIVED - 1);
            assertThat(moving.left()).isEmpty();
        });
    }

    @Test
    void aQueueThatGrowsFasterThanItShrinksHasNoTimeLeft() {
        assertThat(growing(9)).isInstanceOfSatisfying(Trend.Moving.class, moving -> {
            assertThat(moving.joined()).isEqualTo(9);
            assertThat(moving.left()).isPresent();
        });
        assertThat(growing(10)).isInstanceOfSatisfying(Trend.Moving.class, moving -> {
            assertThat(moving.joined()).isEqualTo(10);
            assertThat(moving.left()).isEmpty();
        });
    }

    private static Trend growing(int joined) {
        return after(Duration.ofHours(1), earlier(20), now -> {
            old(now);
            for (int i = 0; i < 20; i++) {
                now.add("queue" + i, i < 10 ? Standing.PARTLY_IN_ICLOUD : Standing.NOT_STARTED, 2 * MB);
            }
            add(now, "new", joined, Standing.WAITING);
        });
    }

    @Test
    void aTimeLeftOfManyMonthsIsNotSaid() {
        Trend trend = after(Duration.ofDays(29), earlier(1000), now -> {
            old(now);
            for (int i = 0; i < 1000; i++) {
                now.add("queue" + i, i < 10 ? Standing.IN_ICLOUD : Standing.WAITING, 2 * MB);
            }
        });
        assertThat(trend)
                .isInstanceOfSatisfying(
                        Trend.Moving.class, moving -> assertThat(moving.left()).isEmpty());
    }

    @Test
    void unknownSizesAreCountedByPhotos() {
        LibraryReading.Gathering first = begin();
        LibraryReading.Gathering second;
        for (int i = 0; i < 20; i++) {
            first.add("queue" + i, Standing.WAITING, 0);
        }
        LibraryReading then = first.done(THEN, Optional.empty());
        second = new LibraryReading.Gathering(Optional.of(then));
        for (int i = 0; i < 20; i++) {
            second.add("queue" + i, i < 10 ? Standing.IN_ICLOUD : Standing.WAITING, 0);
        }
        Trend trend = Trend.of(
                Optional.of(then), second.done(THEN.plus(Duration.ofHours(1)), Optional.empty()), second.since());
        assertThat(trend).isEqualTo(new Trend.Moving(Duration.ofHours(1), 10, 0, 0, Optional.of(Duration.ofHours(1))));
    }

    @Test
    void deletingPhotosIsNotUploadingThem() {
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    old(now);
                    add(now, "queue", 5, Standing.WAITING);
                }))
                .as("15 of 20 are gone")
                .isEqualTo(new Trend.Stuck(Duration.ofHours(1)));
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    old(now);
                    add(now, "queue", 20, Standing.RECENTLY_DELETED);
                    add(now, "new", 3, Standing.WAITING);
                }))
                .isEqualTo(new Trend.NewQueue(Duration.ofHours(1)));
    }

    @Test
    void whatCameFromOtherDevicesIsNoUploadOfThisOne() {
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    old(now);
                    add(now, "queue", 20, Standing.WAITING);
                    add(now, "other", 500, Standing.IN_ICLOUD);
                }))
                .isEqualTo(new Trend.Stuck(Duration.ofHours(1)));
    }

    @Test
    void whatWasGivenUpOnDidNotArrive() {
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    old(now);
                    add(now, "queue", 10, Standing.REFUSED);
                    for (int i = 10; i < 20; i++) {
                        now.add("queue" + i, Standing.FAILED, MB);
                    }
                }))
                .isEqualTo(new Trend.Stuck(Duration.ofHours(1)));
    }

    @Test
    void aQueueThatIsNewSinceIsNotStuck() {
        assertThat(after(Duration.ofHours(1), earlier(0), now -> {
                    old(now);
                    add(now, "new", 20, Standing.WAITING);
                }))
                .isEqualTo(new Trend.NewQueue(Duration.ofHours(1)));
    }

    @Test
    void oneLargeFilmMayTakeLong() {
        long film = 900 * MB;
        Duration enough = Duration.ofSeconds(film / Trend.SLOW_BYTES_PER_SECOND);
        Consumer<LibraryReading.Gathering> same = now -> {
            old(now);
            add(now, "queue", 20, Standing.WAITING);
            now.add("film", Standing.WAITING, film);
        };
        assertThat(after(Duration.ofHours(1), earlier(20), same))
                .isEqualTo(new Trend.NothingArrived(Duration.ofHours(1), film, enough.minus(Duration.ofHours(1))));
        assertThat(after(enough, earlier(20), same)).isEqualTo(new Trend.Stuck(enough));
    }

    @Test
    void anotherPhoneIsNotComparedWith() {
        assertThat(after(Duration.ofHours(1), earlier(20), now -> add(now, "other", 300, Standing.WAITING)))
                .isEqualTo(new Trend.OtherLibrary());
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    add(now, "old", 61, Standing.IN_ICLOUD);
                    add(now, "other", 300, Standing.WAITING);
                }))
                .as("half of it is still there")
                .isEqualTo(new Trend.NewQueue(Duration.ofHours(1)));
        assertThat(after(Duration.ofHours(1), earlier(20), now -> {
                    add(now, "old", 59, Standing.IN_ICLOUD);
                    add(now, "other", 300, Standing.WAITING);
                }))
                .isEqualTo(new Trend.OtherLibrary());
    }

    @Test
    void theSameCopyAgainTellsNothing() {
        Optional<Instant> changed = Optional.of(THEN.minusSeconds(100));
        LibraryReading.Gathering first = begin();
        add(first, "queue", 20, Standing.WAITING);
        LibraryReading then = first.done(THEN, changed);
        LibraryReading.Gathering second = new LibraryReading.Gathering(Optional.of(then));
        add(second, "queue", 20, Standing.WAITING);
        assertThat(Trend.of(Optional.of(then), second.done(THEN, changed), second.since()))
                .isEqualTo(new Trend.Unchanged(Duration.ZERO));
        Instant later = THEN.plus(Duration.ofDays(1));
        assertThat(Trend.of(Optional.of(then), second.done(later, Optional.of(later)), second.since()))
                .isEqualTo(new Trend.Stuck(Duration.ofDays(1)));
    }

    @Test
    void ofALongQueueASampleStandsForAll() {
        int queue = 3 * LibraryReading.MAX_QUEUE;
        LibraryReading then = earlier(queue);
        assertThat(then.waiting()).isEqualTo(queue);
        assertThat(then.queue().size()).isEqualTo(LibraryReading.MAX_QUEUE);
        Trend trend = after(Duration.ofHours(10), then, now -> {
            old(now);
            for (int i = 0; i < queue; i++) {
                now.add("queue" + i, i % 2 == 0 ? Standing.IN_ICLOUD : Standing.WAITING, 2 * MB);
            }
        });
        assertThat(trend).isInstanceOfSatisfying(Trend.Moving.class, moving -> {
            assertThat(moving.arrived()).isBetween(queue * 49L / 100, queue * 51L / 100);
            assertThat(moving.left().orElseThrow()).isBetween(Duration.ofHours(9), Duration.ofHours(11));
        });
    }

    @Test
    void anEarlierReadingIsKeptWhileMoreTimeTellsMore() {
        Duration hour = Duration.ofHours(1);
        assertThat(new Trend.TooSoon(hour).keepsEarlier()).isTrue();
        assertThat(new Trend.Stuck(hour).keepsEarlier()).isTrue();
        assertThat(new Trend.NothingArrived(hour, 1, hour).keepsEarlier()).isTrue();
        assertThat(new Trend.First().keepsEarlier()).isFalse();
        assertThat(new Trend.Moving(hour, 1, 1, 0, Optional.empty()).keepsEarlier())
                .isFalse();
        assertThat(new Trend.OtherLibrary().keepsEarlier()).isFalse();
        assertThat(new Trend.ClockSetBack(THEN).keepsEarlier()).isFalse();
        assertThat(new Trend.TooLongAgo(hour).keepsEarlier()).isFalse();
        assertThat(new Trend.NewQueue(hour).keepsEarlier()).isFalse();
        assertThat(new Trend.Unchanged(hour).keepsEarlier()).isFalse();
        assertThat(new Trend.NothingWaits().keepsEarlier()).isFalse();
    }
}
