package app.safelight.server.security;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/// Where a request comes from. What a proxy says counts only if the proxy is one that the settings name.
public final class Addresses {
    private static final int MAX_LENGTH = 64;

    private final Set<String> trustedProxies;

    /// @param trustedProxies addresses, as sockets give them
    public Addresses(Set<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    /// The address of whoever called first, as far as anybody who is trusted knows.
    public String of(Context request) {
        String peer = request.req().getRemoteAddr();
        if (!trustedProxies.contains(peer)) {
            return peer;
        }
        // The last one was added by the proxy; those before it by anybody.
        return Optional.ofNullable(request.header("X-Forwarded-For"))
                .map(chain -> chain.substring(chain.lastIndexOf(',') + 1).strip())
                .filter(address -> !address.isEmpty() && address.length() <= MAX_LENGTH)
                .orElse(peer);
    }

    /// Whether the person's own connection is encrypted.
    public boolean isSecure(Context request) {
        if (request.req().isSecure()) {
            return true;
        }
        return trustedProxies.contains(request.req().getRemoteAddr())
                && "https".equalsIgnoreCase(request.header("X-Forwarded-Proto"));
    }
}
