package app.safelight.apple.backupfiles;

import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The content of a file of a backup that is not encrypted.
///
/// @param path for messages
record PlainContent(String path, FileChannel file, long sizeBytes) implements MediaContent {
    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
        try {
            return file.read(ByteBuffer.wrap(buffer, offset, length), position);
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
