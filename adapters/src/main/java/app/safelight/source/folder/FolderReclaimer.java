package app.safelight.source.folder;

import app.safelight.core.policy.Proof;
import app.safelight.core.reclaim.Reclaimer;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Deletes files of a folder or card, each on the strength of its proof. Folders stay, empty or not: cameras
/// want theirs.
///
/// Threads: one.
public final class FolderReclaimer implements Reclaimer {
    private final FolderSource source;

    public FolderReclaimer(FolderSource source) {
        this.source = source;
    }

    @Override
    public void delete(Item.Available item, Proof.Part part) throws SourceException {
        boolean sameItem = part.key().equals(item.key());
        boolean sameSize = part.content().sizeBytes() == item.sizeBytes();
        if (!sameItem || !sameSize) {
            throw new IllegalArgumentException("the proof of " + part.key() + " is no proof of " + item.key());
        }
        if (!item.equals(source.look(item.key()))) {
            throw new SourceException(new SourceFault.ChangedWhileRead(1));
        }
        Path file = source.locate(item.key());
        try {
            Files.delete(file);
        } catch (IOException refused) {
            throw new SourceException(FileFaults.of(refused, file), refused);
        }
    }
}
