package app.safelight.app.cli;

import app.safelight.app.config.Home;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where the program starts.
public final class Main {
    /// Set by the launcher if a person watches the error stream; the Java machine itself can only tell of the
    /// others.
    private static final String TERMINAL = "safelight.terminal";

    private Main() {}

    public static void main(String[] arguments) {
        Surroundings surroundings = surroundings();
        int code = execute(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        // After Ctrl-C the machine is already ending, with its own code; asking it to exit again would wait for ever.
        if (code != ExitCode.INTERRUPTED.code()) {
            System.exit(code);
        }
    }

    /// Those of this process.
    static Surroundings surroundings() {
        return new Surroundings(
                Home.of(System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name")),
                Path.of("").toAbsolutePath(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                Boolean.getBoolean(TERMINAL));
    }

    /// Runs one command line in this process.
    ///
    /// @return the exit code
    static int execute(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new BackupCommand(surroundings));
        line.addSubcommand(new StatusCommand(surroundings));
        line.addSubcommand(new WhyCommand(surroundings));
        line.addSubcommand(new VerifyCommand(surroundings));
        line.addSubcommand(new HealCommand(surroundings));
        line.addSubcommand(new RestoreCommand(surroundings));
        line.addSubcommand(new DoctorCommand(surroundings));
        line.addSubcommand(new SourcesCommand(surroundings));
        line.addSubcommand(new CommandLine(new PlacesCommand(surroundings))
                .addSubcommand(new PlacesCommand.Add(surroundings))
                .addSubcommand(new PlacesCommand.Test(surroundings)));
        line.addSubcommand(new CommandLine(new CertificateCommand(surroundings))
                .addSubcommand(new CertificateCommand.Check(surroundings)));
        line.addSubcommand(new PolicyCommand(surroundings));
        line.addSubcommand(new AutoComplete.GenerateCompletion());
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, _, _) -> defect(surroundings, failure));
        return line;
    }

    /// A failure that nobody foresaw. The photos are not in danger: nothing is called safe without a proof.
    private static int defect(Surroundings surroundings, Exception failure) {
        Output output = surroundings.output();
        output.error(
                "a defect in Safelight: " + failure,
                "Nothing was called safe that is not. Please report the lines below.");
        failure.printStackTrace(surroundings.err());
        surroundings.err().flush();
        return ExitCode.DEFECT.code();
    }

    @Command(
            name = "safelight",
            version = "safelight 0.1.0",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = {
                "Proves that every photo you have is safe, and for every one that is not names the reason and the fix."
            },
            footer = {
                "",
                "Start with:  safelight backup FOLDER --to DRIVE",
                "Then ask:    safelight status",
                "Help on one: safelight COMMAND --help"
            })
    static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.commandLine().usage(spec.commandLine().getOut());
            }
        }
    }
}
