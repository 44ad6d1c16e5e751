package app.safelight.place.bucket;

import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The few requests that a place makes, with keys relative to its prefix. Failures are the SDK's own.
///
/// Threads: any.
final class Bucket implements AutoCloseable {
    /// Name of the user metadata that says which upload made an object.
    static final String UPLOAD = "upload";

    private static final int NOT_FOUND = 404;

    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;
    private static final String BYTES = "application/octet-stream";

    private final S3Client client;
    private final String name;
    private final String prefix;
    private final BucketLimits limits;

    /// What a look at one object tells.
    ///
    /// @param upload empty if it does not say
    record Head(long sizeBytes, String upload, Map<String, String> metadata) {
        /// What an object with these metadata must look like.
        static Head of(long sizeBytes, Map<String, String> metadata) {
            return new Head(sizeBytes, metadata.getOrDefault(UPLOAD, ""), metadata);
        }
    }

    /// One object in a listing.
    record Entry(String key, long sizeBytes, Instant modifiedAt) {}

    /// One page of a listing, in the order of keys.
    ///
    /// @param next where to go on; empty at the end
    record Page(List<Entry> entries, Optional<String> next) {}

    /// An upload in parts that was begun and neither finished nor given up.
    record Unfinished(String key, String uploadId, Instant begunAt) {}

    /// One object that another is made of.
    record Segment(String key, long sizeBytes) {}

    Bucket(S3Client client, BucketLocation location, BucketLimits limits) {
        this.client = client;
        this.name = location.bucket();
        this.prefix = location.prefix();
        this.limits = limits;
    }

