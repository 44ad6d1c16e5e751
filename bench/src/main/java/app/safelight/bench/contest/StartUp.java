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
                () -> copyWithoutCache(stage.program(), stage.at("program")),
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
        all.add(contender(stage, OURS, "**./safelight --version**", Maker.ours(stage.launcher().toString())));
        all.add(contender(stage, "built", "the built program", Maker.ours(built.toString())));
        all.add(contender(
                stage, "no-class-cache", "the built program without its class cache", Maker.ours(withoutCache.toString())));
        for (Maker peer : List.of(Maker.RCLONE, Maker.RESTIC, Maker.BORG, Maker.RSYNC)) {
            all.add(contender(
                    stage, peer.program(), "`" + peer.program() + " " + String.join(" ", peer.version()) + "`", peer));
        }
        return all;
    }

    private static Contender contender(Stage stage, String id, String label, Maker maker) {
        List<String> arguments = new ArrayList<>(List.of(maker.program()));
        arguments.addAll(maker.version());
        Command command = Command.of(stage.work(), arguments.toArray(String[]::new));
        return new Contender(
                id, label, maker, Chore.NONE, List.of(new Step.Program("version", command)), Chore.NONE, Chore.NONE);
    }

    private static void copyWithoutCache(Path program, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(program)) {
            for (Path one : all.toList()) {
                if (!one.getFileName().toString().equals(CLASS_CACHE)) {
                    Files.copy(one, to.resolve(program.relativize(one)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
