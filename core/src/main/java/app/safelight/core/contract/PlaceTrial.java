package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.model.Body;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.NameHint.Shelf;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One check's work on a place: opens it, makes contents that nobody has, remembers them, and hands them to the
/// clean-up whatever happens.
final class PlaceTrial {
    private static final Instant MODIFIED_AT = Instant.parse("2024-06-15T10:20:30Z");

    private final PlaceContract.Setting setting;
    private final String check;
    private final SplittableRandom chance;
    private final TreeSet<ContentId> made = new TreeSet<>();
    private Place place;

    /// What a check does with its trial.
    @FunctionalInterface
    interface Steps {
        void run(PlaceTrial trial) throws Exception;
    }

    /// Bytes and their name.
    static final class Sample {
        private final byte[] bytes;
        private final ContentId content;

        private Sample(byte[] bytes, ContentId content) {
            this.bytes = bytes;
            this.content = content;
        }

        /// Not a copy; nobody writes into it.
        byte[] bytes() {
            return bytes;
        }

        ContentId content() {
            return content;
        }

        static Sample of(byte[] bytes) {
            Sha256 digest = Sha256.ofBytes(Sha256.digester().digest(bytes));
            return new Sample(bytes, new ContentId(digest, bytes.length));
        }
    }

    private PlaceTrial(PlaceContract.Setting setting, String check) throws Exception {
        this.setting = setting;
        this.check = check;
        this.chance = new SplittableRandom(setting.seed() * 31 + check.hashCode());
        this.place = setting.open();
    }

    static void run(PlaceContract.Setting setting, String check, Steps steps) throws Exception {
        PlaceTrial trial = new PlaceTrial(setting, check);
        Exception failure = null;
        try {
            steps.run(trial);
        } catch (Exception thrown) {
            failure = thrown;
        }
        try {
            trial.place.close();
        } catch (Exception thrown) {
            failure = join(failure, thrown);
        }
        try {
            setting.cleanUp(trial.made);
        } catch (Exception thrown) {
            failure = join(failure, thrown);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Exception join(@Nullable Exception first, Exception second) {
        if (first == null) {
            return second;
        }
        first.addSuppressed(second);
        return first;
    }

    Place place() {
        return place;
    }

    void reopen() throws Exception {
        place.close();
        place = setting.open();
    }

    void cleanUpAndReopen() throws Exception {
        place.close();
        setting.cleanUp(made);
        place = setting.open();
    }

    int largeContentBytes() {
        return setting.largeContentBytes();
    }

    PlaceContract.Sabotage sabotage() {
        return setting.sabotage().orElseThrow(() -> new CannotRun("no means to damage this place"));
    }

    Sample sample(int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        chance.nextBytes(bytes);
        Sample sample = Sample.of(bytes);
        made.add(sample.content());
        return sample;
    }

    List<Sample> samples(int count, int sizeBytes) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(sample(sizeBytes));
        }
        return samples;
    }

    /// Has a content removed by the clean-up that [#sample] did not make.
    void track(Sample sample) {
        made.add(sample.content());
    }

    static NameHint hint(String name) {
        return new NameHint(Shelf.PHOTOS, LocalDate.of(2024, 6, 15), name, MODIFIED_AT);
    }

    ItemKey key(String name) {
        return new ItemKey(PlaceContract.SOURCE, check + "/" + name);
    }

    Origin origin(String name, Sample sample) {
        return new Origin(key(name), MODIFIED_AT, sample.content());
    }

    Staging begin(Sample sample) throws PlaceException {
        return place.stage(hint("contract.jpg"), sample.bytes().length);
    }

    Staged stage(Sample sample) throws PlaceException {
        return stage(sample, hint("contract.jpg"));
    }

    Staged stage(Sample sample, NameHint hint) throws PlaceException {
        Staging staging = place.stage(hint, sample.bytes().length);
        staging.write(sample.bytes(), 0, sample.bytes().length);
        return staging.finish(sample.content());
    }