    /// @return empty if there is no such object, or no such bucket: an answer without a text cannot tell
    Optional<Head> head(String key) {
        try {
            HeadObjectResponse found =
                    client.headObject(request -> request.bucket(name).key(prefix + key));
            return Optional.of(Head.of(found.contentLength(), found.metadata()));
        } catch (S3Exception failure) {
            if (failure.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /// What time it is by the clock that stamps objects.
    ///
    /// @return empty if the store does not say
    Optional<Instant> now() {
        return client.headObject(request -> request.bucket(name).key(prefix + BucketLayout.MARKER))
                .sdkHttpResponse()
                .firstMatchingHeader("Date")
                .flatMap(Bucket::date);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException senseless) {
            return Optional.empty();
        }
    }

    void put(String key, byte[] bytes) {
        client.putObject(request(key, Map.of()).build(), body(bytes, bytes.length));
    }

    /// Puts an object unless one is there. Stores that do not know the condition put it anyway; what they
    /// replace then are the same bytes.
    ///
    /// @return false if one is there, or another upload of it is just under way
    boolean putIfAbsent(String key, byte[] bytes, int length, Map<String, String> metadata) {
        try {
            PutObjectRequest request = request(key, metadata).ifNoneMatch("*").build();
            client.putObject(request, body(bytes, length));
            return true;
        } catch (S3Exception failure) {
            return switch (failure.statusCode()) {
                case PRECONDITION_FAILED, CONFLICT -> false;
                case NOT_IMPLEMENTED -> {
                    client.putObject(request(key, metadata).build(), body(bytes, length));
                    yield true;
                }
                default -> throw failure;
            };
        }
    }

    void put(String key, byte[] bytes, int length, Map<String, String> metadata) {
        client.putObject(request(key, metadata).build(), body(bytes, length));
    }

    private PutObjectRequest.Builder request(String key, Map<String, String> metadata) {
        return PutObjectRequest.builder().bucket(name).key(prefix + key).metadata(metadata);
    }

    /// Reads from the array itself, which must not change until the request is answered.
    private static RequestBody body(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, BYTES);
    }

    String beginUpload(String key, Map<String, String> metadata) {
        return client.createMultipartUpload(
                        request -> request.bucket(name).key(prefix + key).metadata(metadata))
                .uploadId();
    }

    CompletedPart sendPart(String key, String uploadId, int number, byte[] bytes, int length) {
        String eTag = client.uploadPart(
                        request -> request.bucket(name)
                                .key(prefix + key)
                                .uploadId(uploadId)
                                .partNumber(number),
                        body(bytes, length))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    /// Makes an object of the parts. If the store has forgotten the upload, because the answer to an earlier
    /// attempt was lost, the object is there.
    void completeUpload(String key, String uploadId, List<CompletedPart> parts, Head expected) {
        try {
            client.completeMultipartUpload(request -> request.bucket(name)
                    .key(prefix + key)
                    .uploadId(uploadId)
                    .multipartUpload(upload -> upload.parts(parts)));
        } catch (S3Exception failure) {
            boolean done = failure.statusCode() == NOT_FOUND
                    && head(key)
                            .filter(there -> there.sizeBytes() == expected.sizeBytes()
                                    && there.upload().equals(expected.upload()))
                            .isPresent();
            if (!done) {
                throw failure;
            }
        }
    }

    void abortUpload(String key, String uploadId) {
        client.abortMultipartUpload(
                request -> request.bucket(name).key(prefix + key).uploadId(uploadId));
    }

    /// Has the store put an object together from others, in their order.
    void copy(List<Segment> segments, String to, Map<String, String> metadata) {
        if (segments.size() == 1 && segments.getFirst().sizeBytes() <= limits.copyBytes()) {
            client.copyObject(request -> request.sourceBucket(name)
                    .sourceKey(prefix + segments.getFirst().key())
                    .destinationBucket(name)
                    .destinationKey(prefix + to));
            return;
        }
        String uploadId = beginUpload(to, metadata);
        boolean done = false;
        try {
            long sizeBytes = segments.stream().mapToLong(Segment::sizeBytes).sum();
            completeUpload(to, uploadId, copyParts(segments, to, uploadId), Head.of(sizeBytes, metadata));
            done = true;
        } finally {
            if (!done) {
                abortQuietly(to, uploadId);
            }
        }
    }

    private List<CompletedPart> copyParts(List<Segment> segments, String to, String uploadId) {
        List<CompletedPart> parts = new ArrayList<>();
        for (Segment segment : segments) {
            for (long from = 0; from < segment.sizeBytes(); from += limits.copyBytes()) {
                String range = "bytes=" + from + "-" + (Math.min(from + limits.copyBytes(), segment.sizeBytes()) - 1);
                int number = parts.size() + 1;
                String eTag = client.uploadPartCopy(request -> request.sourceBucket(name)
                                .sourceKey(prefix + segment.key())
                                .copySourceRange(range)
                                .destinationBucket(name)
                                .destinationKey(prefix + to)
                                .uploadId(uploadId)
                                .partNumber(number))
                        .copyPartResult()
                        .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
            }
        }
        return parts;
    }

    /// Gives an upload up; what cannot be given up now is swept when it is old.
    void abortQuietly(String key, String uploadId) {
        try {
            abortUpload(key, uploadId);
        } catch (RuntimeException leftOver) {
            // swept later, and told until then
        }
    }

    /// Opens an object from a position on.
    ///
    /// @param eTag empty, or what it must still be
    ResponseInputStream<GetObjectResponse> get(String key, long fromBytes, String eTag) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(name).key(prefix + key);
        if (fromBytes > 0) {
            request.range("bytes=" + fromBytes + "-");
        }
        if (!eTag.isEmpty()) {
            request.ifMatch(eTag);
        }
        return client.getObject(request.build());
    }

    /// @param after the key to begin behind; empty for the first
    /// @param next where an earlier page ended
    Page list(String folder, String after, Optional<String> next) {
        ListObjectsV2Response page = client.listObjectsV2(request -> {
            request.bucket(name).prefix(prefix + folder);
            if (!after.isEmpty()) {
                request.startAfter(prefix + after);
            }
            next.ifPresent(request::continuationToken);
        });
        List<Entry> entries = page.contents().stream()
                .map(found -> new Entry(found.key().substring(prefix.length()), found.size(), found.lastModified()))
                .toList();
        return new Page(
                entries,
                Boolean.TRUE.equals(page.isTruncated()) ? Optional.of(page.nextContinuationToken()) : Optional.empty());
    }

    void delete(String key) {
        client.deleteObject(request -> request.bucket(name).key(prefix + key));
    }

    /// All unfinished uploads below the prefix.
    List<Unfinished> unfinished() {
        List<Unfinished> all = new ArrayList<>();
        ListMultipartUploadsResponse page =
                client.listMultipartUploads(request -> request.bucket(name).prefix(prefix));
        addAll(page, all);
        while (Boolean.TRUE.equals(page.isTruncated())) {
            String key = page.nextKeyMarker();
            String upload = page.nextUploadIdMarker();
            page = client.listMultipartUploads(request ->
                    request.bucket(name).prefix(prefix).keyMarker(key).uploadIdMarker(upload));
            addAll(page, all);
        }
        return all;
    }

    private void addAll(ListMultipartUploadsResponse page, List<Unfinished> all) {
        for (MultipartUpload upload : page.uploads()) {
            all.add(new Unfinished(upload.key().substring(prefix.length()), upload.uploadId(), upload.initiated()));
        }
    }

    /// How many bytes an unfinished upload has sent; 0 if it is gone meanwhile.
    long sentBytes(Unfinished upload) {
        try {
            long bytes = 0;
            Integer after = null;
            boolean more = true;
            while (more) {
                Integer marker = after;
                ListPartsResponse page = client.listParts(request -> request.bucket(name)
                        .key(prefix + upload.key())
                        .uploadId(upload.uploadId())
                        .partNumberMarker(marker));
                bytes += page.parts().stream().mapToLong(Part::size).sum();
                after = page.nextPartNumberMarker();
                more = Boolean.TRUE.equals(page.isTruncated()) && after != null;
            }
            return bytes;
        } catch (S3Exception failure) {
            if (failure.statusCode() == NOT_FOUND) {
                return 0;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
