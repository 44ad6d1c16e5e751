package app.safelight.bench.machine;

import app.safelight.bench.result.Disturbance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Watches what others do with the machine, from one moment to another.
///
/// Only time in programs counts as theirs: the kernel also works for us after a program has ended, writing out.
public final class Watch {
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Path STAT = Path.of("/proc/stat");

    /// Unit of `/proc/stat`: the kernel's `USER_HZ`, 100 on every platform Java 25 runs on.
    private static final double TICKS_PER_SECOND = 100;

    private final Accounting accounting;
    private final double loadBefore;
    private final Ticks ticksBefore;
    private final double ownBefore;

    private Watch(Accounting accounting, double loadBefore, Ticks ticksBefore, double ownBefore) {
        this.accounting = accounting;
        this.loadBefore = loadBefore;
        this.ticksBefore = ticksBefore;
        this.ownBefore = ownBefore;
    }

    public static Watch start(Accounting accounting) throws IOException {
        return new Watch(accounting, load(), ticks(), accounting.ownUserSeconds());
    }

    /// What happened since the start.
    public Disturbance stop() throws IOException {
        Ticks now = ticks();
        double own = (accounting.ownUserSeconds() - ownBefore) * TICKS_PER_SECOND;
        double all = Math.max(1, now.all() - ticksBefore.all());
        double others = Math.max(0, now.user() - ticksBefore.user() - own);
        return new Disturbance(loadBefore, load(), others / all, (now.stolen() - ticksBefore.stolen()) / all);
    }

    /// Load average of the last minute.
    public static double load() throws IOException {
        return parseLoad(Files.readString(LOAD));
    }

    private static Ticks ticks() throws IOException {
        return Ticks.parse(Files.readString(STAT));
    }

    /// @param text such as `0.42 0.30 0.25 1/123 4567`
    static double parseLoad(String text) throws IOException {
        try {
            return Double.parseDouble(text.strip().split(" ")[0]);
        } catch (NumberFormatException strange) {
            throw new IOException("no load average: " + text, strange);
        }
    }

    /// Time of all cores since the machine started, in ticks.
    ///
    /// @param all of it, idle or not
    /// @param user in programs, nice ones too
    /// @param stolen by the host of a virtual machine
    record Ticks(long all, long user, long stolen) {
        /// Fields of the line `cpu`: user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user.
        /// Source: `proc_stat(5)`.
        private static final int FIELDS = 8;

        static Ticks parse(String text) throws IOException {
            String line = text.lines().findFirst().orElse("");
            String[] words = line.split(" +");
            if (!words[0].equals("cpu") || words.length <= FIELDS) {
                throw new IOException("no CPU times: " + line);
            }
            try {
                long[] ticks = Arrays.stream(words, 1, FIELDS + 1)
                        .mapToLong(Long::parseLong)
                        .toArray();
                return new Ticks(Arrays.stream(ticks).sum(), ticks[0] + ticks[1], ticks[7]);
            } catch (NumberFormatException strange) {
                throw new IOException("no CPU times: " + line, strange);
            }
        }
    }
}
