package app.safelight.apple;

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

/// The shared fixtures, which lie beside the repository.
public final class Fixtures {
    private Fixtures() {}

    /// The folder `shared/fixtures`; its absence fails the test, because without it nothing is proved.
    public static Path folder() {
        String repository = System.getProperty("safelight.repository");
        if (repository == null) {
            throw new AssertionError("the system property safelight.repository is not set: run through Maven");
        }
        Path folder = Path.of(repository).resolve("../shared/fixtures").normalize();
        if (!Files.isDirectory(folder.resolve("photos-libraries"))) {
            throw new AssertionError("no shared fixtures at " + folder);
        }
        return folder;
    }

    /// Unpacks an archive of the fixtures into a folder.
    public static void unzip(String archive, Path target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder().resolve(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = target.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    /// One file out of an archive of the fixtures.
    public static byte[] fileOf(String archive, String name) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(folder().resolve(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + name + " in " + archive);
    }

    /// An object of a JSON file: maps, lists, texts, `Long`, `Double`, `Boolean`, null.
    public static Map<String, @Nullable Object> json(String file) throws IOException {
        return object(parse(file));
    }

    public static @Nullable Object parse(String file) throws IOException {
        try (InputStream in = Files.newInputStream(folder().resolve(file));
                JsonParser parser = new JsonFactory().createParser(in)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new AssertionError("unexpected JSON " + parser.currentToken());
        };
    }

    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) Objects.requireNonNull(value);
    }

    /// The objects of a list.
    public static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
        return list(value).stream().map(Fixtures::object).toList();
    }
}
