package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The forms in which requests and answers carry what they say: u64, little-endian, and UTF-8 that ends with a
/// zero byte.
final class AfcData {
    /// Devices know no longer paths.
    static final int MAX_PATH_BYTES = 4096;

    private AfcData() {}

    static byte[] numbers(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    /// Numbers with some bytes behind them.
    static byte[] numbersAnd(byte[] from, int offset, int length, long... values) {
        return ByteBuffer.allocate(values.length * Long.BYTES + length)
                .put(numbers(values))
                .put(from, offset, length)
                .array();
    }

    /// Whether a file could be called so.
    static boolean isPath(String path) {
        return !path.isEmpty()
                && path.indexOf('\u0000') < 0
                && path.getBytes(StandardCharsets.UTF_8).length < MAX_PATH_BYTES;
    }

    /// @throws DeviceException if no file could be called so
    static byte[] path(String path) throws DeviceException {
        if (!isPath(path)) {
            throw new DeviceException(new DeviceFault.FileRefused(path, FileRefusal.INVALID_ARGUMENT));
        }
        return (path + "\u0000").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /// Texts one after another, each ended by a zero byte; the last one's may be missing. Bytes that are no
    /// UTF-8 become a sign that says so, and the file cannot be opened under that name.
    static List<String> texts(byte[] data) {
        List<String> all = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < data.length; at++) {
            if (data[at] == 0) {
                all.add(new String(data, from, at - from, StandardCharsets.UTF_8));
                from = at + 1;
            }
        }
        if (from < data.length) {
            all.add(new String(data, from, data.length - from, StandardCharsets.UTF_8));
        }
        return all;
    }

    /// Names and values in turn.
    static Map<String, String> pairs(byte[] data) throws DeviceException {
        List<String> texts = texts(data);
        if (texts.size() % 2 != 0) {
            throw AfcChannel.malformed("a name without a value");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i += 2) {
            pairs.put(texts.get(i), texts.get(i + 1));
        }
        return pairs;
    }

    static String required(Map<String, String> told, String name) throws DeviceException {
        String value = told.get(name);
        if (value == null) {
            throw AfcChannel.malformed("no " + name);
        }
        return value;
    }

    static long number(String text) throws DeviceException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException senseless) {
            throw new DeviceException(new DeviceFault.Malformed("AFC", "a number that is none"), senseless);
        }
    }

    /// The names in a folder, without itself and the one above. A name that would lead elsewhere is none.
    static List<String> names(byte[] data, Collection<String> senseless) {
        List<String> names = new ArrayList<>();
        for (String name : texts(data)) {
            if (name.isEmpty() || name.indexOf('/') >= 0) {
                senseless.add(name);
            } else if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
        return names;
    }
}
