package app.safelight.apple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Damage done to good files, as bytes tell it: a fuzzer that had to find a database by itself would never see
/// more than its first check.
///
/// Shape: edits of [#EDIT_BYTES] bytes each, what is left over is ignored: which file, what is done, where (u16,
/// as a part of 65536 of the file), by which value, how far.
public final class DamageRecipe {
    public static final int EDIT_BYTES = 6;

    /// Most edits that are followed; what is damaged more is refused at first sight, and each takes time.
    private static final int MAX_EDITS = 24;

    /// Longest a file may grow to, so that a fuzzer's memory is bounded.
    private static final int MAX_FILE_BYTES = 4 << 20;

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private static final List<@Nullable Object> CELLS = Arrays.asList(
            null,
            -1L,
            0L,
            1L,
            3L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1e308,
            -1e308,
            Double.POSITIVE_INFINITY,
            "",
            "../../../../etc/passwd",
            "\u0000\u001b]0;x\u0007",
            "x".repeat(100_000),
            "9223372036854775808",
            new byte[0],
            new byte[] {'b', 'p', 'l', 'i', 's', 't', '0', '0'},
            new byte[70_000]);

    private static final int[] NUMBERS = {0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};

    /// What can be done to a file. The last two only to a database; another file has a byte set instead.
    private enum Deed {
        SET,
        FLIP,
        NUMBER,
        CUT,
        REMOVE,
        REPEAT,
        ZERO,
        MOVE,
        LOSE,
        CELL,
        COLUMN
    }

    private DamageRecipe() {}

    /// One that a seed gives, with some edits.
    public static byte[] of(long seed) {
        Random chance = new Random(seed);
        byte[] recipe = new byte[EDIT_BYTES * (1 + chance.nextInt(MAX_EDITS / 2))];
        chance.nextBytes(recipe);
        return recipe;
    }

    /// Seeds for fuzzing: none, one edit of every kind to every one of so many files, and some of many edits.
    public static List<byte[]> seeds(int files) {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(new byte[0]);
        for (int file = 0; file < files; file++) {
            for (int deed = 0; deed < Deed.values().length; deed++) {
                seeds.add(new byte[] {(byte) file, (byte) deed, (byte) (file * 37), 10, 7, 5});
            }
        }
        for (int seed = 0; seed < 8; seed++) {
            seeds.add(of(seed));
        }
        return seeds;
    }

