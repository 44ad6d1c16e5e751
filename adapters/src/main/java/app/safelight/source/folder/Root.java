package app.safelight.source.folder;

import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The folder a source was opened at. When a card is pulled, another folder stands at its path, the empty mount
/// point; only the file system's own key (device and inode) tells them apart.
///
/// @param path real path: absolute, no links in it
/// @param fileKey what the file system names it by; null where it has no such names
record Root(Path path, @Nullable Object fileKey) {
    /// Whether the folder at the path is still the one that was opened.
    boolean isThere() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isDirectory() && Objects.equals(now.fileKey(), fileKey);
        } catch (IOException gone) {
            // Whatever the error is: a root that cannot even be looked at is not there for us.
            return false;
        }
    }

    /// Says whose fault a failure at one file is: the file's own, or that the whole source has gone.
    SourceException failure(IOException thrown, Path file) {
        return new SourceException(isThere() ? FileFaults.of(thrown, file) : gone(), thrown);
    }

    SourceFault gone() {
        return new SourceFault.Disconnected("no longer there: " + path);
    }
}
