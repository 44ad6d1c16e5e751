package app.safelight.core.doctor;

import java.util.ArrayList;
import java.util.List;

/// Runs checks. One that fails, or says nothing, is itself a finding.
public final class Doctor {
    private Doctor() {}

    public static List<Finding> examine(List<? extends Check> checks) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            findings.addAll(run(check));
        }
        return findings;
    }

    private static List<Finding> run(Check check) {
        try {
            List<Finding> findings = check.run();
            return findings.isEmpty()
                    ? List.of(new Finding.CouldNotRun(check.id(), "the check said nothing"))
                    : findings;
        } catch (Exception failure) {
            return List.of(new Finding.CouldNotRun(check.id(), failure.toString()));
        }
    }
}
