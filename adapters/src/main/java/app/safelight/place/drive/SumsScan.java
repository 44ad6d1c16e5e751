package app.safelight.place.drive;

import app.safelight.core.place.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Goes through the lines of a sums file; what is no line of one is passed over.
final class SumsScan {
    private static final int BUFFER_BYTES = 256 << 10;

    private SumsScan() {}

    /// Hears lines.
    interface Sink {
        void line(Sums.Line line) throws IOException;
    }

    static void run(Disk disk, long sizeBytes, Sink sink) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (Disk.OpenBody body = disk.open(DriveLayout.SUMS, false)) {
            long position = 0;
            while (position < sizeBytes) {
                int read = body.read(position, buffer, 0, buffer.length);
                if (read < 0) {
                    break;
                }
                position += read;
                int start = 0;
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        gather(line, buffer, start, i);
                        Sums.Line found = Sums.read(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                        if (found != null) {
                            sink.line(found);
                        }
                        start = i + 1;
                    }
                }
                gather(line, buffer, start, read);
            }
        }
    }

    /// What is longer than any line can be is cut, and so no line of ours.
    private static void gather(ByteArrayOutputStream line, byte[] buffer, int start, int end) {
        if (line.size() + (end - start) <= JournalEntry.MAX_LINE_BYTES) {
            line.write(buffer, start, end - start);
        } else {
            line.write(0);
        }
    }
}
