package app.safelight.app.text;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.connection.Remedy;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.DeviceState;
import app.safelight.apple.usbmux.Route;
import java.util.Optional;

/// What is said about phones that are plugged in: first what is so, then the one thing to do. Nothing of a
/// pairing's keys is in any fault, so none can be in these words.
public final class DeviceWords {
    /// What to do when no phone is seen at all.
    public static final String NOTHING_THERE_FIX =
            "Plug the phone in with a cable that carries data (some only charge),"
                    + " unlock it, and run 'safelight devices' again.";

    private DeviceWords() {}

    /// What is so.
    public static String fault(DeviceFault fault) {
        return switch (fault) {
            case DeviceFault.NoDaemon(var address) ->
                "The program through which this computer talks to iPhones is not running (nobody listens at " + address
                        + ").";
            case DeviceFault.BadDaemonAddress(var text) -> "USBMUXD_SOCKET_ADDRESS holds no address: " + text + ".";
            case DeviceFault.DaemonRefused(var request, var number) ->
                "The program that owns the cable refused " + request + " (" + number + ").";
            case DeviceFault.NoDevice(var device) -> "The phone is not plugged in: " + device + ".";
            case DeviceFault.PortRefused _ -> "The phone does not answer yet; it may be starting up.";
            case DeviceFault.Locked _ -> "The phone is locked.";
            case DeviceFault.TrustPending _ -> "The phone is asking whether to trust this computer.";
            case DeviceFault.TrustDenied _ -> "Somebody tapped \"Don't Trust\" on the phone.";
            case DeviceFault.NotPaired _ -> "The phone does not know this computer yet.";
            case DeviceFault.PairingStale _ -> "The phone has forgotten this computer.";
            case DeviceFault.WrongDeviceKey _ ->
                "What answered could not show the key of the phone that was paired. Nothing was said to it.";
            case DeviceFault.PairingUnusable(var why) ->
                "This computer's record of the pairing cannot be used: " + why + ".";
            case DeviceFault.PairingUnreadable(var file) ->
                "This computer's record of the pairing may not be read: " + file + ".";
            case DeviceFault.PairingNeedsCable _ -> "The phone pairs over a cable only, and this is the network.";
            case DeviceFault.Managed(var request) ->
                "The phone is managed, and its manager does not allow this (" + request + ").";
            case DeviceFault.FindMyProtects _ -> "Find My protects the phone from this.";
            case DeviceFault.ServiceRefused(var service, var code) ->
                "The phone does not start its service " + service + " (" + code + ").";
            case DeviceFault.Refused(var request, var code) -> "The phone refused " + request + " (" + code + ").";
            case DeviceFault.FileRefused(var path, var why) -> "The phone " + refusal(why) + ": " + path + ".";
            case DeviceFault.FileChanged(var path, var expected, var found) ->
                path + " was said to have " + Amounts.bytes(expected) + " and had " + Amounts.bytes(found)
                        + ". What was read of it is not used.";
            case DeviceFault.CableLost _ -> "The connection to the phone ended.";
            case DeviceFault.TimedOut(var waited) -> "The phone said nothing for " + Amounts.duration(waited) + ".";
            case DeviceFault.Malformed(var what, var why) -> "An answer made no sense (" + what + ": " + why + ").";
            case DeviceFault.Stopped _ -> "It was stopped.";
        };
    }

