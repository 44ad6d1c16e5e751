package app.safelight.media.takeout;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.Fixtures;
import app.safelight.media.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reads and matches real exports.
final class FixtureTakeoutTest {
    private static final Path TAKEOUT = Fixtures.folder().resolve("17-takeout");
    /// One line of `unzip -l`: length, date, time, name.
    private static final Pattern LISTED =
            Pattern.compile("^\\s*\\d+\\s+\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d   (.*)/([^/]+)$");

    @Test
    void everyJsonOfTheRealTreesIsMatchedOrHasItsReason() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Path, List<Path>> directory : directories().entrySet()) {
            List<String> media = new ArrayList<>();
            Map<String, TakeoutDocument> documents = new TreeMap<>();
            for (Path file : directory.getValue()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json")) {
                    documents.put(name, TakeoutJson.parse(Files.readAllBytes(file)));
                } else {
                    media.add(name);
                }
            }
            text.append("== ").append(TAKEOUT.relativize(directory.getKey())).append('\n');
            text.append(text(media, TakeoutMatcher.match(media, documents)));
        }
        GoldenFile.check("takeout-matches.txt", text.toString());
    }

    @Test
    void everyJsonOfTheRealTreesIsRead() throws IOException {
        StringBuilder text = new StringBuilder();
        for (List<Path> files : directories().values()) {
            for (Path file : files) {
                if (file.toString().endsWith(".json")) {
                    text.append(TAKEOUT.relativize(file))
                            .append("\n    ")
                            .append(TakeoutJson.parse(Files.readAllBytes(file)))
                            .append('\n');
                }
            }
        }
        GoldenFile.check("takeout-documents.txt", text.toString());
    }

    @Test
    void everyNameOfARealExportIsMatched() throws IOException {
        TreeMap<String, List<String>> directories = new TreeMap<>();
        for (String line : Files.readAllLines(TAKEOUT.resolve("listing/small.lst"))) {
            Matcher listed = LISTED.matcher(line);
            if (listed.matches()) {
                directories
                        .computeIfAbsent(listed.group(1), _ -> new ArrayList<>())
                        .add(listed.group(2));
            }
        }
        StringBuilder text = new StringBuilder();
        int matched = 0;
        for (Map.Entry<String, List<String>> directory : directories.entrySet()) {
            List<String> media = new ArrayList<>();
            TreeSet<String> sidecars = new TreeSet<>();
            for (String name : directory.getValue()) {
                (name.toLowerCase(Locale.ROOT).endsWith(".json") ? sidecars : media).add(name);
            }
            TakeoutMatches matches = TakeoutMatcher.ofNames(media, sidecars);
            matched += matches.sidecars().size();
            text.append("== ").append(directory.getKey()).append('\n');
            // The plain form is most of a thousand lines and says nothing new.
            media.removeIf(name -> {
                MatchedSidecar match = matches.sidecars().get(name);
                return match != null && match.sidecarName().equals(name + ".json");
            });
            text.append(text(media, matches));
        }
        assertThat(matched).isEqualTo(483);
        GoldenFile.check("takeout-listing.txt", text.toString());
    }

    private static String text(List<String> media, TakeoutMatches matches) {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(media)) {
            MatchedSidecar match = matches.sidecars().get(name);
            text.append(name)
                    .append(match == null ? " has none" : " <- " + match.sidecarName() + " " + match.rule())
                    .append('\n');
        }
        matches.unmatched()
                .forEach((name, reason) -> text.append("unmatched ")
                        .append(name)
                        .append(' ')
                        .append(reason)
                        .append('\n'));
        return text.toString();
    }

    private static Map<Path, List<Path>> directories() throws IOException {
        TreeMap<Path, List<Path>> directories = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TAKEOUT)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lst"))
                    .sorted()
                    .forEach(file -> directories
                            .computeIfAbsent(file.getParent(), _ -> new ArrayList<>())
                            .add(file));
        }
        return directories;
    }
}
