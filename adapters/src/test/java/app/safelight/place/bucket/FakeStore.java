package app.safelight.place.bucket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An S3 store in memory on loopback, as far as a place needs one: one bucket, path style, conditions, ranges,
/// listings in pages, uploads in parts, copies. It checks the signed SHA-256 of every body, and it can go wrong
/// in the ways that stores and lines do. Signatures themselves are the real store's to judge.
final class FakeStore implements AutoCloseable {
    static final String BUCKET = "photos";
    static final String ACCESS_KEY = "test-key";
    static final String SECRET_KEY = "test-secret-that-nobody-may-see";

    /// Few, so that every listing has several pages.
    private static final int PAGE_KEYS = 7;

    private static final int LARGEST_REQUEST_BYTES = 64 << 20;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern PART = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private final TreeMap<String, Upload> uploads = new TreeMap<>();
    private final List<Trouble> troubles = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch ending = new CountDownLatch(1);
    private Duration age = Duration.ZERO;
    private boolean bucketThere = true;
    private boolean conditions = true;
    private long capacityBytes = Long.MAX_VALUE;

    /// One object.
    static final class Stored {
        private final byte[] bytes;
        private final Map<String, String> metadata;
        private final String eTag;
        private final Instant modifiedAt;

        Stored(byte[] bytes, Map<String, String> metadata, Instant modifiedAt) {
            this.bytes = bytes;
            this.metadata = metadata;
            this.eTag = "\"" + hash("MD5", bytes) + "\"";
            this.modifiedAt = modifiedAt;
        }

        byte[] bytes() {
            return bytes;
        }

        Map<String, String> metadata() {
            return metadata;
        }
    }

    private record Upload(String key, Map<String, String> metadata, Instant begunAt, TreeMap<Integer, byte[]> parts) {}

