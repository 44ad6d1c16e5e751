package app.safelight.core.contract;

/// A promise was not kept. Ends the check that found it.
final class ContractViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContractViolation(String detail) {
        super(detail);
    }
}
