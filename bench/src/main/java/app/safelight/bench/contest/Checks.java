package app.safelight.bench.contest;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Whether a contender did what it was asked: a backup that copies nothing is the fastest of all.
final class Checks {
    /// What a repository may be smaller than its content: noise does not compress, but heads of photos are alike.
    private static final double LEAST_SHARE = 0.9;

    private Checks() {}

    /// A tree of copies has as many files and bytes as the source.
    static Chore holds(Path copy, Trees.Extent source) {
        return () -> {
            Trees.Extent there = Trees.extent(copy);
            if (!there.equals(source)) {
                throw new StepFailed("the copy has " + there + ", the source " + source);
            }
        };
    }

    /// A repository has about as many bytes as the source.
    static Chore isAbout(Path repository, Trees.Extent source) {
        return () -> {
            Trees.Extent there = Trees.extent(repository);
            if (there.bytes() < source.bytes() * LEAST_SHARE) {
                throw new StepFailed("the repository has " + there + ", the source " + source);
            }
        };
    }

    /// A drive of ours names as many copies as the source has files, and holds their bytes.
    static Chore driveHolds(Path drive, Trees.Extent source) {
        return () -> {
            long named = lines(drive.resolve("SHA256SUMS"));
            long bytes = Trees.extent(drive).bytes();
            if (named != source.files() || bytes < source.bytes()) {
                throw new StepFailed(
                        "the drive names " + named + " copies and has " + bytes + " bytes, the source " + source);
            }
        };
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