    /// One request.
    ///
    /// @param operation such as `PUT`, `GET ?list-type`, `PUT ?partNumber`
    /// @param key without the bucket; empty for the bucket itself
    @SuppressWarnings("ArrayRecordComponent") // nobody compares requests
    record Request(String operation, String key, Map<String, String> query, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
    private record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        static Answer xml(String text) {
            return new Answer(200, Map.of("Content-Type", "application/xml"), text.getBytes(StandardCharsets.UTF_8));
        }

        static Answer error(int status, String code) {
            String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                    + "</Code><Message>made up</Message><RequestId>1</RequestId></Error>";
            return new Answer(status, Map.of("Content-Type", "application/xml"), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// What can go wrong with one request.
    sealed interface Trouble {
        /// An answer with an error, in place of the work.
        record Fails(Predicate<Request> concerns, int status, String code, AtomicInteger times) implements Trouble {}

        /// No answer: the connection ends before the work, or after it.
        record Cuts(Predicate<Request> concerns, boolean afterTheWork, AtomicInteger times) implements Trouble {}

        /// The answer's body ends early.
        record Shortens(Predicate<Request> concerns, int afterBytes, AtomicInteger times) implements Trouble {}

        /// One bit of the answer's body is wrong.
        record Flips(Predicate<Request> concerns, AtomicInteger times) implements Trouble {}

        /// Nothing comes, and the connection stays.
        record Hangs(Predicate<Request> concerns, AtomicInteger times) implements Trouble {}

        /// Something else happens first.
        record Meanwhile(Predicate<Request> concerns, Runnable other, AtomicInteger times) implements Trouble {}

        Predicate<Request> concerns();

        AtomicInteger times();
    }

    FakeStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    BucketLocation location(String prefix) {
        return new BucketLocation(endpoint(), BucketLocation.USUAL_REGION, BUCKET, prefix);
    }

    static BucketCredentials credentials() {
        return new BucketCredentials.Given(ACCESS_KEY, SECRET_KEY);
    }

    static Predicate<Request> any() {
        return _ -> true;
    }

    static Predicate<Request> on(String operation, String keyPart) {
        return request -> request.operation().equals(operation) && request.key().contains(keyPart);
    }

    void strike(Trouble trouble) {
        troubles.add(trouble);
    }

    void fail(Predicate<Request> concerns, int status, String code, int times) {
        strike(new Trouble.Fails(concerns, status, code, new AtomicInteger(times)));
    }

    void recover() {
        troubles.clear();
        capacityBytes = Long.MAX_VALUE;
        bucketThere = true;
    }

    /// What is stored from now on looks as old as this.
    synchronized void setAge(Duration age) {
        this.age = age;
    }

    private Instant now() {
        return Instant.now().minus(age);
    }

    synchronized void setCapacity(long sizeBytes) {
        capacityBytes = sizeBytes;
    }

    synchronized void setBucketThere(boolean there) {
        bucketThere = there;
    }

    synchronized void setConditions(boolean known) {
        conditions = known;
    }

    synchronized List<String> keys(String folder) {
        return objects.keySet().stream().filter(key -> key.contains(folder)).toList();
    }

    synchronized Stored object(String key) {
        Stored found = objects.get(key);
        if (found == null) {
            throw new AssertionError("no object " + key + " among " + objects.keySet());
        }
        return found;
    }

    synchronized void remove(String key) {
        object(key);
        objects.remove(key);
    }

    synchronized void removeAll() {
        objects.clear();
        uploads.clear();
    }

    /// Behind everybody's back: metadata stay.
    synchronized void overwrite(String key, byte[] bytes) {
        Stored old = object(key);
        objects.put(key, new Stored(bytes, old.metadata, old.modifiedAt));
    }

    synchronized void place(String key, byte[] bytes) {
        objects.put(key, new Stored(bytes, Map.of(), now()));
    }

    synchronized int unfinishedUploads() {
        return uploads.size();
    }

    synchronized List<byte[]> allBytes() {
        return objects.values().stream().map(Stored::bytes).toList();
    }

    /// Operations and keys of all requests so far.
    List<String> log() {
        return List.copyOf(log);
    }

    void forgetLog() {
        log.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            log.add(request.operation() + " " + request.key());
            Optional<Trouble> trouble = troubles.stream()
                    .filter(one -> one.concerns().test(request))
                    .filter(one -> one.times().getAndUpdate(left -> Math.max(0, left - 1)) > 0)
                    .findFirst();
            if (trouble.isEmpty()) {
                send(exchange, request, answer(request), Integer.MAX_VALUE);
                return;
            }
            switch (trouble.get()) {
                case Trouble.Fails(var _, var status, var code, var _) ->
                    send(exchange, request, Answer.error(status, code), Integer.MAX_VALUE);
                case Trouble.Cuts(var _, var afterTheWork, var _) -> {
                    if (afterTheWork) {
                        answer(request);
                    }
                }
                case Trouble.Shortens(var _, var afterBytes, var _) ->
                    send(exchange, request, answer(request), afterBytes);
                case Trouble.Flips(var _, var _) -> {
                    Answer answer = answer(request);
                    byte[] wrong = answer.body().clone();
                    wrong[wrong.length / 2] ^= 4;
                    send(exchange, request, new Answer(answer.status(), answer.headers(), wrong), Integer.MAX_VALUE);
                }
                case Trouble.Hangs(var _, var _) -> ending.await();
                case Trouble.Meanwhile(var _, var other, var _) -> {
                    other.run();
                    send(exchange, request, answer(request), Integer.MAX_VALUE);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", 2);
        String key = path.length < 2 ? "" : decode(path[1].replace("+", "%2B"));
        String kind = List.of("list-type", "uploads", "partNumber", "uploadId").stream()
                .filter(query::containsKey)
                .findFirst()
                .map(name -> " ?" + name)
                .orElse(headers.containsKey("x-amz-copy-source") ? " copy" : "");
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(LARGEST_REQUEST_BYTES);
        }
        return new Request(exchange.getRequestMethod() + kind, key, query, headers, body);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, Request request, Answer answer, int afterBytes) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = request.operation().equals("HEAD");
        if (head || answer.body().length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
            // Else closing the exchange closes the connection, which the client believes to be kept.
            exchange.getResponseBody().close();
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        int length = Math.min(afterBytes, answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, length);
        exchange.getResponseBody().flush();
    }

    private synchronized Answer answer(Request request) {
        if (!request.header("authorization").contains("Credential=" + ACCESS_KEY + "/")) {
            return Answer.error(403, "InvalidAccessKeyId");
        }
        if (!request.header("x-amz-content-sha256").equals(hash("SHA-256", request.body()))) {
            return Answer.error(400, "XAmzContentSHA256Mismatch");
        }
        if (!bucketThere) {
            return Answer.error(404, "NoSuchBucket");
        }
        return switch (request.operation()) {
            case "HEAD", "GET" -> get(request);
            case "PUT" -> put(request);
            case "PUT copy" -> putCopy(request);
            case "DELETE" -> {
                objects.remove(request.key());
                yield Answer.of(204);
            }
            case "GET ?list-type" -> list(request);
            case "POST ?uploads" -> beginUpload(request);
            case "PUT ?partNumber" -> putPart(request);
            case "POST ?uploadId" -> complete(request);
            case "GET ?uploadId" -> listParts(request);
            case "GET ?uploads" -> listUploads(request);
            case "DELETE ?uploadId" -> {
                uploads.remove(request.query().get("uploadId"));
                yield Answer.of(204);
            }
            default -> Answer.error(501, "NotImplemented");
        };
    }

    private Answer get(Request request) {
        Stored found = objects.get(request.key());
        if (found == null) {
            return Answer.error(404, "NoSuchKey");
        }
        if (!request.header("if-match").isEmpty() && !request.header("if-match").equals(found.eTag)) {
            return Answer.error(412, "PreconditionFailed");
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("ETag", found.eTag);
        headers.put("Last-Modified", "Sun, 01 Feb 2026 10:00:00 GMT");
        found.metadata.forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
        byte[] bytes = found.bytes;
        int status = 200;
        Matcher range = RANGE.matcher(request.header("range"));
        if (range.matches()) {
            bytes = Arrays.copyOfRange(bytes, Integer.parseInt(range.group(1)), bytes.length);
            status = 206;
        }
        if (request.operation().equals("HEAD") || bytes.length == 0) {
            headers.put("Content-Length", Integer.toString(bytes.length));
        }
        return new Answer(status, headers, bytes);
    }

    private static Map<String, String> metadata(Request request) {
        Map<String, String> metadata = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-amz-meta-")) {
                metadata.put(name.substring("x-amz-meta-".length()), value);
            }
        });
        return metadata;
    }

    private Optional<Answer> full(long moreBytes) {
        long used = objects.values().stream().mapToLong(one -> one.bytes.length).sum()
                + uploads.values().stream()
                        .flatMap(upload -> upload.parts().values().stream())
                        .mapToLong(part -> part.length)
                        .sum();
        return used + moreBytes > capacityBytes ? Optional.of(Answer.error(403, "QuotaExceeded")) : Optional.empty();
    }

    private Answer put(Request request) {
        if (conditions && request.header("if-none-match").equals("*") && objects.containsKey(request.key())) {
            return Answer.error(412, "PreconditionFailed");
        }
        return full(request.body().length).orElseGet(() -> store(request.key(), request.body(), metadata(request)));
    }

    private Answer store(String key, byte[] bytes, Map<String, String> metadata) {
        Stored stored = new Stored(bytes, metadata, now());
        objects.put(key, stored);
        return new Answer(200, Map.of("ETag", stored.eTag), new byte[0]);
    }

    private @Nullable Stored source(Request request) {
        String source = decode(request.header("x-amz-copy-source").replace("+", "%2B"));
        return objects.get(source.substring(source.indexOf(BUCKET + "/") + BUCKET.length() + 1));
    }

    private Answer putCopy(Request request) {
        Stored source = source(request);
        if (source == null) {
            return Answer.error(404, "NoSuchKey");
        }
        return full(source.bytes.length).orElseGet(() -> {
            store(request.key(), source.bytes, source.metadata);
            return Answer.xml("<CopyObjectResult><ETag>" + source.eTag + "</ETag></CopyObjectResult>");
        });
    }

    private Answer list(Request request) {
        String prefix = request.query().getOrDefault("prefix", "");
        String after = request.query().getOrDefault("start-after", "");
        String token = request.query().getOrDefault("continuation-token", after);
        List<Map.Entry<String, Stored>> found = objects.tailMap(token, false).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .limit(PAGE_KEYS + 1)
                .toList();
        boolean more = found.size() > PAGE_KEYS;
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>" + more + "</IsTruncated>");
        for (var entry : found.subList(0, Math.min(PAGE_KEYS, found.size()))) {
            xml.append("<Contents><Key>").append(escape(entry.getKey())).append("</Key><LastModified>");
            xml.append(entry.getValue().modifiedAt).append("</LastModified><ETag>x</ETag><Size>");
            xml.append(entry.getValue().bytes.length).append("</Size></Contents>");
        }
        if (more) {
            xml.append("<NextContinuationToken>")
                    .append(escape(found.get(PAGE_KEYS - 1).getKey()));
            xml.append("</NextContinuationToken>");
        }
        return Answer.xml(xml.append("</ListBucketResult>").toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private Answer beginUpload(Request request) {
        String id = "upload-" + numbers.incrementAndGet();
        uploads.put(id, new Upload(request.key(), metadata(request), now(), new TreeMap<>()));
        return Answer.xml(
                "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Answer onUpload(Request request, Function<Upload, Answer> work) {
        Upload upload = uploads.get(request.query().getOrDefault("uploadId", ""));
        return upload == null ? Answer.error(404, "NoSuchUpload") : work.apply(upload);
    }

    private Answer putPart(Request request) {
        return onUpload(request, upload -> {
            byte[] bytes = request.body();
            boolean copied = !request.header("x-amz-copy-source").isEmpty();
            if (copied) {
                Stored source = source(request);
                if (source == null) {
                    return Answer.error(404, "NoSuchKey");
                }
                Matcher range = RANGE.matcher(request.header("x-amz-copy-source-range"));
                bytes = range.matches()
                        ? Arrays.copyOfRange(
                                source.bytes, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)) + 1)
                        : source.bytes;
            }
            byte[] part = bytes;
            return full(part.length).orElseGet(() -> {
                upload.parts().put(Integer.parseInt(request.query().get("partNumber")), part);
                String eTag = "\"" + hash("MD5", part) + "\"";
                return copied
                        ? Answer.xml("<CopyPartResult><ETag>" + eTag + "</ETag></CopyPartResult>")
                        : new Answer(200, Map.of("ETag", eTag), new byte[0]);
            });
        });
    }

    private Answer complete(Request request) {
        return onUpload(request, upload -> {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            Matcher named = PART.matcher(new String(request.body(), StandardCharsets.UTF_8));
            while (named.find()) {
                byte[] part = upload.parts().get(Integer.parseInt(named.group(1)));
                if (part == null) {
                    return Answer.error(400, "InvalidPart");
                }
                all.writeBytes(part);
            }
            uploads.remove(request.query().get("uploadId"));
            store(upload.key(), all.toByteArray(), upload.metadata());
            return Answer.xml("<CompleteMultipartUploadResult><Key>" + escape(upload.key())
                    + "</Key><ETag>\"x-1\"</ETag></CompleteMultipartUploadResult>");
        });
    }

    private Answer listParts(Request request) {
        return onUpload(request, upload -> {
            StringBuilder xml = new StringBuilder("<ListPartsResult><IsTruncated>false</IsTruncated>");
            upload.parts()
                    .forEach((number, bytes) -> xml.append("<Part><PartNumber>")
                            .append(number)
                            .append("</PartNumber><Size>")
                            .append(bytes.length)
                            .append("</Size></Part>"));
            return Answer.xml(xml.append("</ListPartsResult>").toString());
        });
    }

    private Answer listUploads(Request request) {
        String prefix = request.query().getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
        uploads.forEach((id, upload) -> {
            if (upload.key().startsWith(prefix)) {
                xml.append("<Upload><Key>").append(escape(upload.key())).append("</Key><UploadId>");
                xml.append(id).append("</UploadId><Initiated>").append(upload.begunAt());
                xml.append("</Initiated></Upload>");
            }
        });
        return Answer.xml(xml.append("</ListMultipartUploadsResult>").toString());
    }

    private static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// All parts sent so far, as lists.
    synchronized List<Integer> partsOfUploads() {
        List<Integer> counts = new ArrayList<>();
        uploads.values().forEach(upload -> counts.add(upload.parts().size()));
        return counts;
    }

    @Override
    public void close() {
        ending.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
