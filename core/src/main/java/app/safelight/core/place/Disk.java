package app.safelight.core.place;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a place of plain files needs of a file system, with its promises about power cuts spelled out. The real
/// one calls the operating system; the simulated one keeps a cache and a medium apart and can lose everything
/// that no promise covers.
///
/// Paths are `/`-separated and relative to the place's root. Failures are `IOException`s of the JDK's usual
/// kinds (`NoSuchFileException`, `FileAlreadyExistsException`, `AccessDeniedException`, `FileSystemException`
/// …).
///
/// Threads: all methods from several threads; one [DiskFile] from one thread at a time.
public interface Disk extends AutoCloseable {
    /// How the file system behaves, found out by trying, not from its name.
    DiskTraits traits() throws IOException;

    /// Makes a folder and those above it. Durable after `force` of the folder that holds it.
    void createFolder(String path) throws IOException;

    /// Creates a file that must not exist yet. Neither its name nor its bytes survive a power cut before
    /// `force` of the file and `forceFolder` of its folder.
    DiskFile create(String path) throws IOException;

    /// Opens a file that exists to write at its end.
    DiskFile append(String path) throws IOException;

    /// Gives a file its new name in one step: after a power cut it stands under the old name or the new one,
    /// never both or half. Never replaces: `FileAlreadyExistsException` if the target exists. Durable after
    /// `forceFolder`.
    void rename(String from, String to) throws IOException;

    /// Like [#rename], but takes the target's place in one step.
    void replace(String from, String to) throws IOException;

    /// Makes names in a folder durable.
    void forceFolder(String path) throws IOException;

    void delete(String path) throws IOException;

    /// Cuts a file to a length; durable after its next `force`.
    void truncate(String path, long sizeBytes) throws IOException;

    Optional<DiskEntry> entry(String path) throws IOException;

    /// What is in a folder, in no order; links are not followed and told as neither file nor folder.
    List<DiskEntry> list(String folder) throws IOException;

    /// Tells name and length of each file in a folder, in no order: less than [#list], and so cheap enough for
    /// every file at every start. A link, a folder or what cannot be looked at may be told with any length.
    default void look(String folder, FileSink sink) throws IOException {
        for (DiskEntry entry : list(folder)) {
            if (entry.type() == DiskEntry.Type.FILE) {
                sink.file(entry.path().substring(entry.path().lastIndexOf('/') + 1), entry.sizeBytes());
            }
        }
    }

    /// Opens a file for reading.
    ///
    /// @param fromMedium true if no cache may answer
    OpenBody open(String path, boolean fromMedium) throws IOException;

    void setModifiedAt(String path, Instant modifiedAt) throws IOException;

    /// Bytes that can still be written; `Long.MAX_VALUE` if the file system does not say.
    long freeBytes() throws IOException;

    /// Takes the place for this process alone until closed.
    ///
    /// @return empty if somebody else holds it
    Optional<AutoCloseable> lock(String path) throws IOException;

    @Override
    void close() throws IOException;

    /// Hears of files.
    @FunctionalInterface
    interface FileSink {
        void file(String name, long sizeBytes);
    }

    /// A body to be closed.
    interface OpenBody extends Body, AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /// A file being written, front to back.
    interface DiskFile extends AutoCloseable {
        void write(byte[] buffer, int offset, int length) throws IOException;

        /// Hands the file system what was written so far, without making it durable. Needed only before
        /// something else is done to the file by its path, such as setting its time, which a later write would
        /// undo.
        default void flush() throws IOException {}

        /// Makes the bytes written so far, and the file's time, durable (the medium has them when this
        /// returns).
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /// One thing in a folder.
    ///
    /// @param path relative to the root
    record DiskEntry(String path, Type type, long sizeBytes, Instant modifiedAt) {
        public enum Type {
            FILE,
            FOLDER,
            OTHER
        }
    }

    /// How a file system behaves.
    ///
    /// @param caseSensitive whether `a` and `A` are two files
    /// @param unicodeExact whether the composed and the decomposed spelling of a letter are two files
    /// @param windowsNames whether the characters `\ : * ? " < > |` and names ending in a dot or space are
    ///     refused
    /// @param largestFileBytes `Long.MAX_VALUE` if nothing is known
    /// @param mediumReads whether `open` can bypass every cache
    record DiskTraits(
            boolean caseSensitive,
            boolean unicodeExact,
            boolean windowsNames,
            int longestNameBytes,
            long largestFileBytes,
            Duration timeStep,
            boolean mediumReads) {}
}
