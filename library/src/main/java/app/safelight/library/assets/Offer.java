package app.safelight.library.assets;

import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.library.accounts.DeviceId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/// A file that somebody wants to add.
///
/// @param name as spelled at the source
/// @param sha256 what its bytes will be, if the sender knows
/// @param taken what the sender knows of the clock on the wall when it was taken; the photo's own word counts
///     more
/// @param partOf the asset it belongs to; empty if it is one itself
/// @param device where it comes from
/// @param deliberate whether a person chose it just now. What a device sends by itself never brings back what
///     was deleted
public record Offer(
        String name,
        long sizeBytes,
        Optional<Sha256> sha256,
        Instant modifiedAt,
        Optional<LocalDateTime> taken,
        Role role,
        Optional<AssetId> partOf,
        Optional<DeviceId> device,
        boolean deliberate) {
    public Offer {
        name = OriginalNames.clean(name);
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a file cannot have " + sizeBytes + " bytes");
        }
    }

    /// A photo or video of its own.
    public static Offer original(String name, long sizeBytes, Optional<Sha256> sha256, Instant modifiedAt) {
        return new Offer(
                name,
                sizeBytes,
                sha256,
                modifiedAt,
                Optional.empty(),
                Role.ORIGINAL,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /// The same, chosen by a person just now.
    public Offer chosen() {
        return new Offer(name, sizeBytes, sha256, modifiedAt, taken, role, partOf, device, true);
    }

    /// The same as a part of an asset.
    public Offer as(Role otherRole, AssetId asset) {
        return new Offer(name, sizeBytes, sha256, modifiedAt, taken, otherRole, Optional.of(asset), device, deliberate);
    }
}
