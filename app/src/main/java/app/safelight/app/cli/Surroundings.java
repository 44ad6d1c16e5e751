package app.safelight.app.cli;

import app.safelight.app.config.Home;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;

/// Everything around the program that a command depends on, so that a test can give its own.
///
/// @param folder the working folder that relative paths start from
/// @param zone asked only when a time is told: finding it out opens every jar of the program
/// @param terminal whether a person watches the error stream
record Surroundings(
        Home home,
        Path folder,
        InstantSource clock,
        Supplier<ZoneId> zone,
        PrintWriter out,
        PrintWriter err,
        boolean terminal) {
    Output output() {
        return new Output(out, err);
    }
}
