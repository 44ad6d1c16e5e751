package app.safelight.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What independent tools read in the test photos: the rows of their `manifest.csv`.
final class Manifest {
    private static final Set<String> MOVIES = Set.of("MOV", "MP4");

    private Manifest() {}

    /// SHA-256 of every file in it.
    static Set<String> digests() throws IOException {
        Set<String> digests = new HashSet<>();
        rows().forEach(row -> digests.add(row.getOrDefault("sha256", "")));
        return digests;
    }

    /// The paths of every still and movie that exiftool reads the same content identifier in.
    static Set<Set<String>> livePhotoPairs() throws IOException {
        Map<String, List<Map<String, String>>> byIdentifier = new HashMap<>();
        for (Map<String, String> row : rows()) {
            String identifier = row.getOrDefault("content_identifier", "");
            if (!identifier.isEmpty()) {
                byIdentifier.computeIfAbsent(identifier, _ -> new ArrayList<>()).add(row);
            }
        }
        Set<Set<String>> pairs = new HashSet<>();
        for (List<Map<String, String>> rows : byIdentifier.values()) {
            long movies = rows.stream().filter(Manifest::isMovie).count();
            if (movies > 0 && movies < rows.size()) {
                Set<String> pair = new HashSet<>();
                rows.forEach(row -> pair.add(row.getOrDefault("path", "")));
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static boolean isMovie(Map<String, String> row) {
        return MOVIES.contains(row.getOrDefault("file_type", ""));
    }

    private static List<Map<String, String>> rows() throws IOException {
        List<List<String>> lines = parse(Files.readString(Trial.MEDIA.resolve("manifest.csv")));
        List<String> names = lines.getFirst();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(names.get(i), line.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /// Shape: RFC 4180, with quoted values that may hold commas, line ends and doubled quotes.
    private static List<List<String>> parse(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (quoted && next == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && (next == ',' || next == '\n')) {
                line.add(value.toString());
                value.setLength(0);
                if (next == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else if (quoted || next != '\r') {
                value.append(next);
            }
        }
        return lines;
    }
}
