package app.safelight.apple.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// An SQLite file that is only read, and not trusted: it may be damaged, or made to trap its reader.
///
/// Give it a copy, with its `-wal` beside it if it has one: SQLite makes an index file of its own beside them.
/// Work and memory have limits. Only real tables can be asked for, no view or virtual table. Threads: one.
public final class ReadOnlyDatabase implements AutoCloseable {
    /// The longest text, blob or row that is read. Rows of Apple's databases have some kilobytes.
    private static final int MAX_VALUE_BYTES = 16 << 20;

    /// Tables that are looked at. Photos has about 150.
    private static final int MAX_TABLES = 10_000;

    /// Columns of a table that are looked at: SQLite's own limit.
    private static final int MAX_COLUMNS = 2_000;

    /// How many of SQLite's steps lie between two looks at the budget; a step takes some nanoseconds.
    private static final int STEPS_BETWEEN_LOOKS = 1_000_000;

    /// Steps that a question to a small file may take: a few seconds.
    private static final long MIN_STEPS = 200_000_000L;

    /// Steps that a question may take for each byte of the file. A whole pass over a photo library with all its
    /// joins takes less than one.
    private static final long STEPS_A_BYTE = 16;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;

    private final Connection connection;
    private final Budget budget;
    private final Set<String> tables;
    private final Map<String, Map<String, Boolean>> columns = new HashMap<>();

    private ReadOnlyDatabase(Connection connection, Budget budget, Set<String> tables) {
        this.connection = connection;
        this.budget = budget;
        this.tables = tables;
    }

    /// @throws DatabaseException if it is no database, or visibly cut short
    public static ReadOnlyDatabase open(Path copy) throws DatabaseException {
        Path wal = copy.resolveSibling(copy.getFileName() + "-wal");
        checkHeader(copy, Files.exists(wal));
        try {
            SQLiteConfig config = new SQLiteConfig();
            config.setReadOnly(true);
            Connection connection = config.createConnection("jdbc:sqlite:" + copy.toAbsolutePath());
            try {
                Budget budget = limit(connection, Files.size(copy) + (Files.exists(wal) ? Files.size(wal) : 0));
                return new ReadOnlyDatabase(connection, budget, readTables(connection));
            } catch (SQLException | IOException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        } catch (DatabaseException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new DatabaseException(new DatabaseFault.Failed(failed.toString()));
        }
    }

    /// Shape: 100 bytes; at 16 the page size (u16, 1 stands for 65536), at 24 and 92 two counters that agree
    /// when the number of pages at 28 is valid. Source: sqlite.org/fileformat2.html.
    private static void checkHeader(Path copy, boolean hasWal) throws DatabaseException {
        try (FileChannel file = FileChannel.open(copy, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            while (header.hasRemaining() && file.read(header, header.position()) > 0) {
                // A read may bring less than was asked for.
            }
            boolean whole = !header.hasRemaining();
            header.rewind();
            if (!whole || header.mismatch(ByteBuffer.wrap(MAGIC)) < MAGIC.length) {
                throw new DatabaseException(new DatabaseFault.NotADatabase());
            }
            int stored = header.getShort(16) & 0xFFFF;
            long pageBytes = stored == 1 ? 65_536 : stored;
            if (pageBytes < 512 || Long.bitCount(pageBytes) != 1) {
                throw new DatabaseException(new DatabaseFault.Damaged("a page size of " + pageBytes));
            }
            long pages = header.getInt(28) & 0xFFFF_FFFFL;
            boolean counted = header.getInt(24) == header.getInt(92) && pages > 0;
            if (counted && !hasWal && file.size() < pages * pageBytes) {
                throw new DatabaseException(
                        new DatabaseFault.Damaged("cut short: " + file.size() + " bytes of " + pages * pageBytes));
            }
        } catch (DatabaseException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new DatabaseException(new DatabaseFault.Failed(failed.toString()));
        }
    }

    private static Budget limit(Connection connection, long sizeBytes) throws SQLException {
        if (connection instanceof SQLiteConnection sqlite) {
            sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
            sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        }
        Budget budget = new Budget(Math.max(MIN_STEPS, sizeBytes * STEPS_A_BYTE) / STEPS_BETWEEN_LOOKS);
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, budget);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA query_only = ON");
        }
        return budget;
    }

    private static Set<String> readTables(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, sql FROM sqlite_master WHERE type = 'table'")) {
            while (rows.next() && tables.size() < MAX_TABLES) {
                String name = rows.getString(1);
                String made = rows.getString(2);
                boolean real = made != null && !made.toUpperCase(Locale.ROOT).startsWith("CREATE VIRTUAL");
                if (name != null && real) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    /// If there is a table of this name, written exactly so.
    public boolean hasTable(String name) {
        return tables.contains(name);
    }

    /// The names of a table's columns as written; none if there is no such table.
    public Set<String> columns(String table) throws DatabaseException {
        return described(table).keySet();
    }

    /// A column of a table, to be asked for together with others by [#packed].
    ///
    /// @param alias what the question calls the table
    public PackedColumn column(String table, String alias, String name) throws DatabaseException {
        return new PackedColumn(alias + "." + name, described(table).getOrDefault(name, true));
    }

    /// A column in a question.
    ///
    /// @param mayBeBlob whether it is declared so that blobs belong there
    public record PackedColumn(String name, boolean mayBeBlob) {}

    /// Asks for many columns as one, which is many times faster; [Rows#unpack] takes them apart. A blob where
    /// none belongs is damage.
    public static String packed(List<PackedColumn> columns) {
        return PackedValues.question(columns.stream()
                .map(column -> column.mayBeBlob() ? PackedValues.orBlob(column.name()) : column.name())
                .toList());
    }

    private Map<String, Boolean> described(String table) throws DatabaseException {
        Map<String, Boolean> known = columns.get(table);
        if (known == null) {
            known = readColumns(table);
            columns.put(table, known);
        }
        return known;
    }

    /// If there is a table with all these columns.
    public boolean has(String table, String... names) throws DatabaseException {
        return hasTable(table) && columns(table).containsAll(Set.of(names));
    }

    /// @return by name, whether blobs belong there: in columns of no type, or of one that says so
    private Map<String, Boolean> readColumns(String table) throws DatabaseException {
        Map<String, Boolean> found = new HashMap<>();
        if (hasTable(table)) {
            try (Rows rows = query("SELECT name, type FROM pragma_table_info(?)", table)) {
                while (rows.next() && found.size() < MAX_COLUMNS) {
                    String name = rows.text(1);
                    String type = rows.text(2);
                    if (name != null) {
                        found.put(
                                name,
                                type == null
                                        || type.isEmpty()
                                        || type.toUpperCase(Locale.ROOT).contains("BLOB"));
                    }
                }
            }
        }
        return found;
    }

    /// Asks a question whose text is our own, never a file's. Several may be open; each new one refills the
    /// budget.
    public Rows query(String sql, Object... values) throws DatabaseException {
        budget.refill();
        try {
            PreparedStatement statement = connection.prepareStatement(sql);
            try {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return new Rows(statement, statement.executeQuery());
            } catch (SQLException failed) {
                statement.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }

    @Override
    public void close() throws DatabaseException {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }

    private static final class Budget extends ProgressHandler {
        private final long full;
        private long left;

        Budget(long full) {
            this.full = full;
            left = full;
        }

        void refill() {
            left = full;
        }

        @Override
        protected int progress() {
            left--;
            return left < 0 ? 1 : 0;
        }
    }
}
