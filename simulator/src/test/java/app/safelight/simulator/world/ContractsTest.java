package app.safelight.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractCheck;
import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.DiskContract;
import app.safelight.core.contract.LedgerContract;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.contract.SourceContract;
import app.safelight.core.place.Disk.DiskTraits;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The fakes that everything else is tested against keep the contracts themselves.
class ContractsTest {
    private static <S> Stream<DynamicTest> tests(List<ContractCheck<S>> checks, S setting, List<String> notRun) {
        return checks.stream()
                .map(check -> DynamicTest.dynamicTest(check.name(), () -> {
                    ContractResult result = check.run(setting);
                    if (notRun.contains(check.name())) {
                        assertThat(result).isInstanceOf(ContractResult.NotRun.class);
                    } else {
                        assertThat(result).isEqualTo(new ContractResult.Passed(check.name()));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> fakePlace() {
        return tests(PlaceContract.checks(), new FakePlaceSetting(place -> place), List.of());
    }

    @TestFactory
    Stream<DynamicTest> fakeSource() {
        return tests(SourceContract.checks(), new FakeSourceSetting(source -> source), List.of());
    }

    @TestFactory
    Stream<DynamicTest> memoryLedger() {
        return tests(LedgerContract.checks(), new MemoryLedgerSetting(ledger -> ledger), List.of());
    }

    @TestFactory
    Stream<DynamicContainer> simulatedDisks() {
        Map<String, DiskTraits> kinds = Map.of(
                "ext4", FileSystems.EXT4,
                "apfs", FileSystems.APFS,
                "ntfs", FileSystems.NTFS,
                "exfat", FileSystems.EXFAT,
                "fat32", FileSystems.FAT32);
        return kinds.entrySet().stream().map(kind -> {
            SimulatedDisk disk = new SimulatedDisk(new World(1), kind.getValue());
            return DynamicContainer.dynamicContainer(
                    kind.getKey(), tests(DiskContract.checks(), () -> disk, List.of()));
        });
    }

    @TestFactory
    Stream<DynamicTest> diskWithoutMediumReads() {
        SimulatedDisk disk = new SimulatedDisk(new World(1), FileSystems.withoutMediumReads(FileSystems.EXT4));
        return tests(DiskContract.checks(), () -> disk, List.of("reads-from-medium"));
    }

    @Test
    void namesOfChecksAreUnique() {
        assertUnique(PlaceContract.checks());
        assertUnique(SourceContract.checks());
        assertUnique(LedgerContract.checks());
        assertUnique(DiskContract.checks());
    }

    private static <S> void assertUnique(List<ContractCheck<S>> checks) {
        assertThat(checks.stream().map(ContractCheck::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
    }
}
