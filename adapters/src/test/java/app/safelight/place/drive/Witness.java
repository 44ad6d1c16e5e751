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
    private static final Map<String, String> PACKAGES = Map.of(
            "sha256sum", "coreutils",
            "ntfs-3g", "ntfs-3g",
            "mkfs.ntfs", "ntfs-3g",
            "fusefat", "fusefat",
            "mkfs.vfat", "dosfstools",
            "fusermount", "fuse",
            "mount", "mount",
            "age", "age",
            "age-keygen", "age");

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

    static Run run(Path folder, String... command) throws IOException, InterruptedException {
        String[] full = Arrays.copyOf(command, command.length);
        full[0] = require(command[0]);
        Process process = new ProcessBuilder(full)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
