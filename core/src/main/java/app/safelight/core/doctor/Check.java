package app.safelight.core.doctor;

import java.util.List;

/// Looks at one thing. Changes nothing.
public interface Check {
    CheckId id();

    /// @return at least one finding
    /// @throws Exception whatever goes wrong; becomes [Finding.CouldNotRun]
    List<Finding> run() throws Exception;
}
