package app.safelight.server.http;

import app.safelight.library.accounts.Scope;

/// Whom a route lets in.
public sealed interface Access {
    /// Everybody who can reach the server.
    record Anyone() implements Access {}

    /// Everybody who shows a key that opens.
    record SignedIn() implements Access {}

    /// Whose role and key both allow this.
    record Allowed(Scope scope) implements Access {}
}
