package app.safelight.apple.usbmux;

/// What the daemon tells to those that listen.
public sealed interface DeviceEvent {
    /// Told also, at once, for each device that was there when listening began.
    record Attached(AttachedDevice device) implements DeviceEvent {}

    /// @param number as in [AttachedDevice#number]
    record Detached(long number) implements DeviceEvent {}

    /// The device and this computer have just been paired, by whomever.
    record Paired(long number) implements DeviceEvent {}
}
