package app.safelight.app.cli;

import app.safelight.app.config.Home;
import app.safelight.app.demo.DemoPhone;
import app.safelight.app.demo.DemoTruth;
import app.safelight.app.run.Interruption;
import app.safelight.app.text.Amounts;
import app.safelight.app.text.Shell;
import app.safelight.app.wiring.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Show what Safelight does, on a simulated iPhone: no phone is needed.",
            "It has a few hundred pictures, of which iCloud does not have all, and is",
            "asked, rescued and proven by the real commands. At the end what they said is",
            "compared with what the phone was given. Nothing of yours is touched."
        },
        footer = {"", "Example: safelight demo"})
final class DemoCommand extends SafelightCommand {
    private static final String DRIVE = "drive";

    /// Nothing can be read back from a medium where files are kept in memory.
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /// Where Linux keeps passing files that outlast a restart, on a disk.
    private static final Path LASTING_TEMPORARY = Path.of("/var/tmp");

    /// How soon the demo ends after Enter.
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Make everything in this new or empty folder, and keep it.")
    @Nullable
    String folder;

    @Option(names = "--stay", description = "Leave the phone plugged in until Ctrl-C, also without a terminal.")
    boolean stay;

    DemoCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// One command of the walk.
    ///
    /// @param explanation what it is for
    /// @param expected how it may end
    private record Walk(String explanation, Set<ExitCode> expected, List<String> command) {
        Walk(String explanation, Set<ExitCode> expected, String... command) {
            this(explanation, expected, List.of(command));
        }
    }

    private static final Set<ExitCode> ENDS = Set.of(ExitCode.OK, ExitCode.NOT_SAFE);

    private static final List<Walk> WALKS = List.of(
            new Walk("Which phones are plugged in, and can they be read?", Set.of(ExitCode.SOURCE), "devices"),
            new Walk(
                    "The phone must trust this computer, once. (The simulated owner taps \"Trust\" after a moment.)",
                    Set.of(ExitCode.OK),
                    "pair"),
            new Walk(
                    "What does iCloud report to have, what not, and why? That is read from the phone's own database.",
                    Set.of(ExitCode.NOT_SAFE),
                    "icloud",
                    "iphone",
                    "--html",
                    "icloud.html"),
            new Walk(
                    "Copy exactly the photos at risk, make them durable, read them back, and only then call them safe.",
                    ENDS,
                    "rescue",
                    "iphone",
                    "--to",
                    DRIVE),
            new Walk(
                    "What is proven now? The rest was left where iCloud is reported to have it: a report is no proof.",
                    ENDS,
                    "status"),
            new Walk(
                    "A paper for the drawer, which names every copy by its hash and every photo that has none.",
                    ENDS,
                    "certificate",
                    "--out",
                    "certificate"));

