package app.safelight.place.library;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is said to a library, and what it answers, as JSON. Written in ASCII, so that half surrogate pairs and
/// line breaks in names come back as they went; read with limits, for an answer may be anybody's.
final class LinkJson {
    /// Longest answer that is read: a page of twenty thousand origins with long paths.
    private static final long MAX_ANSWER_BYTES = 64 << 20;

    private static final int MAX_DEPTH = 8;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_ANSWER_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private LinkJson() {}

    /// Writes the members of an object.
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// An object that was read: its members are texts, lists and objects. Numbers and truth values are texts;
    /// what is null is not there.
    record Answer(Map<String, Object> members) {
        /// @throws IOException if there is no such text
        String text(String name) throws IOException {
            if (members.get(name) instanceof String text) {
                return text;
            }
            throw new IOException("no " + name + " in the answer");
        }

        String text(String name, String otherwise) {
            return members.get(name) instanceof String text ? text : otherwise;
        }

        long number(String name) {
            try {
                return Long.parseLong(text(name, "0"));
            } catch (NumberFormatException otherwise) {
                return 0;
            }
        }

        /// @throws IOException if there is no such list
        List<?> list(String name) throws IOException {
            if (members.get(name) instanceof List<?> list) {
                return list;
            }
            throw new IOException("no " + name + " in the answer");
        }

        List<Answer> objects(String name) throws IOException {
            return LinkJson.objects(list(name));
        }

        List<ContentId> contents(String name) throws IOException {
            List<ContentId> contents = new ArrayList<>();
            for (Object one : list(name)) {
                contents.add(content(String.valueOf(one)));
            }
            return contents;
        }
    }

    static List<Answer> objects(List<?> list) throws IOException {
        List<Answer> objects = new ArrayList<>();
        for (Object one : list) {
            if (!(one instanceof Answer object)) {
                throw new IOException("no object in the answer");
            }
            objects.add(object);
        }
        return objects;
    }

    static ContentId content(String text) throws IOException {
        int colon = text.indexOf(':');
        try {
            return new ContentId(Sha256.parse(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
            throw new IOException("no content in the answer", wrong);
        }
    }

    /// @throws IOException also if it is not one object
    static Answer read(InputStream in) throws IOException {
        try (JsonParser json = FACTORY.createParser(in)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no object");
            }
            Answer answer = object(json);
            if (json.nextToken() != null) {
                throw new IOException("the answer goes on after its end");
            }
            return answer;
        }
    }

    private static Answer object(JsonParser json) throws IOException {
        Map<String, Object> members = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                members.put(name, value(json));
            }
        }
        return new Answer(members);
    }

    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return object(json);
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return json.getText();
        }
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new IOException("the answer ends early");
            }
            list.add(value(json));
        }
        return list;
    }
}
