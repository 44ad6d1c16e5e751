package app.safelight.apple.mediafiles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Files held in memory, some of which may not be read, with something to happen when one is opened.
public final class MemoryFiles implements MediaFiles {
    private final TreeMap<String, byte[]> contents = new TreeMap<>();
    private final Map<String, Instant> times = new HashMap<>();
    private final Set<String> denied = new HashSet<>();
    private Runnable onOpen = () -> {};

    public MemoryFiles put(String path, byte[] content) {
        contents.put(path, content.clone());
        times.put(path, times.getOrDefault(path, Instant.EPOCH).plusNanos(1));
        return this;
    }

    public MemoryFiles deny(String path) {
        denied.add(path);
        return this;
    }

    public MemoryFiles remove(String path) {
        contents.remove(path);
        return this;
    }

    /// What happens each time a file is opened, before its content is fixed.
    public MemoryFiles onOpen(Runnable event) {
        onOpen = event;
        return this;
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        check(path);
        byte[] content = contents.get(path);
        if (content != null) {
            return Optional.of(new MediaFile(path, false, content.length, times.get(path)));
        }
        return isDirectory(path) ? Optional.of(new MediaFile(path, true, 0, null)) : Optional.empty();
    }

    private boolean isDirectory(String path) {
        String next = contents.ceilingKey(path + "/");
        return path.isEmpty() || (next != null && next.startsWith(path + "/"));
    }

    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        check(directory);
        if (!isDirectory(directory)) {
            throw new MediaException(new MediaFault.Missing(directory));
        }
        String start = directory.isEmpty() ? "" : directory + "/";
        Set<String> names = new TreeSet<>();
        for (String path : contents.keySet()) {
            if (path.startsWith(start)) {
                names.add(path.substring(start.length()).split("/", -1)[0]);
            }
        }
        List<MediaFile> found = new ArrayList<>();
        for (String name : names) {
            look(start + name).ifPresent(found::add);
        }
        return found;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        check(path);
        onOpen.run();
        byte[] content = contents.get(path);
        if (content == null) {
            throw new MediaException(new MediaFault.Missing(path));
        }
        return new MediaContent() {
            @Override
            public long sizeBytes() {
                return content.length;
            }

            @Override
            public int read(long position, byte[] buffer, int offset, int length) {
                if (position >= content.length) {
                    return -1;
                }
                int count = (int) Math.min(length, content.length - position);
                System.arraycopy(content, (int) position, buffer, offset, count);
                return count;
            }

            @Override
            public void close() {}
        };
    }

    private void check(String path) throws MediaException {
        if (denied.contains(path)) {
            throw new MediaException(new MediaFault.Denied(path));
        }
    }
}
