package app.safelight.place.bucket;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The bytes of one object, read front to back over one connection. A read elsewhere, and one after the
/// connection broke, opens another, which must be of the very same object. One thread.
final class BucketBody implements Body, AutoCloseable {
    /// A gap read over instead of asking anew: costs less than a new request on any line.
    private static final int SHORT_GAP_BYTES = 64 << 10;

    private final Bucket bucket;
    private final String key;
    private final String eTag;
    private final long sizeBytes;
    private @Nullable ResponseInputStream<GetObjectResponse> in;
    private long positionBytes;
    private int resumes;

    /// Opens an object.
    ///
    /// @throws SdkException if it cannot be opened
    BucketBody(Bucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
        ResponseInputStream<GetObjectResponse> opened = bucket.get(key, 0, "");
        this.in = opened;
        this.eTag = Objects.requireNonNullElse(opened.response().eTag(), "");
        this.sizeBytes = opened.response().contentLength();
    }

    /// A failure of the store while the body was read.
    static final class StoreFailure extends IOException {
        private static final long serialVersionUID = 1L;

        private final SdkException failure;

        StoreFailure(SdkException failure) {
            super(failure);
            this.failure = failure;
        }

        SdkException failure() {
            return failure;
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (position >= sizeBytes) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                int read = streamAt(position).read(buffer, offset, (int) Math.min(length, sizeBytes - position));
                if (read > 0) {
                    positionBytes += read;
                    return read;
                }
                resume(new IOException("the connection ended " + (sizeBytes - position) + " bytes early"));
            } catch (SdkException failure) {
                drop();
                throw new StoreFailure(failure);
            } catch (IOException broken) {
                resume(broken);
            }
        }
    }

    private void resume(IOException broken) throws IOException {
        drop();
        if (resumes++ >= BucketLimits.MAX_RESUMES) {
            throw broken;
        }
    }

    private ResponseInputStream<GetObjectResponse> streamAt(long position) throws IOException {
        ResponseInputStream<GetObjectResponse> open = in;
        if (open != null && position >= positionBytes && position - positionBytes <= SHORT_GAP_BYTES) {
            open.skipNBytes(position - positionBytes);
            positionBytes = position;
            return open;
        }
        drop();
        open = bucket.get(key, position, eTag);
        in = open;
        positionBytes = position;
        long left = open.response().contentLength();
        if (left != sizeBytes - position) {
            throw new IOException("asked for the bytes from " + position + " on, got " + left);
        }
        return open;
    }

    private void drop() {
        ResponseInputStream<GetObjectResponse> open = in;
        in = null;
        if (open != null) {
            open.abort();
        }
    }

    /// Never fails: nothing depends on how a connection for reading ends.
    @Override
    public void close() {
        ResponseInputStream<GetObjectResponse> open = in;
        if (open != null && positionBytes == sizeBytes) {
            in = null;
            try {
                open.close();
            } catch (IOException broken) {
                open.abort();
            }
        } else {
            drop();
        }
    }
}
