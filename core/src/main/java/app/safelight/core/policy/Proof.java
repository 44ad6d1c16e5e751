package app.safelight.core.policy;

import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.place.Receipt;
import java.time.Instant;
import java.util.List;

/// That an asset is safe, and why. Only [Judge] can make one.
public final class Proof {
    private final AssetId asset;
    private final List<Part> parts;
    private final Instant validUntil;

    /// One part of the asset and the receipts that prove it; as many as the policy asks for, or more.
    public record Part(ItemKey key, ContentId content, List<Receipt> receipts) {
        public Part {
            receipts = List.copyOf(receipts);
        }
    }

    Proof(AssetId asset, List<Part> parts, Instant validUntil) {
        this.asset = asset;
        this.parts = List.copyOf(parts);
        this.validUntil = validUntil;
    }

    public AssetId asset() {
        return asset;
    }

    public List<Part> parts() {
        return parts;
    }

    /// When the evidence becomes too old for the policy it was judged by.
    public Instant validUntil() {
        return validUntil;
    }

    @Override
    public String toString() {
        return "Proof of " + asset + " until " + validUntil + " by " + parts;
    }
}
