package app.safelight.server;

import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceTraits;
import app.safelight.library.Library;
import app.safelight.library.accounts.Secret;
import app.safelight.library.database.Database;
import app.safelight.library.database.SqliteDatabase;
import app.safelight.library.database.SqliteThreads;
import app.safelight.library.uploads.FolderParking;
import app.safelight.library.uploads.Parking;
import app.safelight.simulator.world.FakePlace;
import app.safelight.simulator.world.FileSystems;
import app.safelight.simulator.world.SimulatedDisk;
import app.safelight.simulator.world.World;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A whole server over SQLite and a simulated place, and a plain HTTP client that knows nothing of ours.
final class TestServer implements AutoCloseable {
    static final String OWNER = "Ada";
    static final String PASSWORD = "a password of some length";
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int READERS = 3;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-06T07:08:09Z"));
    final FakePlace place;
    final Database database;
    final Library library;
    final LibraryServer server;
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private final List<AssertionError> defects = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// An answer, its body as JSON if it is that.
    record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
        String code() {
            return json.path("code").asText();
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    TestServer(Path folder) throws Exception {
        PlaceTraits traits = new PlaceTraits(Evidence.READ_BACK_FROM_MEDIUM, Long.MAX_VALUE, Duration.ofMillis(1));
        World world = new World(1);
        place = new FakePlace(world, new PlaceId("folder"), traits);
        database = SqliteDatabase.open(folder.resolve("library.db"), new SqliteThreads(readers, READERS, writer));
        Parking parking = FolderParking.open(new SimulatedDisk(world, FileSystems.EXT4));
        library =
                Library.open(database, List.of(place), parking, Library.Settings.DEFAULT, new SecureRandom(), now::get);
        server = LibraryServer.start(library, ServerSettings.local(0), new VirtualThreadPool(), this::defect, now::get);
    }

    /// Fails the test, whatever it looks at.
    private void defect(String route, Exception failure) {
        defects.add(new AssertionError(route, failure));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> raw = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        boolean json = raw.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(raw.statusCode(), json ? JSON.readTree(raw.body()) : JSON.nullNode(), raw);
    }

    static HttpRequest.BodyPublisher json(Object value) throws IOException {
        return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
    }

    HttpRequest.Builder with(String key, String path) {
        return request(path).header("Authorization", "Bearer " + key);
    }

    Answer get(String key, String path) throws IOException, InterruptedException {
        return send(with(key, path).GET());
    }

    Answer post(String key, String path, Object body) throws IOException, InterruptedException {
        return send(with(key, path).header("Content-Type", "application/json").POST(json(body)));
    }

    Answer method(String method, String key, String path, Object body) throws IOException, InterruptedException {
        return send(with(key, path).header("Content-Type", "application/json").method(method, json(body)));
    }

    Answer put(String key, String path, byte[] body) throws IOException, InterruptedException {
        return send(with(key, path).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /// Sets the library up, and signs its owner in as an app does.
    ///
    /// @return the key
    String owner() throws Exception {
        Secret secret = library.setup().begin().orElseThrow();
        Answer made = send(request("/api/v1/setup")
                .header("Content-Type", "application/json")
                .POST(json(java.util.Map.of("secret", secret.reveal(), "name", OWNER, "password", PASSWORD))));
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return signIn(OWNER);
    }

    String signIn(String name) throws Exception {
        Answer signedIn = send(request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(json(java.util.Map.of(
                        "name", name, "password", PASSWORD, "kind", "DEVICE", "keyName", "test of " + name))));
        if (signedIn.status() != 201) {
            throw new IllegalStateException(signedIn.toString());
        }
        return signedIn.json().path("key").asText();
    }

    /// Adds a person and signs them in.
    String person(String ownerKey, String name, String role, long quotaBytes) throws Exception {
        Answer added = post(
                ownerKey,
                "/api/v1/people",
                java.util.Map.of("name", name, "role", role, "password", PASSWORD, "quotaBytes", quotaBytes));
        if (added.status() != 201) {
            throw new IllegalStateException(added.toString());
        }
        return signIn(name);
    }

    static byte[] random(long seed, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha256(byte[] bytes) {
        return Sha256.ofBytes(Sha256.digester().digest(bytes)).toString();
    }

    @Override
    public void close() {
        server.close();
        client.close();
        database.close();
        readers.close();
        writer.close();
        for (AssertionError defect : defects) {
            throw defect;
        }
    }
}
