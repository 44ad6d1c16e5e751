package app.safelight.place.bucket;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Says what a store's answer, or its silence, means for a place. Where the answer could mean one object or the
/// whole place, a look at the marker tells.
///
/// Details are the store's own codes and the JDK's words for a broken connection: never a URL, a header or a
/// text that the store made, which may repeat what it was sent.
///
/// Source: "Error responses" of the Amazon S3 API reference; Ceph's `rgw_common.cc` (`QuotaExceeded` with 403);
/// MinIO's `api-errors.go` (`XMinioStorageFull` with 507).
final class BucketFaults {
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "StorageFull", "NoSpaceLeft");

    private static final Set<String> DAMAGED_ON_THE_WAY =
            Set.of("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

    private static final Set<String> ELSEWHERE = Set.of(
            "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint");

    private static final int OK_END = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int INSUFFICIENT_STORAGE = 507;

    /// Causes that are followed to find what really happened; a chain that is longer is a circle.
    private static final int MAX_CAUSES = 16;

    private final Bucket bucket;
    private final PlaceId id;

    /// What was being done when it failed.
    enum Doing {
        READING,
        WRITING,
        LISTING
    }

    BucketFaults(Bucket bucket, PlaceId id) {
        this.bucket = bucket;
        this.id = id;
    }

    PlaceException of(SdkException failure, Doing doing, long neededBytes) {
        return new PlaceException(fault(failure, doing, neededBytes), failure);
    }

    private PlaceFault fault(SdkException failure, Doing doing, long neededBytes) {
        PlaceFault plain = plain(failure, neededBytes, Optional.of(id));
        boolean mayBeThePlace = failure instanceof S3Exception answer
                && plain instanceof PlaceFault.Unreachable
                && answer.statusCode() != UNAVAILABLE
                && answer.statusCode() != TOO_MANY_REQUESTS
                && answer.statusCode() >= CLIENT_ERROR
                && !ELSEWHERE.contains(code(answer));
        if (plain instanceof PlaceFault.Missing || mayBeThePlace) {
            return gone().orElseGet(() -> ofObject(plain, doing));
        }
        return plain;
    }

    /// The place answers, so the failure is this object's. What is not there while writing is something on its
    /// way that somebody has swept.
    private static PlaceFault ofObject(PlaceFault plain, Doing doing) {
        String detail = plain instanceof PlaceFault.Unreachable(var told) ? told : "NoSuchKey";
        return switch (doing) {
            case READING -> plain instanceof PlaceFault.Missing ? plain : new PlaceFault.ReadFailed(detail);
            case WRITING -> new PlaceFault.WriteFailed(detail);
            case LISTING -> plain;
        };
    }

    /// What an answer means by itself.
    ///
    /// @param expected the place that should be there, if it is known which
    static PlaceFault plain(SdkException failure, long neededBytes, Optional<PlaceId> expected) {
        if (!(failure instanceof S3Exception answer)) {
            return new PlaceFault.Unreachable(silence(failure));
        }
        String code = code(answer);
        int status = answer.statusCode();
        String detail = code.isEmpty() ? "status " + status : code;
        if (answer instanceof NoSuchBucketException || code.equals("NoSuchBucket")) {
            return noBucket(expected);
        }
        if (FULL.contains(code) || status == INSUFFICIENT_STORAGE) {
            return new PlaceFault.Full(0, neededBytes);
        }
        if (code.equals("EntityTooLarge") || status == TOO_LARGE) {
            return new PlaceFault.TooLarge(Math.max(0, neededBytes - 1));
        }
        if (DAMAGED_ON_THE_WAY.contains(code)) {
            return new PlaceFault.Corrupt(detail);
        }
        if (ELSEWHERE.contains(code) || (status >= OK_END && status < CLIENT_ERROR)) {
            return new PlaceFault.Unreachable("the bucket is in another region (" + detail + ")");
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            return new PlaceFault.Denied(detail);
        }
        boolean ofObject = status == NOT_FOUND && !code.equals("NoSuchUpload");
        return ofObject ? new PlaceFault.Missing() : new PlaceFault.Unreachable(detail);
    }

    static PlaceFault noBucket(Optional<PlaceId> expected) {
        return expected.<PlaceFault>map(place -> new PlaceFault.WrongMedium(place, "no bucket"))
                .orElseGet(() -> new PlaceFault.Unreachable("there is no such bucket"));
    }

    static String code(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /// The last cause says it shortest: no such host, connection refused, timed out.
    private static String silence(SdkException failure) {
        Throwable last = failure;
        for (int i = 0; i < MAX_CAUSES && last.getCause() != null; i++) {
            last = last.getCause();
        }
        String name = last.getClass().getSimpleName();
        return last instanceof IOException && last.getMessage() != null ? name + ": " + last.getMessage() : name;
    }

    /// The bucket itself may be gone, or another one stand under its name.
    Optional<PlaceFault> gone() {
        try {
            Optional<BucketMarker> marker = marker(bucket, Optional.of(id));
            if (marker.isEmpty()) {
                return Optional.of(new PlaceFault.WrongMedium(id, "no place"));
            }
            PlaceId found = marker.get().place();
            return found.equals(id) ? Optional.empty() : Optional.of(new PlaceFault.WrongMedium(id, found.value()));
        } catch (PlaceException unreadable) {
            return Optional.of(unreadable.fault());
        }
    }

    /// Reads the marker of a bucket.
    ///
    /// @return empty if there is none
    /// @throws PlaceException also if there is no bucket
    static Optional<BucketMarker> marker(Bucket bucket, Optional<PlaceId> expected) throws PlaceException {
        try {
            Optional<byte[]> bytes = small(bucket, BucketLayout.MARKER, BucketLimits.MAX_SMALL_BYTES);
            return bytes.isEmpty() ? Optional.empty() : Optional.of(BucketMarker.read(bytes.get()));
        } catch (TooLong damage) {
            throw damage.asDamage();
        } catch (SdkException failure) {
            throw new PlaceException(plain(failure, 0, expected), failure);
        } catch (IOException failure) {
            throw new PlaceException(
                    new PlaceFault.Unreachable(failure.getClass().getSimpleName()), failure);
        }
    }

    /// Reads an object that is small as a whole.
    ///
    /// @return empty if there is none
    /// @throws IOException if its connection breaks, or it has more than `maxBytes`
    static Optional<byte[]> small(Bucket bucket, String key, int maxBytes) throws IOException {
        try (ResponseInputStream<GetObjectResponse> in = bucket.get(key, 0, "")) {
            long size = in.response().contentLength();
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                in.abort();
                throw new TooLong(key);
            }
            if (bytes.length != size) {
                throw new IOException("the connection broke");
            }
            return Optional.of(bytes);
        } catch (S3Exception answer) {
            if (answer.statusCode() == NOT_FOUND && !code(answer).equals("NoSuchBucket")) {
                return Optional.empty();
            }
            throw answer;
        }
    }

    /// A small object that is not small.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(String key) {
            super(key + " is far too long");
        }

        PlaceException asDamage() {
            return new PlaceException(new PlaceFault.DamagedIndex(String.valueOf(getMessage())), this);
        }
    }
}
