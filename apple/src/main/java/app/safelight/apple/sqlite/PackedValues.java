package app.safelight.apple.sqlite;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many values of a row as one, a JSON array that SQLite makes: asking SQLite for a value costs several times
/// what its finding and writing it does. Whole numbers, texts and NULL arrive as they are stored, and so do
/// real numbers: SQLite writes 17 digits. Of a blob only that there is one arrives.
///
/// Read by hand: millions of arrays of a dozen numbers each, for every one of which a parser made for any JSON
/// is set up anew and costs more than the reading.
///
/// Source: sqlite.org/json1.html, sections 4.2 and 3.
final class PackedValues {
    private static final byte[] SOME_BLOB = {};

    /// Of a character written as its number.
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;

    private PackedValues(String text) {
        this.text = text;
    }

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
        PackedValues from = new PackedValues(packed == null ? "" : packed);
        @Nullable Object[] values = new @Nullable Object[count];
        from.require('[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                from.require(',');
            }
            values[i] = from.value();
        }
        from.require(']');
        if (from.at != from.text.length()) {
            throw from.wrong();
        }
        return values;
    }

    private @Nullable Object value() throws DatabaseException {
        char first = peek();
        return switch (first) {
            case '"' -> string();
            case 'n' -> {
                word("null");
                yield null;
            }
            case '[' -> {
                word("[]");
                yield SOME_BLOB;
            }
            default -> number();
        };
    }

    private char peek() throws DatabaseException {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void require(char expected) throws DatabaseException {
        if (peek() != expected) {
            throw wrong();
        }
        at++;
    }

    private void word(String expected) throws DatabaseException {
        if (!text.startsWith(expected, at)) {
            throw wrong();
        }
        at += expected.length();
    }

    private Object number() throws DatabaseException {
        int start = at;
        boolean whole = true;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ']') {
            char next = text.charAt(at++);
            boolean ofWhole = (next >= '0' && next <= '9') || next == '-';
            if (!ofWhole && ".eE+".indexOf(next) < 0) {
                throw wrong();
            }
            whole &= ofWhole;
        }
        try {
            return whole
                    ? (Object) Long.parseLong(text, start, at, 10)
                    : (Object) Double.parseDouble(text.substring(start, at));
        } catch (NumberFormatException none) {
            throw wrong();
        }
    }

    private String string() throws DatabaseException {
        int start = ++at;
        int end = text.indexOf('"', start);
        if (end < 0) {
            throw wrong();
        }
        int escape = text.indexOf('\\', start, end);
        if (escape < 0) {
            at = end + 1;
            return text.substring(start, end);
        }
        StringBuilder plain = new StringBuilder(end - start).append(text, start, escape);
        at = escape;
        for (char next = peek(); next != '"'; next = peek()) {
            at++;
            plain.append(next == '\\' ? escaped() : next);
        }
        at++;
        return plain.toString();
    }

    private char escaped() throws DatabaseException {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int start = at;
                at += HEX_DIGITS;
                if (at > text.length()) {
                    throw wrong();
                }
                try {
                    yield (char) HexFormat.fromHexDigits(text, start, at);
                } catch (NumberFormatException none) {
                    throw wrong();
                }
            }
            default -> throw wrong();
        };
    }

    private DatabaseException wrong() {
        return new DatabaseException(new DatabaseFault.Damaged("a row that cannot be, at character " + at));
    }
}
