package app.safelight.apple.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values asked for together are those that SQLite gives one by one.
class PackedValuesTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("values.db");
    }

    private void store(String types, List<@Nullable Object[]> rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t (" + types + ")");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
                for (@Nullable Object[] row : rows) {
                    for (int i = 0; i < row.length; i++) {
                        insert.setObject(i + 1, row[i]);
                    }
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private static List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>(List.of(
                0L,
                -1L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                0.1,
                -0.5,
                Math.PI,
                1e308,
                Double.MIN_VALUE,
                1e15 + 0.25,
                777_777_777.125,
                Double.POSITIVE_INFINITY,
                "",
                "null",
                "[1,2]",
                "a \"quoted\" \\ word",
                "line\nbreak\ttab\u0001\u001f\u007f",
                "Zo\u00eb \u2028 \ud83d\udcf7 e\u0301",
                "not\u0000cut"));
        values.add(null);
        SplittableRandom chance = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            values.add(Double.longBitsToDouble(chance.nextLong()));
            values.add(chance.nextLong());
            values.add(chance.nextDouble() * 1e9);
            values.add(new String(chance.ints(8, 1, 0xd800).toArray(), 0, 8));
        }
        // SQLite stores what is no number as NULL.
        values.replaceAll(value -> value instanceof Double real && real.isNaN() ? null : value);
        return values;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Integer whole -> whole.longValue();
            case byte[] _ -> "some blob";
            case null -> null;
            case Object other -> other;
        };
    }

    private void requireSame() throws DatabaseException {
        int rows = 0;
        try (ReadOnlyDatabase database = ReadOnlyDatabase.open(file())) {
            List<ReadOnlyDatabase.PackedColumn> columns = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                columns.add(database.column("t", "t", name));
            }
            try (Rows answer = database.query("SELECT a, b, c, " + ReadOnlyDatabase.packed(columns) + " FROM t")) {
                while (answer.next()) {
                    @Nullable Object[] together = answer.unpack(4, 3);
                    for (int i = 0; i < 3; i++) {
                        assertThat(plain(together[i])).isEqualTo(plain(answer.value(i + 1)));
                    }
                    rows++;
                }
            }
        }
        assertThat(rows).isPositive();
    }

    @Test
    void theyAreTheSameAsOneByOne() throws Exception {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (@Nullable Object value : values()) {
            rows.add(new @Nullable Object[] {value, value, value});
        }
        store("a INTEGER, b VARCHAR, c", rows);
        requireSame();
    }

    @Test
    void aBlobIsOneWhereItMayBe() throws Exception {
        store("a BLOB, b, c INTEGER", List.<@Nullable Object[]>of(new @Nullable Object[] {new byte[] {1}, new byte[0], 7
        }));
        requireSame();
    }

    @Test
    void aBlobWhereNoneBelongsIsDamage() throws Exception {
        store("a INTEGER, b VARCHAR, c", List.<@Nullable Object[]>of(new @Nullable Object[] {1, new byte[] {1}, 2}));
        assertThatThrownBy(this::requireSame)
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failed -> assertThat(failed.fault()).isInstanceOf(DatabaseFault.Damaged.class));
    }

    @Test
    void whatSqliteNeverMakesIsDamage() {
        for (String packed : List.of(
                "",
                "[",
                "[1",
                "[1,2",
                "[1,2,3",
                "[1,2,3,4]",
                "{}",
                "[[1],2,3]",
                "[true,1,2]",
                "[,1,2]",
                "[1,2,]",
                "[1 2,3]",
                "[1,2,3]x",
                "[1,2,nul]",
                "[1,2,-]",
                "[1,2,1-1]",
                "[1,2,+]",
                "[1,2,NaN]",
                "[1,2,1f]",
                "[1,2,0x1p3]",
                "[1,2, 1.5]",
                "[1,2,\"\\u+0ff\"]",
                "[1,2,99999999999999999999]",
                "[1,2,\"open]",
                "[1,2,\"open\\\"]",
                "[1,2,\"\\x\"]",
                "[1,2,\"\\u12\"]",
                "[1,2,\"\\uzzzz\"]")) {
            assertThatThrownBy(() -> PackedValues.read(packed, 3)).as(packed).isInstanceOf(DatabaseException.class);
        }
    }
}
