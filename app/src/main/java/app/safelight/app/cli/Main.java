package app.safelight.app.cli;

import app.safelight.app.config.Home;
import app.safelight.app.run.Pause;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where the program starts.
public final class Main {
    /// Set by the launcher if a person watches the error stream; the Java machine itself can only tell of the
    /// others.
    private static final String TERMINAL = "safelight.terminal";

    private static final String VERSION = "safelight 0.1.0";

    private static final Set<String> VERSION_OPTIONS = Set.of("--version", "-V");

    private Main() {}

    public static void main(String[] arguments) {
        Surroundings surroundings = surroundings();
        int code = execute(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        // After Ctrl-C the machine is already ending, with its own code; asking it to exit again would wait for ever.
        // Otherwise everything is closed by now, and System.exit would first open every jar to look for a logger.
        if (code != ExitCode.INTERRUPTED.code()) {
            Runtime.getRuntime().halt(code);
        }
    }

    /// Those of this process.
    static Surroundings surroundings() {
        Map<String, String> environment = System.getenv();
        String systemName = System.getProperty("os.name");
        boolean terminal = Boolean.getBoolean(TERMINAL);
        return new Surroundings(
                Home.of(environment, Path.of(System.getProperty("user.home")), systemName),
                Path.of("").toAbsolutePath(),
                InstantSource.system(),
                ZoneId::systemDefault,
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                terminal,
                environment,
                systemName,
                Pause.REAL,
                Person.atTerminal(terminal));
    }

    /// Runs one command line in this process.
    ///
    /// @return the exit code
    static int execute(Surroundings surroundings, String... typed) {
        String[] arguments = withHelpAsOption(typed);
        String first = arguments.length == 0 ? "" : arguments[0];
        if (arguments.length == 1 && VERSION_OPTIONS.contains(first)) {
            surroundings.output().line(VERSION);
            return ExitCode.OK.code();
        }
        boolean one = commands(surroundings).containsKey(first) && !first.equals("generate-completion");
        CommandLine line = one ? commandLine(surroundings, List.of(first)) : commandLine(surroundings);
        return line.execute(arguments);
    }

    /// `help backup` is what some type for `backup --help`.
    private static String[] withHelpAsOption(String... typed) {
        if (typed.length == 0 || !typed[0].equals("help")) {
            return typed;
        }
        String[] arguments = Arrays.copyOfRange(typed, 1, typed.length + 1);
        arguments[typed.length - 1] = "--help";
        return arguments;
    }

    /// The whole tree of commands.
    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, List.copyOf(commands(surroundings).keySet()));
    }

    private static CommandLine commandLine(Surroundings surroundings, List<String> names) {
        CommandLine line = new CommandLine(new Root());
        Map<String, Supplier<Object>> commands = commands(surroundings);
        commands.forEach((name, command) -> {
            if (names.contains(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(surroundings.out());
        line.setErr(surroundings.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, _) -> UsageErrors.say(surroundings.output(), wrong));
        line.setExecutionExceptionHandler((failure, _, _) -> defect(surroundings, failure));
        return line;
    }

    /// The commands by name, in the order of `--help`. Made one by one, since reading the annotations of all
    /// takes a third of a short run.
    private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("backup", () -> new BackupCommand(surroundings));
        commands.put("status", () -> new StatusCommand(surroundings));
        commands.put("why", () -> new WhyCommand(surroundings));
        commands.put("verify", () -> new VerifyCommand(surroundings));
        commands.put("heal", () -> new HealCommand(surroundings));
        commands.put("restore", () -> new RestoreCommand(surroundings));
        commands.put("doctor", () -> new DoctorCommand(surroundings));
        commands.put(
                "certificate",
                () -> new CommandLine(new CertificateCommand(surroundings))
                        .addSubcommand(new CertificateCommand.Check(surroundings)));
        commands.put("login", () -> new LoginCommand(surroundings));
        commands.put("logout", () -> new LogoutCommand(surroundings));
        commands.put("devices", () -> new DevicesCommand(surroundings));
        commands.put("pair", () -> new PairCommand(surroundings));
        commands.put("icloud", () -> new ICloudCommand(surroundings));
        commands.put("browse", () -> new BrowseCommand(surroundings));
        commands.put("rescue", () -> new RescueCommand(surroundings));
        commands.put("demo", () -> new DemoCommand(surroundings));
        commands.put("up", () -> new UpCommand(surroundings));
        commands.put("restart", () -> new RestartCommand(surroundings));
        commands.put("sources", () -> new SourcesCommand(surroundings));
        commands.put(
                "places",
                () -> new CommandLine(new PlacesCommand(surroundings))
                        .addSubcommand(new PlacesCommand.Add(surroundings))
                        .addSubcommand(new PlacesCommand.Test(surroundings))
                        .addSubcommand(new PlacesCommand.Rebuild(surroundings)));
        commands.put("free", () -> new FreeCommand(surroundings));
        commands.put("policy", () -> new PolicyCommand(surroundings));
        commands.put("rebuild-ledger", () -> new RebuildLedgerCommand(surroundings));
        commands.put("generate-completion", AutoComplete.GenerateCompletion::new);
        return commands;
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
            version = VERSION,
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
