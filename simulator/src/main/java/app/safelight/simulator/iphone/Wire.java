package app.safelight.simulator.iphone;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import app.safelight.simulator.iphone.PhoneTrouble.AnswersSlowly;
import app.safelight.simulator.iphone.PhoneTrouble.Damage;
import app.safelight.simulator.iphone.PhoneTrouble.FallsSilent;
import app.safelight.simulator.iphone.PhoneTrouble.SpoilsAnswer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/// A connection to one of the phone's services: bytes, plain at first, that may become encrypted; and property
/// lists, each after its length.
///
/// Threads: one reads; any send, one message at a time.
final class Wire {
    /// Largest property list taken. The lists of computers are of a few KiB; what is longer is no list.
    private static final int MAX_LIST_BYTES = 4 << 20;

    private static final int INPUT_BUFFER_BYTES = 256 << 10;

    /// Lengths of an answer that says it is longer than anything can be.
    private static final int HUGE = 0xFFFF_FFFF;

    private final String service;
    private final Troubles troubles;
    private final InputStream buffered;
    private final HeldOutput held;
    private InputStream in;
    private OutputStream out;
    private @Nullable TlsServerProtocol tls;
    private long answers;

    Wire(String service, Troubles troubles, InputStream in, OutputStream out) {
        this.service = service;
        this.troubles = troubles;
        this.buffered = new BufferedInputStream(in, INPUT_BUFFER_BYTES);
        this.held = new HeldOutput(out);
        this.in = buffered;
        this.out = held;
    }

    /// Waits for the computer's greeting and goes on encrypted.
    ///
    /// @throws IOException if it is not who the pairing is with
    void encrypt(PhoneTls server) throws IOException {
        TlsServerProtocol protocol = new TlsServerProtocol(buffered, held);
        protocol.accept(server);
        synchronized (this) {
            tls = protocol;
            in = protocol.getInputStream();
            out = protocol.getOutputStream();
        }
    }

    /// Says goodbye as encryption wants it; a computer that has gone already does not mind.
    synchronized void close() throws IOException {
        if (tls != null) {
            tls.close();
        }
    }

    /// False at the end of the stream, before the first byte.
    ///
    /// @throws EOFException if it ends later
    boolean fill(byte[] bytes, int offset, int length) throws IOException {
        int count = in.readNBytes(bytes, offset, length);
        if (count < length && count > 0) {
            throw new EOFException("ended after " + count + " of " + length + " bytes");
        }
        return count == length;
    }

    /// Whether another request has come while one is being answered.
    boolean moreIsWaiting() throws IOException {
        return in.available() > 0 || buffered.available() > 0;
    }

    /// The next property list; empty at the end of the stream.
    Optional<Plist> receive() throws IOException {
        byte[] head = new byte[4];
        if (!fill(head, 0, head.length)) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length <= 0 || length > MAX_LIST_BYTES) {
            throw new ProtocolBreach("a property list of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = new byte[length];
        if (!fill(bytes, 0, length)) {
            throw new EOFException("ended before a property list");
        }
        try {
            return Optional.of(Plist.parse(bytes));
        } catch (MalformedPlist malformed) {
            throw new ProtocolBreach("no property list", malformed);
        }
    }

    void send(Plist list) throws IOException {
        Answer answer = begin();
        if (answer.silent()) {
            return;
        }
        byte[] bytes = (answer.damage() == Damage.WRONG_NUMBER ? Plist.empty() : list).toXml();
        if (answer.damage() == Damage.WRONG_START) {
            Arrays.fill(bytes, 0, Math.min(bytes.length, 8), (byte) 0x7f);
        } else if (answer.damage() == Damage.NOISE) {
            makeNoise(bytes, 0, bytes.length);
        }
        int length = switch (answer.damage()) {
            case HUGE_LENGTH -> HUGE;
            case TINY_LENGTH -> 0;
            case WRONG_START, WRONG_NUMBER, NOISE -> bytes.length;
            case null -> bytes.length;
        };
        byte[] framed = new byte[4 + bytes.length];
        ByteBuffer.wrap(framed).putInt(length).put(bytes);
        write(framed, 0, framed.length);
    }

    /// How the next answer is to be given, after the wait that is due before it.
    Answer begin() throws IOException {
        long number;
        synchronized (this) {
            number = answers++;
        }
        Optional<AnswersSlowly> slow =
                troubles.find(AnswersSlowly.class, trouble -> trouble.service().equals(service));
        if (slow.isPresent()) {
            Waiting.during(slow.get().pause());
        }
        if (troubles.find(FallsSilent.class, trouble -> trouble.service().equals(service) && trouble.answer() <= number)
                .isPresent()) {
            troubles.fellSilent();
            return Answer.NONE;
        }
        return troubles.find(
                        SpoilsAnswer.class, trouble -> trouble.service().equals(service) && trouble.answer() == number)
                .map(spoils -> new Answer(false, spoils.damage()))
                .orElse(Answer.WHOLE);
    }

    /// How an answer is given.
    ///
    /// @param silent the phone says nothing
    /// @param damage null for none
    record Answer(boolean silent, @Nullable Damage damage) {
        private static final Answer WHOLE = new Answer(false, null);
        private static final Answer NONE = new Answer(true, null);
    }

    static void makeNoise(byte[] bytes, int offset, int length) {
        int state = 0x5AFE;
        for (int i = offset; i < offset + length; i++) {
            state = state * 1_103_515_245 + 12_345;
            bytes[i] = (byte) (state >> 16);
        }
    }

    /// Sends bytes as one piece.
    synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        held.hold();
        out.write(bytes, offset, length);
        out.flush();
        held.release();
    }
}
