package app.safelight.core.backup;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ContentState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.plan.CopyTask;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Replaces copies that were lost or damaged, and adds those that are too few, from wherever their bytes are
/// still good: another place, or the source. What it fetches is hashed before it counts, so a damaged copy never
/// spreads.
public final class Healing {
    /// Most assets looked at for one content; the same bytes under more names need no further origins to be
    /// healed.
    private static final int MAX_ASSETS = 100;

    private final Map<PlaceId, Place> places;
    private final Map<SourceId, Source> sources;
    private final Ledger ledger;
    private final Crew crew;
    private final InstantSource clock;
    private final Progress progress;
    private final int copies;
    private final ReadBack readBack;

    /// What became of one lost copy.
    public sealed interface Result {
        ContentId content();

        PlaceId place();

        /// Fetched, stored and read back.
        record Healed(ContentId content, PlaceId place, String from) implements Result {}

        /// No reachable place or source still has good bytes.
        record NoGoodCopy(ContentId content, PlaceId place) implements Result {}

        /// Good bytes exist, but the place could not take them.
        record Refused(ContentId content, PlaceId place, PlaceFault fault) implements Result {}
    }

    /// @param copies how many there should be of each content
    public Healing(
            List<? extends Place> places,
            List<? extends Source> sources,
            Ledger ledger,
            int copies,
            Crew crew,
            InstantSource clock,
            Progress progress) {
        this.places = new TreeMap<>();
        places.forEach(place -> this.places.put(place.id(), place));
        this.sources = new TreeMap<>();
        sources.forEach(source -> this.sources.put(source.id(), source));
        this.ledger = ledger;
        this.copies = copies;
        this.crew = crew;
        this.clock = clock;
        this.progress = progress;
        this.readBack = new ReadBack(clock);
    }

    private record Wound(ContentId content, Place target) {}

    /// Heals every lost copy of the given places, and makes copies in them of what has too few.
    public List<Result> run() throws LedgerException {
        List<Wound> wounds = new ArrayList<>();
        ledger.contents(state -> addWounds(state, wounds));
        long sizeBytes =
                wounds.stream().mapToLong(wound -> wound.content().sizeBytes()).sum();
        progress.begin(Progress.Phase.HEALING, wounds.size(), sizeBytes);
        List<Result> results = new ArrayList<>();
        for (Wound wound : wounds) {
            if (!crew.stopping()) {
                results.add(heal(wound));
                progress.done(1, wound.content().sizeBytes());
            }
        }
        progress.end(Progress.Phase.HEALING);
        return results;
    }

    private void addWounds(ContentState state, List<Wound> wounds) {
        Map<PlaceId, Place> free = new TreeMap<>(places);
        int there = 0;
        for (CopyState copy : state.copies()) {
            Place place = free.remove(copy.place());
            switch (copy) {
                case CopyState.Held _ -> there++;
                case CopyState.Lost(var _, var fault, var _) -> {
                    // What a person deleted on purpose is no wound.
                    if (place != null && !(fault instanceof PlaceFault.DeletedThere)) {
                        wounds.add(new Wound(state.content(), place));
                        there++;
                    }
                }
            }
        }
        free.values().stream()
                .limit(Math.max(0, copies - there))
                .forEach(place -> wounds.add(new Wound(state.content(), place)));
    }

    private Result heal(Wound wound) throws LedgerException {
        ContentId content = wound.content();
        Place target = wound.target();
        if (confirm(target, content)) {
            return new Result.Healed(content, target.id(), target.location());
        }
        List<AssetState> assets = ledger.assetsWith(content, MAX_ASSETS);
        Optional<PlaceFault> refusal = Optional.empty();
        for (Donor donor : donors(wound, assets)) {
            try {
                if (fetch(donor, target, content, assets)) {
                    return new Result.Healed(content, target.id(), donor.name());
                }
            } catch (PlaceException failure) {
                refusal = Optional.of(failure.fault());
            }
        }
        return refusal.<Result>map(fault -> new Result.Refused(content, target.id(), fault))
                .orElseGet(() -> new Result.NoGoodCopy(content, target.id()));
    }

