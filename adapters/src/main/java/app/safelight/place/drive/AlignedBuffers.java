package app.safelight.place.drive;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/// Buffers outside the heap that direct I/O accepts, kept for use by the next file. Threads: any.
final class AlignedBuffers {
    /// Bytes per buffer. Direct I/O has no read-ahead, so each call must be long enough to keep a disk busy; 1
    /// MiB reaches the speed of 4 MiB (measured, decision record 0005) and stays cheap when many files are
    /// open.
    static final int BUFFER_BYTES = 1 << 20;

    /// Strictest alignment offered. File systems ask for their block size: 512 bytes to 64 KiB.
    static final int ALIGNMENT_BYTES = 64 << 10;

    /// Most idle buffers kept: as many as a crew on a large machine has files open at once. What is beyond goes
    /// to the collector.
    private static final int MAX_IDLE = 48;

    private final ArrayBlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(MAX_IDLE);

    /// An empty buffer of [#BUFFER_BYTES], to be given back once.
    ByteBuffer take() {
        ByteBuffer buffer = idle.poll();
        if (buffer != null) {
            return buffer.clear();
        }
        return ByteBuffer.allocateDirect(BUFFER_BYTES + ALIGNMENT_BYTES)
                .alignedSlice(ALIGNMENT_BYTES)
                .limit(BUFFER_BYTES)
                .slice();
    }

    void giveBack(ByteBuffer buffer) {
        idle.offer(buffer);
    }
}
