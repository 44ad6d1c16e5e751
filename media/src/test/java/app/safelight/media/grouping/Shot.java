package app.safelight.media.grouping;

import app.safelight.media.sniff.MediaKind;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds files for tests; kind and type follow from the extension.
record Shot(GroupingFile file) {
    private static final Map<String, MediaKind> KINDS = Map.ofEntries(
            Map.entry("JPG", MediaKind.PHOTO),
            Map.entry("JPEG", MediaKind.PHOTO),
            Map.entry("HEIC", MediaKind.PHOTO),
            Map.entry("PNG", MediaKind.PHOTO),
            Map.entry("WEBP", MediaKind.PHOTO),
            Map.entry("DNG", MediaKind.RAW),
            Map.entry("CR2", MediaKind.RAW),
            Map.entry("CRW", MediaKind.RAW),
            Map.entry("MOV", MediaKind.VIDEO),
            Map.entry("MP4", MediaKind.VIDEO),
            Map.entry("MP", MediaKind.VIDEO),
            Map.entry("LRV", MediaKind.VIDEO),
            Map.entry("WAV", MediaKind.AUDIO),
            Map.entry("XMP", MediaKind.SIDECAR),
            Map.entry("AAE", MediaKind.SIDECAR),
            Map.entry("PLIST", MediaKind.SIDECAR),
            Map.entry("JSON", MediaKind.SIDECAR),
            Map.entry("THM", MediaKind.PHOTO),
            Map.entry("SRT", MediaKind.OTHER));

    static Shot of(String path) {
        String extension = FileNames.extension(FileNames.name(path)).toUpperCase(Locale.ROOT);
        String type = switch (extension) {
            case "JPG", "THM" -> "JPEG";
            case "MP", "LRV" -> "MP4";
            default -> extension;
        };
        return new Shot(GroupingFile.of(path, KINDS.getOrDefault(extension, MediaKind.OTHER), type, 1000));
    }

    Shot identifier(@Nullable String contentIdentifier) {
        return with(contentIdentifier, file.burstId(), file.takenAt(), file.offset(), file.duration());
    }

    Shot burst(String burstId) {
        return with(file.contentIdentifier(), burstId, file.takenAt(), file.offset(), file.duration());
    }

    /// Taken that many seconds after noon, by the wall clock.
    Shot at(double seconds) {
        LocalDateTime time = LocalDateTime.of(2024, 6, 1, 12, 0).plus(Duration.ofMillis(Math.round(seconds * 1000)));
        return with(file.contentIdentifier(), file.burstId(), time, file.offset(), file.duration());
    }

    Shot zone(int hours) {
        return with(
                file.contentIdentifier(), file.burstId(), file.takenAt(), ZoneOffset.ofHours(hours), file.duration());
    }

    Shot lasting(double seconds) {
        return with(
                file.contentIdentifier(),
                file.burstId(),
                file.takenAt(),
                file.offset(),
                Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private Shot with(
            @Nullable String contentIdentifier,
            @Nullable String burstId,
            @Nullable LocalDateTime takenAt,
            @Nullable ZoneOffset offset,
            @Nullable Duration duration) {
        return new Shot(new GroupingFile(
                file.path(),
                file.kind(),
                file.type(),
                contentIdentifier,
                burstId,
                takenAt,
                offset,
                duration,
                file.sizeBytes(),
                file.ownerPath()));
    }
}
