package app.safelight.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where the program starts.
@Command(
        name = "safelight",
        version = "safelight 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Proves that every photo you have is safe, and for every one that is not names the reason.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /// Runs one command line in this process.
    ///
    /// @return the exit code
    static int execute(String... arguments) {
        return new CommandLine(new Main()).execute(arguments);
    }
}
