package app.safelight.place.drive;

import java.util.Optional;

/// Where the keys of encrypted drives come from.
///
/// Threads: any.
@FunctionalInterface
public interface AgeKeys {
    /// No keys: encrypted drives can be written and checked, not read.
    AgeKeys NONE = _ -> Optional.empty();

    /// @param recipient `age1…`, for whom the files of a drive are encrypted
    /// @return `AGE-SECRET-KEY-1…` that opens them; empty if there is none
    Optional<String> identityFor(String recipient);
}
