package app.safelight.apple.photoslibrary;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// When things happened to an asset; null where the database does not say, or says a date no calendar has.
///
/// @param zone where it was taken, as an offset: said, or else inferred by the phone
public record AssetDates(
        @Nullable Instant created,
        @Nullable Instant added,
        @Nullable Instant modified,
        @Nullable Instant trashed,
        @Nullable Instant adjusted,
        @Nullable Instant lastUploadAttempt,
        @Nullable Instant cloudBatchPublished,
        @Nullable ZoneOffset zone) {
    /// No offset on earth is larger, and Java knows none.
    private static final long MAX_OFFSET_SECONDS = 18 * 3600;

    static AssetDates of(RawRow row) {
        return new AssetDates(
                instant(row, AssetColumn.DATE_CREATED),
                instant(row, AssetColumn.DATE_ADDED),
                instant(row, AssetColumn.DATE_MODIFIED),
                instant(row, AssetColumn.TRASHED_DATE),
                instant(row, AssetColumn.ADJUSTMENT_TIMESTAMP),
                instant(row, AssetColumn.LAST_UPLOAD_ATTEMPT_DATE),
                instant(row, AssetColumn.CLOUD_BATCH_PUBLISH_DATE),
                zone(row));
    }

    private static @Nullable Instant instant(RawRow row, AssetColumn column) {
        return AppleTime.instant(row.real(column));
    }

    private static @Nullable ZoneOffset zone(RawRow row) {
        Long said = row.integer(AssetColumn.TZ_OFFSET);
        Long seconds = said != null ? said : row.integer(AssetColumn.TZ_INFERRED);
        return seconds == null || seconds < -MAX_OFFSET_SECONDS || seconds > MAX_OFFSET_SECONDS
                ? null
                : ZoneOffset.ofTotalSeconds(seconds.intValue());
    }
}
