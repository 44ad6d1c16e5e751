package app.safelight.bench.contest;

import app.safelight.bench.machine.Accounting;
import app.safelight.bench.machine.PageCache;
import java.nio.file.Path;

/// Where and how a measurement takes place.
///
/// @param work folder for everything it makes; emptied before and after
/// @param launcher our program, as people run it
/// @param program the folder that the launcher built
/// @param logs folder for what programs print
/// @param cold whether sources are out of memory before each turn
record Stage(
        Path work,
        Path launcher,
        Path program,
        Path logs,
        Accounting accounting,
        PageCache cache,
        Size size,
        boolean cold,
        Corpus.Content content) {
    Path at(String name) {
        return work.resolve(name);
    }
}
