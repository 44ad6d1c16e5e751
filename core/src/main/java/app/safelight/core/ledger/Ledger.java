package app.safelight.core.ledger;

import app.safelight.core.model.AssetId;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The append-only record, and the state that follows from it. Every answer equals what [Fold] makes of the
/// same events. Answers that can be long are told one by one, so that a million assets fit a small heap.
///
/// Threads: one writer and any number of readers; a reader sees only whole appends.
public interface Ledger extends AutoCloseable {
    /// Adds events, all or none, durable on return.
    ///
    /// @param at when they happened; may be earlier than the event before if the clock was set back
    void append(Instant at, List<? extends LedgerEvent> events) throws LedgerException;

    /// How many events there are; grows with every append, so that it tells whether anything changed.
    long size() throws LedgerException;

    Map<SourceId, SourceLabel> sources() throws LedgerException;

    /// When a listing of the source last came to its end.
    Optional<Instant> lastCensus(SourceId source) throws LedgerException;

    /// Places by id, with their last location.
    Map<PlaceId, String> places() throws LedgerException;

    /// For every folder of a source that has present items: their digest.
    Map<String, FolderDigest> folders(SourceId source) throws LedgerException;

    /// All items of one folder of a source, not of the folders in it; gone ones too.
    List<ItemState> items(SourceId source, String folder) throws LedgerException;

    /// All items of a source, folder by folder.
    void items(SourceId source, Consumer<? super ItemState> sink) throws LedgerException;

    Optional<ItemState> item(ItemKey key) throws LedgerException;

    Optional<AssetState> asset(AssetId asset) throws LedgerException;

    /// The asset an item belongs to.
    Optional<AssetState> assetOf(ItemKey key) throws LedgerException;

    /// All assets of a source, in a stable order.
    void assets(SourceId source, Consumer<? super AssetState> sink) throws LedgerException;

    /// Assets with a part whose file name, or path, or the end of its path, equals the text, ignoring case.
    ///
    /// @param limit most assets to tell
    List<AssetState> find(String text, int limit) throws LedgerException;

    /// Assets with a part that has this content, wherever it was seen.
    List<AssetState> assetsWith(ContentId content, int limit) throws LedgerException;

    Optional<ContentState> content(ContentId content) throws LedgerException;

    /// All contents that some place holds, held, or should hold, ordered by content.
    void contents(Consumer<? super ContentState> sink) throws LedgerException;

    /// Everything that happened to an item and to its content, oldest first.
    List<Entry> history(ItemKey key, int limit) throws LedgerException;

    /// All events from one number on, oldest first; numbers start at 1.
    void events(long from, Consumer<? super Entry> sink) throws LedgerException;

    /// What was last remembered under a name, if this ledger still has it. It is for the asker to see whether
    /// it still holds: only if [#size] is the snapshot's, and it is before the end of its validity. A ledger
    /// need not remember anything; what it forgets is counted anew.
    ///
    /// @param name as [Snapshot#isName] allows
    default Optional<Snapshot> snapshot(String name) throws LedgerException {
        return Optional.empty();
    }

    /// Remembers an answer that took long to work out, such as the counted status of a million assets, in place
    /// of what the name stood for before. Works on a ledger opened for reading too, and never changes [#size].
    /// Not durable; that it could not be kept is not told.
    ///
    /// @param name as [Snapshot#isName] allows
    default void saveSnapshot(String name, Snapshot snapshot) throws LedgerException {}

    @Override
    void close() throws LedgerException;

    /// One event as it was recorded.
    record Entry(long number, Instant at, LedgerEvent event) {}
}
