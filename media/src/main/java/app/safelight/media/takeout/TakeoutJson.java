package app.safelight.media.takeout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/// Reads the JSON files of an export. What cannot be read is a value, never an exception.
///
/// Shape: one object. About a photo: `title`, `description`, `photoTakenTime.timestamp` (seconds since 1970 as
/// text), `geoData` and `geoDataExif` (`latitude`, `longitude`, `altitude`), `people[].name`, `favorited`,
/// `trashed`, `archived`, `url`. About an album: `title`, `description`, `access`, `date`, in exports before 2020
/// all within `albumData`. Unknown fields are skipped.
///
/// Stateless; safe for any number of threads.
public final class TakeoutJson {
    /// Largest file read. Real ones have 1 to 4 KiB; one with a thousand people tagged has 100.
    public static final int MAX_DOCUMENT_BYTES = 1 << 20;
    /// Deepest nesting read. Real files reach 4.
    private static final int MAX_DEPTH = 32;
    /// Longest text read. Google cuts descriptions far below this.
    private static final int MAX_TEXT_CHARACTERS = 1 << 18;
    /// Longest field name read. Real ones have up to 20 characters.
    private static final int MAX_FIELD_NAME_CHARACTERS = 1024;
    /// Longest number read. A double of full precision has 25 characters.
    private static final int MAX_NUMBER_CHARACTERS = 128;

    private static final JsonFactory JSON = factory();

    private TakeoutJson() {}

    /// Reads one file.
    ///
    /// @param document the whole file, UTF-8 with or without a byte order mark
    public static TakeoutDocument parse(byte[] document) {
        if (document.length > MAX_DOCUMENT_BYTES) {
            return new TakeoutProblem(TakeoutProblem.Kind.OVER_LIMIT, -1);
        }
        try (JsonParser parser = JSON.createParser(document)) {
            return parse(parser);
        } catch (StreamConstraintsException over) {
            return new TakeoutProblem(TakeoutProblem.Kind.OVER_LIMIT, offset(over));
        } catch (JsonProcessingException malformed) {
            return new TakeoutProblem(TakeoutProblem.Kind.MALFORMED, offset(malformed));
        } catch (IOException encoding) {
            // No I/O happens on an array: what is left are bytes that are no UTF-8.
            return new TakeoutProblem(TakeoutProblem.Kind.MALFORMED, -1);
        }
    }

    private static TakeoutDocument parse(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return new TakeoutProblem(TakeoutProblem.Kind.MALFORMED, 0);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return new TakeoutProblem(TakeoutProblem.Kind.NOT_AN_OBJECT, 0);
        }
        TakeoutFields fields = new TakeoutFields();
        fields.read(parser);
        if (parser.nextToken() != null) {
            return new TakeoutProblem(
                    TakeoutProblem.Kind.MALFORMED, parser.currentTokenLocation().getByteOffset());
        }
        return fields.document();
    }

    private static long offset(JsonProcessingException problem) {
        return problem.getLocation() == null ? -1 : problem.getLocation().getByteOffset();
    }

    private static JsonFactory factory() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MAX_DOCUMENT_BYTES)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT_CHARACTERS)
                        .maxNameLength(MAX_FIELD_NAME_CHARACTERS)
                        .maxNumberLength(MAX_NUMBER_CHARACTERS)
                        .build())
                // Field names of hostile files would otherwise stay interned for ever. The factory's own table of
                // names empties itself; without it Jackson would read bytes that are no UTF-8 as if they were.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }
}
