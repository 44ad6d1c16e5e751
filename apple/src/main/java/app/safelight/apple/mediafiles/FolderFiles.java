package app.safelight.apple.mediafiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The files below a folder of this computer: a copied media folder, or a Mac's photo library.
///
/// A link that leads out of the folder names nothing: such a tree may come from a stranger. Threads: any.
public final class FolderFiles implements MediaFiles {
    /// Entries of one directory that are listed. A phone puts 1 000 photos in one; a hostile folder must not
    /// fill the memory.
    private static final int MAX_ENTRIES = 2_000_000;

    private final Path root;

    /// @throws IOException if there is no such folder
    public FolderFiles(Path root) throws IOException {
        this.root = root.toRealPath();
        if (!Files.isDirectory(this.root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    @Override
    public boolean isForAnyThread() {
        return true;
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        Optional<Path> file = resolve(path);
        return file.isEmpty() ? Optional.empty() : look(path, file.get());
    }

    private static Optional<MediaFile> look(String path, Path file) throws MediaException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isOther()) {
                // A pipe or a device holds nothing, and opening one may wait for ever.
                return Optional.empty();
            }
            boolean directory = attributes.isDirectory();
            return Optional.of(new MediaFile(
                    path,
                    directory,
                    directory ? 0 : attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        Path folder = resolve(directory).orElseThrow(() -> new MediaException(new MediaFault.Missing(directory)));
        List<MediaFile> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (found.size() == MAX_ENTRIES) {
                    throw new MediaException(
                            new MediaFault.Unreadable(directory, "more than " + MAX_ENTRIES + " entries"));
                }
                String path = (directory.isEmpty() ? "" : directory + "/") + entry.getFileName();
                // Most are no links, and finding out where one leads takes several questions to the disk.
                (Files.isSymbolicLink(entry) ? look(path) : look(path, entry)).ifPresent(found::add);
            }
        } catch (DirectoryIteratorException failed) {
            throw new MediaException(new MediaFault.Unreadable(directory, failed.toString()), failed);
        } catch (MediaException failed) {
            throw failed;
        } catch (IOException failed) {
            throw failure(directory, failed);
        }
        found.sort(Comparator.comparing(MediaFile::name));
        return found;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        Path file = resolve(path).orElseThrow(() -> new MediaException(new MediaFault.Missing(path)));
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new OpenFile(path, channel, channel.size());
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    @Override
    public void copyTo(String path, Path target) throws IOException {
        Path file = resolve(path).orElseThrow(() -> new MediaException(new MediaFault.Missing(path)));
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long position = 0;
            for (long count = in.transferTo(0, Long.MAX_VALUE, out);
                    count > 0;
                    count = in.transferTo(position, Long.MAX_VALUE - position, out)) {
                position += count;
            }
        } catch (NoSuchFileException | AccessDeniedException failed) {
            throw failure(path, failed);
        }
    }

    /// The real file behind a path; empty if the path names nothing, or something outside.
    private Optional<Path> resolve(String path) throws MediaException {
        if (path.isEmpty()) {
            return Optional.of(root);
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return Optional.empty();
            }
        }
        try {
            Path real = root.resolve(path).toRealPath();
            return real.startsWith(root) ? Optional.of(real) : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException nothing) {
            return Optional.empty();
        } catch (IOException failed) {
            throw failure(path, failed);
        }
    }

    private static MediaException failure(String path, IOException failed) {
        return switch (failed) {
            case NoSuchFileException _, NotDirectoryException _ ->
                new MediaException(new MediaFault.Missing(path), failed);
            case AccessDeniedException _ -> new MediaException(new MediaFault.Denied(path), failed);
            case IOException _ -> new MediaException(new MediaFault.Unreadable(path, failed.toString()), failed);
        };
    }

    private record OpenFile(String path, FileChannel channel, long sizeBytes) implements MediaContent {
        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
            try {
                return channel.read(ByteBuffer.wrap(buffer, offset, length), position);
            } catch (IOException failed) {
                throw failure(path, failed);
            }
        }

        @Override
        public void close() throws MediaException {
            try {
                channel.close();
            } catch (IOException failed) {
                throw failure(path, failed);
            }
        }
    }
}
