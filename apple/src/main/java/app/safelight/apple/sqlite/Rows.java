package app.safelight.apple.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The rows that answer a query, one after the other. Columns count from 1.
///
/// Threads: one.
public final class Rows implements AutoCloseable {
    /// Stands for a value that should be a whole number and is none: it is no value of any of Apple's
    /// enumerations.
    public static final long NO_INTEGER = Long.MIN_VALUE;

    private final PreparedStatement statement;
    private final ResultSet rows;

    Rows(PreparedStatement statement, ResultSet rows) {
        this.statement = statement;
        this.rows = rows;
    }

    public boolean next() throws DatabaseException {
        try {
            return rows.next();
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }

    /// A value as stored: `Integer`, `Long`, `Double`, `String`, `byte[]`, or null.
    public @Nullable Object value(int column) throws DatabaseException {
        try {
            return rows.getObject(column);
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }

    /// The values of a column made by [ReadOnlyDatabase#packed], each as [#value] gives it; whole numbers are
    /// always `Long`, and a blob is empty.
    ///
    /// @param count how many were packed
    public @Nullable Object[] unpack(int column, int count) throws DatabaseException {
        try {
            return PackedValues.read(rows.getString(column), count);
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }

    /// A whole number; null if there is none, [#NO_INTEGER] if there is something else.
    public @Nullable Long integer(int column) throws DatabaseException {
        return integer(value(column));
    }

    /// A whole number that cannot be null in a sound database; [#NO_INTEGER] otherwise.
    public long count(int column) throws DatabaseException {
        Long value = integer(column);
        return value == null ? NO_INTEGER : value;
    }

    /// A text; a number as text; null if there is none or a blob.
    public @Nullable String text(int column) throws DatabaseException {
        return text(value(column));
    }

    /// Bytes; null if there are none.
    public byte @Nullable [] bytes(int column) throws DatabaseException {
        return value(column) instanceof byte[] bytes ? bytes : null;
    }

    /// What a stored value is as a whole number; see [#integer(int)].
    public static @Nullable Long integer(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer whole -> whole.longValue();
            case Long whole -> whole;
            case Double real when real == Math.rint(real) && Math.abs(real) < 0x1p53 -> real.longValue();
            case Object _ -> NO_INTEGER;
        };
    }

    /// What a stored value is as text; see [#text(int)].
    public static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] _ -> null;
            case Object any -> any.toString();
        };
    }

    /// What a stored value is as a number; null if it is none.
    public static @Nullable Double real(@Nullable Object value) {
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    @Override
    public void close() throws DatabaseException {
        try {
            rows.close();
            statement.close();
        } catch (SQLException failed) {
            throw new DatabaseException(failed);
        }
    }
}
