package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Span.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How long it takes until a program that has next to nothing to do has done it.
final class StartUp {
    /// The class cache in the folder that the launcher builds.
    private static final String CLASS_CACHE = "safelight.aot";

    /// Room for a copy of the program.
    private static final long NEEDED_BYTES = 256L << 20;

    private static final List<Target> TARGETS = List.of(new Ceiling(
            "`safelight --version` under 150 ms of CPU, with the class cache that the build makes",
            new Cpu(OURS),
            0.150));

    private StartUp() {}

    static Measurement of(Stage stage) {
        List<Contender> contenders = contenders(stage);
        return new Measurement(
                "start",
                "Start: `--version`",
                NEEDED_BYTES,
                Chore.NONE,
                contenders,
                contenders,
                TARGETS,
                List.of("`./safelight` also looks whether a source file is newer than what it built; the built program"
                        + " does not."));
    }

    private static List<Contender> contenders(Stage stage) {
        Path built = stage.program().resolve("safelight");
        Path withoutCache = stage.at("program").resolve("safelight");
        List<Contender> all = new ArrayList<>();
        Maker ours = Maker.ours(stage.launcher().toString());
        all.add(contender(stage, OURS, "**./safelight --version**", ours, ours.program(), Chore.NONE));
        all.add(contender(stage, "built", "the built program", ours, built.toString(), Chore.NONE));
        Chore copy = () -> copyWithoutCache(stage.program(), stage.at("program"));
        all.add(contender(
                stage,
                "no-class-cache",
                "the built program without its class cache",
                ours,
                withoutCache.toString(),
                copy));
        for (Maker peer : List.of(Maker.RCLONE, Maker.RESTIC, Maker.BORG, Maker.RSYNC)) {
            String label = "`" + peer.program() + " " + String.join(" ", peer.version()) + "`";
            all.add(contender(stage, peer.program(), label, peer, peer.program(), Chore.NONE));
        }
        return all;
    }

    private static Contender contender(Stage stage, String id, String label, Maker maker, String program, Chore setUp) {
        List<String> arguments = new ArrayList<>(List.of(program));
        arguments.addAll(maker.version());
        Command command = Command.of(stage.work(), arguments.toArray(String[]::new));
        return new Contender(
                id, label, maker, setUp, List.of(new Step.Program("version", command)), Chore.NONE, Chore.NONE);
    }

    /// Does nothing if it is done.
    private static void copyWithoutCache(Path program, Path to) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        try (Stream<Path> all = Files.walk(program)) {
            for (Path one : all.toList()) {
                if (!one.getFileName().toString().equals(CLASS_CACHE)) {
                    Files.copy(one, to.resolve(program.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
