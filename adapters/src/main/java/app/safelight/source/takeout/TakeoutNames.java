package app.safelight.source.takeout;

import app.safelight.media.takeout.TakeoutFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How Google names exports, their parts and their folders. Stateless.
final class TakeoutNames {
    /// `takeout-20240525T201456Z-001.zip`, lately also `takeout-20240525T201456Z-1-001.zip`: the time of the
    /// export, then the number of the part. Browsers add ` (1)` to a second download.
    private static final Pattern PART =
            Pattern.compile("(takeout-\\d{8}T\\d{6}Z(?:-\\d{1,3})?)-(\\d{3,4})(?: ?\\(\\d{1,2}\\))?\\.zip");

    /// Parts whose numbers are looked at; an export of 50 TB in parts of 50 GB has a thousand.
    private static final int MAX_PARTS = 10_000;

    /// What Google calls the folder of Google Photos, lower case.
    private static final Set<String> PHOTO_FOLDERS = Set.of(
            "google photos",
            "google fotos",
            "google foto",
            "google foto's",
            "google foto’s",
            "google фото",
            "google фотографии",
            "google фотографії",
            "google フォト",
            "google 相册",
            "google 相簿",
            "google 포토",
            "google kuvat",
            "google fotók",
            "google fotoğraflar",
            "google φωτογραφίες",
            "google photos (archive)",
            "zdjęcia google",
            "fotky google");

    private TakeoutNames() {}

    /// The export a part belongs to; the file's own name if it is named otherwise.
    static String export(String fileName) {
        Matcher part = PART.matcher(fileName);
        return part.matches() ? part.group(1) : fileName;
    }

    static boolean isPart(String fileName) {
        return PART.matcher(fileName).matches();
    }

    /// Names of parts whose numbers are missing below the highest there is. That the last ones are missing
    /// nobody can tell from the names.
    static List<String> missing(Collection<String> fileNames) {
        SortedMap<String, TreeSet<Integer>> numbers = new TreeMap<>();
        for (String fileName : fileNames) {
            Matcher part = PART.matcher(fileName);
            if (part.matches()) {
                numbers.computeIfAbsent(part.group(1), _ -> new TreeSet<>()).add(Integer.parseInt(part.group(2)));
            }
        }
        List<String> missing = new ArrayList<>();
        numbers.forEach((export, present) -> {
            for (int number = 1; number < Math.min(present.last(), MAX_PARTS); number++) {
                if (!present.contains(number)) {
                    missing.add("%s-%03d.zip".formatted(export, number));
                }
            }
        });
        return missing;
    }

    /// Whether a folder is named as Google names that of Google Photos, in any language.
    static boolean isPhotoFolder(String name) {
        return PHOTO_FOLDERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Whether a path can only come from an export of photos: below the folder of Google Photos, or a JSON in
    /// the folder of a year.
    static boolean isTelling(String path) {
        String[] segments = path.split("/", -1);
        for (int at = 0; at < segments.length - 1; at++) {
            if (isPhotoFolder(segments[at])) {
                return true;
            }
        }
        return isJson(path)
                && segments.length > 1
                && TakeoutFolder.yearOf(segments[segments.length - 2]).isPresent();
    }

    static boolean isJson(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".json");
    }
}
