package app.safelight.core.policy;

import app.safelight.core.place.Evidence;
import java.time.Duration;

/// What a person calls safe.
///
/// @param copies how many places, besides the source, must hold every part
/// @param evidence how it must be known that they do
/// @param maxAge how old that knowledge may be
public record ProtectionPolicy(int copies, Evidence evidence, Duration maxAge) {
    /// Most copies that can be asked for; nobody has more places.
    public static final int MAX_COPIES = 16;

    /// One proven copy, read back from the medium within half a year.
    public static final ProtectionPolicy STANDARD =
            new ProtectionPolicy(1, Evidence.READ_BACK_FROM_MEDIUM, Duration.ofDays(180));

    public ProtectionPolicy {
        if (copies < 1 || copies > MAX_COPIES) {
            throw new IllegalArgumentException("copies must be from 1 to " + MAX_COPIES + ", not " + copies);
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("evidence must be allowed some age, not " + maxAge);
        }
    }
}
