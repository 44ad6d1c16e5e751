package app.safelight.source.photoslibrary;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A tree of files in memory, as a phone shows one.
final class MemoryFiles implements MediaFiles {
    private static final Instant MODIFIED_AT = Instant.parse("2025-01-01T00:00:00Z");

    private final Map<String, Content> files = new TreeMap<>();
    private final Set<String> denied = new HashSet<>();
    private boolean gone;

    private static final class Content {
        private final byte[] bytes;
        private final Instant modifiedAt;

        Content(byte[] bytes, Instant modifiedAt) {
            this.bytes = bytes;
            this.modifiedAt = modifiedAt;
        }
    }

    /// All files below a folder.
    static MemoryFiles of(Path folder) throws IOException {
        MemoryFiles memory = new MemoryFiles();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                memory.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return memory;
    }

    void put(String path, byte[] bytes) {
        put(path, bytes, MODIFIED_AT);
    }

    void put(String path, byte[] bytes, Instant modifiedAt) {
        files.put(path, new Content(bytes.clone(), modifiedAt));
    }

    void remove(String path) {
        files.remove(path);
    }

    void removeBelow(String folder) {
        files.keySet().removeIf(path -> path.startsWith(folder + "/"));
    }

    /// It is there, and is refused from now on: a file or a folder.
    void deny(String path) {
        denied.add(path);
    }

    void pullTheCable() {
        gone = true;
    }

    boolean isThere() {
        return !gone;
    }

    private void check(String path) throws MediaException {
        if (gone) {
            throw new MediaException(new MediaFault.Unreadable(path, "the cable is out"));
        }
        if (denied.contains(path)) {
            throw new MediaException(new MediaFault.Denied(path));
        }
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        if (gone) {
            check(path);
        }
        Content content = files.get(path);
        if (content != null) {
            return Optional.of(new MediaFile(path, false, content.bytes.length, content.modifiedAt));
        }
        boolean directory = path.isEmpty() || files.keySet().stream().anyMatch(one -> one.startsWith(path + "/"));
        return directory ? Optional.of(new MediaFile(path, true, 0, null)) : Optional.empty();
    }

    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        check(directory);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        Set<String> names = new TreeSet<>();
        for (String path : files.keySet()) {
            if (path.startsWith(prefix)) {
                String below = path.substring(prefix.length());
                int slash = below.indexOf('/');
                names.add(slash < 0 ? below : below.substring(0, slash));
            }
        }
        if (names.isEmpty()) {
            throw new MediaException(new MediaFault.Missing(directory));
        }
        List<MediaFile> found = new ArrayList<>();
        for (String name : names) {
            look(prefix + name).ifPresent(found::add);
        }
        return found;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        check(path);
        Content content = files.get(path);
        if (content == null) {
            throw new MediaException(new MediaFault.Missing(path));
        }
        return new MediaContent() {
            @Override
            public long sizeBytes() {
                return content.bytes.length;
            }

            @Override
            public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
                if (gone) {
                    check(path);
                }
                byte[] bytes = files.getOrDefault(path, content).bytes;
                if (position >= bytes.length) {
                    return -1;
                }
                int count = (int) Math.min(length, bytes.length - position);
                System.arraycopy(bytes, (int) position, buffer, offset, count);
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
