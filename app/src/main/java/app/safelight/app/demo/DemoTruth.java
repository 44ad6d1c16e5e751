package app.safelight.app.demo;

import app.safelight.core.model.Sha256;
import app.safelight.simulator.fixtures.GivenAsset;
import app.safelight.simulator.fixtures.GivenFile;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares what was said about a phone, and what was copied from it, with what the phone was given. It reads
/// the report and the drive as anybody could, and hashes the copies itself.
public final class DemoTruth {
    private static final JsonFactory JSON = new JsonFactory();

    private static final int CHUNK_BYTES = 1 << 16;

    /// Differences that are told; more of them say nothing more.
    private static final int MAX_DIFFERENCES = 20;

    private final List<GivenAsset> given;

    public DemoTruth(List<GivenAsset> given) {
        this.given = List.copyOf(given);
    }

    /// How a comparison ended.
    ///
    /// @param atRisk photos of which something is on the phone only
    /// @param right those of them that were named so, and whose files are all on the drive
    /// @param differences in words; empty if all is as it was given
    public record Comparison(int assets, int atRisk, int right, List<String> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }

        public boolean isEqual() {
            return differences.isEmpty() && right == atRisk && atRisk > 0;
        }
    }

    /// @param report what `icloud --json` printed
    /// @param photos the folder of photos on the drive
    public Comparison compare(String report, Path photos) throws IOException {
        Map<String, String> said = standings(report);
        Set<String> copied = digests(photos);
        List<String> differences = new ArrayList<>();
        Set<String> expected = new HashSet<>();
        int atRisk = 0;
        int right = 0;
        for (GivenAsset asset : given) {
            String standing = said.remove(asset.uuid());
            boolean named = asset.fate().standing().equals(standing);
            if (!named) {
                differences.add(asset.path() + " is " + asset.fate().standing() + ", the report says " + standing);
            }
            if (asset.atRisk()) {
                atRisk++;
                List<GivenFile> missing = asset.files().stream()
                        .filter(file -> !copied.contains(file.sha256()))
                        .toList();
                missing.forEach(file -> differences.add(file.path() + " is not on the drive"));
                asset.files().forEach(file -> expected.add(file.sha256()));
                right += named && missing.isEmpty() && !asset.files().isEmpty() ? 1 : 0;
            }
        }
        said.keySet().forEach(uuid -> differences.add("the report has " + uuid + ", which the phone has not"));
        Set<String> more = new TreeSet<>(copied);
        more.removeAll(expected);
        more.forEach(digest -> differences.add("on the drive is " + digest + ", which was not at risk"));
        return new Comparison(
                given.size(), atRisk, right, differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size())));
    }

    private static Map<String, String> standings(String report) throws IOException {
        Map<String, String> standings = new HashMap<>();
        try (JsonParser parser = JSON.createParser(report)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean assets = parser.currentName().equals("assets");
                JsonToken value = parser.nextToken();
                if (assets && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        readAsset(parser, standings);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return standings;
    }

    private static void readAsset(JsonParser parser, Map<String, String> standings) throws IOException {
        String uuid = "";
        String standing = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            @Nullable String text = parser.getValueAsString();
            if (name.equals("uuid") && text != null) {
                uuid = text;
            } else if (name.equals("standing") && text != null) {
                standing = text;
            } else {
                parser.skipChildren();
            }
        }
        standings.put(uuid, standing);
    }

    private static Set<String> digests(Path folder) throws IOException {
        Set<String> digests = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.add(digest(file));
            }
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.digester();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
