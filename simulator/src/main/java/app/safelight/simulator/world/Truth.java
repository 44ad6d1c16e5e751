package app.safelight.simulator.world;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What the media of all places really hold, seen from outside the program: not what any record says, and
/// nothing that a power cut could still take.
public final class Truth {
    private final Map<PlaceId, Supplier<Collection<byte[]>>> places = new TreeMap<>();

    /// A place whose copies are whole files on a disk, whatever their names.
    public Truth with(PlaceId place, SimulatedDisk disk) {
        return with(place, () -> disk.durableFiles().values());
    }

    public Truth with(FakePlace place) {
        return with(place.id(), () -> place.durableContents().values());
    }

    /// @param durable all byte sequences that would be there after a power cut now
    public Truth with(PlaceId place, Supplier<Collection<byte[]>> durable) {
        places.put(place, durable);
        return this;
    }

    /// The contents that a place's medium holds whole; none for a place that is not there.
    public Set<ContentId> contentsAt(PlaceId place) {
        Set<ContentId> contents = new HashSet<>();
        Supplier<Collection<byte[]>> durable = places.get(place);
        if (durable != null) {
            durable.get().forEach(bytes -> contents.add(contentOf(bytes)));
        }
        return contents;
    }

    /// The content that bytes are.
    public static ContentId contentOf(byte[] bytes) {
        return new ContentId(Sha256.ofBytes(Sha256.digester().digest(bytes)), bytes.length);
    }
}
