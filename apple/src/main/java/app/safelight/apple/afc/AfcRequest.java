package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;

/// A request that was sent, and its answer once that has come.
///
/// The bytes of an answer may still lie in the connection; [AfcChannel#take] gets them from there or from here.
final class AfcRequest {
    /// Where an answer is on its way.
    enum Stage {
        WAITING,
        STATUS,
        NUMBER,
        DATA
    }

    private static final byte[] NOTHING = {};

    private final long packet;
    private final String path;
    private final long handle;
    private final int maxReplyBytes;

    private Stage stage = Stage.WAITING;
    private long number;
    private int length;
    private byte[] kept = NOTHING;
    private int keptFrom;
    private boolean forgotten;
    private boolean suspect;

    AfcRequest(long packet, String path, long handle, int maxReplyBytes) {
        this.packet = packet;
        this.path = path;
        this.handle = handle;
        this.maxReplyBytes = maxReplyBytes;
    }

    long packet() {
        return packet;
    }

    long handle() {
        return handle;
    }

    int maxReplyBytes() {
        return maxReplyBytes;
    }

    Stage stage() {
        return stage;
    }

    boolean isAnswered() {
        return stage != Stage.WAITING;
    }

    void answerStatus(long code) {
        stage = Stage.STATUS;
        number = code;
    }

    void answerNumber(long value) {
        stage = Stage.NUMBER;
        number = value;
    }

    void answerData(int lengthBytes) {
        stage = Stage.DATA;
        length = lengthBytes;
    }

    /// The status code, handle or position answered.
    long number() {
        return number;
    }

    /// How many bytes the answer had at first.
    int length() {
        return length;
    }

    void keep(byte[] rest) {
        kept = rest;
        keptFrom = 0;
    }

    int takeKept(byte[] into, int offset, int count) {
        int some = Math.min(count, kept.length - keptFrom);
        System.arraycopy(kept, keptFrom, into, offset, some);
        keptFrom += some;
        if (keptFrom == kept.length) {
            kept = NOTHING;
            keptFrom = 0;
        }
        return some;
    }

    /// Nobody wants the answer any more.
    void forget() {
        forgotten = true;
        kept = NOTHING;
        keptFrom = 0;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /// Answers of one open file came in another order than they were asked for.
    void suspect() {
        suspect = true;
    }

    boolean isSuspect() {
        return suspect;
    }

    /// @throws DeviceException if the answer is a refusal
    void expectSuccess() throws DeviceException {
        if (stage == Stage.STATUS && number != 0) {
            throw new DeviceException(refusal());
        }
    }

    DeviceFault.FileRefused refusal() {
        return new DeviceFault.FileRefused(path, FileRefusal.of(number));
    }

    /// @throws DeviceException if the answer is a refusal, or of another kind
    long expectNumber() throws DeviceException {
        expectSuccess();
        if (stage != Stage.NUMBER) {
            throw AfcChannel.malformed("an answer of another kind");
        }
        return number;
    }
}
