package app.safelight.ledger.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// How paths and names stand in the file: as text where UTF-8 can spell them, and otherwise (half a surrogate
/// pair, as broken devices make them) as a blob of UTF-16, big-endian, so that no two names become one.
final class Names {
    private Names() {}

    static void set(PreparedStatement statement, int index, String name) throws SQLException {
        for (int i = 0; i < name.length(); i++) {
            if (JsonText.isLone(name, i)) {
                statement.setBytes(index, utf16(name));
                return;
            }
        }
        statement.setString(index, name);
    }

    private static byte[] utf16(String name) {
        byte[] bytes = new byte[name.length() * Character.BYTES];
        for (int i = 0; i < name.length(); i++) {
            bytes[2 * i] = (byte) (name.charAt(i) >>> Byte.SIZE);
            bytes[2 * i + 1] = (byte) name.charAt(i);
        }
        return bytes;
    }

    static String get(ResultSet rows, int index) throws SQLException {
        Object value = rows.getObject(index);
        return switch (value) {
            case String text -> text;
            case byte[] bytes -> fromUtf16(bytes);
            case null, default -> throw new DamagedRecord("a name is missing or no text");
        };
    }

    private static String fromUtf16(byte[] bytes) {
        if (bytes.length % Character.BYTES != 0) {
            throw new DamagedRecord("a name has half a character");
        }
        StringBuilder name = new StringBuilder(bytes.length / Character.BYTES);
        for (int i = 0; i < bytes.length; i += Character.BYTES) {
            name.append((char) (((bytes[i] & 0xFF) << Byte.SIZE) | (bytes[i + 1] & 0xFF)));
        }
        return name.toString();
    }

    /// A number that is equal for names that differ only in case (as `String.equalsIgnoreCase` sees it), and
    /// mostly differs for others: FNV-1a over the folded characters.
    static int caselessKey(String name) {
        int key = 0x811C9DC5;
        for (int i = 0; i < name.length(); ) {
            int character = name.codePointAt(i);
            key = (key ^ Character.toLowerCase(Character.toUpperCase(character))) * 0x01000193;
            i += Character.charCount(character);
        }
        return key;
    }
}
