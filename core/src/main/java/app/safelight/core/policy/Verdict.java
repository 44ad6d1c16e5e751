package app.safelight.core.policy;

import java.util.List;

/// What is to be said of one asset. There is no fourth answer.
public sealed interface Verdict {
    record Safe(Proof proof) implements Verdict {}

    /// @param reasons at least one
    record Unsafe(List<Reason> reasons) implements Verdict {
        public Unsafe {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("no asset is unsafe without a reason");
            }
        }
    }

    /// A rule leaves it out: a person's own, by its own words, or the name of a [ReasonCode] for what holds
    /// nothing that could be lost.
    record Excluded(String rule) implements Verdict {}
}
