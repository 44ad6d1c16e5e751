package app.safelight.library;

import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.Role;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Assets.Edit;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Shelf;
import app.safelight.library.assets.Timeline;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TimelineTest extends LibraryTest {
    private static final LocalDateTime START = LocalDateTime.of(2023, 11, 30, 20, 0);

    private AssetId photo(PersonId person, long seed, LocalDateTime taken) throws Exception {
        byte[] photo = random(seed, 20);
        Offer offer = new Offer(
                seed + ".jpg",
                photo.length,
                Optional.empty(),
                Instant.EPOCH,
                Optional.of(taken),
                Role.ORIGINAL,
                Optional.empty(),
                Optional.empty(),
                false);
        return TestLibrary.taken(library.upload(person, offer, photo));
    }

    @Test
    void pagesOfAnySizeTellEveryAssetOnceInOrder() throws Exception {
        PersonId ann = library.member("Ann");
        photo(library.member("Ben"), 999, START);
        record Placed(AssetId id, LocalDateTime taken) {}
        List<Placed> placed = new ArrayList<>();
        SplittableRandom chance = new SplittableRandom(5);
        for (int i = 0; i < 40; i++) {
            // Several at the same second: bursts.
            LocalDateTime taken = START.plusHours(chance.nextInt(8) * 5L);
            placed.add(new Placed(photo(ann, i, taken), taken));
        }
        placed.sort(Comparator.comparing(Placed::taken)
                .thenComparingLong(one -> one.id().value())
                .reversed());
        List<AssetId> expected = placed.stream().map(Placed::id).toList();
        for (int size : List.of(1, 3, 40, 100)) {
            List<AssetId> told = new ArrayList<>();
            Timeline.Cursor cursor = Timeline.Cursor.START;
            List<Timeline.Entry> page = library.timeline.page(ann, Shelf.TIMELINE, cursor, size);
            while (!page.isEmpty()) {
                page.forEach(entry -> told.add(entry.id()));
                page = library.timeline.page(ann, Shelf.TIMELINE, page.getLast().cursor(), size);
            }
            assertThat(told).as("pages of " + size).isEqualTo(expected);
        }
        Map<YearMonth, Long> months = placed.stream()
                .collect(Collectors.groupingBy(one -> YearMonth.from(one.taken()), Collectors.counting()));
        assertThat(library.timeline.months(ann))
                .isSortedAccordingTo(Comparator.comparing(Timeline.Month::month).reversed())
                .extracting(Timeline.Month::month, Timeline.Month::assets)
                .containsExactlyInAnyOrderElementsOf(months.entrySet().stream()
                        .map(month -> org.assertj.core.groups.Tuple.tuple(month.getKey(), month.getValue()))
                        .toList());
        YearMonth december = YearMonth.of(2023, 12);
        assertThat(library.timeline.month(ann, december, Timeline.Cursor.START, 100))
                .extracting(Timeline.Entry::id)
                .containsExactlyElementsOf(placed.stream()
                        .filter(one -> YearMonth.from(one.taken()).equals(december))
                        .map(Placed::id)
                        .toList());
        assertThat(library.timeline.between(
                        ann, Shelf.TIMELINE, START, START.plusNanos(1_000_000), Timeline.Cursor.START, 100))
                .extracting(Timeline.Entry::id)
                .containsExactlyElementsOf(placed.stream()
                        .filter(one -> one.taken().equals(START))
                        .map(Placed::id)
                        .toList());
    }

    @Test
    void marksDecideWhereAnAssetStands() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId photo = photo(ann, 1, START);
        Edit none = Edit.none();
        library.assets.edit(
                ann, List.of(photo), none.hidden(true).archived(true).favourite(true));
        assertStands(ann, photo, Shelf.HIDDEN, 0);
        assertThat(library.timeline.favourites(ann, Timeline.Cursor.START, 10)).isEmpty();
        library.assets.edit(ann, List.of(photo), none.hidden(false));
        assertStands(ann, photo, Shelf.ARCHIVE, 0);
        library.trash.put(ann, List.of(photo));
        assertStands(ann, photo, Shelf.TRASH, 0);
        library.assets.edit(ann, List.of(photo), none.archived(false));
        library.trash.restore(ann, List.of(photo));
        assertStands(ann, photo, Shelf.TIMELINE, 1);
        assertThat(library.timeline.favourites(ann, Timeline.Cursor.START, 10))
                .extracting(Timeline.Entry::id)
                .containsExactly(photo);
    }

    private void assertStands(PersonId person, AssetId asset, Shelf expected, int months) throws Exception {
        assertThat(library.assets.find(person, asset).orElseThrow().shelf()).isEqualTo(expected);
        for (Shelf shelf : Shelf.values()) {
            assertThat(library.timeline.page(person, shelf, Timeline.Cursor.START, 10))
                    .as(shelf.name())
                    .hasSize(shelf == expected ? 1 : 0);
        }
        assertThat(library.timeline.months(person)).hasSize(months);
    }

    @Test
    void anEditedTimeMovesTheCount() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId photo = photo(ann, 1, START);
        library.assets.edit(ann, List.of(photo), Edit.none().taken(LocalDateTime.of(1969, 12, 31, 23, 59)));
        assertThat(library.timeline.months(ann)).containsExactly(new Timeline.Month(YearMonth.of(1969, 12), 1));
        library.facts.learn(library.facts.pending(0, 1).getFirst());
        assertThat(library.assets.find(ann, photo).orElseThrow().taken())
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59));
    }

    @Test
    void onlyTheOwnersAssetsAreChanged() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId ben = library.member("Ben");
        AssetId photo = photo(ann, 1, START);
        Asset before = library.assets.find(ann, photo).orElseThrow();
        long newest = library.changes.newest(ben);
        assertThat(library.assets.edit(ben, List.of(photo), Edit.none().description("mine")))
                .isEmpty();
        assertThat(library.assets.find(ann, photo)).contains(before);
        assertThat(library.changes.newest(ben)).isEqualTo(newest);
        assertThat(library.assets.edit(
                        ann,
                        List.of(photo),
                        Edit.none().description("by the sea").rating(4)))
                .containsExactly(photo);
        Asset after = library.assets.find(ann, photo).orElseThrow();
        assertThat(after.description()).isEqualTo("by the sea");
        assertThat(after.rating()).isEqualTo(4);
    }
}
