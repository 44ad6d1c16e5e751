package app.safelight.apple.backupfiles;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Parts of a backup shown as one tree of files. Where two parts hold the same path, the first one's counts.
///
/// Threads: as those of the backup.
final class DomainFiles implements MediaFiles {
    /// Entries of one directory that are listed; a phone puts 1 000 photos in one, the folder of a messages app
    /// may have some ten thousands.
    private static final int MAX_ENTRIES = 2_000_000;

    private final IosBackup backup;
    private final List<Root> roots;

    /// A directory of a domain that is a root of the tree.
    record Root(String domain, String directory) {
        String below(String path) {
            return directory.isEmpty() || path.isEmpty() ? directory + path : directory + "/" + path;
        }

        String above(String relativePath) {
            return directory.isEmpty() ? relativePath : relativePath.substring(directory.length() + 1);
        }
    }

    DomainFiles(IosBackup backup, List<Root> roots) {
        this.backup = backup;
        this.roots = List.copyOf(roots);
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        if (path.isEmpty()) {
            return Optional.of(new MediaFile("", true, 0, null));
        }
        return find(path).map(entry -> file(path, entry));
    }

    private Optional<BackupEntry> find(String path) throws MediaException {
        try {
            for (Root root : roots) {
                Optional<BackupEntry> entry = backup.find(root.domain, root.below(path));
                if (entry.isPresent()) {
                    return entry;
                }
            }
            return Optional.empty();
        } catch (BackupException failed) {
            throw failure(path, failed);
        }
    }

    private static MediaFile file(String path, BackupEntry entry) {
        boolean directory = entry.kind() == BackupEntry.Kind.DIRECTORY;
        return new MediaFile(
                path,
                directory,
                directory ? 0 : entry.sizeBytes(),
                entry.modifiedAt().orElse(null));
    }

    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        if (look(directory).filter(MediaFile::directory).isEmpty()) {
            throw new MediaException(new MediaFault.Missing(directory));
        }
        TreeMap<String, MediaFile> found = new TreeMap<>();
        try {
            for (Root root : roots) {
                for (BackupEntry entry : backup.children(root.domain, root.below(directory), MAX_ENTRIES)) {
                    String path = root.above(entry.relativePath());
                    if (isName(path.substring(path.lastIndexOf('/') + 1))) {
                        found.putIfAbsent(path, file(path, entry));
                    }
                }
            }
        } catch (BackupException failed) {
            throw failure(directory, failed);
        }
        return new ArrayList<>(found.values());
    }

    /// Such names can be no file of a phone, and could lead a copier astray.
    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('\0') < 0;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        return backup.open(find(path).orElseThrow(() -> new MediaException(new MediaFault.Missing(path))));
    }

    private static MediaException failure(String path, BackupException failed) {
        return new MediaException(new MediaFault.Damaged(path, String.valueOf(failed.getMessage())), failed);
    }
}
