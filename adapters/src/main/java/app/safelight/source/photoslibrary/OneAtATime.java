package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Lets several threads ask files that are made for one: a backup's manifest, a cable. Contents that are open
/// are read without waiting for each other.
final class OneAtATime implements MediaFiles {
    private final MediaFiles files;

    OneAtATime(MediaFiles files) {
        this.files = files;
    }

    @Override
    public synchronized Optional<MediaFile> look(String path) throws MediaException {
        return files.look(path);
    }

    @Override
    public synchronized List<MediaFile> list(String directory) throws MediaException {
        return files.list(directory);
    }

    @Override
    public synchronized MediaContent open(String path) throws MediaException {
        return files.open(path);
    }

    @Override
    public synchronized void copyTo(String path, Path target) throws IOException {
        files.copyTo(path, target);
    }
}
