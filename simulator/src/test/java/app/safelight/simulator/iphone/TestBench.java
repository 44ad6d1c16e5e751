package app.safelight.simulator.iphone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// A daemon with simulated phones, in a folder of its own that goes away with it.
final class TestBench implements AutoCloseable {
    static final Path FIXTURE = Path.of(System.getProperty("safelight.repository", "."))
            .resolve("../shared/fixtures/iphone-synthetic/Media.zip");

    private static final String SYSTEM_ID = "5AFE1167-0000-4000-8000-000000000001";

    private final Path work;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SecureRandom chance = new SecureRandom();
    private final SimulatedUsbmux usbmux;
    private int phones;
    private @Nullable SimulatedPhone lastPhone;

    private TestBench(Path work, SocketAddress address) throws IOException {
        this.work = work;
        this.usbmux = SimulatedUsbmux.open(address, threads, SYSTEM_ID);
    }

    /// Below `target`, which is on a disk: some tests write much.
    private static Path workFolder() throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        Files.createDirectories(target);
        return Files.createTempDirectory(target, "phone");
    }

    static TestBench onTcp() throws IOException {
        return new TestBench(workFolder(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /// @param address not of [#workFolder]: the name of a socket must be short
    static TestBench on(SocketAddress address) throws IOException {
        return new TestBench(workFolder(), address);
    }

    SimulatedUsbmux usbmux() {
        return usbmux;
    }

    Path work() {
        return work;
    }

    /// A phone with nothing on it, plugged in.
    SimulatedPhone phone(PhoneProfile profile) throws IOException {
        return phone(profile, Files.createDirectories(work.resolve("media" + phones)));
    }

    SimulatedPhone phone(PhoneProfile profile, Path media) {
        phones++;
        PhoneIdentity identity = PhoneIdentity.numbered(profile, phones, "Ada’s iPhone " + phones);
        SimulatedPhone phone = new SimulatedPhone(profile, identity, media, InstantSource.system(), chance);
        usbmux.attach(phone, Attachment.Kind.USB);
        lastPhone = phone;
        return phone;
    }

    /// The phone that was plugged in last.
    SimulatedPhone lastPhone() {
        return Objects.requireNonNull(lastPhone);
    }

    /// A phone with the files of the fixture, plugged in.
    SimulatedPhone photoPhone(PhoneProfile profile) throws IOException {
        Path folder = work.resolve("fixture" + phones);
        unzip(FIXTURE, folder);
        return phone(profile, folder.resolve("Media"));
    }

    static void unzip(Path zip, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.resolve("..").normalize());
                    Files.copy(entries, path);
                    Files.setLastModifiedTime(
                            path, FileTime.from(entry.getLastModifiedTime().toInstant()));
                }
            }
        }
    }

    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    delete(entry);
                }
            }
        }
        Files.delete(path);
    }

    @Override
    public void close() {
        try {
            usbmux.close();
            threads.close();
            delete(work);
        } catch (IOException failed) {
            throw new UncheckedIOException("the test's own folder cannot be taken down", failed);
        }
    }
}
