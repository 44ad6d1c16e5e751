package app.safelight.app.cli;

import app.safelight.app.config.Home;
import app.safelight.app.run.Pause;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;

/// Everything around the program that a command depends on, so that a test can give its own.
///
/// @param folder the working folder that relative paths start from
/// @param zone asked only when a time is told: finding it out opens every jar of the program
/// @param terminal whether a person watches the error stream
/// @param environment as `System.getenv()` gives it
/// @param systemName as in the system property `os.name`
/// @param pause how to wait
/// @param person whom to ask
record Surroundings(
        Home home,
        Path folder,
        InstantSource clock,
        Supplier<ZoneId> zone,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        Map<String, String> environment,
        String systemName,
        Pause pause,
        Person person) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    Output output() {
        return new Output(out, err);
    }
}
