package app.safelight.core.ledger;

import app.safelight.core.model.ContentId;
import java.util.List;

/// One content and its copies, by place.
public record ContentState(ContentId content, List<CopyState> copies) {
    public ContentState {
        copies = List.copyOf(copies);
    }
}