    /// The files as they are after it; those that were given stay as they are.
    public static Map<String, byte[]> follow(Map<String, byte[]> good, byte[] recipe) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(good);
        List<String> names = List.copyOf(new TreeMap<>(good).keySet());
        int edits = Math.min(MAX_EDITS, recipe.length / EDIT_BYTES);
        for (int edit = 0; edit < edits; edit++) {
            ByteBuffer in = ByteBuffer.wrap(recipe, edit * EDIT_BYTES, EDIT_BYTES);
            String name = names.get(Byte.toUnsignedInt(in.get()) % names.size());
            Deed deed = Deed.values()[Byte.toUnsignedInt(in.get()) % Deed.values().length];
            byte[] bytes = files.get(name);
            if (bytes == null || bytes.length == 0) {
                continue;
            }
            int at = (int) (((long) Short.toUnsignedInt(in.getShort()) * bytes.length) >> Short.SIZE);
            byte @Nullable [] after = damaged(bytes, deed, at, in.get(), Byte.toUnsignedInt(in.get()));
            if (after == null) {
                files.remove(name);
            } else if (after.length <= MAX_FILE_BYTES) {
                files.put(name, after);
            }
        }
        return files;
    }

    private static byte @Nullable [] damaged(byte[] bytes, Deed deed, int at, byte value, int far) throws IOException {
        int length = Math.min(bytes.length - at, 1 + far * 4);
        return switch (deed) {
            case SET -> filled(bytes, at, 1, value);
            case FLIP -> filled(bytes, at, 1, (byte) (bytes[at] ^ (1 << (value & 7))));
            case NUMBER -> numbered(bytes, at, NUMBERS[Byte.toUnsignedInt(value) % NUMBERS.length]);
            case CUT -> Arrays.copyOf(bytes, at);
            case REMOVE -> joined(bytes, at, bytes, at + length);
            case REPEAT -> joined(bytes, at + length, bytes, at);
            case ZERO -> filled(bytes, at, length, (byte) 0);
            case MOVE -> {
                byte[] moved = bytes.clone();
                int from = (int) (((long) Byte.toUnsignedInt(value) * bytes.length) >> Byte.SIZE);
                System.arraycopy(bytes, from, moved, at, Math.min(length, bytes.length - from));
                yield moved;
            }
            case LOSE -> null;
            case CELL, COLUMN ->
                startsWith(bytes, SQLITE)
                        ? changed(bytes, deed == Deed.COLUMN, at, value, far)
                        : filled(bytes, at, 1, value);
        };
    }

    private static byte[] filled(byte[] bytes, int at, int length, byte value) {
        byte[] filled = bytes.clone();
        Arrays.fill(filled, at, at + length, value);
        return filled;
    }

    private static byte[] numbered(byte[] bytes, int at, int number) {
        byte[] four = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        byte[] numbered = bytes.clone();
        System.arraycopy(four, 0, numbered, at, Math.min(four.length, bytes.length - at));
        return numbered;
    }

    private static byte[] joined(byte[] first, int until, byte[] second, int from) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(first, 0, until);
        joined.write(second, from, second.length - from);
        return joined.toByteArray();
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length > start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    /// The database with another value in one cell or one whole column; unchanged if it is damaged already.
    private static byte[] changed(byte[] database, boolean all, int table, byte column, int value) throws IOException {
        Path file = Files.createTempFile("damage", ".db");
        try {
            Files.write(file, database);
            change(file, all, table, Byte.toUnsignedInt(column), CELLS.get(value % CELLS.size()));
            return Files.readAllBytes(file);
        } catch (SQLException alreadyDamaged) {
            return database;
        } finally {
            Files.delete(file);
        }
    }

    private static void change(Path file, boolean all, int table, int column, @Nullable Object value)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=OFF");
                Statement statement = connection.createStatement()) {
            List<String> tables = texts(statement, "SELECT name FROM sqlite_master WHERE type = 'table'", 1);
            if (tables.isEmpty()) {
                return;
            }
            String chosen = tables.get(table % tables.size());
            List<String> columns = texts(statement, "PRAGMA table_info(" + quoted(chosen) + ")", 2);
            if (columns.isEmpty()) {
                return;
            }
            String sql = "UPDATE OR IGNORE " + quoted(chosen) + " SET "
                    + quoted(columns.get(column % columns.size())) + " = ?"
                    + (all ? "" : " WHERE rowid = " + (1 + column % 7));
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, value);
                update.executeUpdate();
            }
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static List<String> texts(Statement statement, String sql, int column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String text = rows.getString(column);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /// A database with only those tables of another that are named, in pages of the least size: small enough
    /// to be copied a thousand times.
    public static byte[] reduced(Path database, List<String> tables) throws IOException {
        Path small = Files.createTempFile("reduced", ".db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + small);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = 512");
            statement.execute("ATTACH '" + database + "' AS whole");
            for (String table : tables) {
                for (String sql : texts(
                        statement,
                        "SELECT sql FROM whole.sqlite_master WHERE type = 'table' AND name LIKE '" + table + "'",
                        1)) {
                    statement.execute(sql);
                }
            }
            for (String table : texts(statement, "SELECT name FROM main.sqlite_master WHERE type = 'table'", 1)) {
                statement.execute("INSERT INTO main." + quoted(table) + " SELECT * FROM whole." + quoted(table));
            }
        } catch (SQLException failed) {
            throw new IOException(failed);
        }
        byte[] bytes = Files.readAllBytes(small);
        Files.delete(small);
        return bytes;
    }

    /// Deletes a folder with all in it.
    public static void delete(Path folder) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(folder)) {
            all = new ArrayList<>(walk.toList());
        }
        for (Path path : all.reversed()) {
            Files.delete(path);
        }
    }
}