    private static String refusal(FileRefusal why) {
        return switch (why) {
            case NOT_FOUND -> "has no such file";
            case PERMISSION_DENIED -> "does not let this file be read";
            case NO_SPACE_LEFT -> "is full";
            case BUSY, WOULD_BLOCK, IN_PROGRESS -> "is busy with this file";
            case NO_RESOURCES, NO_MEMORY -> "has too much open at once";
            case READ_ERROR, INPUT_OUTPUT_ERROR, INTERNAL_ERROR, NOT_ENOUGH_DATA, END_OF_DATA ->
                "could not read its own file (an original that is only in iCloud answers so)";
            case OPERATION_TIMEOUT, INTERRUPTED, MUX_ERROR, SERVICE_NOT_CONNECTED -> "lost the thread at this file";
            case IS_DIRECTORY -> "says that this is a folder";
            case UNKNOWN,
                    OPERATION_HEADER_INVALID,
                    WRITE_ERROR,
                    UNKNOWN_PACKET_TYPE,
                    INVALID_ARGUMENT,
                    TOO_MUCH_DATA,
                    NOT_SUPPORTED,
                    EXISTS,
                    DIRECTORY_NOT_EMPTY,
                    UNKNOWN_OPCODE,
                    INVALID_MAGIC,
                    MISSING_ATTRIBUTE,
                    UNLISTED -> "refused (" + why + ")";
        };
    }

    /// The one thing to do about a fault.
    public static String fix(DeviceFault fault) {
        return switch (fault) {
            case DeviceFault.TrustDenied _ ->
                "Unplug the phone, plug it in again, run 'safelight pair', and tap \"Trust\" this time.";
            case DeviceFault.NoDaemon _,
                    DeviceFault.BadDaemonAddress _,
                    DeviceFault.DaemonRefused _,
                    DeviceFault.NoDevice _,
                    DeviceFault.PortRefused _,
                    DeviceFault.Locked _,
                    DeviceFault.TrustPending _,
                    DeviceFault.NotPaired _,
                    DeviceFault.PairingStale _,
                    DeviceFault.WrongDeviceKey _,
                    DeviceFault.PairingUnusable _,
                    DeviceFault.PairingUnreadable _,
                    DeviceFault.PairingNeedsCable _,
                    DeviceFault.Managed _,
                    DeviceFault.FindMyProtects _,
                    DeviceFault.ServiceRefused _,
                    DeviceFault.Refused _,
                    DeviceFault.FileRefused _,
                    DeviceFault.FileChanged _,
                    DeviceFault.CableLost _,
                    DeviceFault.TimedOut _,
                    DeviceFault.Malformed _,
                    DeviceFault.Stopped _ -> fix(fault.remedy());
        };
    }

    /// What to do.
    public static String fix(Remedy remedy) {
        return switch (remedy) {
            case START_DEVICE_DAEMON ->
                "Linux: install and start usbmuxd ('apt install usbmuxd', 'systemctl start usbmuxd'). Windows: install"
                        + " Apple Devices. A Mac has it; restart the Mac.";
            case CORRECT_DAEMON_ADDRESS ->
                "Unset USBMUXD_SOCKET_ADDRESS, or set it to UNIX:/path/of/socket or host:port.";
            case PLUG_IN ->
                "Plug the phone in, at another socket or with another cable if need be, and leave it there.";
            case UNLOCK -> "Unlock the phone with its passcode, leave its screen on, and run this again.";
            case TAP_TRUST -> "Tap \"Trust\" on the phone and enter its passcode.";
            case PAIR -> "Run 'safelight pair' with the phone unlocked before you.";
            case PAIR_AGAIN -> "Run 'safelight pair' and tap \"Trust\" on the phone. Nothing on it is changed by that.";
            case USE_CABLE -> "Connect the phone with a cable.";
            case ASK_ADMINISTRATOR -> "Ask whoever manages the phone to allow pairing with computers.";
            case TURN_OFF_FIND_MY -> "Turn off Find My under Settings, your name, for as long as this takes.";
            case FREE_SPACE_ON_DEVICE ->
                "Free room on the phone with other things than photos: apps, downloads, films.";
            case RESTART_DEVICE -> "Restart the phone ('safelight restart'), unlock it, and run this again.";
            case RESTART_DEVICE_OR_ASK_ADMINISTRATOR ->
                "Restart the phone, unlock it and try again; if an organisation manages it, ask them.";
            case ASK_FOR_SOMETHING_ELSE -> "Asking again changes nothing: the phone does not give this.";
            case ALLOW_READING_PAIRING ->
                "Run 'safelight pair' to make a pairing of your own, or allow that file to be read.";
            case TRY_AGAIN -> "Run it again. If it stays so, unplug the phone and plug it in again.";
            case NOTHING -> "";
        };
    }