    @Override
    ExitCode run() throws Trouble {
        if (common.json) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "the demo is for people.",
                    "The commands that it shows have --json, each for itself.");
        }
        Path work = null;
        // Whoever stops it is waited for until the folder is removed.
        try (Interruption interruption = new Interruption()) {
            work = makeFolder();
            return show(work, interruption);
        } catch (IOException failure) {
            throw new Trouble(
                    ExitCode.PLACE, "the demo cannot be shown: " + failure, "Name a folder with --folder DIR.");
        } finally {
            if (work != null && folder == null) {
                remove(work);
            }
        }
    }

    private Path makeFolder() throws IOException, Trouble {
        if (folder == null) {
            return Files.createTempDirectory(temporary(), "safelight-demo-");
        }
        Path named = surroundings.folder().resolve(folder).normalize();
        Files.createDirectories(named);
        try (Stream<Path> there = Files.list(named)) {
            if (there.findAny().isPresent()) {
                throw new Trouble(
                        ExitCode.USAGE, named + " is not empty.", "Name a new folder; what is in this one stays.");
            }
        }
        return named;
    }

    /// A folder for passing files that is on a disk, if there is one.
    private static Path temporary() throws IOException {
        Path usual = Path.of(System.getProperty("java.io.tmpdir"));
        boolean inMemory = IN_MEMORY.contains(Files.getFileStore(usual).type());
        return inMemory && Files.isWritable(LASTING_TEMPORARY) ? LASTING_TEMPORARY : usual;
    }

    private ExitCode show(Path work, Interruption interruption) throws IOException, Trouble {
        output.line("Safelight without a phone. A simulated iPhone is made in " + work + " …");
        Path media = Files.createDirectories(work.resolve("phone"));
        Files.createDirectories(work.resolve(DRIVE));
        try (DemoPhone phone = DemoPhone.plugIn(media, surroundings.clock())) {
            output.line("It has " + Amounts.count(phone.given().size(), "photo and video", "photos and videos")
                    + ", and its iCloud storage has been full for twelve days.");
            for (Walk walk : WALKS) {
                if (interruption.requested()) {
                    return ExitCode.INTERRUPTED;
                }
                walk(walk, inner(phone, work, surroundings.out(), surroundings.err()), interruption);
            }
            if (interruption.requested()) {
                return ExitCode.INTERRUPTED;
            }
            if (!compare(phone, work)) {
                return ExitCode.DEFECT;
            }
            stay(phone, work, interruption);
            return ExitCode.OK;
        }
    }

    private void walk(Walk walk, Surroundings inner, Interruption interruption) throws Trouble {
        output.line("");
        output.line("# " + walk.explanation());
        output.line("$ safelight " + String.join(" ", walk.command()));
        int code = Main.execute(inner, walk.command().toArray(String[]::new));
        boolean expected = walk.expected().stream().anyMatch(end -> end.code() == code);
        if (!expected && !interruption.requested()) {
            throw new Trouble(
                    ExitCode.DEFECT,
                    "'safelight " + String.join(" ", walk.command()) + "' ended with exit code " + code
                            + ", which the demo did not expect.",
                    "Please report what stands above.");
        }
    }

    /// The commands see the simulated cable, a ledger of their own, and the demo's folder as the working
    /// folder.
    private Surroundings inner(DemoPhone phone, Path work, PrintWriter out, PrintWriter err) {
        return new Surroundings(
                new Home(home(work)),
                work,
                surroundings.clock(),
                surroundings.zone(),
                out,
                err,
                surroundings.terminal(),
                Map.of("USBMUXD_SOCKET_ADDRESS", phone.address()),
                surroundings.systemName(),
                surroundings.pause(),
                Person.NOBODY);
    }

    private static Path home(Path work) {
        return work.resolve("safelight-home");
    }

    private boolean compare(DemoPhone phone, Path work) throws IOException {
        StringWriter report = new StringWriter();
        try (PrintWriter out = new PrintWriter(report)) {
            Main.execute(inner(phone, work, out, surroundings.err()), "icloud", "iphone", "--json");
        }
        DemoTruth.Comparison comparison = new DemoTruth(phone.given())
                .compare(report.toString(), work.resolve(DRIVE).resolve("Photos"));
        output.line("");
        if (!comparison.isEqual()) {
            output.line("THE REPORT DIFFERS from what the phone was given: "
                    + Amounts.number(comparison.right()) + " of " + Amounts.number(comparison.atRisk())
                    + " photos at risk named and rescued.");
            comparison.differences().forEach(difference -> output.line("  " + difference));
            output.error("what was said about the simulated phone is not the truth.", "Please report this.");
            return false;
        }
        output.line("The report equals what the phone was given: "
                + Amounts.number(comparison.right()) + " of " + Amounts.number(comparison.atRisk())
                + " photos at risk named and rescued,");
        output.line("and nothing else was copied. All " + Amounts.number(comparison.assets())
                + " were told right. (The copies were hashed once more for this.)");
        return true;
    }

    private void stay(DemoPhone phone, Path work, Interruption interruption) {
        boolean somebody = surroundings.person().hasPressedEnter().isPresent();
        if (folder != null) {
            output.line("Everything is in " + work + ": look into icloud.html, drive and certificate.");
        }
        if (!stay && !somebody) {
            return;
        }
        output.line("");
        output.line("The phone stays plugged in. To explore it, in another terminal:");
        output.line("  export USBMUXD_SOCKET_ADDRESS=" + phone.address());
        output.line("  export SAFELIGHT_HOME=" + Shell.argument(home(work).toString()));
        output.line("  safelight browse iphone --not-safe");
        output.line("  safelight why IMG_0299.JPG");
        output.line("  safelight backup iphone --to "
                + Shell.argument(work.resolve(DRIVE).toString()));
        output.line("  idevice_id -l, ideviceinfo and ifuse see it too.");
        output.line(somebody ? "Enter ends the demo." : "Ctrl-C ends the demo.");
        await(interruption);
    }

    private void await(Interruption interruption) {
        try {
            while (!interruption.requested()
                    && !surroundings.person().hasPressedEnter().equals(Optional.of(true))) {
                surroundings.pause().pause(BETWEEN_LOOKS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// What cannot be removed is told: it is in a folder for passing files.
    private void remove(Path work) {
        try {
            Scratch.delete(work);
        } catch (IOException failure) {
            output.note("The demo's folder could not be removed: " + failure.getMessage());
        }
    }
}
