package app.safelight.bench.machine;

import app.safelight.bench.result.Usage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs one program at a time and counts what it and its children used.
///
/// Wall time is from before its start to after its end. CPU time is the kernel's own count for ended children,
/// which is why there may only be one at a time. Memory is what GNU `time` reports: the largest of all its
/// processes; asked for ourselves it would include this Java, which the child is a copy of for a moment.
public final class Accounting {
    /// GNU time, Debian package `time`; the shell's word of the same name does not tell memory.
    public static final String GNU_TIME = "/usr/bin/time";

    /// The end of a failed program's output, where it says why.
    private static final int SHOWN_LOG_BYTES = 2_000;

    /// A killed program ends as soon as the kernel has finished what it was writing for it.
    private static final long MAX_ENDING_SECONDS = 30;

    private final Path logs;
    private final Deadline deadline;
    private final Kernel kernel = new Kernel();

    /// @param logs folder for what the programs print; made if need be
    public Accounting(Path logs, Deadline deadline) throws IOException {
        this.logs = Files.createDirectories(logs);
        this.deadline = deadline;
    }

    /// Runs a program to its end.
    ///
    /// @param name for its log
    /// @throws LimitReached after ending it and all it started
    /// @throws InterruptedException after ending it and all it started
    public Usage run(String name, Command command) throws IOException, InterruptedException, StepFailed, LimitReached {
        deadline.check();
        Path log = logs.resolve(name + ".log");
        Path memory = logs.resolve(name + ".memory");
        List<String> arguments = new ArrayList<>(List.of(GNU_TIME, "--quiet", "-f", "%M", "-o", memory.toString()));
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(command.environment());
        Kernel.CpuSeconds cpuBefore = kernel.cpuSeconds(Kernel.CHILDREN);
        long began = System.nanoTime();
        Process process = builder.start();
        int exit = await(process);
        double wallSeconds = (System.nanoTime() - began) / 1e9;
        Kernel.CpuSeconds cpu = kernel.cpuSeconds(Kernel.CHILDREN).minus(cpuBefore);
        if (!command.goodExits().contains(exit)) {
            throw new StepFailed(String.join(" ", command.arguments()) + " ended with exit code " + exit
                    + "; it said:\n" + end(log));
        }
        return new Usage(wallSeconds, cpu.user(), cpu.system(), memoryBytes(Files.readString(memory)));
    }

    private int await(Process process) throws InterruptedException, LimitReached {
        try {
            if (!process.waitFor(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS)) {
                throw new LimitReached();
            }
            return process.exitValue();
        } finally {
            end(process);
        }
    }

    /// Ends a process and all it started, and waits until they have ended: they must not go on writing into what
    /// is deleted next.
    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, MAX_ENDING_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /// What GNU time wrote for `%M`: KiB, in the last line; a line before it tells of a bad exit.
    static long memoryBytes(String text) throws StepFailed {
        List<String> lines = text.lines().toList();
        try {
            return Long.parseLong(lines.getLast().strip()) * 1024;
        } catch (NumberFormatException | java.util.NoSuchElementException strange) {
            throw new StepFailed("GNU time wrote something strange: " + text);
        }
    }

    /// What a program prints; for those that are asked and not measured.
    public String ask(String name, Command command) throws IOException, InterruptedException, StepFailed, LimitReached {
        Usage _ = run(name, command);
        return Files.readString(logs.resolve(name + ".log"));
    }

    /// What this process itself uses for some work, in all its threads.
    public Usage within(Chore chore) throws IOException, InterruptedException, StepFailed, LimitReached {
        deadline.check();
        Kernel.CpuSeconds cpuBefore = kernel.cpuSeconds(Kernel.SELF);
        long began = System.nanoTime();
        chore.run();
        double wallSeconds = (System.nanoTime() - began) / 1e9;
        Kernel.CpuSeconds cpu = kernel.cpuSeconds(Kernel.SELF).minus(cpuBefore);
        return new Usage(wallSeconds, cpu.user(), cpu.system(), 0);
    }

    /// CPU time in programs that this process and its ended children used so far.
    double ownUserSeconds() throws IOException {
        return kernel.cpuSeconds(Kernel.SELF)
                .plus(kernel.cpuSeconds(Kernel.CHILDREN))
                .user();
    }

    private static String end(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - SHOWN_LOG_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }
}
