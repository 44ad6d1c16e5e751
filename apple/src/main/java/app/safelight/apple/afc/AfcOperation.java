package app.safelight.apple.afc;

import java.util.Arrays;
import java.util.Optional;

/// The operations of the file service that are known well enough to be used, and its kinds of answers.
enum AfcOperation {
    STATUS(0x01),
    DATA(0x02),
    READ_DIRECTORY(0x03),
    TRUNCATE(0x07),
    REMOVE_PATH(0x08),
    MAKE_DIRECTORY(0x09),
    GET_FILE_INFO(0x0A),
    GET_DEVICE_INFO(0x0B),
    FILE_OPEN(0x0D),
    FILE_OPEN_RESULT(0x0E),
    FILE_READ(0x0F),
    FILE_WRITE(0x10),
    FILE_SEEK(0x11),
    FILE_TELL(0x12),
    FILE_TELL_RESULT(0x13),
    FILE_CLOSE(0x14),
    FILE_SET_SIZE(0x15),
    RENAME(0x18),
    FILE_LOCK(0x1B),
    MAKE_LINK(0x1C),
    SET_FILE_TIME(0x1E),
    REMOVE_PATH_AND_CONTENTS(0x22);

    private final long code;

    AfcOperation(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }

    static Optional<AfcOperation> of(long code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }
}
