package app.safelight.app.browse;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.icloud.Standing;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhotoFilterTest {
    private static final PhotoFacts PHOTO = new PhotoFacts(
            "U1",
            "DCIM/100APPLE/IMG_0001.HEIC",
            "IMG_0001.HEIC",
            Set.of(PhotoKind.PHOTOS, PhotoKind.LIVE),
            Optional.of(LocalDateTime.parse("2026-01-31T23:59:59")),
            1_000_000,
            List.of("Trips/Zo\u00eb"),
            true,
            false,
            Standing.WAITING);

    private static final PhotoFacts BARE =
            new PhotoFacts("U2", "x", null, Set.of(), Optional.empty(), 0, List.of(), false, true, Standing.IN_ICLOUD);

    private static PhotoFacts standing(Standing standing) {
        return new PhotoFacts("U3", "y", null, Set.of(), Optional.empty(), 0, List.of(), false, false, standing);
    }

    private static PhotoFilter albums(String... titles) {
        PhotoFilter all = PhotoFilter.EVERYTHING;
        return new PhotoFilter(
                List.of(titles),
                all.kinds(),
                all.since(),
                all.until(),
                all.largerBytes(),
                false,
                false,
                all.standings(),
                false,
                false);
    }

    private static PhotoFilter days(String since, String until) {
        return new PhotoFilter(
                List.of(), Set.of(), day(since), day(until), Optional.empty(), false, false, Set.of(), false, false);
    }

    private static Optional<LocalDate> day(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }

    private static PhotoFilter standings(boolean trashed, Standing... standings) {
        return new PhotoFilter(
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                Set.of(standings),
                false,
                trashed);
    }

    private static PhotoFilter other(
            Set<PhotoKind> kinds, long larger, boolean favorites, boolean notSafe, boolean hidden) {
        return new PhotoFilter(
                List.of(),
                kinds,
                Optional.empty(),
                Optional.empty(),
                larger < 0 ? Optional.empty() : Optional.of(larger),
                favorites,
                notSafe,
                Set.of(),
                hidden,
                false);
    }

    @Test
    void nothingSaidIsEverythingButTheBin() {
        assertThat(PhotoFilter.EVERYTHING.selects(PHOTO, Safety.SAFE)).isTrue();
        assertThat(PhotoFilter.EVERYTHING.selects(BARE, Safety.NOT_SEEN))
                .as("hidden")
                .isTrue();
        for (Standing standing : Standing.values()) {
            boolean bin = standing == Standing.RECENTLY_DELETED || standing == Standing.BEING_REMOVED;
            assertThat(PhotoFilter.EVERYTHING.selects(standing(standing))).isEqualTo(!bin);
            assertThat(standings(true).selects(standing(standing))).isEqualTo(bin);
            assertThat(standings(false, standing).selects(standing(standing))).isTrue();
        }
        assertThat(standings(true, Standing.WAITING).selects(standing(Standing.WAITING)))
                .isFalse();
    }

    @Test
    void albumsAreKnownByTitleAndByFolders() {
        for (String title : List.of("Zo\u00eb", "zoe\u0308", " ZO\u00cb ", "Trips/Zo\u00eb")) {
            assertThat(albums(title).selects(PHOTO)).as(title).isTrue();
        }
        assertThat(albums("nothing", "zo\u00eb").selects(PHOTO)).isTrue();
        for (String title : List.of("o\u00eb", "Trips", "Zoe", "")) {
            assertThat(albums(title).selects(PHOTO)).as(title).isFalse();
        }
        assertThat(albums("Zo\u00eb").selects(BARE)).isFalse();
    }

    @Test
    void bothDaysAreIncluded() {
        assertThat(days("2026-01-31", "").selects(PHOTO)).isTrue();
        assertThat(days("2026-02-01", "").selects(PHOTO)).isFalse();
        assertThat(days("", "2026-01-31").selects(PHOTO)).isTrue();
        assertThat(days("", "2026-01-30").selects(PHOTO)).isFalse();
        assertThat(days("2026-01-31", "2026-01-31").selects(PHOTO)).isTrue();
        assertThat(days("0001-01-01", "").selects(BARE)).as("no date").isFalse();
        assertThat(days("", "9999-01-01").selects(BARE)).as("no date").isFalse();
    }

    @Test
    void oneKindIsEnoughAndLargerIsLarger() {
        assertThat(other(Set.of(PhotoKind.LIVE, PhotoKind.VIDEOS), -1, false, false, false)
                        .selects(PHOTO))
                .isTrue();
        assertThat(other(Set.of(PhotoKind.VIDEOS), -1, false, false, false).selects(PHOTO))
                .isFalse();
        assertThat(other(Set.of(PhotoKind.VIDEOS), -1, false, false, false).selects(BARE))
                .isFalse();
        assertThat(other(Set.of(), 999_999, false, false, false).selects(PHOTO)).isTrue();
        assertThat(other(Set.of(), 1_000_000, false, false, false).selects(PHOTO))
                .isFalse();
        assertThat(other(Set.of(), 0, false, false, false).selects(BARE))
                .as("unknown size")
                .isFalse();
    }

    @Test
    void favouritesHiddenAndNotSafe() {
        assertThat(other(Set.of(), -1, true, false, false).selects(PHOTO)).isTrue();
        assertThat(other(Set.of(), -1, true, false, false).selects(BARE)).isFalse();
        assertThat(other(Set.of(), -1, false, false, true).selects(PHOTO)).isFalse();
        assertThat(other(Set.of(), -1, false, false, true).selects(BARE)).isTrue();
        PhotoFilter notSafe = other(Set.of(), -1, false, true, false);
        assertThat(notSafe.selects(PHOTO, Safety.SAFE)).isFalse();
        assertThat(notSafe.selects(PHOTO, Safety.NOT_SAFE)).isTrue();
        assertThat(notSafe.selects(PHOTO, Safety.NOT_SEEN)).isTrue();
    }

    @Test
    void allThatIsSaidMustHold() {
        PhotoFilter both = new PhotoFilter(
                List.of("Zo\u00eb"),
                Set.of(PhotoKind.LIVE),
                day("2026-01-01"),
                day("2026-12-31"),
                Optional.of(1L),
                true,
                true,
                Set.of(Standing.WAITING),
                false,
                false);
        assertThat(both.selects(PHOTO, Safety.NOT_SEEN)).isTrue();
        assertThat(both.selects(PHOTO, Safety.SAFE)).isFalse();
        assertThat(both.selects(BARE, Safety.NOT_SEEN)).isFalse();
    }
}
