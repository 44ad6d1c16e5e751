package app.safelight.simulator.world;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceLabel;
import java.util.function.Consumer;

/// Does what another source does; a wrong variant changes one thing.
class ForwardingSource implements Source {
    final FakeSource source;

    ForwardingSource(FakeSource source) {
        this.source = source;
    }

    @Override
    public SourceId id() {
        return source.id();
    }

    @Override
    public SourceLabel label() {
        return source.label();
    }

    @Override
    public void list(Consumer<? super Item> sink) throws SourceException {
        source.list(sink);
    }

    @Override
    public Item look(ItemKey key) throws SourceException {
        return source.look(key);
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        return source.read(item, reader);
    }

    @Override
    public void close() {
        source.close();
    }
}
