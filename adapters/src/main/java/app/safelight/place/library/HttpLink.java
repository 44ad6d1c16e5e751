package app.safelight.place.library;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Reading;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A library over HTTP/1.1, with as many connections as are used at once, each kept for the next request. It
/// never follows to another address: the key is meant for this one.
public final class HttpLink implements LibraryLink {
    private static final String API = "/api/v1";

    private static final Duration CONNECTING = Duration.ofSeconds(20);

    /// For questions that the library answers from its records.
    private static final Duration ANSWERING = Duration.ofMinutes(5);

    /// How long a connection may take nothing of what is sent.
    private static final Duration STALLING = Duration.ofMinutes(5);

    /// How slowly a library may read its own medium before it is given up.
    private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

    private final URI base;
    private final String key;
    private final Optional<PlaceId> expected;
    private final HttpClient client;

    /// @param base where the library is, such as `https://photos.example.org`
    /// @param key what opens it for the person
    /// @param expected which library it must be, so that another one at its address is told from being signed
    ///     out
    public HttpLink(URI base, String key, Optional<PlaceId> expected) {
        this.base = base;
        this.key = key;
        this.expected = expected;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + API + path)).header("Authorization", "Bearer " + key);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private PlaceException failed(Throwable failure) {
        return new PlaceException(HttpFaults.of(failure, base.toString()), failure);
    }

    private PlaceException interrupted(InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new PlaceException(new PlaceFault.Unreachable("interrupted"), stop);
    }

    /// Sends a request and gives the answer's body if it is a success.
    private HttpResponse<InputStream> ask(HttpRequest request) throws PlaceException {
        try {
            return checked(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException failure) {
            throw failed(failure);
        } catch (InterruptedException stop) {
            throw interrupted(stop);
        }
    }

    private HttpResponse<InputStream> checked(HttpResponse<InputStream> answer) throws PlaceException {
        if (answer.statusCode() / 100 == 2) {
            return answer;
        }
        Optional<LinkJson.Answer> problem = Optional.empty();
        try (InputStream body = answer.body()) {
            if (answer.headers().firstValue("Content-Type").orElse("").contains("json")) {
                problem = Optional.of(LinkJson.read(body));
            }
        } catch (IOException unreadable) {
            // Then the status is all that is known.
        }
        PlaceFault fault = HttpFaults.of(answer.statusCode(), problem, base.toString());
        throw new PlaceException(fault instanceof PlaceFault.Denied ? another().orElse(fault) : fault);
    }

    /// Whether it is another library that does not know the key.
    private Optional<PlaceFault> another() {
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        HttpRequest about = HttpRequest.newBuilder(URI.create(base + API + "/about"))
                .timeout(CONNECTING)
                .build();
        try (InputStream body =
                client.send(about, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            PlaceId found = LibraryPlace.idOf(LinkJson.read(body).text("identity"));
            return found.equals(expected.get())
                    ? Optional.empty()
                    : Optional.of(new PlaceFault.WrongMedium(expected.get(), found.value()));
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Makes something of an answer.
    @FunctionalInterface
    private interface Reader<R> {
        R read(LinkJson.Answer answer) throws IOException;
    }

    private <R> R read(HttpResponse<InputStream> response, Reader<R> reader) throws PlaceException {
        try (InputStream body = response.body()) {
            return reader.read(LinkJson.read(body));
        } catch (IOException | DateTimeException | IllegalArgumentException wrong) {
            throw failed(wrong);
        }
    }

    private <R> R get(String path, Reader<R> reader) throws PlaceException {
        return read(ask(request(path).timeout(ANSWERING).GET().build()), reader);
    }

    private HttpResponse<InputStream> post(String path, Duration patience, LinkJson.Members body)
            throws PlaceException {
        return ask(request(path)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(LinkJson.object(body)))
                .build());
    }

    @Override
    public Terms terms() throws PlaceException {
        return get(
                "/place",
                answer -> new Terms(
                        answer.text("identity"),
                        Evidence.valueOf(answer.text("evidence")),
                        answer.number("largestContentBytes")));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The answer itself is looked at; this only wakes who waits for it.
    public Sending send(Arriving arriving) throws PlaceException {
        long bodyBytes;
        try {
            bodyBytes = Math.addExact(arriving.sizeBytes(), Sha256.BYTES);
        } catch (ArithmeticException tooMany) {
            throw new PlaceException(new PlaceFault.TooLarge(Long.MAX_VALUE - Sha256.BYTES), tooMany);
        }
        PushedBody body = new PushedBody(bodyBytes);
        HttpRequest request = request("/contents/arrivals?name=" + encoded(arriving.name()) + "&modified="
                        + encoded(arriving.modifiedAt().toString()) + "&taken="
                        + encoded(arriving.taken().toString()))
                .header("Content-Type", "application/octet-stream")
                .expectContinue(true)
                .POST(body)
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        answer.whenComplete((_, _) -> body.stop());
        HttpSending sending = new HttpSending(body, answer, arriving.sizeBytes());
        sending.requireWelcome();
        return sending;
    }

    /// One request on its way: its body is the content, and then the content's hash.
    private final class HttpSending implements Sending {
        private final PushedBody body;
        private final CompletableFuture<HttpResponse<InputStream>> answer;
        private final long sizeBytes;

        HttpSending(PushedBody body, CompletableFuture<HttpResponse<InputStream>> answer, long sizeBytes) {
            this.body = body;
            this.answer = answer;
            this.sizeBytes = sizeBytes;
        }

        /// The library says before the body if it will not take it.
        void requireWelcome() throws PlaceException {
            try {
                if (!body.awaitDemand(STALLING)) {
                    throw refusal();
                }
            } catch (IOException stalled) {
                abandon();
                throw failed(stalled);
            } catch (InterruptedException stop) {
                abandon();
                throw interrupted(stop);
            }
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws PlaceException {
            try {
                if (!body.push(buffer, offset, length, STALLING)) {
                    throw refusal();
                }
            } catch (IOException stalled) {
                abandon();
                throw failed(stalled);
            } catch (InterruptedException stop) {
                abandon();
                throw interrupted(stop);
            }
        }

        /// The answer came before the body's end, or none will.
        private PlaceException refusal() {
            try {
                checked(answered(CONNECTING)).body().close();
                return new PlaceException(new PlaceFault.Unreachable("the library stopped listening"));
            } catch (PlaceException refused) {
                return refused;
            } catch (IOException failure) {
                return failed(failure);
            } finally {
                answer.cancel(true);
            }
        }

        private HttpResponse<InputStream> answered(Duration patience) throws PlaceException {
            try {
                return answer.get(patience.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                throw failed(failure.getCause() == null ? failure : failure.getCause());
            } catch (TimeoutException slow) {
                answer.cancel(true);
                throw failed(slow);
            } catch (CancellationException dropped) {
                throw failed(dropped);
            } catch (InterruptedException stop) {
                answer.cancel(true);
                throw interrupted(stop);
            }
        }

        @Override
        public String finish(ContentId content) throws PlaceException {
            byte[] digest = content.sha256().bytes();
            write(digest, 0, digest.length);
            body.complete();
            HttpResponse<InputStream> response = checked(answered(reading(sizeBytes)));
            return read(response, arrived -> {
                if (!LinkJson.content(arrived.text("content")).equals(content)) {
                    throw new IOException("it speaks of another content");
                }
                return arrived.text("arrival");
            });
        }

        @Override
        public void abandon() {
            body.fail();
            answer.cancel(true);
        }
    }

    /// How long the library may take to read so many bytes.
    private static Duration reading(long sizeBytes) {
        return ANSWERING.plusSeconds(sizeBytes / SLOWEST_BYTES_PER_SECOND);
    }

    @Override
    public List<List<Receipt>> settle(List<String> arrivals, List<Origin> origins) throws PlaceException {
        HttpResponse<InputStream> response = post("/contents/settle", ANSWERING, json -> {
            json.writeArrayFieldStart("arrivals");
            for (String arrival : arrivals) {
                json.writeString(arrival);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("origins");
            for (Origin origin : origins) {
                write(json, origin);
            }
            json.writeEndArray();
        });
        return read(response, answer -> {
            List<List<Receipt>> all = new ArrayList<>();
            for (Object one : answer.list("receipts")) {
                if (!(one instanceof List<?> receipts)) {
                    throw new IOException("no receipts in the answer");
                }
                all.add(receipts(LinkJson.objects(receipts)));
            }
            return all;
        });
    }

    private static void write(JsonGenerator json, Origin origin) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", origin.key().source().value());
        json.writeStringField("path", origin.key().path());
        json.writeStringField("modified", origin.modifiedAt().toString());
        json.writeStringField("content", origin.content().toString());
        json.writeEndObject();
    }

    private static List<Receipt> receipts(List<LinkJson.Answer> told) throws IOException {
        List<Receipt> receipts = new ArrayList<>();
        for (LinkJson.Answer one : told) {
            receipts.add(new Receipt(
                    new PlaceId(one.text("place")),
                    LinkJson.content(one.text("content")),
                    Evidence.valueOf(one.text("evidence")),
                    Instant.parse(one.text("readAt"))));
        }
        return receipts;
    }

    private static void write(JsonGenerator json, List<ContentId> contents) throws IOException {
        json.writeArrayFieldStart("contents");
        for (ContentId content : contents) {
            json.writeString(content.toString());
        }
        json.writeEndArray();
    }

    @Override
    public List<ContentId> claimed(List<ContentId> contents) throws PlaceException {
        return read(
                post("/contents/claims", ANSWERING, json -> write(json, contents)),
                answer -> answer.contents("contents"));
    }

    private static String after(Optional<String> from) {
        return from.map(cursor -> "?after=" + encoded(cursor)).orElse("");
    }

    private static Optional<String> next(LinkJson.Answer answer) {
        return Optional.of(answer.text("after", "")).filter(cursor -> !cursor.isEmpty());
    }

    @Override
    public Page<ContentId> list(Listing listing, Optional<String> from) throws PlaceException {
        String path = switch (listing) {
            case HELD -> "/contents";
            case LOST -> "/contents/lost";
            case DELETED -> "/contents/deleted";
        };
        return get(path + after(from), answer -> new Page<>(answer.contents("contents"), next(answer)));
    }

    @Override
    public Page<Origin> origins(Optional<String> from) throws PlaceException {
        return get("/contents/origins" + after(from), answer -> {
            List<Origin> origins = new ArrayList<>();
            for (LinkJson.Answer one : answer.objects("origins")) {
                origins.add(new Origin(
                        new ItemKey(new SourceId(one.text("source")), one.text("path")),
                        Instant.parse(one.text("modified")),
                        LinkJson.content(one.text("content"))));
            }
            return new Page<>(origins, next(answer));
        });
    }

    @Override
    public List<Receipt> verify(ContentId content) throws PlaceException {
        HttpResponse<InputStream> response =
                post("/contents/verify", reading(content.sizeBytes()), json -> write(json, List.of(content)));
        LinkJson.Answer found = read(response, answer -> {
            List<LinkJson.Answer> all = answer.objects("contents");
            if (all.size() != 1) {
                throw new IOException("one content was asked for");
            }
            return all.getFirst();
        });
        String fault = found.text("fault", "");
        if (!fault.isEmpty()) {
            throw new PlaceException(HttpFaults.copy(fault));
        }
        try {
            return receipts(found.objects("receipts"));
        } catch (IOException | DateTimeException | IllegalArgumentException wrong) {
            throw failed(wrong);
        }
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        try (HttpBody body = new HttpBody(content, position -> open(content, evidence, position))) {
            return Reading.give(
                    body,
                    reader,
                    failure -> failure instanceof HttpBody.Refused refused ? refused.refusal() : failed(failure));
        }
    }

    private InputStream open(ContentId content, Evidence evidence, long position) throws PlaceException {
        HttpRequest.Builder request = request("/contents/" + content.sha256() + "?evidence=" + evidence)
                .timeout(ANSWERING)
                .GET();
        if (position > 0) {
            request.header("Range", "bytes=" + position + "-");
        }
        HttpResponse<InputStream> response = ask(request.build());
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (length != content.sizeBytes() - position) {
            closeQuietly(response.body());
            throw new PlaceException(
                    new PlaceFault.Corrupt(length + " bytes instead of " + (content.sizeBytes() - position)));
        }
        return response.body();
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException broken) {
            // It is not used again.
        }
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        closeQuietly(post(
                        "/contents/set-aside",
                        reading(content.sizeBytes()),
                        json -> json.writeStringField("content", content.toString()))
                .body());
    }

    /// What is on its way is broken off.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
