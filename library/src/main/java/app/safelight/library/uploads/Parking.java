package app.safelight.library.uploads;

import app.safelight.core.model.BodyReader;
import java.time.Instant;
import java.util.function.Consumer;

/// Where the bytes of unfinished uploads wait: one growing row of bytes for each upload.
///
/// Only what a writer kept counts, and that survives the end of the process and a power cut. What was written
/// and not kept never counts, whatever of it a medium still has. One writer at a time for each upload, so bytes
/// of two never mix.
///
/// It knows nothing of people, quota or photos, and calls nothing safe. Every one passes
/// `app.safelight.library.contract.ParkingContract`.
///
/// Threads: any; one [Writer] by one thread at a time.
public interface Parking extends AutoCloseable {
    /// Takes an upload for one writer, until that is closed. Nothing parked yet is a length of 0.
    ///
    /// @param offsetBytes where the next byte belongs; must be the length that was kept
    Opening open(UploadId upload, long offsetBytes) throws ParkingException;

    /// Whether the writing may begin.
    sealed interface Opening {
        record Open(Writer writer) implements Opening {}

        /// Another length is there.
        record WrongOffset(long lengthBytes) implements Opening {}

        /// Somebody else has it open, or is removing it.
        record Busy() implements Opening {}
    }

    /// Adds to one upload.
    interface Writer extends AutoCloseable {
        /// @throws ParkingException if it could not be written; the caller closes the writer
        void write(byte[] buffer, int offset, int length) throws ParkingException;

        /// Makes what was written count. Returns when it is durable.
        ///
        /// @return the length that counts now
        /// @throws ParkingException if nobody knows whether it counts; [#lengthBytes] finds out. The caller
        ///     closes the writer
        long keep() throws ParkingException;

        /// Drops what was written and not kept, and lets others have the upload. Never fails: what cannot be
        /// dropped now does not count, and makes way for the next writer or [#remove].
        @Override
        void close();
    }

    /// How many bytes count; 0 if nothing is parked.
    long lengthBytes(UploadId upload) throws ParkingException;

    /// Gives the bytes that count to a reader, once. For whoever has the upload open.
    ///
    /// @throws ParkingException with [ParkingFault.Lost] if nothing is parked
    /// @throws E from the reader, untouched
    <R, E extends Exception> R read(UploadId upload, BodyReader<R, E> reader) throws ParkingException, E;

    /// Removes all bytes of an upload. Does nothing if there are none. After a power cut they may be back.
    ///
    /// @return false if a writer has it open; nothing is removed then
    boolean remove(UploadId upload) throws ParkingException;

    /// Tells everything that is parked, each upload once.
    void list(Consumer<? super Parked> sink) throws ParkingException;

    /// What is parked of one upload.
    ///
    /// @param lengthBytes what counts; may be 0
    /// @param touchedAt when it last changed
    record Parked(UploadId upload, long lengthBytes, Instant touchedAt) {}

    /// Lets another process use it. What was kept stays.
    @Override
    void close() throws ParkingException;
}
