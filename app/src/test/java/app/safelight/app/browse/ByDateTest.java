package app.safelight.app.browse;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.icloud.Standing;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByDateTest {
    private int passes;

    private static PhotoFacts photo(String path, Optional<LocalDateTime> taken) {
        return new PhotoFacts(
                "uuid of " + path, path, null, Set.of(), taken, 1, List.of(), false, false, Standing.IN_ICLOUD);
    }

    private static Optional<LocalDateTime> at(int day, int minute) {
        return Optional.of(LocalDateTime.of(2026, 1, 1, 0, 0).plusDays(day).plusMinutes(minute));
    }

    private List<String> told(List<PhotoFacts> photos, int mostKept) throws IOException {
        passes = 0;
        List<String> told = new ArrayList<>();
        ByDate.Photos library = sink -> {
            passes++;
            photos.forEach(sink);
        };
        new ByDate(library, mostKept).tell(photo -> told.add(photo.path()));
        return told;
    }

    @Test
    void theOrderIsTheSameHoweverLittleIsKept() throws IOException {
        List<PhotoFacts> photos = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (int day = -400; day < 400; day += 4) {
            for (int minute = 0; minute < 3; minute++) {
                String path = String.format("%04d-%d", day + 1000, minute);
                photos.add(photo(path, at(day, minute)));
                wanted.add(path);
            }
        }
        for (String path : List.of("a", "b", "c")) {
            photos.add(photo(path, Optional.empty()));
            wanted.add(path);
        }
        Collections.shuffle(photos, new Random(7));
        for (int kept : new int[] {3, 4, 7, 100, 603, 100_000}) {
            assertThat(told(photos, kept)).as("%s kept", kept).isEqualTo(wanted);
        }
        assertThat(told(photos, 100_000)).hasSize(603);
        assertThat(passes).isEqualTo(2);
        told(photos, 300);
        assertThat(passes).isEqualTo(4);
    }

    @Test
    void aDayWithMoreThanIsKeptIsToldAsTheLibraryHasIt() throws IOException {
        List<PhotoFacts> photos = List.of(
                photo("late", at(5, 0)),
                photo("2", at(1, 2)),
                photo("1", at(1, 1)),
                photo("3", at(1, 3)),
                photo("early", at(0, 0)));
        assertThat(told(photos, 2)).containsExactly("early", "2", "1", "3", "late");
        assertThat(told(photos, 3)).containsExactly("early", "1", "2", "3", "late");
    }

    @Test
    void ofOneMomentThePathDecides() throws IOException {
        assertThat(told(List.of(photo("b", at(1, 1)), photo("a", at(1, 1)), photo("c", at(1, 0))), 9))
                .containsExactly("c", "a", "b");
        assertThat(told(List.of(), 9)).isEmpty();
    }

    @Test
    void groupsAreCounted() {
        PhotoGroups months = new PhotoGroups(PhotoGroups.By.MONTH);
        PhotoGroups sizes = new PhotoGroups(PhotoGroups.By.SIZE);
        PhotoGroups albums = new PhotoGroups(PhotoGroups.By.ALBUM);
        long[] bytes = {0, 999_999, 1_000_000, 99_000_000, 999_999_999, 1_000_000_000};
        for (int i = 0; i < bytes.length; i++) {
            PhotoFacts one = new PhotoFacts(
                    "u" + i,
                    "p" + i,
                    null,
                    Set.of(),
                    i == 0 ? Optional.empty() : at(20 * i, 0),
                    bytes[i],
                    i < 2 ? List.of() : List.of("b", "a", "b"),
                    false,
                    false,
                    Standing.IN_ICLOUD);
            Safety safety = i % 2 == 0 ? Safety.SAFE : Safety.NOT_SEEN;
            months.add(one, safety);
            sizes.add(one, safety);
            albums.add(one, safety);
        }
        assertThat(names(months))
                .containsExactly("2026-01 1", "2026-02 1", "2026-03 2", "2026-04 1", "without a date 1");
        assertThat(names(sizes))
                .containsExactly(
                        "under 1 MB 1",
                        "1 to 10 MB 1",
                        "10 to 100 MB 1",
                        "100 MB to 1 GB 1",
                        "over 1 GB 1",
                        "of unknown size 1");
        assertThat(names(albums)).containsExactly("a 4", "b 4", "in no album 2");
        PhotoGroups.Group first = albums.groups().getFirst().group();
        assertThat(first.sizeBytes()).isEqualTo(2_100_000_000L - 1);
        assertThat(first.notSafe()).isEqualTo(2);
    }

    private static List<String> names(PhotoGroups groups) {
        return groups.groups().stream()
                .map(one -> one.name() + " " + one.group().photos())
                .toList();
    }
}
