package app.safelight.simulator.world;

import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Role;
import app.safelight.core.place.Disk;
import app.safelight.core.place.Disk.DiskFile;
import app.safelight.core.place.Disk.OpenBody;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The smallest program that keeps the law: copies every item into a file named by its hash, one at a time. It
/// is here to show what the simulated world finds; each shortcut breaks the law or its twin in one way.
final class TinyProgram {
    static final PlaceId PLACE = new PlaceId("tiny");

    private static final String COPIES = "kept/copies";
    private static final String PART = "kept/part";
    private static final int BUFFER_BYTES = 700;

    /// What a hurried programmer leaves out.
    enum Shortcut {
        NO_FORCE_OF_FILES,
        NO_FORCE_OF_FOLDERS,
        NO_FORCE_OF_FOLDERS_ABOVE,
        RECEIPT_BEFORE_RENAME,
        NO_READ_BACK,
        READ_BACK_FROM_CACHE,
        TRUSTS_NAMES,
        NO_LOOK_FOR_LOST_COPIES,
        HIDES_BLOCKED,
        HALF_AN_APPEND,
        KEEPS_STALE_CONTENT,
        GIVES_UP_AT_A_FAULT,
        SWALLOWS_THE_CUT
    }

    private final World world;
    private final Source source;
    private final Disk disk;
    private final Ledger ledger;
    private final Set<Shortcut> shortcuts;

    TinyProgram(World world, Source source, Disk disk, Ledger ledger, Set<Shortcut> shortcuts) {
        this.world = world;
        this.source = source;
        this.disk = disk;
        this.ledger = ledger;
        this.shortcuts = shortcuts.isEmpty() ? EnumSet.noneOf(Shortcut.class) : EnumSet.copyOf(shortcuts);
    }

    private boolean takes(Shortcut shortcut) {
        return shortcuts.contains(shortcut);
    }

    /// Runs from start to end, or to the first fault of the source or disk as a whole.
    void run() throws LedgerException {
        try {
            backUp();
        } catch (IOException | SourceException fault) {
            // The next run tries again; what was proven until now stays proven.
        } catch (Stopped stop) {
            if (!takes(Shortcut.SWALLOWS_THE_CUT)) {
                throw stop;
            }
        }
    }

    private void backUp() throws IOException, SourceException, LedgerException {
        disk.createFolder(COPIES);
        if (!takes(Shortcut.NO_FORCE_OF_FOLDERS_ABOVE)) {
            disk.forceFolder("");
            disk.forceFolder("kept");
        }
        record(List.of(new LedgerEvent.SourceSeen(source.id(), source.label())));
        lookForLostCopies();
        List<Item> items = new ArrayList<>();
        source.list(items::add);
        Set<ItemKey> present = new HashSet<>();
        for (Item item : items) {
            present.add(item.key());
            see(item);
        }
        forget(present);
        for (Item item : items) {
            if (item instanceof Item.Available available && needsCopy(available.key())) {
                copy(available);
            }
        }
    }

    private void record(List<? extends LedgerEvent> events) throws LedgerException {
        if (takes(Shortcut.HALF_AN_APPEND)) {
            for (LedgerEvent event : events) {
                ledger.append(world.clock().instant(), List.of(event));
            }
        } else {
            ledger.append(world.clock().instant(), events);
        }
    }

    private void lookForLostCopies() throws LedgerException, IOException {
        if (takes(Shortcut.NO_LOOK_FOR_LOST_COPIES)) {
            return;
        }
        List<ContentId> held = new ArrayList<>();
        ledger.contents(state -> {
            if (state.copies().stream().anyMatch(CopyState.Held.class::isInstance)) {
                held.add(state.content());
            }
        });
        for (ContentId content : held) {
            if (!isThere(content)) {
                record(List.of(new LedgerEvent.CopyLost(PLACE, content, new PlaceFault.Missing())));
            }
        }
    }

    private void see(Item item) throws LedgerException {
        Optional<ItemState> known = ledger.item(item.key());
        switch (item) {
            case Item.Blocked(var key, var fault) -> {
                if (!takes(Shortcut.HIDES_BLOCKED)) {
                    record(List.of(new LedgerEvent.ItemBlocked(key, fault), alone(key)));
                }
            }
            case Item.Available(var key, var sizeBytes, var modifiedAt) -> {
                boolean same = known.isPresent()
                        && known.get().presence() == ItemState.Presence.PRESENT
                        && known.get().blocked().isEmpty()
                        && (takes(Shortcut.KEEPS_STALE_CONTENT)
                                || (known.get().sizeBytes() == sizeBytes
                                        && known.get().modifiedAt().equals(modifiedAt)));
                if (!same) {
                    // The asset first: half of this must never leave an item that belongs to nothing.
                    record(List.of(new LedgerEvent.ItemSeen(key, sizeBytes, modifiedAt), alone(key)));
                }
            }
        }
    }

