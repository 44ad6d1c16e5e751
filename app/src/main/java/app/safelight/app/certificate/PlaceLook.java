package app.safelight.app.certificate;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A quick look at the places that are connected: is each copy still there, with the right length? It proves
/// nothing, but what it does not find cannot be called safe. Threads: one.
public final class PlaceLook {
    private final Map<PlaceId, Found> looked = new HashMap<>();
    private final Instant now;

    private record Found(Place place, Set<ContentId> missing) {}

    /// Looks at once; the places stay open until everything was asked.
    ///
    /// @param now when this is
    public PlaceLook(List<Place> places, Instant now) {
        this.now = now;
        for (Place place : places) {
            try {
                Set<ContentId> missing = new HashSet<>();
                place.missing(missing::add);
                looked.put(place.id(), new Found(place, missing));
            } catch (PlaceException unreadable) {
                // not looked at, and said so
            }
        }
    }

    /// Whether this place was looked at.
    public boolean saw(PlaceId place) {
        return looked.containsKey(place);
    }

    /// The asset with what was not found taken for lost.
    AssetState seen(AssetState asset) throws PlaceException {
        boolean changed = false;
        List<AssetState.Part> parts = new ArrayList<>();
        for (AssetState.Part part : asset.parts()) {
            List<CopyState> copies = new ArrayList<>();
            for (CopyState copy : part.copies()) {
                ContentId content = part.item().content().orElse(null);
                boolean gone = copy instanceof CopyState.Held && content != null && isGone(copy.place(), content);
                copies.add(gone ? new CopyState.Lost(copy.place(), new PlaceFault.Missing(), now) : copy);
                changed |= gone;
            }
            parts.add(new AssetState.Part(part.item(), part.role(), copies));
        }
        return changed ? new AssetState(asset.id(), asset.kind(), parts) : asset;
    }

    private boolean isGone(PlaceId id, ContentId content) throws PlaceException {
        Found found = looked.get(id);
        return found != null
                && (found.missing().contains(content) || !found.place().claims(content));
    }
}
