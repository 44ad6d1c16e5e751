package app.safelight.source.folder;

import app.safelight.core.source.Item;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the file system says of a file before and after it is read; equal only if nobody touched it between.
///
/// @param fileKey device and inode: another file put in its place is seen even with the same length and times
/// @param changedAt time of the inode's last change, which nobody can set back; null where there is none
record FileState(
        boolean regular,
        long sizeBytes,
        FileTime modifiedAt,
        @Nullable Object fileKey,
        @Nullable Object changedAt) {
    private static final boolean TELLS_CHANGE_TIME =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    static FileState of(Path file) throws IOException {
        if (TELLS_CHANGE_TIME) {
            Map<String, Object> told = Files.readAttributes(
                    file, "unix:isRegularFile,size,lastModifiedTime,fileKey,ctime", LinkOption.NOFOLLOW_LINKS);
            return new FileState(
                    Boolean.TRUE.equals(told.get("isRegularFile")),
                    told.get("size") instanceof Long sizeBytes ? sizeBytes : 0,
                    told.get("lastModifiedTime") instanceof FileTime time ? time : FileTime.fromMillis(0),
                    told.get("fileKey"),
                    told.get("ctime"));
        }
        BasicFileAttributes told = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FileState(told.isRegularFile(), told.size(), told.lastModifiedTime(), told.fileKey(), null);
    }

    boolean isAsListed(Item.Available item) {
        return regular
                && sizeBytes == item.sizeBytes()
                && modifiedAt.toInstant().equals(item.modifiedAt());
    }
}
