package app.safelight.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One check of a contract.
///
/// @param name stable, lower case with hyphens; says what is promised
/// @param steps what to do; ends normally if the promise is kept
/// @param <S> what the suite needs of whoever runs it
public record ContractCheck<S>(String name, Steps<S> steps) {
    /// What a check does.
    @FunctionalInterface
    public interface Steps<S> {
        void run(S setting) throws Exception;
    }

    /// Runs the check. Exceptions of the thing under test are failures; errors (a simulated power cut, no
    /// memory) are not caught.
    public ContractResult run(S setting) {
        try {
            steps.run(setting);
            return new ContractResult.Passed(name);
        } catch (CannotRun lack) {
            return new ContractResult.NotRun(name, Objects.toString(lack.getMessage()));
        } catch (ContractViolation violation) {
            return new ContractResult.Failed(name, withSuppressed(Objects.toString(violation.getMessage()), violation));
        } catch (Exception failure) {
            return new ContractResult.Failed(name, withSuppressed("it failed: " + failure, failure));
        }
    }

    private static String withSuppressed(String detail, Exception failure) {
        StringBuilder text = new StringBuilder(detail);
        for (Throwable suppressed : failure.getSuppressed()) {
            text.append("; and then: ").append(suppressed);
        }
        return text.toString();
    }

    /// Runs checks one after another.
    public static <S> List<ContractResult> runAll(List<ContractCheck<S>> checks, S setting) {
        List<ContractResult> results = new ArrayList<>();
        for (ContractCheck<S> check : checks) {
            results.add(check.run(setting));
        }
        return results;
    }

    /// Ends the check as failed unless something holds.
    static void require(boolean holds, String detail) {
        if (!holds) {
            throw new ContractViolation(detail);
        }
    }

    /// Ends the check as failed unless both are equal.
    static void requireEqual(Object expected, Object found, String what) {
        if (!expected.equals(found)) {
            throw new ContractViolation(what + " should be " + expected + ", but is " + found);
        }
    }
}
