package app.safelight.media.grouping;

import app.safelight.media.sniff.MediaKind;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What grouping needs to know about one file.
///
/// @param path relative to the source, parts separated by `/`, unique within a source
/// @param kind by content, not by name
/// @param type of the content, such as `JPEG`, `HEIC`, `MOV`, `AAE`; upper case, empty when unknown
/// @param contentIdentifier the Live Photo identifier the file carries; blank counts as none
/// @param burstId the burst identifier the file carries; blank counts as none
/// @param takenAt wall clock where the file was taken; in `offset` when that is known
/// @param offset of `takenAt` from UTC. A QuickTime time without a zone is UTC by its specification: give
///     [ZoneOffset#UTC] then
/// @param duration of a video or a sound; null when unknown
/// @param ownerPath the file this one belongs to, when the source itself knows (a Takeout sidecar matched by
///     its title); ignored when no such file is in the set
public record GroupingFile(
        String path,
        MediaKind kind,
        String type,
        @Nullable String contentIdentifier,
        @Nullable String burstId,
        @Nullable LocalDateTime takenAt,
        @Nullable ZoneOffset offset,
        @Nullable Duration duration,
        long sizeBytes,
        @Nullable String ownerPath) {
    public GroupingFile {
        Objects.requireNonNull(kind, "kind");
        if (path.isEmpty()) {
            throw new IllegalArgumentException("empty path");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("size " + sizeBytes + " of " + path);
        }
        type = type.toUpperCase(Locale.ROOT);
        contentIdentifier = identifier(contentIdentifier);
        burstId = identifier(burstId);
    }

    /// A file of which only name and kind are known.
    public static GroupingFile of(String path, MediaKind kind, String type, long sizeBytes) {
        return new GroupingFile(path, kind, type, null, null, null, null, null, sizeBytes, null);
    }

    /// The same file, said by its source to belong to another one.
    public GroupingFile ownedBy(String owner) {
        return new GroupingFile(
                path, kind, type, contentIdentifier, burstId, takenAt, offset, duration, sizeBytes, owner);
    }

    /// UUIDs are written in either case by different tools.
    private static @Nullable String identifier(@Nullable String raw) {
        return raw == null || raw.isBlank() ? null : raw.strip().toUpperCase(Locale.ROOT);
    }
}
