package app.safelight.app.text;

import app.safelight.app.browse.PhotoFacts;
import app.safelight.app.browse.PhotoKind;
import app.safelight.app.browse.Safety;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Photos of a library in a line each.
public final class PhotoWords {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /// Of several kinds the one that tells most, in this order.
    private static final List<PhotoKind> TELLING = List.of(
            PhotoKind.SCREENSHOTS,
            PhotoKind.RECORDINGS,
            PhotoKind.SLOWMO,
            PhotoKind.TIMELAPSE,
            PhotoKind.PANORAMAS,
            PhotoKind.BURSTS,
            PhotoKind.RAW,
            PhotoKind.LIVE,
            PhotoKind.ANIMATED,
            PhotoKind.SPATIAL,
            PhotoKind.PORTRAITS,
            PhotoKind.SELFIES,
            PhotoKind.VIDEOS,
            PhotoKind.PHOTOS,
            PhotoKind.EDITED);

    private PhotoWords() {}

    public static String kind(Set<PhotoKind> kinds) {
        return TELLING.stream()
                .filter(kinds::contains)
                .findFirst()
                .map(kind -> kind(kind, kinds.contains(PhotoKind.VIDEOS)))
                .orElse("unknown");
    }

    private static String kind(PhotoKind kind, boolean video) {
        return switch (kind) {
            case PHOTOS, EDITED -> "photo";
            case VIDEOS -> "video";
            case LIVE -> "Live Photo";
            case RAW -> "RAW+JPEG";
            case BURSTS -> "burst frame";
            case PORTRAITS -> video ? "cinematic" : "portrait";
            case PANORAMAS -> "panorama";
            case SELFIES -> "selfie";
            case SCREENSHOTS -> "screenshot";
            case RECORDINGS -> "recording";
            case SLOWMO -> "slow motion";
            case TIMELAPSE -> "time-lapse";
            case SPATIAL -> "spatial";
            case ANIMATED -> "animated";
        };
    }

    public static String safety(Safety safety) {
        return switch (safety) {
            case SAFE -> "safe";
            case NOT_SAFE -> "NOT SAFE";
            case NOT_SEEN -> "no backup";
        };
    }

    public static String taken(PhotoFacts photo) {
        return photo.taken().map(MINUTE::format).orElse("no date");
    }

    /// Date, kind, size, state in iCloud, whether it is safe, path, and what else is worth a word.
    public static String line(PhotoFacts photo, Safety safety) {
        List<String> remarks = new ArrayList<>();
        String name = photo.originalFilename();
        if (name != null && !photo.path().endsWith("/" + name)) {
            remarks.add(name);
        }
        if (photo.favorite()) {
            remarks.add("favourite");
        }
        if (photo.hidden()) {
            remarks.add("hidden");
        }
        return String.format(
                        Locale.ROOT,
                        "%-16s  %-11s %8s  %-16s %-9s  %s",
                        taken(photo),
                        kind(photo.kinds()),
                        photo.sizeBytes() == 0 ? "?" : Amounts.bytes(photo.sizeBytes()),
                        ICloudWords.shortly(photo.standing()),
                        safety(safety),
                        photo.path())
                + (remarks.isEmpty() ? "" : "  (" + String.join(", ", remarks) + ")");
    }
}
