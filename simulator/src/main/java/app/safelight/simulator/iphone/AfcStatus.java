package app.safelight.simulator.iphone;

/// The answers of AFC that are no data, with their numbers.
///
/// Source: libimobiledevice `afc.h`.
public enum AfcStatus {
    SUCCESS(0),
    UNKNOWN_ERROR(1),
    HEADER_INVALID(2),
    NO_RESOURCES(3),
    READ_ERROR(4),
    WRITE_ERROR(5),
    UNKNOWN_PACKET(6),
    INVALID_ARGUMENT(7),
    OBJECT_NOT_FOUND(8),
    OBJECT_IS_DIRECTORY(9),
    PERMISSION_DENIED(10),
    SERVICE_NOT_CONNECTED(11),
    TIMED_OUT(12),
    TOO_MUCH_DATA(13),
    END_OF_DATA(14),
    NOT_SUPPORTED(15),
    OBJECT_EXISTS(16),
    OBJECT_BUSY(17),
    NO_SPACE_LEFT(18),
    WOULD_BLOCK(19),
    IO_ERROR(20),
    INTERRUPTED(21),
    IN_PROGRESS(22),
    INTERNAL_ERROR(23),
    DIRECTORY_NOT_EMPTY(33);

    private final int code;

    AfcStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
