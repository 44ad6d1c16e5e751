package app.safelight.bench.phone;

import app.safelight.apple.device.Device;
import app.safelight.apple.device.Devices;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads every file of the one phone there is, through our client: to plain files in a folder, or to nowhere if
/// none is named.
///
/// ```
/// PhoneCopy [FOLDER]
/// ```
public final class PhoneCopy {
    /// Twice as many as there are connections, so that writing here does not stop reading there.
    private static final int THREADS = 8;

    private final MediaFiles files;
    private final Optional<Path> folder;

    private PhoneCopy(MediaFiles files, Optional<Path> folder) {
        this.files = files;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        copy(System.getenv(), arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.empty());
    }

    static void copy(Map<String, String> environment, Optional<Path> folder) throws IOException, InterruptedException {
        Devices devices = Devices.of(
                environment, System.getProperty("os.name", ""), "bench", new SecureRandom(), InstantSource.system());
        Device phone = devices.list().getFirst();
        try (PhoneFiles files = PhoneFiles.open(devices, phone.udid(), Patience.none());
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            PhoneCopy copy = new PhoneCopy(files, folder);
            List<Future<?>> under = new ArrayList<>();
            copy.walk("", threads, under);
            for (Future<?> one : under) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException("a file could not be read", failed);
        }
    }

    private void walk(String directory, ExecutorService threads, List<Future<?>> under) throws IOException {
        for (MediaFile file : files.list(directory)) {
            if (file.directory()) {
                if (folder.isPresent()) {
                    Files.createDirectories(folder.get().resolve(file.path()));
                }
                walk(file.path(), threads, under);
            } else {
                under.add(threads.submit(() -> {
                    read(file.path());
                    return file;
                }));
            }
        }
    }

    private void read(String path) throws IOException {
        if (folder.isPresent()) {
            files.copyTo(path, folder.get().resolve(path));
            return;
        }
        byte[] chunk = new byte[MediaFiles.COPY_CHUNK_BYTES];
        try (MediaContent content = files.open(path)) {
            long position = 0;
            for (int count = content.read(0, chunk, 0, chunk.length);
                    count > 0;
                    count = content.read(position, chunk, 0, chunk.length)) {
                position += count;
            }
        }
    }
}
