package app.safelight.media.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.Fixtures;
import app.safelight.media.GoldenFile;
import app.safelight.media.sniff.MediaKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Groups the real files by the facts that independent tools read from them.
final class FixtureGroupingTest {
    private static final Pattern DATE = Pattern.compile("(\\d{4}):(\\d{2}):(\\d{2}) (\\d{2}:\\d{2}:\\d{2})(.*)");
    private static final Set<String> VIDEOS = Set.of("MOV", "MP4", "M4V", "3GP", "AVI", "M2TS");
    private static final Set<String> RAWS = Set.of("DNG", "CR2", "CR3", "NEF", "RAF", "RW2");
    private static final Set<String> SIDECARS = Set.of("xmp", "aae", "json");

    @Test
    void everyFixtureIsInItsGroup() throws IOException {
        GoldenFile.check("fixture-groups.txt", GroupText.of(FileGrouping.group(fixtures())));
    }

    @Test
    void livePhotosAreThoseOfTheManifestAndNoOthers() throws IOException {
        Map<String, Map<String, String>> rows = new HashMap<>();
        Fixtures.manifest().forEach(row -> rows.put(row.getOrDefault("path", ""), row));
        Set<Set<String>> expected = rows.entrySet().stream()
                .filter(row -> kind(row.getValue()) == MediaKind.PHOTO)
                .filter(row -> {
                    Map<String, String> twin = rows.get(row.getValue().getOrDefault("same_content_identifier", ""));
                    return twin != null && kind(twin) == MediaKind.VIDEO;
                })
                .map(row -> Set.of(row.getKey(), row.getValue().getOrDefault("same_content_identifier", "")))
                .collect(Collectors.toSet());
        Set<Set<String>> found = FileGrouping.group(fixtures()).stream()
                .flatMap(group -> group.parts().stream()
                        .filter(part -> part.role() == PartRole.LIVE_MOVIE)
                        .map(part -> Set.of(group.primaryPath(), part.path())))
                .collect(Collectors.toSet());
        assertThat(expected).hasSize(3);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aHalfMovedToAnotherFolderIsStillFound() throws IOException {
        List<GroupingFile> moved = new ArrayList<>();
        for (GroupingFile file : fixtures()) {
            String path = file.kind() == MediaKind.VIDEO ? "moved/" + file.path() : file.path();
            moved.add(new GroupingFile(
                    path,
                    file.kind(),
                    file.type(),
                    file.contentIdentifier(),
                    file.burstId(),
                    file.takenAt(),
                    file.offset(),
                    file.duration(),
                    file.sizeBytes(),
                    null));
        }
        Set<String> live = FileGrouping.group(moved).stream()
                .filter(group -> group.kind() == GroupKind.LIVE_PHOTO)
                .map(FileGroup::primaryPath)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(live)
                .containsExactly(
                        "01-live-photos/heic-mov-iphone15plus/IMG_3853.HEIC",
                        "01-live-photos/jpeg-mov-iphone6s/train.jpg",
                        "01-live-photos/names-differ-iphone13pro/IMG_7943.HEIC");
    }

    /// The paths of a real iPhone: photos in `DCIM`, their edits under `PhotoData/Mutations`.
    @Test
    void aRealPhonesEditsBelongToTheirPhotos() throws IOException {
        String media = "private/var/mobile/Media/";
        List<GroupingFile> files = new ArrayList<>();
        Path list = Fixtures.folder().resolve("18-icloud-and-dcim/ios-path-lists/belkasoft-ctf6-ios-dev1.csv.zip");
        try (ZipFile zip = new ZipFile(list.toFile());
                InputStream csv = zip.getInputStream(zip.getEntry("belkasoft-ctf6-ios-dev1.csv"))) {
            String text = new String(csv.readAllBytes(), StandardCharsets.UTF_8);
            for (List<String> row : Fixtures.csv(text)) {
                String path = row.getFirst();
                boolean photo = path.startsWith(media + "DCIM/1") || path.startsWith(media + "PhotoData/Mutations/");
                if (photo && FileNames.name(path).contains(".")) {
                    files.add(Shot.of(path.substring(media.length())).file());
                }
            }
        }
        GoldenFile.check("iphone-groups.txt", GroupText.of(FileGrouping.group(files)));
    }

    /// The manifest's facts as grouping takes them.
    static List<GroupingFile> fixtures() throws IOException {
        List<GroupingFile> files = new ArrayList<>();
        for (Map<String, String> row : Fixtures.manifest()) {
            String duration = row.getOrDefault("duration_s", "");
            files.add(new GroupingFile(
                    row.getOrDefault("path", ""),
                    kind(row),
                    row.getOrDefault("file_type", ""),
                    row.get("content_identifier"),
                    row.get("burst_id"),
                    takenAt(row),
                    offset(row),
                    duration.isEmpty() ? null : Duration.ofMillis(Math.round(Double.parseDouble(duration) * 1000)),
                    Long.parseLong(row.getOrDefault("bytes", "0")),
                    null));
        }
        return files;
    }

    private static MediaKind kind(Map<String, String> row) {
        String type = row.getOrDefault("file_type", "");
        String extension = FileNames.extension(row.getOrDefault("path", "")).toLowerCase(Locale.ROOT);
        if (type.equals("sidecar/data")) {
            return SIDECARS.contains(extension) ? MediaKind.SIDECAR : MediaKind.OTHER;
        }
        if (type.isEmpty() || type.equals("TXT")) {
            return MediaKind.OTHER;
        }
        if (type.equals("WAV") || type.equals("M4A")) {
            return MediaKind.AUDIO;
        }
        return VIDEOS.contains(type) ? MediaKind.VIDEO : RAWS.contains(type) ? MediaKind.RAW : MediaKind.PHOTO;
    }

    private static @Nullable LocalDateTime takenAt(Map<String, String> row) {
        Matcher date = DATE.matcher(row.getOrDefault("capture_date", ""));
        if (!date.matches() || date.group(1).equals("0000")) {
            return null;
        }
        return LocalDateTime.parse(date.group(1) + "-" + date.group(2) + "-" + date.group(3) + "T" + date.group(4));
    }

    private static @Nullable ZoneOffset offset(Map<String, String> row) {
        String offset = row.getOrDefault("capture_offset", "");
        if (offset.startsWith("UTC")) {
            return ZoneOffset.UTC;
        }
        return offset.isEmpty() ? null : ZoneOffset.of(offset);
    }
}
