package app.safelight.apple.lockdown;

/// Where a service that was just started listens, for one connection.
///
/// @param secret whether it speaks TLS from the first byte
public record ServicePort(String service, int port, boolean secret) {}
