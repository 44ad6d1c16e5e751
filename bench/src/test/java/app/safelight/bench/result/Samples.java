package app.safelight.bench.result;

import java.time.Instant;
import java.util.List;

/// Results made up for tests; times that are easy to work out by hand.
final class Samples {
    static final Disturbance CALM = new Disturbance(0.2, 1.9, 0.02, 0.01);
    static final Disturbance NOISE = new Disturbance(3.5, 4.5, 0.4, 0.0);

    private Samples() {}

    static Turn turn(String contender, double... wallSeconds) {
        List<StepReading> steps = new java.util.ArrayList<>();
        for (double wall : wallSeconds) {
            steps.add(
                    new StepReading("step " + steps.size(), new Usage(wall, wall / 2, wall / 4, (long) (wall * 1024))));
        }
        return new Turn(contender, steps);
    }

    static Round round(int number, Disturbance disturbance, double ours, double peers) {
        return new Round(number, disturbance, List.of(turn("safelight", ours), turn("rsync", peers / 2, peers / 2)));
    }

    static Result result(double loadBefore, Round... rounds) {
        List<ContenderFacts> contenders = List.of(
                new ContenderFacts("safelight", "**safelight backup**", "0.1.0"),
                new ContenderFacts("rsync", "`rsync -a` + `sync`", ""));
        List<Target> targets = List.of(new Target.Ratio(
                "at most 2 × rsync",
                new Target.Span.Wall("safelight"),
                new Target.Span.Wall("rsync"),
                Target.Side.AT_MOST,
                2));
        return new Result(
                "backup-cold",
                "First backup of 5,000 photos",
                Instant.parse("2026-11-23T09:30:00Z"),
                new MachineFacts(2, "Some Processor", 24L << 30, "ext4", "Linux 6.18", "25.0.1"),
                loadBefore,
                contenders,
                List.of(rounds),
                Target.readAll(targets, Result.summaries(contenders, List.of(rounds))),
                List.of("One note."));
    }
}
