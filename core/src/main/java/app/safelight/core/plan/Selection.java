package app.safelight.core.plan;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.model.AssetKind;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which assets one run is about. What it leaves out stays unsafe, and says so.
///
/// @param kinds kinds to take
/// @param since first day to take, by capture time or else modification time
/// @param choice what else decides; empty if nothing
public record Selection(Set<AssetKind> kinds, Optional<LocalDate> since, Optional<Choice> choice) {
    public static final Selection EVERYTHING = new Selection(EnumSet.allOf(AssetKind.class), Optional.empty());

    /// Decides by what only somebody else knows, such as what a photo library says of an asset. It is asked
    /// once the source has been listed.
    @FunctionalInterface
    public interface Choice {
        boolean chooses(AssetState asset);
    }

    public Selection(Set<AssetKind> kinds, Optional<LocalDate> since) {
        this(kinds, since, Optional.empty());
    }

    public Selection {
        kinds = Set.copyOf(kinds);
    }

    public boolean selects(AssetState asset) {
        return kinds.contains(asset.kind())
                && since.map(first -> !Days.of(asset).isBefore(first)).orElse(true)
                && choice.map(one -> one.chooses(asset)).orElse(true);
    }

    /// Whether the same assets are selected again as long as nothing is recorded of them.
    public boolean isLasting() {
        return choice.isEmpty();
    }

    /// The day an asset belongs to.
    static final class Days {
        private Days() {}

        static LocalDate of(AssetState asset) {
            return asset.parts().stream()
                    .map(AssetState.Part::item)
                    .flatMap(item -> taken(item).stream())
                    .findFirst()
                    .orElseGet(() -> modified(asset.parts().getFirst().item()));
        }

        private static Optional<LocalDate> taken(ItemState item) {
            return item.facts().flatMap(facts -> facts.takenAt()).map(time -> time.toLocalDate());
        }

        /// The modification day in UTC, so that it is the same on every machine.
        private static LocalDate modified(ItemState item) {
            return LocalDate.ofInstant(item.modifiedAt(), ZoneOffset.UTC);
        }
    }
}
