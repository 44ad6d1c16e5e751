package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs other people's programs against a simulated phone, as a person would. A program that is missing makes
/// the test fail: `./check` names its package.
///
/// @param exitCode what it ended with
/// @param said what it wrote to either stream
record RealTool(int exitCode, String said) {
    /// The longest a program may take; the longest of all reads and writes 256 MiB.
    private static final long LIMIT_SECONDS = 300;

    static RealTool run(TestBench bench, String... command) throws IOException {
        Path said = Files.createTempFile(bench.work(), "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(said.toFile());
        builder.environment().put("USBMUXD_SOCKET_ADDRESS", bench.usbmux().address());
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(List.of(command) + " did not end; it said " + Files.readString(said));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped while waiting for " + List.of(command), stopped);
        } finally {
            process.destroyForcibly();
        }
        return new RealTool(process.exitValue(), Files.readString(said));
    }

    /// Runs it and wants it to succeed.
    static String ok(TestBench bench, String... command) throws IOException {
        RealTool tool = run(bench, command);
        assertThat(tool.exitCode())
                .as("%s said: %s", List.of(command), tool.said())
                .isZero();
        return tool.said();
    }
}
