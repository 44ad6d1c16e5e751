package app.safelight.apple.usbmux;

/// How a device is reached.
public enum Route {
    CABLE,
    NETWORK
}
