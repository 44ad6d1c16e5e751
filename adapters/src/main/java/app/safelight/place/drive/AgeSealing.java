package app.safelight.place.drive;

import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Disk;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// Encrypts files for an age recipient and, with the identity that belongs to it, decrypts them. The files are
/// plain age files: the `age` program opens them.
///
/// Source: age-encryption.org/v1, X25519 recipients. Threads: any; one sealed file or body from one thread.
final class AgeSealing {
    /// Added to the name of every encrypted file.
    static final String SUFFIX = ".age";

    /// What age adds at most: a header with one recipient, a nonce, and 16 bytes per 64 KiB.
    private static final int HEADER_BYTES = 1 << 10;

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int TAG_BYTES = 16;

    private final RecipientStanzaWriter recipient;
    private final Optional<RecipientStanzaReader> identity;

    /// @param recipient `age1…`
    /// @param identity `AGE-SECRET-KEY-1…`; without it files can be written and checked, not read
    /// @throws IllegalArgumentException if one of them is not what it should be
    AgeSealing(String recipient, Optional<String> identity) {
        try {
            this.recipient = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
            this.identity = identity.isPresent()
                    ? Optional.of(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity.get()))
                    : Optional.empty();
        } catch (GeneralSecurityException senseless) {
            throw new IllegalArgumentException("not an age key", senseless);
        }
    }

    boolean opens() {
        return identity.isPresent();
    }

    /// How long a file may become at most.
    static long largestSealedBytes(long sizeBytes) {
        return sizeBytes + (sizeBytes / CHUNK_BYTES + 1) * TAG_BYTES + HEADER_BYTES;
    }

    Sealed seal(Disk.DiskFile file) throws IOException {
        return new Sealed(file);
    }

    /// A file that is encrypted while it is written.
    final class Sealed {
        private final Disk.DiskFile file;
        private final MessageDigest digester = Sha256.digester();
        private final WritableByteChannel plain;
        private long writtenBytes;

        private Sealed(Disk.DiskFile file) throws IOException {
            this.file = file;
            try {
                this.plain =
                        new StandardEncryptingChannelFactory().newEncryptingChannel(new Output(), List.of(recipient));
            } catch (GeneralSecurityException impossible) {
                throw new IOException("age encryption does not start", impossible);
            }
        }

        void write(byte[] buffer, int offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
            while (bytes.hasRemaining()) {
                plain.write(bytes);
            }
        }

        /// Writes what age adds at the end.
        ///
        /// @return what the file is
        ContentId finish() throws IOException {
            plain.close();
            return new ContentId(Sha256.ofBytes(digester.digest()), writtenBytes);
        }

        private final class Output implements WritableByteChannel {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                digester.update(copy);
                file.write(copy, 0, copy.length);
                writtenBytes += copy.length;
                return copy.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // The file is forced and closed by whoever opened it.
            }
        }
    }

    /// The file does not decrypt: it is damaged, or the identity does not belong to it.
    static final class Unopenable extends IOException {
        private static final long serialVersionUID = 1L;

        Unopenable(Throwable cause) {
            super("it cannot be decrypted: " + cause.getMessage(), cause);
        }
    }

    /// The plain bytes of an encrypted file. Going back means to begin anew, so read front to back.
    Body open(Body sealed, long plainBytes) throws IOException {
        return new Opened(sealed, plainBytes, identity.orElseThrow());
    }

    private static final class Opened implements Body {
        private static final int SKIP_BYTES = 64 << 10;

        private final Body sealed;
        private final long plainBytes;
        private final RecipientStanzaReader key;
        private ReadableByteChannel plain;
        private long position;

        Opened(Body sealed, long plainBytes, RecipientStanzaReader key) throws IOException {
            this.sealed = sealed;
            this.plainBytes = plainBytes;
            this.key = key;
            this.plain = begin();
        }

        private ReadableByteChannel begin() throws IOException {
            position = 0;
            try {
                return new StandardDecryptingChannelFactory().newDecryptingChannel(new Input(sealed), List.of(key));
            } catch (GeneralSecurityException unopenable) {
                throw new Unopenable(unopenable);
            }
        }

        @Override
        public long sizeBytes() {
            return plainBytes;
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (positionBytes < position) {
                plain = begin();
            }
            ByteBuffer skipped = ByteBuffer.allocate(positionBytes > position ? SKIP_BYTES : 0);
            while (position < positionBytes) {
                skipped.clear().limit((int) Math.min(SKIP_BYTES, positionBytes - position));
                if (readOnce(skipped) < 0) {
                    return -1;
                }
            }
            return readOnce(ByteBuffer.wrap(buffer, offset, length));
        }

        private int readOnce(ByteBuffer into) throws IOException {
            int count = 0;
            while (count == 0) {
                try {
                    count = plain.read(into);
                } catch (IOException failure) {
                    throw failure.getCause() instanceof GeneralSecurityException ? new Unopenable(failure) : failure;
                }
            }
            position += Math.max(count, 0);
            return count;
        }
    }

    /// A body as a channel, front to back.
    private static final class Input implements ReadableByteChannel {
        private final Body body;
        private long position;

        Input(Body body) {
            this.body = body;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            byte[] buffer = new byte[into.remaining()];
            int count = body.read(position, buffer, 0, buffer.length);
            if (count > 0) {
                into.put(buffer, 0, count);
                position += count;
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The body is closed by whoever opened it.
        }
    }
}
