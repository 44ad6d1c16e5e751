package app.safelight.place.bucket;

import app.safelight.core.place.PlaceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A real Ceph RADOS gateway on loopback, started once for all tests of this process and stopped at its end. If
/// it cannot be started that is an error, never a skipped test.
///
/// Whoever has one running already names it in [#ENDPOINT_VARIABLE].
final class Ceph {
    static final String ENDPOINT_VARIABLE = "SAFELIGHT_CEPH";
    static final String BUCKET = "safelight-tests";
    static final String ACCESS_KEY = "safelightkey";
    static final String SECRET_KEY = "safelightsecret";

    /// On a busy machine its three daemons take half a minute to find each other.
    private static final long START_SECONDS = 240;

    private static final List<String> PROGRAMS =
            List.of("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "radosgw-admin", "ceph", "curl", "bc");

    private static @Nullable Ceph running;

    private final URI endpoint;
    private final S3Client client;
    private final AtomicInteger prefixes = new AtomicInteger();

    private Ceph(URI endpoint) {
        this.endpoint = endpoint;
        try {
            this.client = BucketClient.connect(
                    new BucketLocation(endpoint, BucketLocation.USUAL_REGION, BUCKET, ""),
                    credentials(),
                    BucketLimits.STANDARD);
        } catch (PlaceException failure) {
            throw new AssertionError(failure);
        }
        client.createBucket(request -> request.bucket(BUCKET));
    }

    static synchronized Ceph running() {
        Ceph known = running;
        if (known == null) {
            String given = System.getenv(ENDPOINT_VARIABLE);
            known = new Ceph(given == null ? start() : URI.create(given));
            running = known;
        }
        return known;
    }

    static BucketCredentials credentials() {
        return new BucketCredentials.Given(ACCESS_KEY, SECRET_KEY);
    }

    private static URI start() {
        for (String program : PROGRAMS) {
            if (List.of("/usr/bin", "/usr/sbin", "/bin").stream()
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                throw new AssertionError("This test needs a Ceph gateway, and the program " + program
                        + " is not there. HINT: apt-get install --no-install-recommends"
                        + " ceph-mon ceph-mgr ceph-osd radosgw ceph-common bc");
            }
        }
        try {
            Path base = Files.createTempDirectory("safelight-ceph-");
            int port = freePort();
            Map<String, String> environment = Map.of(
                    "BASE",
                    base.toString(),
                    "PORT",
                    Integer.toString(port),
                    "MON_PORT",
                    Integer.toString(freePort()),
                    "OSD_GB",
                    "8",
                    "ACCESS",
                    ACCESS_KEY,
                    "SECRET",
                    SECRET_KEY);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> tool(environment, base.resolveSibling(base.getFileName() + ".end"), "nuke")));
            Path log = base.resolve("up.log");
            tool(environment, log, "up");
            if (!Files.readString(log).contains("rgw up")) {
                throw new AssertionError("The Ceph gateway did not start: " + Files.readString(log));
            }
            return URI.create("http://127.0.0.1:" + port);
        } catch (IOException failure) {
            throw new AssertionError("The Ceph gateway did not start", failure);
        }
    }

    private static void tool(Map<String, String> environment, Path log, String what) {
        Path script = Path.of(System.getProperty("safelight.repository"), "../shared/tools/ceph-rgw");
        try {
            ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), what)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "ceph-rgw " + what + " takes too long: " + Files.readString(log, StandardCharsets.UTF_8));
            }
            if (what.equals("nuke")) {
                Files.deleteIfExists(log);
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /// A place for one test, apart from all others.
    Prefix newPrefix(String name) {
        return new Prefix(name + "-" + ProcessHandle.current().pid() + "-" + prefixes.incrementAndGet() + "/");
    }

    /// Looks at and meddles with objects below one prefix, past the place.
    final class Prefix {
        private final String prefix;

        Prefix(String prefix) {
            this.prefix = prefix;
        }

        BucketLocation location() {
            return new BucketLocation(endpoint, BucketLocation.USUAL_REGION, BUCKET, prefix);
        }

        List<String> keys() {
            return client
                    .listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .map(key -> key.substring(prefix.length()))
                    .toList();
        }

        byte[] bytes(String key) {
            return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(prefix + key))
                    .asByteArray();
        }

        void remove(String key) {
            client.deleteObject(request -> request.bucket(BUCKET).key(prefix + key));
        }

        void removeAll() {
            keys().forEach(this::remove);
        }

        /// Other bytes behind the place's back; metadata stay.
        void overwrite(String key, byte[] bytes) {
            Map<String, String> metadata = client.headObject(
                            request -> request.bucket(BUCKET).key(prefix + key))
                    .metadata();
            client.putObject(
                    request -> request.bucket(BUCKET).key(prefix + key).metadata(metadata),
                    RequestBody.fromBytes(bytes));
        }

        int unfinishedUploads() {
            return client.listMultipartUploads(request -> request.bucket(BUCKET).prefix(prefix))
                    .uploads()
                    .size();
        }
    }
}
