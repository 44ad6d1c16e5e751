package app.safelight.core.backup;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceException;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A source that is asked no more in this run once several items in a row failed because of the whole of it: a
/// phone that hangs makes one wait a minute for each file, and a library has tens of thousands. What is asked
/// then gets the same fault at once, and the next run asks anew.
///
/// Threads: as [Source].
final class GivenUpSource implements Source {
    /// Items in a row that failed because of the whole source: more than are read at once, so that one short
    /// absence in the midst of several readings does not end a run.
    static final int MAX_IN_A_ROW = 12;

    private final Source source;
    private int inARow;
    private @Nullable SourceFault given;

    GivenUpSource(Source source) {
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
        requireNotGivenUp();
        try {
            Item item = source.look(key);
            answered();
            return item;
        } catch (SourceException failure) {
            failed(failure.fault());
            throw failure;
        }
    }

    @Override
    public <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E {
        requireNotGivenUp();
        try {
            R result = source.read(item, reader);
            answered();
            return result;
        } catch (SourceException failure) {
            failed(failure.fault());
            throw failure;
        }
    }

    private void requireNotGivenUp() throws SourceException {
        Optional<SourceFault> fault = givenUp();
        if (fault.isPresent()) {
            throw new SourceException(fault.get());
        }
    }

    private synchronized Optional<SourceFault> givenUp() {
        return Optional.ofNullable(given);
    }

    private synchronized void answered() {
        inARow = 0;
    }

    private synchronized void failed(SourceFault fault) {
        inARow = fault.stopsSource() ? inARow + 1 : 0;
        if (inARow >= MAX_IN_A_ROW) {
            given = fault;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
