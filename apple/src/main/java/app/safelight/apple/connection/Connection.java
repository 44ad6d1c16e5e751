package app.safelight.apple.connection;

import java.time.Duration;

/// Bytes in both directions between this computer and the daemon, or a port of a device.
///
/// Threads: one at a time. Interrupting a waiting thread ends its wait with [DeviceFault.Stopped].
public interface Connection extends AutoCloseable {
    /// The longest silence borne unless told otherwise: what Apple's own services bear, and so do other
    /// programs.
    Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    /// Waits for at least one byte, up to the silence limit.
    ///
    /// @return how many bytes were read, at most `length`; -1 when the other side has closed
    int read(byte[] into, int offset, int length) throws DeviceException;

    /// How many bytes can be read without waiting and without asking the machine.
    int buffered();

    /// Waits until a read would give something or tell the end.
    ///
    /// @return false if nothing came in that time
    boolean await(Duration wait) throws DeviceException;

    /// Returns when the machine has taken all of them.
    void write(byte[] from, int offset, int length) throws DeviceException;

    /// How long a read waits for the next byte, and a write for the other side to take some.
    void silenceLimit(Duration limit);

    /// Never fails; what was not written yet is lost.
    @Override
    void close();

    /// Reads exactly `length` bytes.
    ///
    /// @throws DeviceException with [DeviceFault.CableLost] if the other side closes before
    default void readFully(byte[] into, int offset, int length) throws DeviceException {
        int done = 0;
        while (done < length) {
            int count = read(into, offset + done, length - done);
            if (count < 0) {
                throw new DeviceException(new DeviceFault.CableLost());
            }
            done += count;
        }
    }

    /// Reads and forgets exactly `count` bytes.
    default void skipFully(long count) throws DeviceException {
        byte[] waste = new byte[(int) Math.min(count, 16 << 10)];
        long left = count;
        while (left > 0) {
            int some = (int) Math.min(left, waste.length);
            readFully(waste, 0, some);
            left -= some;
        }
    }
}
