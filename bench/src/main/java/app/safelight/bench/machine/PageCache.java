package app.safelight.bench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel keeps of files in memory: filling it and emptying it, so that a measurement is one or the
/// other on purpose.
///
/// Emptying forgets the bytes of each file by itself, so that the programs measured stay in memory as they would
/// on a machine in use. Names and inodes are forgotten too where that is allowed.
public final class PageCache {
    private static final Path DROP = Path.of("/proc/sys/vm/drop_caches");

    /// Names and inodes without the bytes of other files. Source: Linux `admin-guide/sysctl/vm.rst`.
    private static final String NAMES_AND_INODES = "2\n";

    private static final int BUFFER_BYTES = 1 << 20;

    private final Accounting accounting;
    private final Kernel kernel = new Kernel();

    public PageCache(Accounting accounting) {
        this.accounting = accounting;
    }

    /// Whether names and inodes can be forgotten too; only root may.
    public static boolean canForgetNames() {
        return Files.isWritable(DROP);
    }

    /// Makes what is in a folder durable and forgets it.
    public void empty(Path folder) throws IOException, InterruptedException, StepFailed, LimitReached {
        sync(folder);
        for (Path file : Trees.files(folder)) {
            kernel.forget(file);
        }
        if (canForgetNames()) {
            Files.writeString(DROP, NAMES_AND_INODES);
        }
    }

    /// Reads all of a folder, so that as much of it as fits is in memory.
    public void fill(Path folder) throws IOException, InterruptedException {
        List<Path> files = Trees.files(folder);
        byte[] buffer = new byte[BUFFER_BYTES];
        for (Path file : files) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try (InputStream in = Files.newInputStream(file)) {
                int read = in.read(buffer);
                while (read >= 0) {
                    read = in.read(buffer);
                }
            }
        }
    }

    /// Waits until nothing of the folder's file system is left to be written, so that one turn does not pay for
    /// the one before it.
    public void sync(Path folder) throws IOException, InterruptedException, StepFailed, LimitReached {
        accounting.run("sync", Command.of(folder, "sync", "-f", folder.toString()));
    }
}
