package app.safelight.ledger.sqlite;

/// Writes one small JSON object, keys in the order they are put, so that the same facts make the same text.
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(64).append('{');

    JsonText put(String key, String value) {
        key(key);
        quote(value);
        return this;
    }

    JsonText put(String key, long value) {
        key(key);
        text.append(value);
        return this;
    }

    /// @param object the text of an object
    JsonText putObject(String key, String object) {
        key(key);
        text.append(object);
        return this;
    }

    String end() {
        return text.append('}').toString();
    }

    private void key(String key) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(key);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            append(value, i);
        }
        text.append('"');
    }

    private void append(String value, int index) {
        char unit = value.charAt(index);
        if (unit == '"' || unit == '\\') {
            text.append('\\').append(unit);
        } else if (unit < ' ' || isLone(value, index)) {
            text.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                text.append(HEX.charAt((unit >> shift) & 0xF));
            }
        } else {
            text.append(unit);
        }
    }

    /// Whether half of a surrogate pair stands alone there; UTF-8 cannot spell it.
    static boolean isLone(String value, int index) {
        char unit = value.charAt(index);
        if (!Character.isSurrogate(unit)) {
            return false;
        }
        if (Character.isHighSurrogate(unit)) {
            return index + 1 >= value.length() || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return index == 0 || !Character.isHighSurrogate(value.charAt(index - 1));
    }
}
