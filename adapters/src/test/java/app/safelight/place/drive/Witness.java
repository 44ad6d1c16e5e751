package app.safelight.place.drive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Programs of others that judge ours. A missing one is an error, never a skipped test.
final class Witness {
    /// Which Debian package brings a program.
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("sha256sum", "coreutils"),
            Map.entry("ntfs-3g", "ntfs-3g"),
            Map.entry("mkfs.ntfs", "ntfs-3g"),
            Map.entry("fusefat", "fusefat"),
            Map.entry("fusermount", "fuse3"),
            Map.entry("mkfs.vfat", "dosfstools"),
            Map.entry("mkfs.ext4", "e2fsprogs"),
            Map.entry("mount", "mount"),
            Map.entry("umount", "mount"),
            Map.entry("losetup", "mount"),
            Map.entry("age", "age"),
            Map.entry("age-keygen", "age"));

    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    private Witness() {}

    /// What a program said.
    record Run(int exitCode, String output) {}

    static String require(String program) {
        for (String folder : FOLDERS) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        throw new AssertionError("This test needs the program " + program + ". HINT: apt-get install "
                + PACKAGES.getOrDefault(program, program));
    }

    static Run run(Path folder, String... command) throws IOException {
        String[] full = Arrays.copyOf(command, command.length);
        full[0] = require(command[0]);
        Process process = new ProcessBuilder(full)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Run(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + full[0] + " ran", interrupted);
        }
    }
}
