package app.safelight.media.thumbnail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a program over a file that may be hostile: without input, without our environment, in a folder of its
/// own, and within limits. Time on the clock is limited everywhere; processor time, memory and the size of what
/// it writes where there is a POSIX shell to say so.
///
/// Safe for use by many threads.
final class LimitedProgram {
    /// @param wall time on the clock, after which it is ended
    /// @param processorSeconds of all its threads together
    /// @param memoryBytes of address space, most of which it never touches: threads reserve 70 MB each
    /// @param fileBytes of the largest file it may write
    record Limits(Duration wall, int processorSeconds, long memoryBytes, long fileBytes) {}

    /// How it ended.
    sealed interface Ending {
        /// By itself.
        ///
        /// @param complaint the beginning of what it wrote to its error output
        record Ended(int code, String complaint) implements Ending {}

        record Killed(int signal) implements Ending {}

        record TimedOut() implements Ending {}

        record NotStarted(String detail) implements Ending {}
    }

    /// Set in the program's own process, which keeps them when the shell makes way for it. A limit that a
    /// system does not know (macOS has none on address space) is left out.
    private static final String SET_LIMITS = "ulimit -c 0; ulimit -S -t \"$1\" 2>/dev/null || :;"
            + " ulimit -v \"$2\" 2>/dev/null || :; ulimit -f \"$3\" 2>/dev/null || :; shift 3; exec \"$@\"";

    private static final Path SHELL = Path.of("/bin/sh");
    private static final int BYTES_OF_A_FILE_BLOCK = 512;

    private static final int MAX_COMPLAINT_BYTES = 2 << 10;

    /// After this a killed process has ended, or never will: one that waits for a medium cannot be ended.
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    /// What Java and shells add to a signal's number to make an exit code of it.
    private static final int SIGNALLED = 128;

    private static final int SIGXCPU = 24;

    /// Ways to die of a bad file: illegal instruction, abort, bus, arithmetic, kill, segment, file size, system
    /// call.
    private static final List<Integer> DEADLY_SIGNALS = List.of(4, 6, 7, 8, 9, 11, 25, 31);

    private LimitedProgram() {}

    /// @param folder the program's working folder; its error output is kept there meanwhile
    /// @param environment all that it is given
    /// @throws IOException if the folder cannot be written
    static Ending run(List<String> command, Path folder, Map<String, String> environment, Limits limits)
            throws IOException, InterruptedException {
        Path complaints = folder.resolve("complaints.txt");
        ProcessBuilder builder = new ProcessBuilder(limited(command, limits))
                .directory(folder.toFile())
                .redirectInput(new File(isWindows() ? "NUL" : "/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(complaints.toFile());
        builder.environment().keySet().removeIf(name -> !isNeededByWindows(name));
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notStarted) {
            return new Ending.NotStarted(String.valueOf(notStarted.getMessage()));
        }
        try {
            if (!process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Ending.TimedOut();
            }
        } finally {
            if (process.isAlive()) {
                process.destroyForcibly().waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return ending(process.exitValue(), complaints);
    }

    private static Ending ending(int code, Path complaints) throws IOException {
        int signal = code - SIGNALLED;
        if (signal == SIGXCPU) {
            return new Ending.TimedOut();
        }
        if (DEADLY_SIGNALS.contains(signal) && !isWindows()) {
            return new Ending.Killed(signal);
        }
        try (InputStream stream = Files.newInputStream(complaints)) {
            byte[] bytes = stream.readNBytes(MAX_COMPLAINT_BYTES);
            String complaint = new String(bytes, StandardCharsets.UTF_8);
            // The shell's and the loader's own codes for "found nothing to run".
            return code == 126 || code == 127 ? new Ending.NotStarted(complaint) : new Ending.Ended(code, complaint);
        }
    }

    private static List<String> limited(List<String> command, Limits limits) {
        if (!Files.isExecutable(SHELL)) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of(
                SHELL.toString(),
                "-c",
                SET_LIMITS,
                "limited",
                Integer.toString(limits.processorSeconds()),
                Long.toString(limits.memoryBytes() >> 10),
                Long.toString(limits.fileBytes() / BYTES_OF_A_FILE_BLOCK)));
        all.addAll(command);
        return all;
    }

    private static boolean isWindows() {
        return File.separatorChar == '\\';
    }

    /// Windows starts nothing without these.
    private static boolean isNeededByWindows(String name) {
        return isWindows() && (name.equalsIgnoreCase("SystemRoot") || name.equalsIgnoreCase("TEMP"));
    }
}
