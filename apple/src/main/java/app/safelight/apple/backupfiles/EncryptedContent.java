package app.safelight.apple.backupfiles;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The content of an encrypted file: AES-256 in CBC mode, the first block chained to zeros, cut to its real
/// size. In this mode a block needs only the one before it, so it can be read from any position.
final class EncryptedContent implements MediaContent {
    static final int BLOCK_BYTES = 16;

    /// Bytes decrypted at once: large enough that opening the cipher anew does not matter.
    private static final int CHUNK_BYTES = 1 << 20;

    private final String path;
    private final FileChannel file;
    private final SecretKeySpec key;
    private final long sizeBytes;
    private final Cipher cipher;
    private final byte[] encrypted = new byte[CHUNK_BYTES + 2 * BLOCK_BYTES];
    private final byte[] plain = new byte[CHUNK_BYTES + BLOCK_BYTES];

    /// @param path for messages
    /// @param sizeBytes of the plain content; the file must have at least that many, rounded up to blocks
    EncryptedContent(String path, FileChannel file, byte[] key, long sizeBytes) throws MediaException, IOException {
        this.path = path;
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
        this.sizeBytes = sizeBytes;
        long stored = file.size();
        if (stored % BLOCK_BYTES != 0 || stored < sizeBytes) {
            throw new MediaException(
                    new MediaFault.Damaged(path, stored + " bytes are stored where " + sizeBytes + " belong"));
        }
        try {
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES", impossible);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
        if (position >= sizeBytes) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, CHUNK_BYTES), sizeBytes - position);
        int skipped = (int) (position % BLOCK_BYTES);
        long first = position - skipped;
        int needed = Math.ceilDiv(skipped + count, BLOCK_BYTES) * BLOCK_BYTES;
        int chained = first == 0 ? 0 : BLOCK_BYTES;
        fill(first - chained, chained + needed);
        try {
            IvParameterSpec chain = chained == 0
                    ? new IvParameterSpec(new byte[BLOCK_BYTES])
                    : new IvParameterSpec(encrypted, 0, BLOCK_BYTES);
            cipher.init(Cipher.DECRYPT_MODE, key, chain);
            if (skipped == 0 && needed == count) {
                return cipher.doFinal(encrypted, chained, needed, buffer, offset);
            }
            cipher.doFinal(encrypted, chained, needed, plain, 0);
            System.arraycopy(plain, skipped, buffer, offset, count);
            return count;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("whole blocks always decrypt", impossible);
        }
    }

    private void fill(long position, int length) throws MediaException {
        ByteBuffer target = ByteBuffer.wrap(encrypted, 0, length);
        try {
            while (target.hasRemaining()) {
                if (file.read(target, position + target.position()) < 0) {
                    throw new MediaException(new MediaFault.Damaged(path, "it became shorter while being read"));
                }
            }
        } catch (MediaException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new MediaException(new MediaFault.Unreadable(path, failed.toString()), failed);
        }
    }

    @Override
    public void close() throws MediaException {
        try {
            file.close();
        } catch (IOException failed) {
            throw new MediaException(new MediaFault.Unreadable(path, failed.toString()), failed);
        }
    }
}