    /// Stages and settles.
    void store(Sample... samples) throws PlaceException {
        List<Staged> staged = new ArrayList<>();
        for (Sample sample : samples) {
            staged.add(stage(sample));
        }
        place.settle(staged, List.of());
    }

    Optional<PlaceFault> faultOfStaging(long sizeBytes) {
        try {
            place.stage(hint("contract.jpg"), sizeBytes).abandon();
            return Optional.empty();
        } catch (PlaceException refused) {
            return Optional.of(refused.fault());
        }
    }

    List<ContentId> list() throws PlaceException {
        List<ContentId> listed = new ArrayList<>();
        place.list(listed::add);
        return listed;
    }

    /// This check's origins, in the order the place tells them.
    List<Origin> ownOrigins() throws PlaceException {
        List<Origin> own = new ArrayList<>();
        place.origins(origin -> {
            ItemKey key = origin.key();
            if (key.source().equals(PlaceContract.SOURCE) && key.path().startsWith(check + "/")) {
                own.add(origin);
            }
        });
        return own;
    }

    /// This check's missing contents, in order, each as often as it is told.
    List<ContentId> ownMissing() throws PlaceException {
        List<ContentId> own = new ArrayList<>();
        place.missing(content -> {
            if (made.contains(content)) {
                own.add(content);
            }
        });
        return own.stream().sorted().toList();
    }

    List<ContentId> inOrder(ContentId... contents) {
        return Arrays.stream(contents).sorted().toList();
    }

    /// The ways in which this place can be read back.
    List<Evidence> readable() {
        return Arrays.stream(Evidence.values())
                .filter(evidence -> evidence.isAtLeast(Evidence.READ_BACK)
                        && place.traits().strongestEvidence().isAtLeast(evidence))
                .toList();
    }

    void requireThere(Sample sample) throws PlaceException {
        ContentId content = sample.content();
        require(place.claims(content), "does not claim a settled content");
        long times = list().stream().filter(content::equals).count();
        requireEqual(1L, times, "how often a settled content is listed");
        for (Evidence evidence : readable()) {
            byte[] bytes = readAll(content, evidence);
            require(
                    Arrays.equals(sample.bytes(), bytes),
                    evidence + " gives " + bytes.length + " bytes that are not those of " + content);
        }
    }

    void requireNotThere(Sample sample, String state) throws PlaceException {
        require(!place.claims(sample.content()), "claims a content that is only " + state);
        require(!list().contains(sample.content()), "lists a content that is only " + state);
        requireMissing(sample, state);
    }

    void requireMissing(Sample sample, String state) {
        for (Evidence evidence : readable()) {
            try {
                byte[] bytes = readAll(sample.content(), evidence);
                throw new ContractViolation("reads " + bytes.length + " bytes of a content that is " + state);
            } catch (PlaceException refused) {
                requireEqual(new PlaceFault.Missing(), refused.fault(), "the fault of a content that is " + state);
            }
        }
    }

    /// Reading must fail for a reason that concerns this content, or give bytes whose hash tells.
    void requireNotWhole(Sample sample, Evidence evidence, String state) {
        try {
            byte[] bytes = readAll(sample.content(), evidence);
            require(
                    !Sample.of(bytes).content().equals(sample.content()),
                    evidence + " gives the good bytes of a copy that is " + state);
        } catch (PlaceException refused) {
            requireEqual(
                    PlaceFault.Reach.CONTENT,
                    refused.fault().reach(),
                    "the reach of " + refused.fault() + " when " + state);
        }
    }

    byte[] readAll(ContentId content, Evidence evidence) throws PlaceException {
        return place.<byte[], RuntimeException>read(content, evidence, Bodies::readAll);
    }

    void requireBodyOf(Sample sample, Body body) throws IOException {
        Bodies.requireBodyOf(sample.bytes(), body, chance);
    }
}
