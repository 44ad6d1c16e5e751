package app.safelight.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JSON that comes in, with limits, and that goes out.
public final class Json {
    /// Largest body that is read into memory: a question about twenty thousand contents is a third of it.
    public static final int MAX_BODY_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 16;

    private static final int MAX_TEXT = 100_000;

    private static final String MEDIA_TYPE = "application/json";

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .maxDocumentLength(MAX_BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Writes an answer piece by piece.
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /// Reads the body as a record: every component that is not nullable, and nothing else.
    ///
    /// @throws Problem if it is no such thing
    public static <T extends Record> T read(Context request, Class<T> type) throws Problem {
        String contentType = Optional.ofNullable(request.contentType()).orElse("");
        if (!contentType.startsWith(MEDIA_TYPE)) {
            throw new Problem(ProblemCode.BAD_REQUEST, "the body must be " + MEDIA_TYPE);
        }
        if (request.req().getContentLengthLong() > MAX_BODY_BYTES) {
            throw new Problem(ProblemCode.TOO_LARGE).with("largestBytes", MAX_BODY_BYTES);
        }
        try (InputStream body = request.req().getInputStream()) {
            T read = MAPPER.readValue(body, type);
            if (read == null) {
                throw new Problem(ProblemCode.BAD_REQUEST, "the body is empty");
            }
            requireWhole(read);
            return read;
        } catch (JsonProcessingException wrong) {
            throw new Problem(ProblemCode.BAD_REQUEST, "the body is not the JSON it should be: " + where(wrong));
        } catch (IOException broken) {
            throw new Problem(ProblemCode.BAD_REQUEST, "the body broke off");
        }
    }

    private static void requireWhole(Record read) throws Problem {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                if (accessor.invoke(read) == null
                        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw new Problem(ProblemCode.BAD_REQUEST, component.getName() + " is missing");
                }
            } catch (ReflectiveOperationException defect) {
                throw new IllegalStateException("a record that cannot be read", defect);
            }
        }
    }

    /// Without what was sent: it may be a password.
    private static String where(JsonProcessingException wrong) {
        return wrong.getLocation() == null
                ? "it cannot be read"
                : "line " + wrong.getLocation().getLineNr() + ", column "
                        + wrong.getLocation().getColumnNr();
    }

    /// Answers with a record, a map or a list.
    public static void answer(Context request, Object value) {
        request.contentType(MEDIA_TYPE).result(bytes(value));
    }

    /// Answers piece by piece; nothing of it is kept.
    public static void answer(Context request, Writer writer) throws IOException {
        request.contentType(MEDIA_TYPE);
        try (JsonGenerator json = MAPPER.createGenerator(request.outputStream())) {
            writer.write(json);
        }
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("an answer that is no JSON", defect);
        }
    }
}
