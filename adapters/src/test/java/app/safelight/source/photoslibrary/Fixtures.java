package app.safelight.source.photoslibrary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// The shared libraries and phones, and the facts that other readers found.
final class Fixtures {
    static final Path ROOT = Path.of(System.getProperty("safelight.repository"), "..", "shared/fixtures")
            .normalize();

    static final Path PHONE = ROOT.resolve("iphone-synthetic");
    static final Path LIBRARIES = ROOT.resolve("photos-libraries");

    private Fixtures() {}

    /// One asset of the made-up phone as its EXPECTED.json has it.
    ///
    /// @param files role -> file
    record Expected(String uuid, String scenario, String path, Map<String, ExpectedFile> files) {}

    record ExpectedFile(String path, long sizeBytes, String sha256, boolean onDevice) {}

    static List<Expected> phone() throws IOException {
        List<Expected> assets = new ArrayList<>();
        Map<String, @Nullable Object> document = object(json(PHONE.resolve("EXPECTED.json")));
        object(document.get("assets")).forEach((uuid, value) -> {
            Map<String, @Nullable Object> asset = object(value);
            Map<String, ExpectedFile> files = new LinkedHashMap<>();
            object(asset.get("files")).forEach((role, one) -> {
                Map<String, @Nullable Object> file = object(one);
                files.put(
                        role,
                        new ExpectedFile(
                                String.valueOf(file.get("path")),
                                (Long) Objects.requireNonNull(file.get("size")),
                                String.valueOf(file.get("sha256")),
                                Boolean.TRUE.equals(file.get("onDevice"))));
            });
            assets.add(new Expected(
                    uuid, String.valueOf(asset.get("scenario")), String.valueOf(asset.get("path")), files));
        });
        return assets;
    }

    /// @return the folder it was unpacked into
    static Path unzip(Path archive, Path target) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("an entry leads out: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
        return target;
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    static @Nullable Object json(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = new JsonFactory().createParser(in)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + parser.currentToken());
        };
    }
}
