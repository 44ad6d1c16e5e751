package app.safelight.place.drive;

import app.safelight.core.place.NameHint;
import java.time.LocalDate;

/// Where things stand on a drive. All paths are relative to its root.
final class DriveLayout {
    /// The version of the format that this program writes, and the newest it reads.
    static final int FORMAT = 1;

    static final String PHOTOS = "Photos";
    static final String FILES = "Files";
    static final String SUMS = "SHA256SUMS";
    static final String OWN = ".safelight";
    static final String MARKER = OWN + "/place.json";
    static final String INDEX = OWN + "/index";
    static final String SUMMARY = OWN + "/summary";
    static final String LOCK = OWN + "/lock";
    static final String INCOMING = OWN + "/incoming";
    static final String SET_ASIDE = OWN + "/set-aside";

    /// Ends the name, in our own folder, of what is to replace a file in one step; left over only by a crash.
    static final String NEW_SUFFIX = ".new";

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private DriveLayout() {}

    /// The folder for a content: `Photos/2024/2024-06`.
    static String folder(NameHint hint) {
        String shelf = switch (hint.shelf()) {
            case PHOTOS -> PHOTOS;
            case FILES -> FILES;
        };
        LocalDate day = hint.day();
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            return shelf + "/undated";
        }
        String year = padded(day.getYear(), 4);
        return shelf + "/" + year + "/" + year + "-" + padded(day.getMonthValue(), 2);
    }

    private static String padded(int number, int digits) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }

    /// The folder that holds a path; empty for the root.
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The last segment of a path.
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Whether a path from an index may name a file of record: below one of the two shelves, never climbing
    /// out.
    static boolean isShelved(String path) {
        return (path.startsWith(PHOTOS + "/") || path.startsWith(FILES + "/"))
                && app.safelight.core.model.ItemKey.isClean(path);
    }
}
