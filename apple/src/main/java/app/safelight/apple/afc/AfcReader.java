package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads many ranges one after the other, while the next files are already being opened and read: where each
/// question takes its time to the device and back, that is most of the time of small files.
///
/// Threads: one at a time, the same as for its connection. Other operations may come in between; what is under
/// way for the files is then kept in memory, at most [AfcChannel#MAX_BYTES_UNDER_WAY].
public final class AfcReader implements AutoCloseable {
    /// Files opened ahead. Each is an open file on the device, which has not many to give.
    static final int MAX_FILES_AHEAD = 8;

    private final AfcChannel channel;
    private final Iterator<AfcRange> wanted;
    private final Deque<AfcBody> ahead = new ArrayDeque<>();
    private int filesAhead = MAX_FILES_AHEAD;
    private @Nullable AfcBody current;

    AfcReader(AfcChannel channel, Iterator<AfcRange> wanted) {
        this.channel = channel;
        this.wanted = wanted;
    }

    /// The body of one file that is open already.
    static AfcBody ofOpened(AfcChannel channel, AfcRange range, long handle) throws DeviceException {
        AfcReader reader = new AfcReader(channel, Collections.emptyIterator());
        AfcBody body = new AfcBody(reader, channel, range);
        reader.current = body;
        body.adopt(handle);
        return body;
    }

    /// The next range; the one before is closed. A file that cannot be opened fails when it is read, and the
    /// next may be asked for all the same.
    public Optional<AfcBody> next() throws DeviceException {
        if (current != null) {
            current.close();
            current = null;
        }
        if (channel.isOneAtATime()) {
            filesAhead = 0;
        }
        while (ahead.size() <= filesAhead && wanted.hasNext()) {
            ahead.add(new AfcBody(this, channel, wanted.next()));
        }
        AfcBody body = ahead.poll();
        if (body == null) {
            return Optional.empty();
        }
        current = body;
        body.start();
        int left = filesAhead;
        for (AfcBody later : ahead) {
            if (left-- > 0) {
                later.start();
            }
        }
        return Optional.of(body);
    }

    /// Sends what can be sent now: reads strictly in the order of the files, so that their bytes come in that
    /// order.
    void fill() throws DeviceException {
        boolean turn = true;
        if (current != null) {
            turn = fill(current, turn);
        }
        for (AfcBody later : ahead) {
            turn = fill(later, turn);
        }
    }

    private static boolean fill(AfcBody body, boolean turn) throws DeviceException {
        body.step();
        if (turn) {
            body.askForMore();
        }
        return turn && body.isAllAsked();
    }

    void giveUpLookingAhead() throws DeviceException {
        filesAhead = 0;
        for (AfcBody later : ahead) {
            later.rewind();
        }
    }

    @Override
    public void close() throws DeviceException {
        if (current != null) {
            current.close();
            current = null;
        }
        for (AfcBody later : ahead) {
            later.close();
        }
        ahead.clear();
    }
}
