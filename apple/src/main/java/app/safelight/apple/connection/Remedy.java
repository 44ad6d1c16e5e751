package app.safelight.apple.connection;

/// What the person should do about a [DeviceFault]. A code; the words are the program's.
public enum Remedy {
    /// Install or start the program that owns the cable: usbmuxd, or Apple's device support on Windows.
    START_DEVICE_DAEMON,
    /// Correct the environment variable that says where that program listens.
    CORRECT_DAEMON_ADDRESS,
    /// Plug the device in, or into another socket, and leave it there.
    PLUG_IN,
    /// Enter the passcode on the device.
    UNLOCK,
    /// Tap "Trust" on the device, which is asking.
    TAP_TRUST,
    /// Pair this computer with the device.
    PAIR,
    /// The device no longer knows this computer, or this computer the device: pair anew.
    PAIR_AGAIN,
    /// Wi-Fi is not enough: use the cable.
    USE_CABLE,
    /// The device is managed by somebody, who must allow it.
    ASK_ADMINISTRATOR,
    /// Turn off Find My on the device.
    TURN_OFF_FIND_MY,
    /// Make room on the device.
    FREE_SPACE_ON_DEVICE,
    /// Restart the device.
    RESTART_DEVICE,
    /// Restart the device and unlock it; where somebody manages it, they may have forbidden it.
    RESTART_DEVICE_OR_ASK_ADMINISTRATOR,
    /// What was asked for is not there or not allowed, and asking again changes nothing.
    ASK_FOR_SOMETHING_ELSE,
    /// Give the account that runs the program the right to read this computer's pairing records.
    ALLOW_READING_PAIRING,
    /// Try again; if it stays so, unplug the device and plug it in again.
    TRY_AGAIN,
    /// Nothing: the person or program stopped it.
    NOTHING
}
