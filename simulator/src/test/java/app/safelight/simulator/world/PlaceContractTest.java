package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.contract.PlaceContract.Setting;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PlaceContractTest {
    @TestFactory
    Stream<DynamicTest> theFakePlaceKeepsTheContract() {
        Setting setting = new FakePlaceSetting(place -> place);
        return PlaceContract.checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.name(), () -> assertPasses(check, setting)));
    }

    private static void assertPasses(ContractCheck<Setting> check, Setting setting) {
        assertThat(check.run(setting)).isEqualTo(new ContractResult.Passed(check.name()));
    }
}
