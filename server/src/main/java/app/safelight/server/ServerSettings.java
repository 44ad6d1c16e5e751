package app.safelight.server;

import java.util.Set;

/// How the server is reached.
///
/// @param host the address it listens on; `127.0.0.1` unless a person says otherwise
/// @param port 0 for any that is free
/// @param trustedProxies addresses of proxies whose word counts on where a request comes from
public record ServerSettings(String host, int port, Set<String> trustedProxies) {
    public ServerSettings {
        trustedProxies = Set.copyOf(trustedProxies);
    }

    /// On this computer only.
    public static ServerSettings local(int port) {
        return new ServerSettings("127.0.0.1", port, Set.of());
    }
}
