package app.safelight.apple.lockdown;

import app.safelight.apple.connection.DeviceFault;
import java.util.Arrays;
import java.util.Optional;

/// The words with which the doorkeeper refuses. What it says beyond these is kept as it came, shortened.
///
/// Source: libimobiledevice `src/lockdown.c`; the last from pymobiledevice3.
public enum LockdownError {
    INVALID_RESPONSE("InvalidResponse"),
    MISSING_KEY("MissingKey"),
    MISSING_VALUE("MissingValue"),
    GET_PROHIBITED("GetProhibited"),
    SET_PROHIBITED("SetProhibited"),
    REMOVE_PROHIBITED("RemoveProhibited"),
    IMMUTABLE_VALUE("ImmutableValue"),
    PASSWORD_PROTECTED("PasswordProtected"),
    USER_DENIED_PAIRING("UserDeniedPairing"),
    PAIRING_DIALOG_RESPONSE_PENDING("PairingDialogResponsePending"),
    MISSING_HOST_ID("MissingHostID"),
    INVALID_HOST_ID("InvalidHostID"),
    SESSION_ACTIVE("SessionActive"),
    SESSION_INACTIVE("SessionInactive"),
    MISSING_SESSION_ID("MissingSessionID"),
    INVALID_SESSION_ID("InvalidSessionID"),
    MISSING_SERVICE("MissingService"),
    INVALID_SERVICE("InvalidService"),
    SERVICE_LIMIT("ServiceLimit"),
    MISSING_PAIR_RECORD("MissingPairRecord"),
    SAVE_PAIR_RECORD_FAILED("SavePairRecordFailed"),
    INVALID_PAIR_RECORD("InvalidPairRecord"),
    INVALID_ACTIVATION_RECORD("InvalidActivationRecord"),
    MISSING_ACTIVATION_RECORD("MissingActivationRecord"),
    SERVICE_PROHIBITED("ServiceProhibited"),
    ESCROW_LOCKED("EscrowLocked"),
    PAIRING_PROHIBITED_OVER_THIS_CONNECTION("PairingProhibitedOverThisConnection"),
    FIND_MY_PROTECTED("FMiPProtected"),
    MANAGED("MCProtected"),
    MANAGER_CHALLENGES("MCChallengeRequired"),
    INVALID_CONNECTION("InvalidConnection");

    private final String word;

    LockdownError(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static Optional<LockdownError> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    /// The refusal of a request as a fault.
    static DeviceFault fault(String request, String word) {
        Optional<LockdownError> known = of(word);
        return known.isEmpty()
                ? new DeviceFault.Refused(request, word)
                : known.get().fault(request);
    }

    /// The refusal to start a service as a fault.
    static DeviceFault serviceFault(String service, String word) {
        DeviceFault fault = fault(service, word);
        return fault instanceof DeviceFault.Refused refused
                ? new DeviceFault.ServiceRefused(service, refused.code())
                : fault;
    }

    private DeviceFault fault(String request) {
        return switch (this) {
            case PASSWORD_PROTECTED, ESCROW_LOCKED -> new DeviceFault.Locked();
            case USER_DENIED_PAIRING -> new DeviceFault.TrustDenied();
            case PAIRING_DIALOG_RESPONSE_PENDING -> new DeviceFault.TrustPending();
            case INVALID_HOST_ID, MISSING_HOST_ID, MISSING_PAIR_RECORD, INVALID_PAIR_RECORD ->
                new DeviceFault.PairingStale();
            case PAIRING_PROHIBITED_OVER_THIS_CONNECTION -> new DeviceFault.PairingNeedsCable();
            case MANAGED, MANAGER_CHALLENGES -> new DeviceFault.Managed(request);
            case FIND_MY_PROTECTED -> new DeviceFault.FindMyProtects(request);
            case INVALID_RESPONSE,
                    MISSING_KEY,
                    MISSING_VALUE,
                    GET_PROHIBITED,
                    SET_PROHIBITED,
                    REMOVE_PROHIBITED,
                    IMMUTABLE_VALUE,
                    SESSION_ACTIVE,
                    SESSION_INACTIVE,
                    MISSING_SESSION_ID,
                    INVALID_SESSION_ID,
                    MISSING_SERVICE,
                    INVALID_SERVICE,
                    SERVICE_LIMIT,
                    SAVE_PAIR_RECORD_FAILED,
                    INVALID_ACTIVATION_RECORD,
                    MISSING_ACTIVATION_RECORD,
                    SERVICE_PROHIBITED,
                    INVALID_CONNECTION -> new DeviceFault.Refused(request, word);
        };
    }
}
