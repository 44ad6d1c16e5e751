package app.safelight.library.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Somebody who showed a key that opens.
///
/// @param device the device the key belongs to
/// @param scopes what role and key both allow
/// @param confirmedAt when the password was last given under this key
public record Caller(
        PersonId person,
        String name,
        Role role,
        KeyId key,
        KeyKind kind,
        Optional<DeviceId> device,
        Set<Scope> scopes,
        Optional<Instant> confirmedAt) {
    /// How long a given password opens what asks for it again, such as hidden photos.
    public static final Duration CONFIRMATION_LASTS = Duration.ofMinutes(10);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /// Whether the password was given a short while ago.
    public boolean isConfirmed(Instant now) {
        return confirmedAt
                .filter(at -> !now.isBefore(at) && now.isBefore(at.plus(CONFIRMATION_LASTS)))
                .isPresent();
    }
}
