package app.safelight.simulator.world;

import app.safelight.core.contract.ContractCheck;
import java.util.List;

/// A deliberately wrong variant, and the checks that must see it.
///
/// @param setting a fresh setting with the wrong variant in it
record Mutant<S>(String name, MakesSetting<S> setting, List<String> caughtBy) {
    /// Makes one setting for one check.
    @FunctionalInterface
    interface MakesSetting<S> {
        S make();
    }

    static <S> Mutant<S> of(String name, MakesSetting<S> setting, String... caughtBy) {
        return new Mutant<>(name, setting, List.of(caughtBy));
    }

    static <S> ContractCheck<S> named(List<ContractCheck<S>> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + name));
    }
}
