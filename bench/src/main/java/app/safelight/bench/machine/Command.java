package app.safelight.bench.machine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A program to run.
///
/// @param arguments the program first; looked up on the PATH if it has no slash
/// @param environment on top of the harness's own
/// @param folder where it runs
/// @param goodExits exit codes that mean it did its work
public record Command(List<String> arguments, Map<String, String> environment, Path folder, Set<Integer> goodExits) {
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        goodExits = Set.copyOf(goodExits);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("no program named");
        }
    }

    /// A command whose one good exit code is 0.
    public static Command of(Path folder, String... arguments) {
        return new Command(List.of(arguments), Map.of(), folder, Set.of(0));
    }

    /// With more environment.
    public Command with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new Command(arguments, all, folder, goodExits);
    }

    public Command orExits(Integer... codes) {
        Set<Integer> all = new java.util.HashSet<>(goodExits);
        all.addAll(List.of(codes));
        return new Command(arguments, environment, folder, all);
    }
}