    /// Stable for programs; one for each fault.
    public static String code(DeviceFault fault) {
        return switch (fault) {
            case DeviceFault.NoDaemon _ -> "NO_DAEMON";
            case DeviceFault.BadDaemonAddress _ -> "BAD_DAEMON_ADDRESS";
            case DeviceFault.DaemonRefused _ -> "DAEMON_REFUSED";
            case DeviceFault.NoDevice _ -> "NO_DEVICE";
            case DeviceFault.PortRefused _ -> "PORT_REFUSED";
            case DeviceFault.Locked _ -> "LOCKED";
            case DeviceFault.TrustPending _ -> "TRUST_PENDING";
            case DeviceFault.TrustDenied _ -> "TRUST_DENIED";
            case DeviceFault.NotPaired _ -> "NOT_PAIRED";
            case DeviceFault.PairingStale _ -> "PAIRING_STALE";
            case DeviceFault.WrongDeviceKey _ -> "WRONG_DEVICE_KEY";
            case DeviceFault.PairingUnusable _ -> "PAIRING_UNUSABLE";
            case DeviceFault.PairingUnreadable _ -> "PAIRING_UNREADABLE";
            case DeviceFault.PairingNeedsCable _ -> "PAIRING_NEEDS_CABLE";
            case DeviceFault.Managed _ -> "MANAGED";
            case DeviceFault.FindMyProtects _ -> "FIND_MY_PROTECTS";
            case DeviceFault.ServiceRefused _ -> "SERVICE_REFUSED";
            case DeviceFault.Refused _ -> "REFUSED";
            case DeviceFault.FileRefused _ -> "FILE_REFUSED";
            case DeviceFault.FileChanged _ -> "FILE_CHANGED";
            case DeviceFault.CableLost _ -> "CABLE_LOST";
            case DeviceFault.TimedOut _ -> "TIMED_OUT";
            case DeviceFault.Malformed _ -> "MALFORMED";
            case DeviceFault.Stopped _ -> "STOPPED";
        };
    }

    /// Whether one can work with a device, in a word for programs.
    public static String code(DeviceState state) {
        return switch (state) {
            case DeviceState.Ready _ -> "READY";
            case DeviceState.NotReady(var why) -> code(why);
        };
    }

    public static String state(DeviceState state) {
        return switch (state) {
            case DeviceState.Ready(var locked) ->
                locked
                        ? "Ready: paired with this computer. It is locked; if it was unlocked since it was switched on,"
                                + " its photos can be read all the same."
                        : "Ready: paired with this computer, and unlocked.";
            case DeviceState.NotReady(var why) -> fault(why);
        };
    }

    /// What to do about a state; empty if all is well.
    public static Optional<String> fix(DeviceState state) {
        return switch (state) {
            case DeviceState.Ready _ -> Optional.empty();
            case DeviceState.NotReady(var why) -> Optional.of(fix(why)).filter(text -> !text.isEmpty());
        };
    }

    public static String route(Route route) {
        return switch (route) {
            case CABLE -> "by cable";
            case NETWORK -> "over the network";
        };
    }

    /// The name its owner gave it, or what else is known of it.
    public static String name(Device device) {
        return device.facts()
                .map(DeviceFacts::name)
                .filter(name -> !name.isBlank())
                .orElse("a device without a name");
    }

    /// `iPhone 14 Pro, iOS 18.1`, as far as it says.
    public static String model(DeviceFacts facts) {
        String model = ModelNames.of(facts.productType());
        String shown = model.isEmpty() ? facts.deviceClass() : model;
        String system = facts.deviceClass().equals("iPad") ? "iPadOS " : "iOS ";
        String version = facts.systemVersion().isEmpty() ? "" : system + facts.systemVersion();
        return shown + (shown.isEmpty() || version.isEmpty() ? "" : ", ") + version;
    }
}
