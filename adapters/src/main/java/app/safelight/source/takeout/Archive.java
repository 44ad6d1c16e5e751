package app.safelight.source.takeout;

import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// One zip file of an export.
///
/// @param label its file name, made different from those of the others
record Archive(Path file, String label) {
    /// What the file system says of the archive; equal only if nobody put another in its place.
    record State(
            long sizeBytes, FileTime modifiedAt, @Nullable Object fileKey) {}

    State state() throws IOException {
        BasicFileAttributes told = Files.readAttributes(file, BasicFileAttributes.class);
        if (!told.isRegularFile()) {
            throw new NoSuchFileException(file.toString());
        }
        return new State(told.size(), told.lastModifiedTime(), told.fileKey());
    }

    static SourceFault fault(IOException thrown) {
        return switch (thrown) {
            case ArchiveDamage damage -> new SourceFault.DamagedArchive(damage.detail());
            case AccessDeniedException denied -> new SourceFault.AccessDenied(String.valueOf(denied.getFile()));
            case NoSuchFileException _ -> new SourceFault.Vanished();
            default -> new SourceFault.ReadFailed(String.valueOf(thrown.getMessage()));
        };
    }

    static SourceException failure(IOException thrown) {
        return new SourceException(fault(thrown), thrown);
    }
}
