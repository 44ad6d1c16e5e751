package app.safelight.simulator.world;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Files in memory that somebody may change, hide or break at any time, as a phone's owner does.
///
/// Threads: one.
public final class FakeSource implements Source {
    /// A file that is written over gets a time at least this much later.
    private static final Duration CHANGE_STEP = Duration.ofSeconds(2);

    private final World world;
    private final SplittableRandom chance;
    private final SourceId id;
    private final Map<String, StoredFile> files = new TreeMap<>();

    private final Set<String> vanishing = new HashSet<>();
    private final Set<String> shrinking = new HashSet<>();
    private final Map<String, Integer> changing = new HashMap<>();
    private final Map<String, SourceFault> blocked = new TreeMap<>();
    private final Map<String, Long> failing = new HashMap<>();
    private long bytesLeft = Long.MAX_VALUE;
    private int itemsLeft = Integer.MAX_VALUE;

    private static final class StoredFile {
        private final byte[] bytes;
        private final Instant modifiedAt;

        StoredFile(byte[] bytes, Instant modifiedAt) {
            this.bytes = bytes;
            this.modifiedAt = modifiedAt;
        }
    }

    public FakeSource(World world, SourceId id) {
        this.world = world;
        this.chance = world.chance().split();
        this.id = id;
    }

    /// Puts a file there, or another in its stead.
    public void put(String path, byte[] bytes, Instant modifiedAt) {
        files.put(new ItemKey(id, path).path(), new StoredFile(bytes.clone(), modifiedAt));
    }

    public void remove(String path) {
        files.remove(path);
    }

    /// What an item's bytes are now; empty if there is no such file.
    public Optional<ContentId> contentOf(String path) {
        StoredFile file = files.get(path);
        return file == null
                ? Optional.empty()
                : Optional.of(new ContentId(Sha256.ofBytes(Sha256.digester().digest(file.bytes)), file.bytes.length));
    }

    /// The items that are there now and that nothing blocks.
    public List<Item.Available> readable() {
        return files.entrySet().stream()
                .filter(file -> !blocked.containsKey(file.getKey()))
                .map(file -> available(file.getKey(), file.getValue()))
                .toList();
    }

    /// Something goes wrong with it from now on.
    public void strike(SourceTrouble trouble) {
        switch (trouble) {
            case SourceTrouble.Vanishes(var path) -> vanishing.add(path);
            case SourceTrouble.ChangesWhileRead(var path, var times) -> changing.put(path, times);
            case SourceTrouble.ShrinksWhileRead(var path) -> shrinking.add(path);
            case SourceTrouble.IsBlocked(var path, var fault) -> blocked.put(path, fault);
            case SourceTrouble.FailsReading(var path, var afterBytes) -> failing.put(path, afterBytes);
            case SourceTrouble.Disconnects(var afterBytes) -> bytesLeft = afterBytes;
            case SourceTrouble.ListsOnly(var items) -> itemsLeft = items;
        }
    }

    /// Nothing goes wrong with it any more; what vanished or changed stays so.
    public void recover() {
        vanishing.forEach(files::remove);
        vanishing.clear();
        shrinking.clear();
        changing.clear();
        blocked.clear();
        failing.clear();
        bytesLeft = Long.MAX_VALUE;
        itemsLeft = Integer.MAX_VALUE;
    }

    @Override
    public SourceId id() {
        return id;
    }

    @Override
    public SourceLabel label() {
        return new SourceLabel("fake", "memory of " + id);
    }

    private Item.Available available(String path, StoredFile file) {
        return new Item.Available(new ItemKey(id, path), file.bytes.length, file.modifiedAt);
    }

