package app.safelight.library.storage;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Receipt;
import java.util.List;

/// A content with the receipts that this library gave for it: each of its copies was read back.
public record Kept(ContentId content, List<Receipt> receipts) {
    public Kept {
        receipts = List.copyOf(receipts);
        if (receipts.isEmpty()) {
            throw new IllegalArgumentException("nobody holds " + content);
        }
    }
}
