package app.safelight.apple.sqlite;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many values of a row as one, a JSON array that SQLite makes: asking SQLite for a value costs several times
/// what its finding and writing it does. Whole numbers, texts and NULL arrive as they are stored, and so do real
/// numbers: SQLite writes 17 digits. Of a blob only that there is one arrives.
///
/// Source: sqlite.org/json1.html, sections 4.2 and 3.
final class PackedValues {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] SOME_BLOB = {};

    private PackedValues() {}

    /// What to ask for, in place of the values.
    static String question(List<String> values) {
        return "json_array(" + String.join(", ", values) + ")";
    }

    /// A value that may be a blob, of which SQLite would make no JSON.
    static String orBlob(String value) {
        return "iif(typeof(" + value + ") = 'blob', json_array(), " + value + ")";
    }

    /// @param packed the answer
    /// @param count how many values were asked for
    /// @throws DatabaseException if that is not what SQLite makes of them
    static @Nullable Object[] read(@Nullable String packed, int count) throws DatabaseException {
        @Nullable Object[] values = new @Nullable Object[count];
        try (JsonParser parser = JSON.createParser(packed == null ? "" : packed)) {
            require(parser.nextToken(), JsonToken.START_ARRAY);
            for (int i = 0; i < count; i++) {
                values[i] = value(parser, parser.nextToken());
            }
            require(parser.nextToken(), JsonToken.END_ARRAY);
        } catch (DatabaseException wrong) {
            throw wrong;
        } catch (IOException wrong) {
            throw new DatabaseException(new DatabaseFault.Damaged("a row that cannot be: " + wrong.getMessage()));
        }
        return values;
    }

    private static void require(@Nullable JsonToken token, JsonToken expected) throws DatabaseException {
        if (token != expected) {
            throw wrong(token);
        }
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parser.getText();
            case START_ARRAY -> {
                require(parser.nextToken(), JsonToken.END_ARRAY);
                yield SOME_BLOB;
            }
            case null, default -> throw wrong(token);
        };
    }

    private static DatabaseException wrong(@Nullable JsonToken token) {
        return new DatabaseException(new DatabaseFault.Damaged("a row that cannot be, with " + token));
    }
}
