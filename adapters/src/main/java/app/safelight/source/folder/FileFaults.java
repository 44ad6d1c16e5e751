package app.safelight.source.folder;

import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Says what an exception of the operating system means for one file.
final class FileFaults {
    /// EPERM as the C library words it. The JDK has no exception type for it; macOS answers with it when the
    /// person has not allowed the program into a folder.
    private static final String NOT_PERMITTED = "Operation not permitted";

    /// ENOTDIR: a folder on the way to the file has become something else.
    private static final String NOT_A_FOLDER = "Not a directory";

    /// ENAMETOOLONG: a path beyond what the operating system takes at once.
    private static final String PATH_TOO_LONG = "File name too long";

    /// `PATH_MAX` of Linux; other systems take less.
    private static final int MAX_PATH_BYTES = 4_096;

    private FileFaults() {}

    static SourceFault of(IOException thrown, Path file) {
        String reason = reason(thrown);
        return switch (thrown) {
            case AccessDeniedException _ -> new SourceFault.AccessDenied(owner(file));
            case NoSuchFileException _, NotDirectoryException _ -> new SourceFault.Vanished();
            case FileSystemException _ when reason.equals(NOT_PERMITTED) -> new SourceFault.AccessDenied(owner(file));
            case FileSystemException _ when reason.equals(NOT_A_FOLDER) -> new SourceFault.Vanished();
            case FileSystemException _ when reason.equals(PATH_TOO_LONG) -> new SourceFault.TooDeep(MAX_PATH_BYTES);
            default -> new SourceFault.ReadFailed(reason);
        };
    }

    /// What the operating system said, without the path, which the item's key tells already.
    private static String reason(IOException thrown) {
        String message = thrown instanceof FileSystemException failure ? failure.getReason() : thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    /// Owner and permissions such as `root rw-------`, so that a person sees what to change.
    private static String owner(Path file) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.owner().getName() + " " + PosixFilePermissions.toString(attributes.permissions());
        } catch (IOException | UnsupportedOperationException untold) {
            // The folder above may not be searched either, or the system has no such permissions.
            return "owner not told";
        }
    }
}
