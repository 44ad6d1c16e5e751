package app.safelight.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The real photos and their manifest, which lie beside the repository.
public final class Fixtures {
    private Fixtures() {}

    /// The folder `shared/fixtures/media`; its absence fails the test, because without it nothing is proved.
    public static Path folder() {
        String repository = System.getProperty("safelight.repository");
        if (repository == null) {
            throw new AssertionError("the system property safelight.repository is not set: run through Maven");
        }
        Path folder = Path.of(repository).resolve("../shared/fixtures/media").normalize();
        if (!Files.isRegularFile(folder.resolve("manifest.csv"))) {
            throw new AssertionError("no shared fixtures at " + folder);
        }
        return folder;
    }

    /// The rows of the manifest, each by column name.
    public static List<Map<String, String>> manifest() throws IOException {
        List<List<String>> rows = csv(Files.readString(folder().resolve("manifest.csv")));
        List<Map<String, String>> records = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int column = 0; column < row.size(); column++) {
                fields.put(rows.getFirst().get(column), row.get(column));
            }
            records.add(fields);
        }
        return records;
    }

    /// Rows of comma-separated values with double quotes where needed.
    public static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (quoted && character == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (!quoted && (character == ',' || character == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (character == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || character != '\r') {
                field.append(character);
            }
        }
        return rows;
    }
}
