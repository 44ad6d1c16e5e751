package app.safelight.place.bucket;

import static app.safelight.place.bucket.Trials.bytes;
import static app.safelight.place.bucket.Trials.fault;
import static app.safelight.place.bucket.Trials.id;
import static app.safelight.place.bucket.Trials.listed;
import static app.safelight.place.bucket.Trials.missing;
import static app.safelight.place.bucket.Trials.readBack;
import static app.safelight.place.bucket.Trials.stage;
import static app.safelight.place.bucket.Trials.store;
import static app.safelight.place.bucket.Trials.text;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A place in a real store: what only a real one can judge.
class BucketOnCephTest {
    private static final int PART_BYTES = BucketLimits.SMALLEST_PART_BYTES;

    /// Calls of the killed process before it is killed: three whole parts, in two segments.
    private static final int CALLS = 17;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Ceph.Prefix prefix = Ceph.running().newPrefix("place");

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws PlaceException {
        BucketPlace.create(prefix.location(), means(), limits(), Trials.creation())
                .close();
    }

    @AfterEach
    void stop() {
        prefix.removeAll();
        threads.shutdownNow();
    }

    private static BucketMeans means() {
        return Trials.means(Ceph.credentials(), Runnable::run);
    }

    private static BucketLimits limits() {
        return Trials.pieces(PART_BYTES, 2, PART_BYTES);
    }

    private BucketPlace open() throws PlaceException {
        return BucketPlace.open(prefix.location(), means(), limits(), Optional.of(Trials.PLACE));
    }

