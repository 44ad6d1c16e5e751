package app.safelight.media.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.media.sniff.MediaKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every set of files, however odd.
final class GroupingPropertyTest {
    private static final List<String> DIRECTORIES = List.of(
            "",
            "a/",
            "b/",
            "DCIM/100APPLE/",
            "PhotoData/Mutations/DCIM/100APPLE/IMG_0001/Adjustments/",
            "PhotoData/Mutations/DCIM/100APPLE/IMG_0002/Adjustments/");
    private static final List<String> STEMS = List.of(
            "IMG_0001",
            "img_0001",
            "IMG_E0001",
            "IMG_O0001",
            "IMG_0001_HEVC",
            "IMG_0002",
            "IMG_0002-edited",
            "IMG_0002-modifie\u0301",
            "IMG_0002(1)",
            "IMG_E0002-edited(1)",
            "FullSizeRender",
            "PXL_1.MP",
            "GL010001",
            "GX010001",
            "x_BURST001",
            "a name far longer than forty-six characters, to be cut");
    private static final List<String> EXTENSIONS = List.of(
            ".HEIC",
            ".JPG",
            ".jpg",
            ".DNG",
            ".MOV",
            ".MP4",
            ".MP",
            ".AAE",
            ".xmp",
            ".JPG.xmp",
            ".HEIC.json",
            ".JPG(1).json",
            ".json",
            ".THM",
            ".LRV",
            ".WAV",
            ".txt",
            "");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyFileIsInExactlyOneGroupInAnyOrder(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            List<GroupingFile> files = files(random);
            List<FileGroup> groups = FileGrouping.group(files);

            List<String> grouped = groups.stream()
                    .flatMap(group -> group.parts().stream())
                    .map(Part::path)
                    .sorted()
                    .toList();
            assertThat(grouped)
                    .isEqualTo(files.stream().map(GroupingFile::path).sorted().toList());

            Collections.shuffle(files, random);
            assertThat(FileGrouping.group(files)).isEqualTo(groups);
            assertThat(joinedByDirectory(files)).isEqualTo(groups);
            assertThat(joinedFromThoseThatMay(files)).isEqualTo(groups);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whateverIsALivePhotoHasOneStillAndItsMovie(long seed) {
        Random random = new Random(seed);
        int live = 0;
        for (int run = 0; run < 200; run++) {
            List<GroupingFile> files = files(random);
            TreeMap<String, GroupingFile> byPath = new TreeMap<>();
            files.forEach(file -> byPath.put(file.path(), file));
            for (FileGroup group : FileGrouping.group(files)) {
                List<GroupingFile> movies = group.parts().stream()
                        .filter(part -> part.role() == PartRole.LIVE_MOVIE)
                        .map(part -> byPath.get(part.path()))
                        .toList();
                assertThat(movies).allMatch(movie -> movie.kind() == MediaKind.VIDEO);
                if (!movies.isEmpty()) {
                    live++;
                    assertThat(group.kind()).isEqualTo(GroupKind.LIVE_PHOTO);
                }
            }
        }
        assertThat(live).isPositive();
    }

    @Test
    void noFilesAreNoGroups() {
        assertThat(FileGrouping.group(List.of())).isEmpty();
        assertThat(FileGrouping.joinAcross(List.of())).isEmpty();
    }

    @Test
    void onePathTwiceIsTheCallersMistake() {
        GroupingFile file = Shot.of("a/x.jpg").file();
        assertThatThrownBy(() -> FileGrouping.group(List.of(file, file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/x.jpg");
    }

    @Test
    void aHundredThousandFilesOfOneNameAndOneIdentifierAreGrouped() {
        // Quadratic work would take hours here; no time is asserted, a test that never ends says it.
        List<GroupingFile> files = new ArrayList<>();
        for (int at = 0; at < 25_000; at++) {
            files.add(Shot.of("a/IMG_0001.J" + at + "PG").file());
            files.add(Shot.of("a/same" + at + ".HEIC")
                    .identifier("ONE")
                    .burst("B")
                    .file());
            files.add(Shot.of("b" + at + "/same.MOV").identifier("ONE").file());
            files.add(Shot.of("a/IMG_E0001.e" + at).file());
        }
        List<FileGroup> groups = FileGrouping.group(files);
        assertThat(groups.stream().filter(group -> group.kind() == GroupKind.LIVE_PHOTO))
                .hasSize(25_000);
        assertThat(groups).hasSize(75_000);
    }

    @Test
    void tenThousandFilesOfOneNameInDifferentFoldersStayApart() {
        List<GroupingFile> files = new ArrayList<>();
        for (int at = 0; at < 10_000; at++) {
            files.add(Shot.of("card" + at + "/IMG_0001.JPG").at(0).file());
        }
        assertThat(FileGrouping.group(files)).hasSize(10_000);
    }

    private static List<FileGroup> joinedByDirectory(Collection<GroupingFile> files) {
        List<FileGroup> groups = new ArrayList<>();
        byHome(files).values().forEach(home -> groups.addAll(FileGrouping.group(home)));
        return FileGrouping.joinAcross(groups);
    }

    private static List<FileGroup> joinedFromThoseThatMay(Collection<GroupingFile> files) {
        List<FileGroup> done = new ArrayList<>();
        List<FileGroup> waiting = new ArrayList<>();
        for (List<GroupingFile> home : byHome(files).values()) {
            for (FileGroup group : FileGrouping.group(home)) {
                (group.mayJoin() ? waiting : done).add(group);
            }
        }
        done.addAll(FileGrouping.joinAcross(waiting));
        done.sort(java.util.Comparator.comparing(FileGroup::primaryPath));
        return done;
    }

    private static Map<String, List<GroupingFile>> byHome(Collection<GroupingFile> files) {
        TreeMap<String, List<GroupingFile>> homes = new TreeMap<>();
        for (GroupingFile file : files) {
            homes.computeIfAbsent(FileGrouping.homeDirectory(file.path()), _ -> new ArrayList<>())
                    .add(file);
        }
        return homes;
    }

    private static List<GroupingFile> files(Random random) {
        TreeSet<String> paths = new TreeSet<>();
        int count = 1 + random.nextInt(40);
        while (paths.size() < count) {
            paths.add(any(random, DIRECTORIES) + any(random, STEMS) + any(random, EXTENSIONS));
        }
        List<GroupingFile> files = new ArrayList<>();
        for (String path : paths) {
            Shot shot = Shot.of(path);
            shot = random.nextBoolean() ? shot : shot.identifier("ID" + random.nextInt(3));
            shot = random.nextBoolean() ? shot : shot.at(random.nextInt(8));
            shot = random.nextInt(4) > 0 ? shot : shot.zone(random.nextInt(2));
            shot = random.nextBoolean() ? shot : shot.lasting(random.nextInt(8));
            shot = random.nextInt(4) > 0 ? shot : shot.burst("B" + random.nextInt(2));
            GroupingFile file = shot.file();
            files.add(random.nextInt(8) > 0 ? file : file.ownedBy(any(random, List.copyOf(paths))));
        }
        return files;
    }

    private static String any(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