    private static LedgerEvent alone(ItemKey key) {
        return new LedgerEvent.AssetFormed(
                new AssetId(key), AssetKind.PHOTO, List.of(new LedgerEvent.Part(key, Role.ORIGINAL)));
    }

    private void forget(Set<ItemKey> present) throws LedgerException {
        List<LedgerEvent> gone = new ArrayList<>();
        ledger.items(source.id(), item -> {
            if (item.presence() == ItemState.Presence.PRESENT && !present.contains(item.key())) {
                gone.add(new LedgerEvent.ItemGone(item.key()));
            }
        });
        record(gone);
    }

    private boolean needsCopy(ItemKey key) throws LedgerException {
        Optional<ContentId> content = ledger.item(key).flatMap(ItemState::content);
        return content.isEmpty()
                || ledger.content(content.get()).stream()
                        .flatMap(state -> state.copies().stream())
                        .noneMatch(CopyState.Held.class::isInstance);
    }

    private void copy(Item.Available item) throws SourceException, IOException, LedgerException {
        byte[] bytes;
        try {
            bytes = source.<byte[], RuntimeException>read(item, body -> {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = body.read(0, buffer, 0, BUFFER_BYTES);
                        read >= 0;
                        read = body.read(all.size(), buffer, 0, BUFFER_BYTES)) {
                    all.write(buffer, 0, read);
                }
                return all.toByteArray();
            });
        } catch (SourceException fault) {
            if (fault.fault().stopsSource() || takes(Shortcut.GIVES_UP_AT_A_FAULT)) {
                throw fault;
            }
            record(List.of(new LedgerEvent.ItemBlocked(item.key(), fault.fault())));
            return;
        }
        ContentId content = Truth.contentOf(bytes);
        Receipt receipt = new Receipt(
                PLACE, content, Evidence.READ_BACK_FROM_MEDIUM, world.clock().instant());
        List<LedgerEvent> proven =
                List.of(new LedgerEvent.ItemDigested(item.key(), content), new LedgerEvent.CopyProven(receipt));
        if (takes(Shortcut.RECEIPT_BEFORE_RENAME)) {
            record(proven);
        }
        boolean trusted = takes(Shortcut.TRUSTS_NAMES) && isThere(content);
        store(content, bytes);
        if (!trusted && !isWhole(content)) {
            disk.delete(nameOf(content));
            store(content, bytes);
            if (!isWhole(content)) {
                return;
            }
        }
        record(proven);
    }

    private void store(ContentId content, byte[] bytes) throws IOException {
        if (isThere(content)) {
            forceFolder();
            return;
        }
        if (disk.entry(PART).isPresent()) {
            disk.delete(PART);
        }
        try (DiskFile file = disk.create(PART)) {
            for (int at = 0; at < bytes.length; at += BUFFER_BYTES) {
                file.write(bytes, at, Math.min(BUFFER_BYTES, bytes.length - at));
            }
            if (!takes(Shortcut.NO_FORCE_OF_FILES)) {
                file.force();
            }
        }
        disk.replace(PART, nameOf(content));
        forceFolder();
    }

    private void forceFolder() throws IOException {
        if (!takes(Shortcut.NO_FORCE_OF_FOLDERS)) {
            disk.forceFolder(COPIES);
        }
    }

    private static String nameOf(ContentId content) {
        return COPIES + "/" + content.sha256();
    }

    private boolean isThere(ContentId content) throws IOException {
        return disk.entry(nameOf(content))
                .filter(entry -> entry.sizeBytes() == content.sizeBytes())
                .isPresent();
    }

    private boolean isWhole(ContentId content) throws IOException {
        if (takes(Shortcut.NO_READ_BACK)) {
            return true;
        }
        if (disk.entry(nameOf(content)).isEmpty()) {
            return false;
        }
        try (OpenBody body = disk.open(nameOf(content), !takes(Shortcut.READ_BACK_FROM_CACHE))) {
            byte[] bytes = new byte[(int) body.sizeBytes()];
            for (int at = 0; at < bytes.length; ) {
                int read = body.read(at, bytes, at, bytes.length - at);
                if (read < 0) {
                    return false;
                }
                at += read;
            }
            return Truth.contentOf(bytes).equals(content);
        }
    }
}
