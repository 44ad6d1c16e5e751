package app.safelight.server.api;

import app.safelight.core.model.Body;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.library.assets.AssetFile;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.StorageException;
import app.safelight.server.http.BrokenOff;
import app.safelight.server.http.Problem;
import app.safelight.server.http.ProblemCode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One file on its way out, whole or in part (RFC 9110, sections 13 and 14).
///
/// A whole file is hashed on the way, and its last bytes go out only if the hash is right: who gets all that
/// was announced has the original. A part cannot be judged by itself.
final class Download {
    private static final int BUFFER_BYTES = 128 << 10;

    /// What a browser may show by itself; everything else is saved, never opened as a page.
    private static final Set<String> SHOWN = Set.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "image/avif",
            "image/heic",
            "image/heif",
            "image/jxl",
            "image/tiff",
            "image/bmp",
            "video/mp4",
            "video/quicktime",
            "video/webm",
            "audio/mpeg",
            "audio/mp4");

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ContentStore store;
    private final AssetFile file;
    private final Evidence evidence;
    private final String entityTag;

    Download(ContentStore store, AssetFile file) {
        this(store, file, Evidence.READ_BACK);
    }

    /// @param evidence by which way the place is to be read
    Download(ContentStore store, AssetFile file, Evidence evidence) {
        this.store = store;
        this.file = file;
        this.evidence = evidence;
        this.entityTag = "\"" + file.content().sha256() + "\"";
    }

    /// The bytes asked for; the last one included.
    private record Range(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    void answer(Context request) throws Problem, DatabaseException, StorageException, IOException {
        headers(request);
        if (matches(request.header("If-None-Match"))) {
            request.status(HttpStatus.NOT_MODIFIED);
            return;
        }
        String required = request.header("If-Match");
        if (required != null && !matches(required)) {
            throw new Problem(ProblemCode.PRECONDITION_FAILED);
        }
        long size = file.content().sizeBytes();
        Optional<Range> part = range(request, size);
        HttpServletResponse response = request.res();
        if (part.isPresent()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(
                    "Content-Range",
                    "bytes " + part.get().first() + "-" + part.get().last() + "/" + size);
            response.setContentLengthLong(part.get().length());
        } else {
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentLengthLong(size);
        }
        if (!request.req().getMethod().equals("HEAD")) {
            send(request, part.orElse(new Range(0, size - 1)), part.isEmpty());
        }
    }

    private void headers(Context request) {
        boolean shown = SHOWN.contains(file.mediaType());
        request.res().setContentType(shown ? file.mediaType() : "application/octet-stream");
        request.header(
                "Content-Disposition", (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + encodedName());
        request.header("ETag", entityTag);
        request.header("Last-Modified", HTTP_DATE.format(file.modifiedAt()));
        request.header("Accept-Ranges", "bytes");
        request.header("Cache-Control", "private, max-age=31536000, immutable");
        request.header(
                "Repr-Digest",
                "sha-256=:"
                        + Base64.getEncoder()
                                .encodeToString(file.content().sha256().bytes()) + ":");
    }

    private String encodedName() {
        return URLEncoder.encode(file.originalName(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private boolean matches(@Nullable String tags) {
        return tags != null && (tags.strip().equals("*") || tags.contains(entityTag));
    }

    /// One range is answered; several, or what is no range, are answered with the whole, as the RFC allows.
    ///
    /// @throws Problem if the file does not have these bytes
    private Optional<Range> range(Context request, long size) throws Problem {
        String header = request.header("Range");
        String condition = request.header("If-Range");
        if (header == null || !header.startsWith("bytes=") || (condition != null && !condition.equals(entityTag))) {
            return Optional.empty();
        }
        String[] ends = header.substring("bytes=".length()).strip().split("-", -1);
        if (ends.length != 2) {
            return Optional.empty();
        }
        try {
            long first = ends[0].isEmpty() ? Math.max(0, size - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
            long last = ends[0].isEmpty() || ends[1].isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(ends[1]));
            if (first > last || first < 0) {
                request.header("Content-Range", "bytes */" + size);
                throw new Problem(ProblemCode.RANGE_NOT_SATISFIABLE).with("sizeBytes", size);
            }
            return Optional.of(new Range(first, last));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    private void send(Context request, Range range, boolean whole)
            throws DatabaseException, StorageException, IOException {
        Sending sending =
                new Sending(request.res().getOutputStream(), file.content().sha256(), range);
        try {
            store.<Boolean, PlaceException>read(file.content(), evidence, body -> sending.from(body, whole));
        } catch (PlaceException impossible) {
            throw new IllegalStateException("the store tries another place", impossible);
        } catch (StorageException failure) {
            if (request.res().isCommitted()) {
                // Some of it is out. Fewer bytes than announced say that it failed.
                throw new BrokenOff(failure);
            }
            request.res().reset();
            throw failure;
        } catch (UncheckedIOException gone) {
            throw new BrokenOff(gone);
        }
    }

    /// Sends a body. Where one copy fails or is wrong, the next goes on at the same byte.
    private static final class Sending {
        private final OutputStream out;
        private final Sha256 expected;
        private final Range range;
        private long sent;

        Sending(OutputStream out, Sha256 expected, Range range) {
            this.out = out;
            this.expected = expected;
            this.range = range;
        }

        /// @param whole whether it can be judged: then the last bytes wait for the hash
        /// @throws PlaceException if these are not the bytes of the content
        /// @throws UncheckedIOException if the caller is gone, which says nothing of the place
        boolean from(Body body, boolean whole) throws IOException, PlaceException {
            byte[] buffer = new byte[Math.clamp(range.length(), 1, BUFFER_BYTES)];
            MessageDigest digester = Sha256.digester();
            // What another copy sent is read again to be hashed.
            long done = whole ? 0 : sent;
            while (done < range.length()) {
                int wanted = (int) Math.min(buffer.length, range.length() - done);
                int read = body.read(range.first() + done, buffer, 0, wanted);
                if (read < 0) {
                    throw new PlaceException(new PlaceFault.Corrupt("cut short at byte " + (range.first() + done)));
                }
                if (whole) {
                    digester.update(buffer, 0, read);
                }
                if (whole && done + read == range.length()) {
                    requireExpected(Sha256.ofBytes(digester.digest()));
                }
                write(buffer, Math.clamp(sent - done, 0, read), read);
                done += read;
                sent = Math.max(sent, done);
            }
            return true;
        }

        private void requireExpected(Sha256 found) throws PlaceException {
            if (!found.equals(expected)) {
                throw new PlaceException(new PlaceFault.Corrupt("other bytes: " + found));
            }
        }

        private void write(byte[] buffer, int from, int until) {
            try {
                out.write(buffer, from, until - from);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
