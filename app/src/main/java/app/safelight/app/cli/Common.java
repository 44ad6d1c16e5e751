package app.safelight.app.cli;

import picocli.CommandLine.Option;

/// Options that every command has.
final class Common {
    @Option(names = "--json", description = "Print one JSON document for programs instead of text for people.")
    boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    boolean help;
}
