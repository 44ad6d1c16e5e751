package app.safelight.bench.contest;

import app.safelight.bench.machine.Deadline;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.phone.PhoneServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A simulated phone that is running, and where it is mounted: processes of ours beside the one that is
/// measured, so that what they use of the machine is not taken for the work of strangers.
final class PhoneStand {
    static final String ADDRESS = "USBMUXD_SOCKET_ADDRESS";

    /// A Java that starts, makes keys and pairs; a mount that shakes hands twice.
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private final Path logs;
    private @Nullable Process phone;
    private @Nullable Process mount;
    private @Nullable Path mountedAt;
    private String address = "";

    /// @param logs folder for what the programs print
    PhoneStand(Path logs) {
        this.logs = logs;
    }

    /// A Java program of the harness, in a Java of its own.
    static List<String> java(Class<?> program, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        all.addAll(List.of(arguments));
        return all;
    }

    /// Starts the phone.
    ///
    /// @param media what is on it
    void start(Path media, Duration roundTrip, boolean encrypted) throws IOException, StepFailed {
        Process started = new ProcessBuilder(java(
                        PhoneServer.class,
                        media.toString(),
                        Long.toString(roundTrip.toNanos() / 1_000),
                        encrypted ? "encrypted" : "clear"))
                .redirectError(logs.resolve("phone.log").toFile())
                .start();
        phone = started;
        BufferedReader said =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine(); // ends with the process, if that does not start
        if (line == null) {
            throw new StepFailed("the simulated phone did not start; " + logs.resolve("phone.log") + " says why");
        }
        address = line;
    }

    Map<String, String> environment() {
        return Map.of(ADDRESS, address);
    }

    /// Mounts the phone with `ifuse` and waits until it is there.
    void mount(Path at) throws IOException, InterruptedException, StepFailed {
        ProcessBuilder builder = new ProcessBuilder("ifuse", at.toString(), "-f")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(logs.resolve("ifuse.log").toFile()));
        builder.environment().putAll(environment());
        Process started = builder.start();
        mount = started;
        mountedAt = at;
        Deadline deadline = Deadline.in(START_LIMIT);
        while (!isMounted(at)) {
            if (!started.isAlive() || deadline.leftNanos() <= 0) {
                throw new StepFailed("ifuse did not mount; " + logs.resolve("ifuse.log") + " says why");
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static boolean isMounted(Path at) throws IOException {
        String mounts = Files.readString(MOUNTS);
        return mounts.lines().anyMatch(line -> line.split(" ")[1].equals(at.toString()));
    }

    /// Unmounts and ends what there is; nothing is fine.
    void end() throws IOException, InterruptedException, StepFailed {
        try {
            unmount();
        } finally {
            Process running = phone;
            if (running != null) {
                phone = null;
                running.getOutputStream().close();
                await(running, "the simulated phone");
            }
        }
    }

    /// What is mounted only half is ended by its program, which takes the mount away too.
    private void unmount() throws IOException, InterruptedException, StepFailed {
        Process mounted = mount;
        Path at = mountedAt;
        if (mounted == null || at == null) {
            return;
        }
        mount = null;
        mountedAt = null;
        try {
            if (isMounted(at)) {
                fusermount("-u", at);
            } else {
                mounted.destroy();
            }
            await(mounted, "ifuse");
        } finally {
            if (isMounted(at)) {
                fusermount("-uz", at);
            }
        }
    }

    private void fusermount(String how, Path at) throws IOException, InterruptedException, StepFailed {
        Process unmount = new ProcessBuilder("fusermount", how, at.toString())
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("fusermount.log").toFile())
                .start();
        await(unmount, "fusermount");
    }

    private static void await(Process process, String name) throws InterruptedException, StepFailed {
        if (!process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly().waitFor();
            throw new StepFailed(name + " did not end");
        }
    }
}
