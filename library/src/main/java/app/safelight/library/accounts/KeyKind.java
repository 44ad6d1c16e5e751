package app.safelight.library.accounts;

import java.time.Duration;

/// Whom an access key is for.
public enum KeyKind {
    /// A browser.
    SESSION(Duration.ofDays(30)),
    /// An app on a phone or computer that should go on for years.
    DEVICE(Duration.ofDays(365)),
    /// A program of the person's own.
    TOKEN(Duration.ofDays(3650));

    private final Duration lifetime;

    KeyKind(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /// How long it opens after it was last used.
    public Duration lifetime() {
        return lifetime;
    }
}
