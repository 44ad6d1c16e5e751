package app.safelight.bench.machine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Three calls of the C library that Java has no words for.
final class Kernel {
    /// Who [#cpuSeconds(int)] is asked about: this process. Source: Linux `uapi/linux/resource.h`.
    static final int SELF = 0;

    /// All child processes that have ended, and those that they had waited for.
    static final int CHILDREN = -1;

    /// `struct rusage`: two `timeval` of two longs each, then fourteen longs.
    private static final long USAGE_BYTES = 18 * Long.BYTES;

    private static final int READ_ONLY = 0;

    /// `POSIX_FADV_DONTNEED`. Source: Linux `uapi/linux/fadvise.h`.
    private static final int DO_NOT_NEED = 4;

    private final MethodHandle usage;
    private final MethodHandle open;
    private final MethodHandle advise;
    private final MethodHandle close;

    Kernel() {
        usage = function(
                "getrusage", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        open = function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        advise = function(
                "posix_fadvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
        close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /// CPU time used so far, to the microsecond.
    CpuSeconds cpuSeconds(int who) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(USAGE_BYTES, Long.BYTES);
            if ((int) usage.invokeExact(who, answer) != 0) {
                throw new IOException("getrusage failed");
            }
            return new CpuSeconds(time(answer, 0), time(answer, 2));
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("getrusage", impossible);
        }
    }

    private static double time(MemorySegment answer, long index) {
        long seconds = answer.getAtIndex(ValueLayout.JAVA_LONG, index);
        long micros = answer.getAtIndex(ValueLayout.JAVA_LONG, index + 1);
        return seconds + micros / 1e6;
    }

    /// Asks the kernel to forget what it keeps of a file in memory. It keeps what is not on the disk yet.
    void forget(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
            if (descriptor < 0) {
                throw new IOException("cannot open " + file);
            }
            int failed = (int) advise.invokeExact(descriptor, 0L, 0L, DO_NOT_NEED);
            int _ = (int) close.invokeExact(descriptor);
            if (failed != 0) {
                throw new IOException("posix_fadvise failed with " + failed + " for " + file);
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("posix_fadvise", impossible);
        }
    }

    /// CPU time in programs and in the kernel.
    record CpuSeconds(double user, double system) {
        CpuSeconds minus(CpuSeconds earlier) {
            return new CpuSeconds(user - earlier.user, system - earlier.system);
        }

        CpuSeconds plus(CpuSeconds other) {
            return new CpuSeconds(user + other.user, system + other.system);
        }
    }
}
