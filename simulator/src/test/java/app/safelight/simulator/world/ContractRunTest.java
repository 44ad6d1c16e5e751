package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.contract.PlaceContract.Sabotage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// How the suite runs where a person would run it: in a place that is in use, without means to damage it.
class ContractRunTest {
    private static final byte[] SOMEBODYS = {'m', 'i', 'n', 'e'};

    /// A place that cannot be damaged from outside.
    private static final class Untouchable extends FakePlaceSetting {
        Untouchable() {
            super(place -> place);
        }

        @Override
        public Optional<Sabotage> sabotage() {
            return Optional.empty();
        }
    }

    @Test
    void checksThatCannotRunSaySo() {
        Set<String> notRun = new TreeSet<>();
        for (ContractResult result : PlaceContract.run(new Untouchable())) {
            switch (result) {
                case ContractResult.Passed _ -> {}
                case ContractResult.Failed failed -> assertThat(failed).isNull();
                case ContractResult.NotRun(var check, var why) -> {
                    assertThat(why).isNotBlank();
                    notRun.add(check);
                }
            }
        }
        assertThat(notRun)
                .containsExactly(
                        "deleted-can-come-back",
                        "deleted-is-not-read",
                        "missing-sees-deletion",
                        "missing-sees-truncation",
                        "rot-is-not-hidden",
                        "set-aside-is-forgotten-and-kept",
                        "set-aside-makes-room",
                        "truncated-is-not-whole");
    }

    @Test
    void whatWasThereBeforeIsThereAfterwardsAndNothingElse() throws Exception {
        FakePlaceSetting setting = new FakePlaceSetting(place -> place);
        setting.store(SOMEBODYS);
        List<ContractResult> results = PlaceContract.run(setting);
        assertThat(results).hasSize(PlaceContract.checks().size()).allMatch(ContractResult.Passed.class::isInstance);
        assertThat(setting.contents()).containsExactly(Truth.contentOf(SOMEBODYS));
    }
}
