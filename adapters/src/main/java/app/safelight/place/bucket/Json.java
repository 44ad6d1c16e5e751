package app.safelight.place.bucket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Flat JSON objects, written in ASCII so that half surrogate pairs and line breaks in names come back as they
/// went. Its parser's own limits (nesting, length of numbers and texts) hold against hostile input.
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /// Writes the members of an object.
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /// One line that ends in a line feed.
    static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// The members that are text, numbers or truth values; others are passed over.
    ///
    /// @return empty if the bytes are not one JSON object
    static Optional<Map<String, String>> members(byte[] bytes) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(new String(bytes, StandardCharsets.UTF_8))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken().isScalarValue()) {
                    members.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
                    ? Optional.of(members)
                    : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
