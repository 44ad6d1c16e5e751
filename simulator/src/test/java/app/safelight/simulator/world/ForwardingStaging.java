package app.safelight.simulator.world;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;

/// Does what another staging does; a wrong variant changes one thing.
class ForwardingStaging implements Staging {
    private final Staging staging;

    ForwardingStaging(Staging staging) {
        this.staging = staging;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws PlaceException {
        staging.write(buffer, offset, length);
    }

    @Override
    public Staged finish(ContentId content) throws PlaceException {
        return staging.finish(content);
    }

    @Override
    public void abandon() {
        staging.abandon();
    }
}
