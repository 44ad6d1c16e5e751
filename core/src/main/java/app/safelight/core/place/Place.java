package app.safelight.core.place;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import java.util.List;
import java.util.function.Consumer;

/// Where copies are kept. A content is there or it is not; nothing half written is ever listed or read.
///
/// Threads: `stage`, a [Staging] of one's own, and `read` from several at once; everything else from one.
public interface Place extends AutoCloseable {
    PlaceId id();

    /// Where it is, for people; not a key.
    String location();

    PlaceTraits traits();

    /// Starts to take one content. Its name is not known until all of it has been read once.
    ///
    /// @param sizeBytes how many bytes will come, so that no room is found out early
    Staging stage(NameHint hint, long sizeBytes) throws PlaceException;

    /// Makes staged contents durable, gives them their final names, and remembers where they came from. On
    /// return all of it survives a power cut. A content that is already there is not stored twice; its staged
    /// bytes are dropped. Many at a time cost little more than one.
    ///
    /// @param staged finished stagings of this place, each settled once
    /// @param origins origins to remember in the same step; their contents are staged here or already held
    /// @throws PlaceException if any of it is not durable: then none counts, and what had been named stays
    ///     harmless
    void settle(List<Staged> staged, List<Origin> origins) throws PlaceException;

    /// Whether the place's records say it holds the content. Evidence of nothing; only saves work.
    boolean claims(ContentId content) throws PlaceException;

    /// Opens a copy and gives its bytes to the reader.
    ///
    /// @param evidence what a reader that hashes every byte may conclude: [Evidence#READ_BACK] may be answered
    ///     from a cache, [Evidence#READ_BACK_FROM_MEDIUM] never is; at most the traits' strongest
    /// @throws E from the reader, untouched
    <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E;

    /// What content a copy turns out to be when every byte of it is read again by the way of `evidence`. A
    /// place that keeps copies encrypted, and was not given the key, compares what it can read instead: it
    /// answers with the content that was asked for if the encrypted bytes are still the very ones that were
    /// made of it.
    ///
    /// @param digest hashes a body from its first byte to its last
    default ContentId identify(ContentId content, Evidence evidence, BodyReader<ContentId, RuntimeException> digest)
            throws PlaceException {
        return read(content, evidence, digest);
    }

    /// Tells every content the place's records claim, each once.
    void list(Consumer<? super ContentId> sink) throws PlaceException;

    /// Tells every content that the records claim but that a quick look (is it there, has it the right length)
    /// does not find. Cheap enough for every run; sees deletion and truncation, not rot.
    void missing(Consumer<? super ContentId> sink) throws PlaceException;

    /// Tells contents that somebody deleted at the place itself, on purpose: they are not claimed, and would not be
    /// taken again. Cheap enough for every run.
    default void deleted(Consumer<? super ContentId> sink) throws PlaceException {}

    /// Tells all remembered origins, oldest first.
    void origins(Consumer<? super Origin> sink) throws PlaceException;

    /// Takes a damaged copy out of the records, keeping its bytes aside under a name that says so, to make room
    /// for a good one. Does nothing if the content is not claimed.
    void setAside(ContentId content) throws PlaceException;

    @Override
    void close() throws PlaceException;
}
