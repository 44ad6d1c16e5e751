package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.model.Body;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What every [Body] must do, whoever opened it.
final class Bodies {
    /// A body is read in pieces of this length; odd, so that no piece ends where a block does.
    private static final int PIECE_BYTES = 8_191;

    /// No check stores more; a body that claims to be longer must not fill the memory.
    private static final long MOST_BYTES = 1L << 28;

    private static final byte UNTOUCHED = 0x55;

    private Bodies() {}

    /// Reads all that a body says it has.
    static byte[] readAll(Body body) throws IOException {
        require(body.sizeBytes() <= MOST_BYTES, "a body says that it has " + body.sizeBytes() + " bytes");
        return readRange(body, 0, (int) body.sizeBytes());
    }

    /// Reads up to a length; less only if the body ends.
    static byte[] readRange(Body body, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length) {
            int read = body.read(from + at, bytes, at, Math.min(PIECE_BYTES, length - at));
            require(read != 0, "a body gives no bytes, and does not say that it ends");
            if (read < 0) {
                return Arrays.copyOf(bytes, at);
            }
            at += read;
        }
        return bytes;
    }

    /// Tries a body with reads at any position, at its end and behind it.
    static void requireBodyOf(byte[] whole, Body body, SplittableRandom chance) throws IOException {
        requireEqual((long) whole.length, body.sizeBytes(), "a body's length");
        byte[] buffer = new byte[300];
        for (int round = 0; round < 200; round++) {
            int from = chance.nextInt(whole.length);
            int offset = chance.nextInt(buffer.length);
            int length = chance.nextInt(1, buffer.length - offset + 1);
            Arrays.fill(buffer, UNTOUCHED);
            int read = body.read(from, buffer, offset, length);
            require(read >= 1 && read <= length, "asked for " + length + " bytes inside a body, got " + read);
            require(read <= whole.length - from, "got more bytes than the body has");
            require(
                    Arrays.equals(buffer, offset, offset + read, whole, from, from + read),
                    "other bytes at " + from + " than were stored");
            requireUntouched(buffer, 0, offset);
            requireUntouched(buffer, offset + length, buffer.length);
        }
        requireEqual(-1, body.read(whole.length, buffer, 0, 1), "what is read at the end");
        requireEqual(-1, body.read(whole.length + 5L, buffer, 0, 1), "what is read behind the end");
        requireEqual(0, body.read(0, buffer, 0, 0), "what is read into no room");
    }

    private static void requireUntouched(byte[] buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            require(buffer[at] == UNTOUCHED, "a read wrote outside the room it was given");
        }
    }
}
