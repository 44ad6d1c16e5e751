package app.safelight.ledger.sqlite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One small JSON object as [JsonText] writes it: strings, whole numbers and objects. Anything else is damage.
final class JsonFacts {
    /// How deep objects may stand in objects; ours go one deep, and a damaged text must not exhaust the stack.
    private static final int MAX_DEPTH = 4;

    private final Map<String, Object> values;

    private JsonFacts(Map<String, Object> values) {
        this.values = values;
    }

    /// @throws DamagedRecord if the text is not such an object
    static JsonFacts parse(String text) {
        Parser parser = new Parser(text);
        JsonFacts facts = parser.object(0);
        parser.end();
        return facts;
    }

    Iterable<String> keys() {
        return values.keySet();
    }

    String string(String key) {
        return optionalString(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalString(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        return value instanceof String string ? Optional.of(string) : Optional.of(wrongKind(key));
    }

    long number(String key) {
        return values.get(key) instanceof Long number ? number : fail(key);
    }

    long number(String key, long absent) {
        return values.containsKey(key) ? number(key) : absent;
    }

    int smallNumber(String key) {
        long number = number(key);
        return (int) number == number ? (int) number : (int) fail(key);
    }

    JsonFacts object(String key) {
        if (values.get(key) instanceof JsonFacts object) {
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

        Parser(String text) {
            this.text = text;
        }

        JsonFacts object(int depth) {
            if (depth >= MAX_DEPTH) {
                throw bad();
            }
            Map<String, Object> values = new LinkedHashMap<>();
            expect('{');
            if (take('}')) {
                return new JsonFacts(values);
            }
            do {
                String key = string();
                expect(':');
                if (values.put(key, value(depth)) != null) {
                    throw bad();
                }
            } while (take(','));
            expect('}');
            return new JsonFacts(values);
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