    @Override
    public void list(Consumer<? super Item> sink) throws SourceException {
        requireConnected("list");
        List<String> paths = files.keySet().stream()
                .sorted(Comparator.<String, String>comparing(FakeSource::folderOf)
                        .thenComparing(Comparator.reverseOrder()))
                .toList();
        int told = 0;
        for (String path : paths) {
            if (told++ >= itemsLeft) {
                throw new SourceException(new SourceFault.Disconnected("in the middle of the listing"));
            }
            SourceFault fault = blocked.get(path);
            StoredFile file = files.get(path);
            if (fault != null) {
                sink.accept(new Item.Blocked(new ItemKey(id, path), fault));
            } else if (file != null) {
                sink.accept(available(path, file));
            }
        }
    }

    private static String folderOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private void requireConnected(String what) throws SourceException {
        world.look(what + " at " + id);
        if (bytesLeft <= 0) {
            throw new SourceException(new SourceFault.Disconnected("gone"));
        }
    }

    @Override
    public Item look(ItemKey key) throws SourceException {
        requireConnected("look");
        StoredFile file = files.get(key.path());
        SourceFault fault = blocked.get(key.path());
        if (file == null || !key.source().equals(id)) {
            return new Item.Blocked(key, new SourceFault.Vanished());
        }
        return fault == null ? available(key.path(), file) : new Item.Blocked(key, fault);
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        requireConnected("read");
        String path = item.key().path();
        if (vanishing.remove(path)) {
            files.remove(path);
        }
        StoredFile file = existing(path);
        requireUnchanged(item, file);
        Opened opened = new Opened(path, file.bytes);
        R result;
        try {
            result = reader.read(new BytesBody(file.bytes, chance, opened::beforeRead));
        } catch (IOException failed) {
            throw opened.fault == null ? ownFault(failed) : opened.fault;
        }
        if (opened.fault != null) {
            // The reader was told and hid it; its result is worth nothing.
            throw opened.fault;
        }
        requireUnchanged(item, existing(path));
        return result;
    }

    private static SourceException ownFault(IOException failed) {
        return new SourceException(new SourceFault.ReadFailed(String.valueOf(failed.getMessage())), failed);
    }

    private StoredFile existing(String path) throws SourceException {
        StoredFile file = files.get(path);
        if (file == null) {
            throw new SourceException(new SourceFault.Vanished());
        }
        return file;
    }

    private void requireUnchanged(Item.Available item, StoredFile file) throws SourceException {
        if (!available(item.key().path(), file).equals(item)) {
            throw new SourceException(new SourceFault.ChangedWhileRead(1));
        }
    }

    /// One file while it is read.
    private final class Opened {
        private final String path;
        private final byte[] bytes;
        private @Nullable SourceException fault;

        Opened(String path, byte[] bytes) {
            this.path = path;
            this.bytes = bytes;
        }

        void beforeRead(long positionBytes) throws IOException {
            world.look("read at " + id);
            Long failsAfter = failing.get(path);
            if (failsAfter != null && positionBytes >= failsAfter) {
                fail(new SourceFault.ReadFailed("Input/output error"));
            }
            // A reader asks for many bytes at a time; each question counts as one block's worth of the cable.
            bytesLeft -= Math.min(BLOCK_BYTES, Math.max(0, bytes.length - positionBytes));
            if (bytesLeft <= 0) {
                fail(new SourceFault.Disconnected("in the middle of " + path));
            }
            change();
            if (!files.containsKey(path)) {
                fail(new SourceFault.Vanished());
            }
        }

        private void fail(SourceFault reason) throws IOException {
            fault = new SourceException(reason);
            throw new IOException(reason.toString());
        }

        private void change() {
            StoredFile now = files.get(path);
            if (now == null) {
                return;
            }
            if (shrinking.remove(path)) {
                put(path, Arrays.copyOf(now.bytes, now.bytes.length / 2), now.modifiedAt);
            }
            int times = changing.getOrDefault(path, 0);
            if (times > 0) {
                changing.put(path, times - 1);
                byte[] other = new byte[now.bytes.length];
                chance.nextBytes(other);
                put(path, other, now.modifiedAt.plus(CHANGE_STEP));
            }
        }
    }

    /// What one question to the source takes of its bytes, at most.
    private static final int BLOCK_BYTES = 512;

    @Override
    public void close() {}
}
