package app.safelight.core.doctor;

import java.util.List;

/// What one check says. A check always says something: silence is never health.
public sealed interface Finding {
    CheckId check();

    /// @param looked what was looked at, so that "healthy" can be weighed
    record Healthy(CheckId check, Looked looked) implements Finding {}

    /// @param fixes from the cheapest and safest to the last resort
    record Ill(CheckId check, Severity severity, Illness illness, List<Fix> fixes) implements Finding {
        public Ill {
            fixes = List.copyOf(fixes);
        }
    }

    /// The check itself failed; that is no verdict on its subject.
    record CouldNotRun(CheckId check, String why) implements Finding {}

    /// How bad it is.
    enum Severity {
        /// Worth knowing.
        NOTICE,
        /// Photos could come to be at risk.
        WARNING,
        /// Photos are at risk now.
        DANGER
    }

    /// How much was looked at, and what it was.
    record Looked(long count, String subject) {}
}