    /// rclone lists and fetches what is there; `sha256sum` says whether it is what its name says; the times are
    /// those of the photos.
    @Test
    void rcloneReadsEveryPhotoUnderItsHash() throws Exception {
        List<byte[]> photos = List.of(text("photo"), new byte[0], bytes(1, 3 * PART_BYTES + 1));
        try (BucketPlace place = open()) {
            for (byte[] photo : photos) {
                store(place, "Köln " + photo.length + ".jpg", photo);
            }
        }
        String listed = rclone("lsf", "--recursive", "--files-only", "--format", "sp", remote());
        List<String> expected = photos.stream()
                .map(photo -> photo.length + ";" + BucketLayout.name(id(photo)))
                .sorted()
                .toList();
        assertThat(listed.lines().sorted().toList()).isEqualTo(expected);
        rclone("copy", remote(), folder.toString());
        for (byte[] photo : photos) {
            Path file = folder.resolve(BucketLayout.name(id(photo)));
            assertThat(run("sha256sum", Map.of(), file.toString()))
                    .startsWith(id(photo).sha256().toString() + " ");
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Trials.TAKEN_AT);
        }
    }

    private String remote() {
        return "ceph:" + Ceph.BUCKET + "/" + prefix.location().prefix() + BucketLayout.CONTENT;
    }

    private static String rclone(String... arguments) throws IOException, InterruptedException {
        return run(
                "rclone",
                Map.of(
                        "RCLONE_CONFIG",
                        "/dev/null",
                        "RCLONE_CONFIG_CEPH_TYPE",
                        "s3",
                        "RCLONE_CONFIG_CEPH_PROVIDER",
                        "Ceph",
                        "RCLONE_CONFIG_CEPH_ENDPOINT",
                        Ceph.running().endpoint().toString(),
                        "RCLONE_CONFIG_CEPH_ACCESS_KEY_ID",
                        Ceph.ACCESS_KEY,
                        "RCLONE_CONFIG_CEPH_SECRET_ACCESS_KEY",
                        Ceph.SECRET_KEY),
                arguments);
    }

    private static String run(String program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + program));
        command.addAll(List.of(arguments));
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            throw new AssertionError("This test needs the program " + program + ". HINT: apt-get install " + program);
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What this machine tells programs about other stores is not meant for ours.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void twoWritersOfTheSamePhotosAtOnce() throws Exception {
        List<byte[]> photos = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            photos.add(bytes(100 + i, i % 6 == 5 ? PART_BYTES + i : 10_000 + i));
        }
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> writer = () -> {
            BucketMeans means = Trials.means(Ceph.credentials(), threads);
            try (BucketPlace place = BucketPlace.open(prefix.location(), means, limits(), Optional.of(Trials.PLACE))) {
                for (int from = 0; from < photos.size(); from += 4) {
                    together.await();
                    List<Staged> staged = new ArrayList<>();
                    for (byte[] photo : photos.subList(from, from + 4)) {
                        staged.add(stage(place, "a.jpg", photo));
                    }
                    place.settle(staged, List.of());
                    for (byte[] photo : photos.subList(from, from + 4)) {
                        assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
                    }
                }
            }
            return true;
        };
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> both = List.of(writers.submit(writer), writers.submit(writer));
            for (Future<Boolean> one : both) {
                assertThat(one.get()).isTrue();
            }
        }
        try (BucketPlace place = open()) {
            assertThat(listed(place))
                    .containsExactlyInAnyOrderElementsOf(
                            photos.stream().map(Trials::id).toList());
            assertThat(missing(place)).isEmpty();
            assertThat(place.leftovers())
                    .isEqualTo(new Leftovers(
                            Leftovers.Amount.NONE,
                            Leftovers.Amount.NONE,
                            Leftovers.Amount.NONE,
                            Leftovers.Amount.NONE));
        }
    }

    @Test
    void aProcessKilledInTheMiddleOfAnUploadLeavesNothingListed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UploadingProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out.write((Ceph.running().endpoint() + "\n" + prefix.location().prefix() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (int call = 0; call < CALLS; call++) {
                assertThat(in.readLine()).isEqualTo("sent");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        ContentId staged = id(text("staged"));
        try (BucketPlace place = open()) {
            assertThat(listed(place)).containsExactly(id(text("kept")));
            assertThat(missing(place)).isEmpty();
            assertThat(fault(() -> readBack(place, staged))).isEqualTo(new PlaceFault.Missing());
            Leftovers left = place.leftovers();
            assertThat(left.unrecorded()).isEqualTo(new Leftovers.Amount(1, staged.sizeBytes()));
            assertThat(left.passing().sizeBytes() + left.unfinished().sizeBytes())
                    .isGreaterThanOrEqualTo(3L * PART_BYTES);
            assertThat(place.sweep(Duration.ofDays(1))).isZero();
            assertThat(place.sweep(Duration.ofDays(-1))).isPositive();
            assertThat(place.leftovers().passing()).isEqualTo(Leftovers.Amount.NONE);
            assertThat(prefix.unfinishedUploads()).isZero();
            assertThat(readBack(place, id(text("kept")))).isEqualTo(id(text("kept")));
        }
    }

    @Test
    void faultsOfARealStore() throws PlaceException {
        BucketLocation there = prefix.location();
        BucketLocation noBucket = new BucketLocation(there.endpoint(), there.region(), "no-such-bucket", "");
        BucketMeans wrongSecret = Trials.means(new BucketCredentials.Given(Ceph.ACCESS_KEY, "wrong"), Runnable::run);
        PlaceId place = Trials.PLACE;
        assertThat(fault(() -> BucketPlace.open(noBucket, means(), limits(), Optional.of(place))))
                .isEqualTo(new PlaceFault.WrongMedium(place, "no bucket"));
        assertThat(fault(() -> BucketPlace.open(there, wrongSecret, limits(), Optional.of(place))))
                .isEqualTo(new PlaceFault.Denied("SignatureDoesNotMatch"));
        assertThat(fault(() -> BucketPlace.create(there, means(), limits(), Trials.creation())))
                .isInstanceOf(PlaceFault.Denied.class);
    }

    @Test
    void aCopyThatSomebodyChangedIsSetAsideAndReplaced() throws PlaceException {
        byte[] photo = bytes(7, 1_000);
        byte[] other = bytes(8, 1_000);
        try (BucketPlace place = open()) {
            store(place, "a.jpg", photo);
            prefix.overwrite(BucketLayout.contentKey(id(photo)), other);
            assertThat(readBack(place, id(photo))).isEqualTo(id(other));
            place.setAside(id(photo));
            store(place, "a.jpg", photo);
            assertThat(readBack(place, id(photo))).isEqualTo(id(photo));
            assertThat(place.leftovers().setAside()).isEqualTo(new Leftovers.Amount(1, 1_000));
        }
    }
}
