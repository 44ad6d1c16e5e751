package app.safelight.ledger.sqlite;

import java.io.IOException;
import java.nio.file.Path;

/// A small file system in memory, mounted on a folder. Needs to be root; fails, rather than skips, otherwise.
final class TmpfsMount implements AutoCloseable {
    private final Path folder;

    private TmpfsMount(Path folder) {
        this.folder = folder;
    }

    static TmpfsMount on(Path folder, int sizeKibibytes) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=" + sizeKibibytes + "k", "tmpfs", folder.toString());
        return new TmpfsMount(folder);
    }

    void makeReadOnly() throws IOException {
        run("mount", "-o", "remount,ro", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = String.join("\n", process.inputReader().lines().toList());
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " (these tests must run as root): " + output);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped while mounting", stopped);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", folder.toString());
    }
}
