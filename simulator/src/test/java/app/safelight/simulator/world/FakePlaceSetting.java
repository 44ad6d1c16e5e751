package app.safelight.simulator.world;

import app.safelight.core.contract.PlaceContract;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staging;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A fake place, or a wrong variant of it, to run the contract on.
class FakePlaceSetting implements PlaceContract.Setting {
    static final PlaceTraits TRAITS =
            new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, (1L << 32) - 1, Duration.ofNanos(1));

    private final FakePlace place = new FakePlace(new World(1), new PlaceId("fake"), TRAITS);
    private final Function<FakePlace, Place> variant;

    FakePlaceSetting(Function<FakePlace, Place> variant) {
        this.variant = variant;
    }

    /// Puts something there that is not the suite's.
    void store(byte[] bytes) throws PlaceException {
        NameHint hint = new NameHint(NameHint.Shelf.PHOTOS, LocalDate.of(2024, 6, 15), "mine.jpg", World.START);
        Staging staging = place.stage(hint, bytes.length);
        staging.write(bytes, 0, bytes.length);
        place.settle(List.of(staging.finish(Truth.contentOf(bytes))), List.of());
    }

    Set<ContentId> contents() {
        return place.durableContents().keySet();
    }

    @Override
    public Place open() {
        return variant.apply(place);
    }

    @Override
    public long seed() {
        return 4711;
    }

    @Override
    public Optional<PlaceContract.Sabotage> sabotage() {
        return Optional.of(new PlaceContract.Sabotage() {
            @Override
            public void delete(ContentId content) {
                place.strike(new PlaceTrouble.Loses(content));
            }

            @Override
            public void truncate(ContentId content, long sizeBytes) {
                place.strike(new PlaceTrouble.Shortens(content, (int) sizeBytes));
            }

            @Override
            public void flipBit(ContentId content, long bit) {
                place.strike(new PlaceTrouble.Rots(content, bit));
            }

            @Override
            public boolean keeps(byte[] bytes) {
                return place.keeps(bytes);
            }
        });
    }

    @Override
    public void cleanUp(Collection<ContentId> stored) {
        place.erase(stored, PlaceContract.SOURCE);
    }
}
