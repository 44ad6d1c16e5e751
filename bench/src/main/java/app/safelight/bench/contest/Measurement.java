package app.safelight.bench.contest;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.result.Target;
import java.util.List;

/// One thing that is measured.
///
/// @param name names the result's file
/// @param title for people: what was done with how much
/// @param neededBytes free space that it takes at its widest
/// @param prepare once, before everything, off the clock
/// @param warmUp a round that does not count, so that every program is in memory; can be empty
/// @param cleanUp after everything, whatever happened, off the clock
record Measurement(
        String name,
        String title,
        long neededBytes,
        Chore prepare,
        List<Contender> warmUp,
        List<Contender> contenders,
        List<Target> targets,
        List<String> notes,
        Chore cleanUp) {
    /// One that leaves nothing but files.
    Measurement(
            String name,
            String title,
            long neededBytes,
            Chore prepare,
            List<Contender> warmUp,
            List<Contender> contenders,
            List<Target> targets,
            List<String> notes) {
        this(name, title, neededBytes, prepare, warmUp, contenders, targets, notes, Chore.NONE);
    }

    Measurement {
        warmUp = List.copyOf(warmUp);
        contenders = List.copyOf(contenders);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }
}
