package app.safelight.place.bucket;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import app.safelight.place.bucket.BucketFaults.Doing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Takes the bytes of one content. One that fits into a part is held in memory until its name is known, and
/// then put under it at once. A longer one goes to `staging/` in parts, and is copied by the store when it is
/// settled.
final class BucketStaging implements Staging {
    private final BucketPlace place;
    private final Bucket bucket;
    private final BucketLimits limits;
    private final NameHint hint;
    private final String upload;
    private final Map<String, String> metadata;
    private final List<Bucket.Segment> segments = new ArrayList<>();
    private @Nullable OpenSegment open;
    private byte[] buffer;
    private int buffered;
    private long writtenBytes;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        FINISHED,
        ABANDONED
    }

    /// What waits to be settled.
    ///
    /// @param segments where its bytes are on the way; none if they stand under their name already
    record BucketStaged(
            BucketPlace place, ContentId content, String upload, NameHint hint, List<Bucket.Segment> segments)
            implements Staged {
        BucketStaged {
            segments = List.copyOf(segments);
        }

        boolean isInPlace() {
            return segments.isEmpty();
        }
    }

    private static final class OpenSegment {
        private final String key;
        private final String uploadId;
        private final List<CompletedPart> parts = new ArrayList<>();
        private long sizeBytes;

        OpenSegment(String key, String uploadId) {
            this.key = key;
            this.uploadId = uploadId;
        }
    }

    /// @param upload names this upload among all that ever were
    /// @param sizeBytes how many bytes are said to come
    BucketStaging(BucketPlace place, Bucket bucket, BucketLimits limits, NameHint hint, String upload, long sizeBytes) {
        this.place = place;
        this.bucket = bucket;
        this.limits = limits;
        this.hint = hint;
        this.upload = upload;
        this.metadata = BucketRecord.metadata(upload, hint);
        this.buffer = new byte[Math.clamp(sizeBytes, 1, limits.partBytes())];
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws PlaceException {
        requireOpen();
        if (writtenBytes + length > BucketLimits.LARGEST_CONTENT_BYTES) {
            throw new PlaceException(new PlaceFault.TooLarge(BucketLimits.LARGEST_CONTENT_BYTES));
        }
        int at = offset;
        int left = length;
        while (left > 0) {
            if (buffered == limits.partBytes()) {
                sendPart();
            }
            int taken = Math.min(left, limits.partBytes() - buffered);
            grow(buffered + taken);
            System.arraycopy(bytes, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
            left -= taken;
        }
        writtenBytes += length;
    }

    /// More came than was said.
    private void grow(int needed) {
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(limits.partBytes(), Math.max(needed, 2L * buffer.length)));
        }
    }

    private void sendPart() throws PlaceException {
        try {
            OpenSegment segment = open;
            if (segment != null && segment.parts.size() == limits.segmentParts()) {
                complete(segment);
                segment = null;
            }
            if (segment == null) {
                String key = BucketLayout.STAGING + upload + "/" + segments.size();
                segment = new OpenSegment(key, bucket.beginUpload(key, metadata));
                open = segment;
            }
            segment.parts.add(
                    bucket.sendPart(segment.key, segment.uploadId, segment.parts.size() + 1, buffer, buffered));
            segment.sizeBytes += buffered;
            buffered = 0;
        } catch (SdkException failure) {
            throw place.failed(failure, Doing.WRITING, writtenBytes);
        }
    }

    private void complete(OpenSegment segment) {
        bucket.completeUpload(
                segment.key, segment.uploadId, segment.parts, Bucket.Head.of(segment.sizeBytes, metadata));
        segments.add(new Bucket.Segment(segment.key, segment.sizeBytes));
        open = null;
    }

    @Override
    public Staged finish(ContentId content) throws PlaceException {
        requireOpen();
        if (content.sizeBytes() != writtenBytes) {
            throw new IllegalArgumentException(
                    writtenBytes + " bytes were written, and they are said to be " + content);
        }
        BucketStaged staged;
        if (open == null && segments.isEmpty()) {
            staged = finishWhole(content);
        } else {
            sendPart();
            try {
                complete(java.util.Objects.requireNonNull(open));
            } catch (SdkException failure) {
                throw place.failed(failure, Doing.WRITING, writtenBytes);
            }
            staged = new BucketStaged(place, content, upload, hint, segments);
        }
        state = State.FINISHED;
        buffer = new byte[0];
        return staged;
    }

    /// Puts the content under its name, unless something stands there. If that is of record it may be a damaged
    /// copy that is to be replaced, so these bytes are kept beside it. If it is not, an earlier run put it
    /// there and got no further.
    private BucketStaged finishWhole(ContentId content) throws PlaceException {
        String key = BucketLayout.contentKey(content);
        try {
            var there = bucket.head(key);
            if (there.isEmpty() && bucket.putIfAbsent(key, buffer, buffered, metadata)) {
                return new BucketStaged(place, content, upload, hint, List.of());
            }
            if (there.isEmpty()) {
                there = bucket.head(key);
            }
            boolean whole = there.isPresent() && there.get().sizeBytes() == content.sizeBytes();
            // An answer that was lost: the store has it from us, and the second attempt was refused.
            boolean ours = whole && there.get().upload().equals(upload);
            boolean unclaimed = whole
                    && !there.get().upload().isEmpty()
                    && bucket.head(BucketLayout.recordKey(content)).isEmpty();
            if (ours || unclaimed) {
                return new BucketStaged(place, content, there.get().upload(), hint, List.of());
            }
            String beside = BucketLayout.STAGING + upload + "/0";
            bucket.put(beside, buffer, buffered, metadata);
            segments.add(new Bucket.Segment(beside, buffered));
            return new BucketStaged(place, content, upload, hint, segments);
        } catch (SdkException failure) {
            throw place.failed(failure, Doing.WRITING, writtenBytes);
        }
    }

    @Override
    public void abandon() {
        if (state != State.OPEN) {
            return;
        }
        state = State.ABANDONED;
        buffer = new byte[0];
        OpenSegment segment = open;
        if (segment != null) {
            bucket.abortQuietly(segment.key, segment.uploadId);
        }
        place.drop(segments);
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("this staging is " + state);
        }
    }
}
