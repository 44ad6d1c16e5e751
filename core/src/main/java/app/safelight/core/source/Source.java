package app.safelight.core.source;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import java.util.function.Consumer;

/// Where photos come from. There is no way to write to a source through this type.
///
/// Threads: `list` from one thread; `read` from several at once.
public interface Source extends AutoCloseable {
    SourceId id();

    /// What kind of source it is and where, for the person, such as `folder` and `/media/card`.
    SourceLabel label();

    /// Tells every file there is, each exactly once, also those that cannot be read. The files of one folder
    /// come one after another, never mixed with those of a folder beside it, so that a reader can work folder
    /// by folder.
    ///
    /// @throws SourceException if the source as a whole cannot be listed; what was told until then may be
    ///     incomplete
    void list(Consumer<? super Item> sink) throws SourceException;

    /// Looks at one item again, as `list` would tell it now; for another try after it changed.
    ///
    /// @return blocked as [SourceFault.Vanished] if it is no longer there
    /// @throws SourceException if the source as a whole is gone
    Item look(ItemKey key) throws SourceException;

    /// Opens one item, gives its bytes to the reader, closes it. If the item changed between listing and the
    /// end of reading (length, modification time, or an end that comes too early), the reader's result is
    /// thrown away and [SourceFault.ChangedWhileRead] raised: half an old and half a new file is never a
    /// content.
    ///
    /// @throws E from the reader, untouched
    <R, E extends Exception> R read(Item.Available item, BodyReader<R, E> reader) throws SourceException, E;

    @Override
    void close();
}
