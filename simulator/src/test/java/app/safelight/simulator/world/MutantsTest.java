package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.DiskContract;
import app.safelight.core.contract.LedgerContract;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.contract.SourceContract;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Tests the tests: each wrong variant must be seen by the checks that are there for it, and each check must
/// see at least one wrong variant, for a check that cannot fail proves nothing. That the right variants pass
/// all checks is [ContractsTest].
class MutantsTest {
    private static <S> Stream<DynamicTest> tests(List<ContractCheck<S>> checks, List<Mutant<S>> mutants) {
        return mutants.stream()
                .flatMap(mutant -> mutant.caughtBy().stream()
                        .map(check -> DynamicTest.dynamicTest(
                                mutant.name() + ": " + check,
                                () -> assertThat(Mutant.named(checks, check)
                                                .run(mutant.setting().make()))
                                        .isInstanceOf(ContractResult.Failed.class))));
    }

    private static <S> void assertEveryCheckCanFail(List<ContractCheck<S>> checks, List<Mutant<S>> mutants) {
        Set<String> seen = new TreeSet<>();
        mutants.forEach(mutant -> seen.addAll(mutant.caughtBy()));
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        checks.stream().map(ContractCheck::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> wrongPlacesAreCaught() {
        return tests(PlaceContract.checks(), PlaceMutants.all());
    }

    @TestFactory
    Stream<DynamicTest> wrongSourcesAreCaught() {
        return tests(SourceContract.checks(), SourceMutants.all());
    }

    @TestFactory
    Stream<DynamicTest> wrongLedgersAreCaught() {
        return tests(LedgerContract.checks(), LedgerMutants.all());
    }

    @TestFactory
    Stream<DynamicTest> wrongDisksAreCaught() {
        return tests(DiskContract.checks(), DiskMutants.all());
    }

    @Test
    void everyCheckHasAVariantThatItCatches() {
        assertEveryCheckCanFail(PlaceContract.checks(), PlaceMutants.all());
        assertEveryCheckCanFail(SourceContract.checks(), SourceMutants.all());
        assertEveryCheckCanFail(LedgerContract.checks(), LedgerMutants.all());
        assertEveryCheckCanFail(DiskContract.checks(), DiskMutants.all());
    }
}
