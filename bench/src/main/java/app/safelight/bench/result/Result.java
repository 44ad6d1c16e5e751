package app.safelight.bench.result;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// One run: everything measured, and what follows from it.
///
/// @param name names its file; such as `backup-cold`
/// @param title one line for people: what was done with how much
/// @param loadBefore load average of the minute before anything of the run began
/// @param contenders in the order of the first round
/// @param notes what a reader has to know to judge the numbers fairly, one sentence each
public record Result(
        String name,
        String title,
        Instant startedAt,
        MachineFacts machine,
        double loadBefore,
        List<ContenderFacts> contenders,
        List<Round> rounds,
        List<TargetReading> targets,
        List<String> notes) {
    /// Above it somebody else was already at work.
    public static final double MAX_QUIET_LOAD = 0.5;

    /// Our own id among the contenders.
    public static final String OURS = "safelight";

    public Result {
        contenders = List.copyOf(contenders);
        rounds = List.copyOf(rounds);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }

    /// Medians by contender, in their order.
    public SequencedMap<String, Summary> summaries() {
        return summaries(contenders, rounds);
    }

    public static SequencedMap<String, Summary> summaries(List<ContenderFacts> contenders, List<Round> rounds) {
        LinkedHashMap<String, Summary> summaries = new LinkedHashMap<>();
        for (ContenderFacts contender : contenders) {
            summaries.put(contender.id(), Summary.of(contender.id(), rounds));
        }
        return summaries;
    }

    /// How much longer each took than ours; empty if ours did not take part.
    public Map<String, Double> ratiosToOurs() {
        SequencedMap<String, Summary> summaries = summaries();
        Summary ours = summaries.get(OURS);
        LinkedHashMap<String, Double> ratios = new LinkedHashMap<>();
        if (ours != null) {
            summaries.forEach((id, summary) -> ratios.put(
                    id, summary.median().wallSeconds() / ours.median().wallSeconds()));
        }
        return ratios;
    }

    public long noisyRounds() {
        return rounds.stream().filter(round -> round.disturbance().noisy()).count();
    }

    /// Whether the numbers may be shown: nobody else was at work before, nor while it ran.
    public boolean quiet() {
        return loadBefore < MAX_QUIET_LOAD && noisyRounds() == 0;
    }
}
