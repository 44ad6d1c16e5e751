package app.safelight.app.cli;

import java.util.List;

/// Runs the usual commands once, one after another in one process, while the Java machine writes down which
/// classes they need. From that the launcher makes the class cache that later calls start from. Needs no photos
/// of anybody.
final class ClassCacheTraining {
    /// What people run most, as they type it.
    private static final List<List<String>> COMMANDS = List.of(List.of("--version"), List.of("--help"));

    private ClassCacheTraining() {}

    /// @throws IllegalStateException if one of the commands fails: a cache of a broken program must not be made
    public static void main(String[] arguments) {
        Surroundings surroundings = Main.surroundings();
        for (List<String> command : COMMANDS) {
            int exitCode = Main.execute(surroundings, command.toArray(String[]::new));
            if (exitCode != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + exitCode);
            }
        }
        System.exit(0);
    }
}
