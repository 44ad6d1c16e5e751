package app.safelight.bench.machine;

import app.safelight.bench.result.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Facts of the machine, from what the kernel tells; none that name it or its owner.
public final class Machine {
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s*(\\d+) kB$");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s*(\\d+) kB$");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

    private Machine() {}

    /// @param folder on the file system used
    public static MachineFacts facts(Path folder) throws IOException {
        return new MachineFacts(
                Runtime.getRuntime().availableProcessors(),
                processor(Files.readString(Path.of("/proc/cpuinfo"))),
                kibibytes(MEMORY, Files.readString(Path.of("/proc/meminfo"))),
                Files.getFileStore(folder).type(),
                "Linux " + kernel(Files.readString(Path.of("/proc/sys/kernel/osrelease"))),
                Runtime.version().toString());
    }

    /// Memory that programs and the page cache could have now.
    public static long availableMemoryBytes() throws IOException {
        return kibibytes(AVAILABLE, Files.readString(Path.of("/proc/meminfo")));
    }

    /// @param text of `/proc/cpuinfo`; not every platform names a model
    static String processor(String text) {
        Matcher matcher = PROCESSOR.matcher(text);
        return matcher.find() ? matcher.group(1).strip() : System.getProperty("os.arch", "unknown processor");
    }

    /// The number alone; what follows it can name who built it.
    static String kernel(String release) {
        Matcher matcher = VERSION.matcher(release);
        return matcher.lookingAt() ? matcher.group() : "of unknown version";
    }

    static long memoryBytes(String text) throws IOException {
        return kibibytes(MEMORY, text);
    }

    private static long kibibytes(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no memory size in /proc/meminfo");
        }
        return Long.parseLong(matcher.group(1)) * 1024;
    }

    /// The first version number in what a program says of itself; empty if there is none.
    public static String version(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }
}
