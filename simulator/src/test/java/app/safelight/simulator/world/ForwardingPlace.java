package app.safelight.simulator.world;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.util.List;
import java.util.function.Consumer;

/// Does what another place does; a wrong variant changes one thing.
class ForwardingPlace implements Place {
    final FakePlace place;

    ForwardingPlace(FakePlace place) {
        this.place = place;
    }

    @Override
    public PlaceId id() {
        return place.id();
    }

    @Override
    public String location() {
        return place.location();
    }

    @Override
    public PlaceTraits traits() {
        return place.traits();
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        return place.stage(hint, sizeBytes);
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
        place.settle(staged, origins);
    }

    @Override
    public boolean claims(ContentId content) throws PlaceException {
        return place.claims(content);
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        return place.read(content, evidence, reader);
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        place.list(sink);
    }

    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        place.missing(sink);
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        place.origins(sink);
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        place.setAside(content);
    }

    @Override
    public void close() {
        place.close();
    }
}
