package app.safelight.core.doctor;

import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.util.List;

/// What is wrong. Facts only; the words are made elsewhere.
public sealed interface Illness {
    record LedgerUnsound(LedgerFault fault) implements Illness {}

    record PlaceFaulty(String location, PlaceFault fault) implements Illness {}

    record CopiesMissing(PlaceId place, String location, long contents) implements Illness {}

    record CopiesLost(long contents) implements Illness {}

    /// The protection policy asks for more places than there are.
    record TooFewPlaces(int have, int want) implements Illness {}

    /// Everything is in a single place; a fire or a thief takes it whole.
    record SinglePlace(PlaceId place, String location) implements Illness {}

    record NoPlace() implements Illness {}

    record SourceFaulty(String location, SourceFault fault) implements Illness {}

    record NeverListed(SourceId source, String location) implements Illness {}

    record ListedLongAgo(SourceId source, String location, Instant at) implements Illness {}

    record PhotosUnsafe(ReasonCode code, long assets) implements Illness {}

    /// The first proof of a source becomes too old soon.
    record EvidenceExpires(SourceId source, String location, Instant first) implements Illness {}

    /// @param examples at most a handful
    record FilesDoNotDecode(long files, List<ItemKey> examples) implements Illness {
        public FilesDoNotDecode {
            examples = List.copyOf(examples);
        }
    }

    /// Stills that belong to a Live Photo whose movie is nowhere in the source, or movies without their still.
    record LivePhotosHalf(long assets, List<ItemKey> examples) implements Illness {
        public LivePhotosHalf {
            examples = List.copyOf(examples);
        }
    }
}
