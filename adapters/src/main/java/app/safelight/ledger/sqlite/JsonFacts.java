package app.safelight.ledger.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One small JSON object as [JsonText] writes it: strings, whole numbers and objects. Anything else is damage.
final class JsonFacts {
    /// How deep objects may stand in objects; ours go one deep, and a damaged text must not exhaust the stack.
    private static final int MAX_DEPTH = 4;

    /// Keys and values in turn; so few that going through them is faster than hashing.
    private final List<Object> entries;

    private JsonFacts(List<Object> entries) {
        this.entries = entries;
    }

    /// @throws DamagedRecord if the text is not such an object
    static JsonFacts parse(String text) {
        Parser parser = new Parser(text);
        JsonFacts facts = parser.object(0);
        parser.end();
        return facts;
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < entries.size(); i += 2) {
            keys.add((String) entries.get(i));
        }
        return keys;
    }

    private @Nullable Object value(String key) {
        for (int i = 0; i < entries.size(); i += 2) {
            if (entries.get(i).equals(key)) {
                return entries.get(i + 1);
            }
        }
        return null;
    }

    String string(String key) {
        return optionalString(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalString(String key) {
        Object value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        return value instanceof String string ? Optional.of(string) : Optional.of(wrongKind(key));
    }

    long number(String key) {
        return value(key) instanceof Long number ? number : fail(key);
    }

    long number(String key, long absent) {
        return value(key) == null ? absent : number(key);
    }

    int smallNumber(String key) {
        long number = number(key);
        return (int) number == number ? (int) number : (int) fail(key);
    }

    JsonFacts object(String key) {
        if (value(key) instanceof JsonFacts object) {
            return object;
        }
        throw missing(key);
    }

    private static String wrongKind(String key) {
        throw missing(key);
    }

    private static long fail(String key) {
        throw missing(key);
    }

    private static DamagedRecord missing(String key) {
        return new DamagedRecord("a detail lacks a fitting \"" + key + "\"");
    }

    private static final class Parser {
        private final String text;
        private int at;

        /// That nothing in the text is escaped, as in nearly all.
        private final boolean plain;

        Parser(String text) {
            this.text = text;
            this.plain = text.indexOf('\\') < 0;
        }

        JsonFacts object(int depth) {
            if (depth >= MAX_DEPTH) {
                throw bad();
            }
            JsonFacts facts = new JsonFacts(new ArrayList<>(16));
            expect('{');
            if (take('}')) {
                return facts;
            }
            do {
                String key = string();
                expect(':');
                if (facts.value(key) != null) {
                    throw bad();
                }
                facts.entries.add(key);
                facts.entries.add(value(depth));
            } while (take(','));
            expect('}');
            return facts;
        }

        void end() {
            if (at != text.length()) {
                throw bad();
            }
        }

        private Object value(int depth) {
            return switch (peek()) {
                case '"' -> string();
                case '{' -> object(depth + 1);
                default -> number();
            };
        }

        private Long number() {
            int start = at;
            while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
                at++;
            }
            try {
                return Long.valueOf(text.substring(start, at));
            } catch (NumberFormatException notNumber) {
                throw new DamagedRecord("not a detail: " + text, notNumber);
            }
        }

        private String string() {
            expect('"');
            int start = at;
            if (plain) {
                int end = text.indexOf('"', start);
                if (end < 0) {
                    throw bad();
                }
                at = end + 1;
                return text.substring(start, end);
            }
            while (peek() != '"' && peek() != '\\') {
                at++;
            }
            if (peek() == '"') {
                return text.substring(start, at++);
            }
            StringBuilder string = new StringBuilder(text.substring(start, at));
            while (!take('"')) {
                char unit = text.charAt(at++);
                string.append(unit == '\\' ? escaped() : unit);
                peek();
            }
            return string.toString();
        }

        private char escaped() {
            char kind = peek();
            at++;
            if (kind != 'u') {
                if (kind != '"' && kind != '\\') {
                    throw bad();
                }
                return kind;
            }
            int unit = 0;
            for (int i = 0; i < 4; i++) {
                int digit = Character.digit(peek(), 16);
                if (digit < 0) {
                    throw bad();
                }
                unit = (unit << 4) | digit;
                at++;
            }
            return (char) unit;
        }

        private char peek() {
            if (at >= text.length()) {
                throw bad();
            }
            return text.charAt(at);
        }

        private boolean take(char unit) {
            boolean there = at < text.length() && text.charAt(at) == unit;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char unit) {
            if (!take(unit)) {
                throw bad();
            }
        }

        private DamagedRecord bad() {
            return new DamagedRecord("not a detail: " + text);
        }
    }
}
