package app.safelight.bench.contest;

import static app.safelight.bench.result.Result.OURS;

import app.safelight.bench.machine.Chore;
import app.safelight.bench.machine.Command;
import app.safelight.bench.machine.StepFailed;
import app.safelight.bench.machine.Trees;
import app.safelight.bench.phone.PhoneCopy;
import app.safelight.bench.result.Target;
import app.safelight.bench.result.Target.Ceiling;
import app.safelight.bench.result.Target.Ratio;
import app.safelight.bench.result.Target.Side;
import app.safelight.bench.result.Target.Span.Wall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything on a phone to a folder, over cables of different length.
final class PhoneReading {
    private static final List<Duration> ROUND_TRIPS =
            List.of(Duration.ofNanos(200_000), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5));

    /// What a thumbnail or a small photo weighs.
    private static final int SMALL_BYTES = 50_000;

    private static final int WARM_UP_FILES = 20;

    /// Files on the phone and one copy; or all three sets of files, of which one is copied.
    private static final double WIDEST = 2.1;

    /// From which round trip on small files must be so many times as fast.
    private static final Duration SMALL_FROM = Duration.ofMillis(1);

    private static final double SMALL_TIMES = 3;
    private static final Duration LARGE_FROM = Duration.ofMillis(2);
    private static final double LARGE_TIMES = 5;

    private static final double SECRET_BYTES_PER_SECOND = 300e6;

    private static final String IFUSE = "ifuse";

    /// What lies on the phone.
    private enum Load {
        SMALL("small files of 50 KB"),
        PHOTOS("photos of 2 MB"),
        FILM("film");

        private final String words;

        Load(String words) {
            this.words = words;
        }

        int files(Size size) {
            return switch (this) {
                case SMALL -> size.phoneSmall();
                case PHOTOS -> size.phonePhotos();
                case FILM -> 1;
            };
        }

        long bytesEach(Size size) {
            return switch (this) {
                case SMALL -> SMALL_BYTES;
                case PHOTOS -> Corpus.PHOTO_BYTES;
                case FILM -> size.filmBytes();
            };
        }

        Trees.Extent extent(Size size) {
            return new Trees.Extent(files(size), files(size) * bytesEach(size));
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Stage stage;
    private final PhoneStand stand;

    private PhoneReading(Stage stage) {
        this.stage = stage;
        this.stand = new PhoneStand(stage.logs());
    }

    static List<Measurement> of(Stage stage) {
        PhoneReading reading = new PhoneReading(stage);
        List<Measurement> all = new ArrayList<>();
        for (Load load : Load.values()) {
            for (Duration roundTrip : ROUND_TRIPS) {
                all.add(reading.measurement(load, roundTrip));
            }
        }
        all.add(reading.secret());
        return all;
    }

    private Path media(Load load) {
        return stage.at("phone-" + load.id());
    }

    private Path warmUpMedia() {
        return stage.at("phone-warm-up");
    }

    /// Made once, for all round trips.
    private Chore prepare(Load load) {
        return () -> {
            if (!Files.exists(warmUpMedia())) {
                Corpus.write(folder(warmUpMedia()), Corpus.Content.BYTES, WARM_UP_FILES, SMALL_BYTES);
            }
            if (Files.exists(media(load))) {
                return;
            }
            Path folder = folder(media(load));
            switch (load) {
                case SMALL, PHOTOS ->
                    Corpus.write(
                            folder, Corpus.Content.BYTES, load.files(stage.size()), (int) load.bytesEach(stage.size()));
                case FILM -> Corpus.writeOne(folder.resolve("IMG_0001.MOV"), load.bytesEach(stage.size()));
            }
        };
    }

    private static Path folder(Path media) throws IOException {
        return Files.createDirectories(media.resolve("DCIM/100APPLE"));
    }

    private long neededBytes() {
        long bytes = 0;
        for (Load load : Load.values()) {
            bytes += load.extent(stage.size()).bytes();
        }
        return (long) (bytes * WIDEST);
    }

    private Measurement measurement(Load load, Duration roundTrip) {
        Trees.Extent few = new Trees.Extent(WARM_UP_FILES, (long) WARM_UP_FILES * SMALL_BYTES);
        Trees.Extent all = load.extent(stage.size());
        String milliseconds = String.format(Locale.ROOT, "%s ms", trimmed(roundTrip.toNanos() / 1e6));
        return new Measurement(
                "phone-" + load.id() + "-" + milliseconds.replace(" ", ""),
                load == Load.FILM
                        ? String.format(
                                Locale.ROOT,
                                "A film of %.1f GB from a phone to a folder, round trip %s",
                                all.bytes() / 1e9,
                                milliseconds)
                        : String.format(
                                Locale.ROOT,
                                "%,d %s from a phone to a folder, round trip %s",
                                all.files(),
                                load.words,
                                milliseconds),
                neededBytes(),
                prepare(load),
                List.of(ours(warmUpMedia(), few, roundTrip), ifuse(warmUpMedia(), few, roundTrip)),
                List.of(ours(media(load), all, roundTrip), ifuse(media(load), all, roundTrip)),
                targets(load, roundTrip),
                List.of(
                        "The phone is simulated, a process of its own on the same machine, and encrypts as phones do;"
                                + " its files are in memory. Nobody is asked to make the copies durable.",
                        "Ours is its client alone, in a Java that starts anew each time: no ledger, nothing hashed,"
                                + " nothing read back.",
                        "The CPU and memory told of `ifuse` are those of `cp`; its own are in nobody's count."),
                stand::end);
    }

    private static String trimmed(double milliseconds) {
        return milliseconds == Math.rint(milliseconds)
                ? Long.toString((long) milliseconds)
                : Double.toString(milliseconds);
    }

    private static List<Target> targets(Load load, Duration roundTrip) {
        List<Target> targets = new ArrayList<>();
        targets.add(times("never slower than `ifuse` + `cp -r`", 1));
        if (load == Load.SMALL && roundTrip.compareTo(SMALL_FROM) >= 0) {
            targets.add(times("small files at least 3 times as fast as `ifuse` + `cp -r`", SMALL_TIMES));
        }
        if (load == Load.FILM && roundTrip.compareTo(LARGE_FROM) >= 0) {
            targets.add(times("a large file at least 5 times as fast as `ifuse` + `cp -r`", LARGE_TIMES));
        }
        return targets;
    }

    private static Target times(String text, double times) {
        return new Ratio(text, new Wall(IFUSE), new Wall(OURS), Side.AT_LEAST, times);
    }

    /// The phone is started, and its files are in memory.
    private Chore start(Path media, Duration roundTrip, boolean encrypted, Path place) {
        return () -> {
            stand.end();
            Trees.delete(place);
            Files.createDirectories(place);
            stage.cache().fill(media);
            stage.cache().sync(stage.work());
            stand.start(media, roundTrip, encrypted);
        };
    }

    private Chore end(Path place) {
        return () -> {
            stand.end();
            Trees.delete(place);
            stage.cache().sync(stage.work());
        };
    }

    /// A program that is told where the phone is, which is known only once that has been started.
    private Step program(String name, List<String> arguments) {
        return new Step.LateProgram(
                name,
                () -> Command.of(stage.work(), arguments.toArray(String[]::new)).with(stand.environment()));
    }

    private Contender ours(Path media, Trees.Extent extent, Duration roundTrip) {
        Path place = stage.at("phone-ours");
        return new Contender(
                OURS,
                "**Safelight's client**, starting included",
                Maker.HARNESS,
                start(media, roundTrip, true, place),
                List.of(program("copy", PhoneStand.java(PhoneCopy.class, place.toString()))),
                Checks.holds(place, extent).then(same(media, place)),
                end(place));
    }

    private Contender ifuse(Path media, Trees.Extent extent, Duration roundTrip) {
        Path place = stage.at("phone-ifuse");
        Path mount = stage.at("phone-mount");
        return new Contender(
                IFUSE,
                "`ifuse` + `cp -r`, mounting included",
                Maker.IFUSE,
                start(media, roundTrip, true, place).then(() -> Files.createDirectories(mount)),
                List.of(
                        new Step.Within("mount", () -> stand.mount(mount)),
                        new Step.Program("copy", Command.of(stage.work(), "cp", "-r", mount + "/.", place.toString()))),
                Checks.holds(place, extent).then(same(media, place)),
                end(place));
    }

    /// A copy of the wrong bytes is no copy.
    private Chore same(Path media, Path place) {
        return () -> {
            Command compare = Command.of(stage.work(), "diff", "-rq", media.toString(), place.toString());
            if (!stage.accounting().ask("diff", compare).isBlank()) {
                throw new StepFailed("the copy in " + place + " is not the same");
            }
        };
    }

    /// How fast the encrypted way is by itself: nothing is written, and the cable has no length.
    private Measurement secret() {
        Trees.Extent film = Load.FILM.extent(stage.size());
        return new Measurement(
                "phone-secret",
                String.format(
                        Locale.ROOT,
                        "A film of %.1f GB read from a phone to nowhere, no round trip",
                        film.bytes() / 1e9),
                neededBytes(),
                prepare(Load.FILM),
                List.of(toNowhere(OURS, warmUpMedia(), true), toNowhere("clear", warmUpMedia(), false)),
                List.of(toNowhere(OURS, media(Load.FILM), true), toNowhere("clear", media(Load.FILM), false)),
                List.of(new Ceiling(
                        "encrypted at least 300 MB/s, starting included, both sides on this machine",
                        new Wall(OURS),
                        film.bytes() / SECRET_BYTES_PER_SECOND)),
                List.of("Encrypting by the simulated phone and decrypting by the client share the machine."),
                stand::end);
    }

    private Contender toNowhere(String id, Path media, boolean encrypted) {
        Path place = stage.at("phone-nowhere");
        return new Contender(
                id,
                encrypted ? "**Safelight's client**, encrypted" : "Safelight's client, not encrypted",
                Maker.HARNESS,
                start(media, Duration.ZERO, encrypted, place),
                List.of(program("read", PhoneStand.java(PhoneCopy.class))),
                Chore.NONE,
                end(place));
    }
}
