package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `ifuse` mounts the simulated phone, and ordinary programs use what is there.
class MountedPhoneTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    /// What is written: `ifuse` writes 4 KiB at a time, each with a seek before it.
    private static final int CLIP_MIB = 8;

    /// A phone mounted at a folder. Unmounted at the end, whatever happened.
    private record Mount(TestBench bench, Path at) implements AutoCloseable {
        static Mount of(TestBench bench, String... options) throws IOException {
            Path at = Files.createTempDirectory(bench.work(), "mount");
            String[] command = Stream.concat(Stream.of("ifuse", at.toString()), Stream.of(options))
                    .toArray(String[]::new);
            RealTool.ok(bench, command);
            return new Mount(bench, at);
        }

        /// A file of it, for a program.
        String at(String name) {
            return at.resolve(name).toString();
        }

        @Override
        public void close() throws IOException {
            RealTool.ok(bench, "fusermount3", "-u", at.toString());
        }
    }

    @Test
    void allOfItIsThereByteForByte() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            bench.photoPhone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            TestBench.unzip(TestBench.FIXTURE, bench.work().resolve("expected"));
            Path expected = bench.work().resolve("expected/Media");
            try (Mount mount = Mount.of(bench)) {
                assertThat(paths(mount.at())).isEqualTo(paths(expected)).hasSizeGreaterThan(30);
                RealTool.ok(bench, "diff", "-r", expected.toString(), mount.at().toString());
                Path photo = mount.at().resolve("DCIM/100APPLE/IMG_0102.HEIC");
                assertThat(Files.getLastModifiedTime(photo))
                        .isEqualTo(Files.getLastModifiedTime(expected.resolve("DCIM/100APPLE/IMG_0102.HEIC")));
                FileStore store = Files.getFileStore(photo);
                assertThat(store.getTotalSpace()).isBetween(116_000_000_000L - 4096, 116_000_000_000L);
                assertThat(store.getUsableSpace()).isBetween(5_000_000_000L - 4096, 5_000_000_000L);
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static Map<String, Boolean> paths(Path folder) throws IOException {
        Map<String, Boolean> paths = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.forEach(path -> paths.put(folder.relativize(path).toString(), Files.isDirectory(path)));
        }
        return paths;
    }

    @Test
    void isWrittenRenamedAndEmptied() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            try (Mount mount = Mount.of(bench)) {
                Path folder = Files.createDirectory(mount.at().resolve("Ünï <cödé>"));
                Path file = folder.resolve("one.txt");
                Files.writeString(file, "first");
                Files.writeString(file, " and second", StandardOpenOption.APPEND);
                assertThat(phone.media().resolve("Ünï <cödé>/one.txt")).hasContent("first and second");
                Instant time = Instant.parse("2020-02-03T04:05:06Z");
                Files.setLastModifiedTime(file, FileTime.from(time));
                assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(time);
                Files.move(file, mount.at().resolve("two.txt"), StandardCopyOption.ATOMIC_MOVE);
                assertThat(phone.media().resolve("two.txt")).hasContent("first and second");
                RealTool.ok(bench, "truncate", "-s", "5", mount.at("two.txt"));
                assertThat(mount.at().resolve("two.txt")).hasContent("first");
                Files.createSymbolicLink(mount.at().resolve("link"), Path.of("two.txt"));
                assertThat(Files.readSymbolicLink(mount.at().resolve("link"))).isEqualTo(Path.of("two.txt"));
                Files.writeString(folder.resolve("more.txt"), "more");
                assertThat(RealTool.run(bench, "rmdir", folder.toString()).said())
                        .contains("not empty");
                RealTool.ok(bench, "rm", "-r", folder.toString(), mount.at("two.txt"));
                Files.delete(mount.at().resolve("link"));
            }
            assertThat(paths(phone.media())).containsOnlyKeys("");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> aFilmIsReadAndWrittenUnchanged() {
        return Stream.of(
                dynamicTest("by TLS 1.2", () -> film(IOS_17, 256)),
                dynamicTest("by TLS 1.3", () -> film(IOS_17.withTls13(true), 48)),
                dynamicTest("without encryption", () -> film(IOS_17.withEncryptedServices(false), 48)));
    }

    private static void film(PhoneProfile profile, int mebibytes) throws IOException {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(profile);
            RealTool.ok(bench, "idevicepair", "pair");
            Path film = phone.media().resolve("film.mov");
            write(film, mebibytes);
            Path clip = bench.work().resolve("clip.mov");
            write(clip, CLIP_MIB);
            try (Mount mount = Mount.of(bench)) {
                RealTool.ok(bench, "cmp", film.toString(), mount.at("film.mov"));
                RealTool.ok(bench, "cp", clip.toString(), mount.at("clip.mov"));
                RealTool.ok(bench, "cmp", clip.toString(), mount.at("clip.mov"));
            }
            RealTool.ok(
                    bench,
                    "cmp",
                    clip.toString(),
                    phone.media().resolve("clip.mov").toString());
            assertThat(phone.tally().bytesWritten()).isEqualTo((long) CLIP_MIB << 20);
            assertThat(phone.tally().bytesRead().get("/film.mov")).isGreaterThanOrEqualTo((long) mebibytes << 20);
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    /// No two of its pages are alike, so that a page in a wrong place shows.
    private static void write(Path film, int mebibytes) throws IOException {
        RandomGenerator chance = RandomGeneratorFactory.of("SplittableRandom").create(26);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(film)) {
            for (int i = 0; i < mebibytes; i++) {
                chance.nextBytes(block);
                out.write(block);
            }
        }
    }

    @Test
    void anApplicationSharesItsDocumentsAndNoMore() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Path shared = container(bench, "shared");
            phone.install(new SimulatedApp("org.example.shared", "Shared", "1.2", shared, true, false, false));
            phone.install(new SimulatedApp(
                    "org.example.private", "Private", "3", container(bench, "private"), false, false, false));
            phone.install(new SimulatedApp("org.example.own", "Own", "4", container(bench, "own"), false, true, false));
            phone.install(new SimulatedApp(
                    "com.apple.camera", "Camera", "1", container(bench, "camera"), false, false, true));
            RealTool.ok(bench, "idevicepair", "pair");
            assertThat(RealTool.ok(bench, "ifuse", "--list-apps"))
                    .contains("org.example.shared")
                    .doesNotContain("com.apple.camera", "org.example.private");
            try (Mount mount = Mount.of(bench, "--documents", "org.example.shared")) {
                assertThat(paths(mount.at())).containsOnlyKeys("", "note.txt");
                assertThat(mount.at().resolve("note.txt")).hasContent("of shared");
                Files.writeString(mount.at().resolve("new.txt"), "new");
            }
            assertThat(shared.resolve("Documents/new.txt")).hasContent("new");
            try (Mount mount = Mount.of(bench, "--container", "org.example.own")) {
                assertThat(paths(mount.at()))
                        .containsOnlyKeys("", "Documents", "Documents/note.txt", "Library", "Library/secret.txt");
            }
            Path refused = Files.createTempDirectory(bench.work(), "refused");
            assertThat(RealTool.run(bench, "ifuse", refused.toString(), "--documents", "org.example.private")
                            .exitCode())
                    .isNotZero();
            assertThat(RealTool.run(bench, "ifuse", refused.toString(), "--container", "org.example.shared")
                            .exitCode())
                    .isNotZero();
            assertThat(RealTool.run(bench, "ifuse", refused.toString(), "--documents", "org.example.missing")
                            .said())
                    .contains("ApplicationLookupFailed");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static Path container(TestBench bench, String name) throws IOException {
        Path container = bench.work().resolve(name);
        Files.createDirectories(container.resolve("Documents"));
        Files.createDirectories(container.resolve("Library"));
        Files.writeString(container.resolve("Documents/note.txt"), "of " + name);
        Files.writeString(container.resolve("Library/secret.txt"), "secret");
        return container;
    }

    @Test
    void aCableThatIsPulledEndsIt() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            try (Mount mount = Mount.of(bench)) {
                assertThat(mount.at().resolve("DCIM")).isDirectory();
                phone.strike(new PhoneTrouble.LosesCable(1_000));
                RealTool tool = RealTool.run(bench, "cat", mount.at("PhotoData/Photos.sqlite"));
                assertThat(tool.exitCode()).isNotZero();
                assertThat(RealTool.ok(bench, "idevice_id", "-l")).isEmpty();
            }
        }
    }
}
