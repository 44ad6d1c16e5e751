package app.safelight.place.library;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.Receipt;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/// What a library answers to one signed-in person, wherever it runs. All of it is about that person's own
/// contents.
///
/// Threads: any; one [Sending] by one thread.
public interface LibraryLink extends AutoCloseable {
    /// Most arrivals, and most origins, settled with one question.
    int MAX_TOGETHER = 256;

    /// Which library it is, and what can be asked of it.
    ///
    /// @param identity names the library for ever
    /// @param evidence the strongest way in which every content can be read again
    record Terms(String identity, Evidence evidence, long largestContentBytes) {}

    /// A content that is to come.
    ///
    /// @param taken the clock on the wall when it was taken, as far as its sender knows
    record Arriving(String name, long sizeBytes, Instant modifiedAt, LocalDateTime taken) {}

    /// Part of a listing.
    ///
    /// @param next where to go on; empty at the end
    record Page<T>(List<T> entries, Optional<String> next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /// What can be listed.
    enum Listing {
        /// Contents of record.
        HELD,
        /// Contents of record that a quick look does not find.
        LOST,
        /// Contents that the person deleted in the library.
        DELETED
    }

    Terms terms() throws PlaceException;

    /// Begins to send a content; refused before its bytes if it can be.
    Sending send(Arriving arriving) throws PlaceException;

    /// A content on its way.
    interface Sending {
        void write(byte[] buffer, int offset, int length) throws PlaceException;

        /// All bytes were sent, and this is what they are.
        ///
        /// @return names the arrival, durable and read back by the library but not yet the person's
        /// @throws PlaceException also if other bytes came; then nothing of them is kept
        String finish(ContentId content) throws PlaceException;

        /// Drops what was sent. Never fails.
        void abandon();
    }

    /// Makes arrivals the person's, and remembers origins: all of it, or nothing.
    ///
    /// @return for each arrival the library's receipts
    List<List<Receipt>> settle(List<String> arrivals, List<Origin> origins) throws PlaceException;

    /// Of these contents those that are of record.
    List<ContentId> claimed(List<ContentId> contents) throws PlaceException;

    /// @param from where an earlier page ended
    Page<ContentId> list(Listing listing, Optional<String> from) throws PlaceException;

    /// @param from where an earlier page ended
    Page<Origin> origins(Optional<String> from) throws PlaceException;

    /// Has the library read every copy of a content again.
    ///
    /// @return its receipts, read at this moment; at least one
    /// @throws PlaceException if no copy is good
    List<Receipt> verify(ContentId content) throws PlaceException;

    <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E;

    /// Has the library take damaged copies out of its records.
    void setAside(ContentId content) throws PlaceException;

    @Override
    void close();
}
