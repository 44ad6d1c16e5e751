package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.Words;
import app.safelight.core.backup.Progress;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// Shows how a run goes, on the error stream, so that the answer on the output stream stays clean: a bar with
/// bytes, rate and time left on a terminal, a plain line now and then elsewhere.
final class RunProgress implements Progress, AutoCloseable {
    /// How often a plain line is written.
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

    private static final int BAR_UPDATE_MILLIS = 200;

    /// Files that could not be read are named one by one up to this many; the status lists all.
    private static final int MAX_NAMED_FILES = 20;

    private final Output output;
    private final boolean terminal;
    private final InstantSource clock;
    private final Function<PlaceId, String> placeNames;
    private Phase phase = Phase.LISTING;
    private @Nullable ProgressBar bar;
    private Instant began = Instant.EPOCH;
    private Instant lastLine = Instant.EPOCH;
    private long items;
    private long sizeBytes;
    private long allItems;
    private long allBytes;
    private long blockedFiles;

    /// @param placeNames what people call a place
    RunProgress(Output output, boolean terminal, InstantSource clock, Function<PlaceId, String> placeNames) {
        this.placeNames = placeNames;
        this.output = output;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public synchronized void begin(Phase next, long totalItems, long totalBytes) {
        phase = next;
        items = 0;
        sizeBytes = 0;
        allItems = totalItems;
        allBytes = totalBytes;
        began = clock.instant();
        lastLine = began;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(name(next))
                    .setInitialMax(totalBytes > 0 ? totalBytes : totalItems)
                    .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .hideEta()
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public synchronized void done(long moreItems, long moreBytes) {
        items += moreItems;
        sizeBytes += moreBytes;
        if (bar != null) {
            bar.stepTo(allBytes > 0 ? sizeBytes : items);
            bar.setExtraMessage(" " + summary());
        } else if (!terminal && Duration.between(lastLine, clock.instant()).compareTo(LINE_INTERVAL) >= 0) {
            lastLine = clock.instant();
            output.note(name(phase) + ": " + summary());
        }
    }

    @Override
    public synchronized void end(Phase ended) {
        close();
        Duration took = Duration.between(began, clock.instant());
        if (!terminal && took.compareTo(LINE_INTERVAL) >= 0) {
            output.note(name(ended) + ": " + summary() + ", took " + Amounts.duration(took));
        }
    }

    @Override
    public synchronized void blocked(ItemKey key, SourceFault fault) {
        blockedFiles++;
        if (blockedFiles <= MAX_NAMED_FILES) {
            output.note(key.path() + ": " + Words.fault(fault));
        } else if (blockedFiles == MAX_NAMED_FILES + 1) {
            output.note("More files could not be read; 'safelight status --list' names them all.");
        }
    }

    @Override
    public synchronized void placeStopped(PlaceId place, PlaceFault fault) {
        output.note(placeNames.apply(place) + " takes nothing more in this run. " + Words.fault(fault));
    }

    /// `123 of 400 files, 1.2 GB of 8.0 GB, 210 MB/s, 32 s left`.
    private String summary() {
        StringBuilder text = new StringBuilder(Amounts.number(items));
        if (allItems >= 0) {
            text.append(" of ").append(Amounts.number(allItems));
        }
        text.append(" files");
        if (allBytes > 0) {
            text.append(", ").append(Amounts.bytes(sizeBytes)).append(" of ").append(Amounts.bytes(allBytes));
            double seconds = Duration.between(began, clock.instant()).toMillis() / 1_000.0;
            if (seconds >= 1 && sizeBytes > 0) {
                double rate = sizeBytes / seconds;
                text.append(", ").append(Amounts.bytes((long) rate)).append("/s");
                long left = (long) (Math.max(0, allBytes - sizeBytes) / rate);
                text.append(", ")
                        .append(Amounts.duration(Duration.ofSeconds(left)))
                        .append(" left");
            }
        }
        return text.toString();
    }

    private static String name(Phase phase) {
        return switch (phase) {
            case LISTING -> "Listing";
            case COPYING -> "Copying";
            case VERIFYING -> "Verifying";
            case HEALING -> "Healing";
            case RESTORING -> "Restoring";
        };
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
