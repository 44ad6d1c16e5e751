package app.safelight.core.ledger;

import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.Role;
import java.util.List;

/// What the ledger knows of one asset: its parts, main part first, each with the copies of its content.
public record AssetState(AssetId id, AssetKind kind, List<Part> parts) {
    public AssetState {
        parts = List.copyOf(parts);
    }

    /// @param copies of the item's content, by place; empty while the content is unknown
    public record Part(ItemState item, Role role, List<CopyState> copies) {
        public Part {
            copies = List.copyOf(copies);
        }
    }
}
