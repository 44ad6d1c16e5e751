package app.safelight.app.wiring;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The empty place that a folder would become, for saying what a backup would do. Holds nothing, takes nothing,
/// and touches no disk. Threads: any.
record ImaginedPlace(PlaceId id, String location) implements Place {
    @Override
    public PlaceTraits traits() {
        return new PlaceTraits(Evidence.WRITE_ACKNOWLEDGED, Long.MAX_VALUE, Duration.ZERO);
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        throw notThere();
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
        throw notThere();
    }

    @Override
    public boolean claims(ContentId content) {
        return false;
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        throw new PlaceException(new PlaceFault.Missing());
    }

    @Override
    public void list(Consumer<? super ContentId> sink) {}

    @Override
    public void missing(Consumer<? super ContentId> sink) {}

    @Override
    public void origins(Consumer<? super Origin> sink) {}

    @Override
    public void setAside(ContentId content) {}

    @Override
    public void close() {}

    private PlaceException notThere() {
        return new PlaceException(new PlaceFault.Unreachable("the place in " + location + " has not been made yet"));
    }
}
