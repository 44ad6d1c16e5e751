package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.FolderDigest;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.model.ItemKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One item's row while events change it, and what of it is to be written back. Every change keeps the digest
/// of its folder current.
final class ItemRow {
    /// Not in any table yet.
    static final int NEW = 1;

    static final int STATE_CHANGED = 2;
    static final int CONTENT_CHANGED = 4;
    static final int ASSET_CHANGED = 8;

    private static final int PRESENT = Codes.of(Presence.PRESENT);

    final long id;
    final ItemKey key;
    final FolderRow folder;

    /// A combination of the constants here; 0 if the table has it as it is.
    int changes;

    /// Whether the writer has it on its list of rows to look at.
    boolean pending;

    /// As in [Codes]; 0 if the item is only named, by an asset.
    int presence;

    long sizeBytes = -1;
    Instant modifiedAt = Instant.EPOCH;
    long content;
    long asset;
    int role;
    int assetKind;

    @Nullable
    String blocked;

    @Nullable
    String exclusion;

    @Nullable
    String refusals;

    @Nullable
    String facts;

    ItemRow(long id, ItemKey key, FolderRow folder) {
        this.id = id;
        this.key = key;
        this.folder = folder;
    }

    /// The folder of some items, with the digest of those that count.
    static final class FolderRow {
        final long id;
        final long source;
        FolderDigest digest;
        boolean changed;

        FolderRow(long id, long source, FolderDigest digest) {
            this.id = id;
            this.source = source;
            this.digest = digest;
        }
    }

    void seen(long newSizeBytes, Instant newModifiedAt) {
        leaveFolder();
        presence = PRESENT;
        sizeBytes = newSizeBytes;
        modifiedAt = newModifiedAt;
        blocked = null;
        refusals = null;
        facts = null;
        enterFolder();
        setContent(0);
    }

    void setPresence(int newPresence) {
        leaveFolder();
        presence = newPresence;
        enterFolder();
    }

    /// Whatever cannot be read is there.
    void block(@Nullable String fault) {
        leaveFolder();
        presence = PRESENT;
        blocked = fault;
        enterFolder();
    }

    void digested(long newContent) {
        know();
        leaveFolder();
        blocked = null;
        enterFolder();
        setContent(newContent);
    }

    private void setContent(long newContent) {
        know();
        if (content != newContent) {
            content = newContent;
            changes |= CONTENT_CHANGED;
        }
    }

    void setFacts(@Nullable String newFacts) {
        know();
        facts = newFacts;
    }

    void setExclusion(@Nullable String rule) {
        know();
        exclusion = rule;
    }

    void setRefusals(@Nullable String newRefusals) {
        know();
        refusals = newRefusals;
    }

    void setAsset(long newAsset, int newRole) {
        asset = newAsset;
        role = newRole;
        changes |= ASSET_CHANGED;
    }

    void setAssetKind(int newKind) {
        assetKind = newKind;
        changes |= ASSET_CHANGED;
    }

    /// An item of which anything is told is there, until told otherwise.
    private void know() {
        changes |= STATE_CHANGED;
        if (presence == 0) {
            presence = PRESENT;
            enterFolder();
        }
    }

    private void leaveFolder() {
        if (presence == PRESENT) {
            folder.digest = blocked == null
                    ? folder.digest.minus(key, sizeBytes, modifiedAt)
                    : folder.digest.minusBlocked(key, Details.sourceFault(blocked));
            folder.changed = true;
        }
    }

    private void enterFolder() {
        changes |= STATE_CHANGED;
        if (presence == PRESENT) {
            folder.digest = blocked == null
                    ? folder.digest.plus(key, sizeBytes, modifiedAt)
                    : folder.digest.plusBlocked(key, Details.sourceFault(blocked));
            folder.changed = true;
        }
    }
}
