package app.safelight.ledger.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another Java process with this one's class path, and what it prints. Killed when closed.
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildProcess start(Class<?> main, int heapMebibytes, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    long pid() {
        return process.pid();
    }

    /// The next line, waiting for it.
    ///
    /// @throws IOException if the process ended before it
    String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the other process ended without a word");
        }
        return line;
    }

    /// Ends it as `kill -9` does and gives the lines it had still printed.
    List<String> kill() throws InterruptedException {
        // Through the handle: destroying the process object would close the output that is still to be read.
        process.toHandle().destroyForcibly();
        List<String> rest = output.lines().toList();
        process.waitFor();
        return rest;
    }

    /// Waits for its own end.
    ///
    /// @return all it printed since the last line taken
    List<String> rest() {
        return output.lines().toList();
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
