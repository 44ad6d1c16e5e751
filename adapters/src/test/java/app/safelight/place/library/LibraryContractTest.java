package app.safelight.place.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.place.Place;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A library keeps the contract of all places, in one process and over a line.
class LibraryContractTest {
    /// The only check that asks how much the largest content may be: this library's place knows none.
    private static final String UNLIMITED = "refuses-what-is-too-large";

    @TempDir
    Path folder;

    private TestLibrary library;

    @BeforeEach
    void start() throws Exception {
        library = new TestLibrary(folder);
    }

    @AfterEach
    void stop() {
        library.close();
    }

    private static Stream<DynamicTest> tests(PlaceContract.Setting setting) {
        return PlaceContract.checks().stream()
                .filter(check -> !check.name().equals(UNLIMITED))
                .map(check -> DynamicTest.dynamicTest(
                        check.name(),
                        () -> assertThat(check.run(setting)).isEqualTo(new ContractResult.Passed(check.name()))));
    }

    @TestFactory
    Stream<DynamicTest> inOneProcess() {
        return tests(library.new Setting() {
            @Override
            public Place open() throws Exception {
                return library.over(new LocalLink(library.library, library.owner));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> overHttp() throws Exception {
        String key = library.ownersKey();
        return tests(library.new Setting() {
            @Override
            public Place open() throws Exception {
                return library.over(new HttpLink(library.address(), key, Optional.empty()));
            }
        });
    }
}