    /// Reads the copy where it should be; records what is found.
    private boolean confirm(Place place, ContentId content) throws LedgerException {
        return switch (readBack.check(place, content)) {
            case ReadBack.Result.Good(var receipt) -> {
                ledger.append(clock.instant(), List.of(new LedgerEvent.CopyProven(receipt)));
                yield true;
            }
            case ReadBack.Result.Bad _ -> false;
        };
    }

    /// Where good bytes may be had from.
    private sealed interface Donor {
        String name();

        record FromPlace(Place place) implements Donor {
            @Override
            public String name() {
                return place.location();
            }
        }

        record FromSource(Source source, Item.Available item) implements Donor {
            @Override
            public String name() {
                return source.label().location() + "/" + item.key().path();
            }
        }
    }

    private List<Donor> donors(Wound wound, List<AssetState> assets) throws LedgerException {
        List<Donor> donors = new ArrayList<>();
        for (CopyState copy : ledger.content(wound.content()).orElseThrow().copies()) {
            Place place = places.get(copy.place());
            if (copy instanceof CopyState.Held && place != null) {
                donors.add(new Donor.FromPlace(place));
            }
        }
        for (ItemState item : itemsWith(wound.content(), assets)) {
            Source source = sources.get(item.key().source());
            if (source != null && item.presence() == Presence.PRESENT) {
                donors.add(new Donor.FromSource(
                        source, new Item.Available(item.key(), item.sizeBytes(), item.modifiedAt())));
            }
        }
        return donors;
    }

    private static List<ItemState> itemsWith(ContentId content, List<AssetState> assets) {
        return assets.stream()
                .flatMap(asset -> asset.parts().stream())
                .map(AssetState.Part::item)
                .filter(item -> item.content().equals(Optional.of(content)))
                .toList();
    }

    /// @return whether good bytes came, were stored and were read back
    /// @throws PlaceException if the target could not take them
    private boolean fetch(Donor donor, Place target, ContentId content, List<AssetState> assets)
            throws PlaceException, LedgerException {
        Distribution distribution = new Distribution(hint(content, assets), List.of(target), Progress.SILENT);
        try {
            if (!read(donor, content, distribution).equals(Optional.of(content))) {
                return false;
            }
            List<Staged> staged = List.copyOf(distribution.finish(content).values());
            for (PlaceFault fault : distribution.refused().values()) {
                throw new PlaceException(fault);
            }
            target.setAside(content);
            target.settle(staged, origins(content, assets));
            return confirm(target, content);
        } finally {
            distribution.abandonRest();
        }
    }

    /// What the donor's bytes are; empty if it cannot be read.
    private static Optional<ContentId> read(Donor donor, ContentId content, Distribution distribution) {
        try {
            return Optional.of(
                    switch (donor) {
                        case Donor.FromPlace(var place) ->
                            place.<ContentId, RuntimeException>read(
                                    content, place.traits().strongestEvidence(), distribution::take);
                        case Donor.FromSource(var source, var item) ->
                            source.<ContentId, RuntimeException>read(item, distribution::take);
                    });
        } catch (PlaceException | SourceException unreadable) {
            return Optional.empty();
        }
    }

    private static NameHint hint(ContentId content, List<AssetState> assets) {
        for (AssetState asset : assets) {
            for (AssetState.Part part : asset.parts()) {
                if (part.item().content().equals(Optional.of(content))) {
                    return CopyTask.hint(asset, part.item());
                }
            }
        }
        return new NameHint(
                NameHint.Shelf.FILES, LocalDate.EPOCH, content.sha256().toString(), Instant.EPOCH);
    }

    private static List<Origin> origins(ContentId content, List<AssetState> assets) {
        return itemsWith(content, assets).stream()
                .map(item -> new Origin(item.key(), item.modifiedAt(), content))
                .toList();
    }
}
