package app.safelight.source.takeout;

import app.safelight.media.takeout.TakeoutFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells an unpacked export from a folder like any other by a look at a few folder names. It must cost next to
/// nothing, as every backup of every folder begins with it.
final class FolderLook {
    /// Folders within folders: parts unpacked side by side, `Takeout`, the folder of Google Photos, a year.
    private static final int MAX_DEPTH = 4;

    /// Names read of one folder. Google Photos' own folder has as many as there are years and albums.
    private static final int MAX_NAMES = 2_000;

    /// Where an export is unpacked there is little else; a folder with more in it is not searched.
    private static final int MAX_NAMES_OF_A_PARENT = 32;

    private static final List<String> FILE_ENDINGS = List.of(".jpg", ".jpeg", ".heic", ".png", ".mov", ".mp4", ".json");

    private FolderLook() {}

    static boolean isExport(Path folder) {
        return isExport(folder, 0);
    }

    private static boolean isExport(Path folder, int depth) {
        if (isPhotos(folder) || isYear(folder)) {
            return true;
        }
        List<Path> entries = entries(folder);
        if (entries.stream().anyMatch(entry -> isPhotos(entry) || isYear(entry))) {
            return true;
        }
        return depth < MAX_DEPTH
                && entries.size() <= MAX_NAMES_OF_A_PARENT
                && entries.stream().anyMatch(entry -> isFolder(entry) && isExport(entry, depth + 1));
    }

    /// A folder named as Google names that of Google Photos, with something in it.
    private static boolean isPhotos(Path folder) {
        return TakeoutNames.isPhotoFolder(name(folder))
                && entries(folder).stream()
                        .anyMatch(entry -> !isFolder(entry) || !entries(entry).isEmpty());
    }

    /// A folder named as Google names a year's, with a JSON in it.
    private static boolean isYear(Path folder) {
        return !isNamedAsFile(folder)
                && TakeoutFolder.yearOf(name(folder)).isPresent()
                && entries(folder).stream().anyMatch(file -> TakeoutNames.isJson(name(file)));
    }

    private static boolean isFolder(Path entry) {
        return !isNamedAsFile(entry) && Files.isDirectory(entry);
    }

    /// Spares a closer look at most files.
    private static boolean isNamedAsFile(Path entry) {
        String name = name(entry).toLowerCase(Locale.ROOT);
        return FILE_ENDINGS.stream().anyMatch(name::endsWith);
    }

    /// @return none if they cannot be read: then it does not look like an export
    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path entry : names) {
                entries.add(entry);
                if (entries.size() == MAX_NAMES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        return entries;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
