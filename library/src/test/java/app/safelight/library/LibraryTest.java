package app.safelight.library;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that run on every database.
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
abstract class LibraryTest {
    @Parameter
    Engine engine;

    @TempDir
    Path path;

    TestLibrary library;

    @BeforeEach
    void open() throws Exception {
        library = TestLibrary.open(engine, path, 1);
    }

    @AfterEach
    void close() {
        library.close();
    }
}
