package app.safelight.core.contract;

/// What came out of one check. A check that could not run is a result too: silence is never health.
public sealed interface ContractResult {
    /// The stable name of the check.
    String check();

    record Passed(String check) implements ContractResult {}

    /// @param detail what was promised, and what came instead
    record Failed(String check, String detail) implements ContractResult {}

    /// @param why what the setting lacks
    record NotRun(String check, String why) implements ContractResult {}
}
