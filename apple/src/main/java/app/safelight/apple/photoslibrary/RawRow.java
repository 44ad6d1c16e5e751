package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.Rows;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of one asset as stored.
public final class RawRow {
    private final Map<AssetColumn, Object> values;
    private final boolean described;

    /// @param values those that are not NULL; kept, not copied: one is made for each of many rows
    /// @param described whether what only describes the asset was asked for too
    RawRow(EnumMap<AssetColumn, Object> values, boolean described) {
        this.values = values;
        this.described = described;
    }

    /// As stored: `Long`, `Double`, `String`, an empty `byte[]` for any blob; null if it is NULL or this
    /// database has no such column.
    ///
    /// @throws IllegalStateException if it was not asked for, by [PhotosLibrary#states]
    public @Nullable Object value(AssetColumn column) {
        if (!described && column.describes()) {
            throw new IllegalStateException(column + " was not asked for");
        }
        return values.get(column);
    }

    /// A whole number; null as above; [Rows#NO_INTEGER] if something else is stored.
    public @Nullable Long integer(AssetColumn column) {
        return Rows.integer(value(column));
    }

    public @Nullable Double real(AssetColumn column) {
        return Rows.real(value(column));
    }

    public @Nullable String text(AssetColumn column) {
        return Rows.text(value(column));
    }

    boolean is(AssetColumn column, long expected) {
        Long value = integer(column);
        return value != null && value == expected;
    }

    /// If there is a number and it is not 0.
    boolean isSet(AssetColumn column) {
        Long value = integer(column);
        return value != null && value != 0;
    }

    @Override
    public String toString() {
        return "row " + value(AssetColumn.PK);
    }
}
