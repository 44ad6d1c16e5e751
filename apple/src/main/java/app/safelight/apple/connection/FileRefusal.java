package app.safelight.apple.connection;

import java.util.Arrays;

/// Why the file service of a device refused: its status numbers.
///
/// Source: libimobiledevice `src/afc.h`; 34 to 36 from the Rust crate `idevice`.
public enum FileRefusal {
    UNKNOWN(1, Remedy.ASK_FOR_SOMETHING_ELSE),
    OPERATION_HEADER_INVALID(2, Remedy.TRY_AGAIN),
    NO_RESOURCES(3, Remedy.TRY_AGAIN),
    READ_ERROR(4, Remedy.TRY_AGAIN),
    WRITE_ERROR(5, Remedy.TRY_AGAIN),
    UNKNOWN_PACKET_TYPE(6, Remedy.ASK_FOR_SOMETHING_ELSE),
    INVALID_ARGUMENT(7, Remedy.ASK_FOR_SOMETHING_ELSE),
    NOT_FOUND(8, Remedy.ASK_FOR_SOMETHING_ELSE),
    IS_DIRECTORY(9, Remedy.ASK_FOR_SOMETHING_ELSE),
    PERMISSION_DENIED(10, Remedy.ASK_FOR_SOMETHING_ELSE),
    SERVICE_NOT_CONNECTED(11, Remedy.TRY_AGAIN),
    OPERATION_TIMEOUT(12, Remedy.TRY_AGAIN),
    TOO_MUCH_DATA(13, Remedy.TRY_AGAIN),
    END_OF_DATA(14, Remedy.TRY_AGAIN),
    NOT_SUPPORTED(15, Remedy.ASK_FOR_SOMETHING_ELSE),
    EXISTS(16, Remedy.ASK_FOR_SOMETHING_ELSE),
    BUSY(17, Remedy.TRY_AGAIN),
    NO_SPACE_LEFT(18, Remedy.FREE_SPACE_ON_DEVICE),
    WOULD_BLOCK(19, Remedy.TRY_AGAIN),
    INPUT_OUTPUT_ERROR(20, Remedy.RESTART_DEVICE),
    INTERRUPTED(21, Remedy.TRY_AGAIN),
    IN_PROGRESS(22, Remedy.TRY_AGAIN),
    INTERNAL_ERROR(23, Remedy.RESTART_DEVICE),
    MUX_ERROR(30, Remedy.TRY_AGAIN),
    NO_MEMORY(31, Remedy.RESTART_DEVICE),
    NOT_ENOUGH_DATA(32, Remedy.TRY_AGAIN),
    DIRECTORY_NOT_EMPTY(33, Remedy.ASK_FOR_SOMETHING_ELSE),
    UNKNOWN_OPCODE(34, Remedy.ASK_FOR_SOMETHING_ELSE),
    INVALID_MAGIC(35, Remedy.TRY_AGAIN),
    MISSING_ATTRIBUTE(36, Remedy.ASK_FOR_SOMETHING_ELSE),
    /// A number that no known list has.
    UNLISTED(-1, Remedy.ASK_FOR_SOMETHING_ELSE);

    private final long number;
    private final Remedy remedy;

    FileRefusal(long number, Remedy remedy) {
        this.number = number;
        this.remedy = remedy;
    }

    public Remedy remedy() {
        return remedy;
    }

    /// @param number not 0, which is success
    public static FileRefusal of(long number) {
        return Arrays.stream(values())
                .filter(one -> one.number == number)
                .findFirst()
                .orElse(UNLISTED);
    }
}
