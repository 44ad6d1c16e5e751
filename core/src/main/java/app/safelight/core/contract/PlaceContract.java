package app.safelight.core.contract;

import static app.safelight.core.contract.ContractCheck.require;
import static app.safelight.core.contract.ContractCheck.requireEqual;

import app.safelight.core.contract.PlaceTrial.Sample;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.NameHint.Shelf;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every [Place] must do. Runs on a place that is in use: the suite's contents are random, so they are
/// nobody's, and what it stored is handed to [Setting#cleanUp] after every check.
///
/// Not checked here, because it takes a power cut: that what is settled is durable. The simulator does that.
public final class PlaceContract {
    /// How many contents are settled in one go, and how many share one name; enough to leave any first buffer
    /// or first suffix behind, few enough for a slow card.
    private static final int MANY = 40;

    /// Longest name that every common file system allows, in bytes.
    private static final int LONGEST_NAME_BYTES = 255;

    /// A size that no medium has room for: 4 EiB.
    private static final long HOPELESS_BYTES = 1L << 62;

    private static final int SMALL_BYTES = 1_000;

    /// What the suite needs of whoever runs it.
    public interface Setting {
        /// Opens the place under test; always the same place. Every check closes what it opened.
        Place open() throws Exception;

        /// A number that no run on this place has used before.
        long seed();

        /// Means to damage what the place keeps, if there are any.
        Optional<Sabotage> sabotage();

        /// Removes what a check stored, whole or damaged, with all origins of [#SOURCE]. The place is closed.
        ///
        /// @param stored contents that may be there now, and were not before
        void cleanUp(Collection<ContentId> stored) throws Exception;

        /// Length of the longest content the suite stores.
        default int largeContentBytes() {
            return (8 << 20) + 1;
        }
    }

    /// Damages a copy behind the place's back, on its medium.
    public interface Sabotage {
        void delete(ContentId content) throws Exception;

        void truncate(ContentId content, long sizeBytes) throws Exception;

        /// Turns over one bit, leaving length and times as they are.
        void flipBit(ContentId content, long bit) throws Exception;

        /// Whether the place still keeps these very bytes under any name.
        boolean keeps(byte[] bytes) throws Exception;
    }

    /// The source that all origins of the suite belong to.
    public static final SourceId SOURCE = new SourceId("safelight-contract");

    private PlaceContract() {}

    /// All checks, in the order in which a failure says most.
    public static List<ContractCheck<Setting>> checks() {
        return List.of(
                check("settled-content-is-there", PlaceContract::settledContentIsThere),
                check("place-stays-itself", PlaceContract::placeStaysItself),
                check("survives-reopening", PlaceContract::survivesReopening),
                check("nothing-before-settle", PlaceContract::nothingBeforeSettle),
                check("nothing-unsettled-after-reopening", PlaceContract::nothingUnsettledAfterReopening),
                check("abandoned-leaves-nothing", PlaceContract::abandonedLeavesNothing),
                check("settles-only-what-is-given", PlaceContract::settlesOnlyWhatIsGiven),
                check("settles-nothing", PlaceContract::settlesNothing),
                check("settles-many", PlaceContract::settlesMany),
                check("settles-in-any-order", PlaceContract::settlesInAnyOrder),
                check("same-content-is-kept-once", PlaceContract::sameContentIsKeptOnce),
                check("same-content-twice-in-one-settle", PlaceContract::sameContentTwiceInOneSettle),
                check("two-stagings-at-once", PlaceContract::twoStagingsAtOnce),
                check("reads-at-once", PlaceContract::readsAtOnce),
                check("empty-content", PlaceContract::emptyContent),
                check("large-content", PlaceContract::largeContent),
                check("body-keeps-its-promises", PlaceContract::bodyKeepsItsPromises),
                check("reader-failure-passes-untouched", PlaceContract::readerFailurePassesUntouched),
                check("unknown-content-is-missing", PlaceContract::unknownContentIsMissing),
                check("refuses-what-cannot-fit", PlaceContract::refusesWhatCannotFit),
                check("refuses-what-is-too-large", PlaceContract::refusesWhatIsTooLarge),
                check("many-same-names", PlaceContract::manySameNames),
                check("odd-names", PlaceContract::oddNames),
                check("names-that-clash", PlaceContract::namesThatClash),
                check("overlong-name", PlaceContract::overlongName),
                check("odd-times", PlaceContract::oddTimes),
                check("origins-oldest-first", PlaceContract::originsOldestFirst),
                check("newest-origin-wins", PlaceContract::newestOriginWins),
                check("origins-of-held-content", PlaceContract::originsOfHeldContent),
                check("origins-survive-reopening", PlaceContract::originsSurviveReopening),
                check("whole-is-not-missing", PlaceContract::wholeIsNotMissing),
                check("missing-sees-deletion", PlaceContract::missingSeesDeletion),
                check("missing-sees-truncation", PlaceContract::missingSeesTruncation),
                check("deleted-is-not-read", PlaceContract::deletedIsNotRead),
                check("truncated-is-not-whole", PlaceContract::truncatedIsNotWhole),
                check("rot-is-not-hidden", PlaceContract::rotIsNotHidden),
                check("set-aside-is-forgotten-and-kept", PlaceContract::setAsideIsForgottenAndKept),
                check("set-aside-makes-room", PlaceContract::setAsideMakesRoom),
                check("deleted-can-come-back", PlaceContract::deletedCanComeBack),
                check("set-aside-of-unknown", PlaceContract::setAsideOfUnknown),
                check("leaves-nothing-behind", PlaceContract::leavesNothingBehind));
    }

    /// Runs all checks.
    public static List<ContractResult> run(Setting setting) {
        return ContractCheck.runAll(checks(), setting);
    }

    private static ContractCheck<Setting> check(String name, PlaceTrial.Steps steps) {
        return new ContractCheck<>(name, setting -> PlaceTrial.run(setting, name, steps));
    }

    private static void settledContentIsThere(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        require(!trial.place().claims(sample.content()), "claims a content before it came");
        trial.store(sample);
        trial.requireThere(sample);
    }

    private static void placeStaysItself(PlaceTrial trial) throws Exception {
        var id = trial.place().id();
        var traits = trial.place().traits();
        require(!trial.place().location().isBlank(), "the place has no location to show");
        require(
                traits.strongestEvidence().isAtLeast(Evidence.READ_BACK),
                "nothing can be proven of a place that cannot be read back");
        require(traits.largestContentBytes() > 0, "the largest content has " + traits.largestContentBytes());
        require(!traits.timeStep().isNegative() && !traits.timeStep().isZero(), "times step by " + traits.timeStep());
        trial.reopen();
        requireEqual(id, trial.place().id(), "the id after opening again");
        requireEqual(traits, trial.place().traits(), "the traits after opening again");
    }

    private static void survivesReopening(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        trial.reopen();
        trial.requireThere(sample);
        Sample second = trial.sample(SMALL_BYTES);
        trial.store(second);
        trial.reopen();
        trial.requireThere(sample);
        trial.requireThere(second);
    }

    private static void nothingBeforeSettle(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        Staging staging = trial.begin(sample);
        trial.requireNotThere(sample, "begun");
        staging.write(sample.bytes(), 0, SMALL_BYTES / 2);
        trial.requireNotThere(sample, "half written");
        staging.write(sample.bytes(), SMALL_BYTES / 2, SMALL_BYTES - SMALL_BYTES / 2);
        trial.requireNotThere(sample, "written");
        Staged staged = staging.finish(sample.content());
        requireEqual(sample.content(), staged.content(), "what is staged");
        trial.requireNotThere(sample, "finished but not settled");
        trial.place().settle(List.of(staged), List.of());
        trial.requireThere(sample);
    }

    private static void nothingUnsettledAfterReopening(PlaceTrial trial) throws Exception {
        Sample begun = trial.sample(SMALL_BYTES);
        Sample finished = trial.sample(SMALL_BYTES);
        trial.begin(begun).write(begun.bytes(), 0, SMALL_BYTES);
        trial.stage(finished);
        trial.reopen();
        trial.requireNotThere(begun, "written before the place was closed");
        trial.requireNotThere(finished, "finished before the place was closed");
        trial.store(finished);
        trial.requireThere(finished);
    }

    private static void abandonedLeavesNothing(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        Staging staging = trial.begin(sample);
        staging.write(sample.bytes(), 0, SMALL_BYTES);
        staging.abandon();
        trial.requireNotThere(sample, "abandoned");
        trial.begin(trial.sample(SMALL_BYTES)).abandon();
        trial.store(sample);
        trial.requireThere(sample);
    }

    private static void settlesOnlyWhatIsGiven(PlaceTrial trial) throws Exception {
        Sample settled = trial.sample(SMALL_BYTES);
        Sample left = trial.sample(SMALL_BYTES);
        Staged first = trial.stage(settled);
        trial.stage(left);
        trial.place().settle(List.of(first), List.of());
        trial.requireThere(settled);
        trial.requireNotThere(left, "staged, while another was settled");
    }

    private static void settlesNothing(PlaceTrial trial) throws Exception {
        List<ContentId> before = trial.list();
        trial.place().settle(List.of(), List.of());
        requireEqual(before.size(), trial.list().size(), "the number of contents after settling nothing");
    }

    private static void settlesMany(PlaceTrial trial) throws Exception {
        List<Sample> samples = trial.samples(MANY, SMALL_BYTES);
        trial.store(samples.toArray(Sample[]::new));
        trial.reopen();
        for (Sample sample : samples) {
            trial.requireThere(sample);
        }
    }

    private static void settlesInAnyOrder(PlaceTrial trial) throws Exception {
        List<Sample> samples = trial.samples(3, SMALL_BYTES);
        List<Staged> staged = new ArrayList<>();
        for (Sample sample : samples) {
            staged.add(trial.stage(sample));
        }
        trial.place().settle(List.of(staged.get(2), staged.get(0)), List.of());
        trial.place().settle(List.of(staged.get(1)), List.of());
        for (Sample sample : samples) {
            trial.requireThere(sample);
        }
    }

    private static void sameContentIsKeptOnce(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        NameHint other = PlaceTrial.hint("another name.jpg");
        Staged again = trial.stage(sample, other);
        trial.place().settle(List.of(again), List.of());
        trial.requireThere(sample);
        trial.reopen();
        Staged afterReopening = trial.stage(sample, other);
        trial.place().settle(List.of(afterReopening), List.of());
        trial.requireThere(sample);
    }

    private static void sameContentTwiceInOneSettle(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        Staged one = trial.stage(sample);
        Staged other = trial.stage(sample, PlaceTrial.hint("twin.jpg"));
        trial.place().settle(List.of(one, other), List.of());
        trial.requireThere(sample);
        trial.reopen();
        trial.requireThere(sample);
    }

    private static void twoStagingsAtOnce(PlaceTrial trial) throws Exception {
        Sample first = trial.sample(SMALL_BYTES);
        Sample second = trial.sample(SMALL_BYTES);
        Staging one = trial.begin(first);
        Staging other = trial.begin(second);
        for (int at = 0; at < SMALL_BYTES; at += SMALL_BYTES / 10) {
            one.write(first.bytes(), at, SMALL_BYTES / 10);
            other.write(second.bytes(), at, SMALL_BYTES / 10);
        }
        Staged secondStaged = other.finish(second.content());
        Staged firstStaged = one.finish(first.content());
        trial.place().settle(List.of(firstStaged, secondStaged), List.of());
        trial.requireThere(first);
        trial.requireThere(second);
    }

    private static void readsAtOnce(PlaceTrial trial) throws Exception {
        Sample outer = trial.sample(SMALL_BYTES);
        Sample inner = trial.sample(SMALL_BYTES);
        Sample stagedInside = trial.sample(SMALL_BYTES);
        trial.store(outer, inner);
        byte[] bytes = trial.place().<byte[], Exception>read(outer.content(), Evidence.READ_BACK, body -> {
            byte[] start = Bodies.readRange(body, 0, SMALL_BYTES / 2);
            trial.requireThere(inner);
            trial.store(stagedInside);
            byte[] rest = Bodies.readRange(body, SMALL_BYTES / 2, SMALL_BYTES - SMALL_BYTES / 2);
            byte[] all = Arrays.copyOf(start, SMALL_BYTES);
            System.arraycopy(rest, 0, all, SMALL_BYTES / 2, rest.length);
            return all;
        });
        require(Arrays.equals(outer.bytes(), bytes), "a copy read while another was read has other bytes");
        trial.requireThere(stagedInside);
    }

    private static void emptyContent(PlaceTrial trial) throws Exception {
        // The only content that cannot be made unique: somebody may hold it already, and then it stays.
        Sample empty = Sample.of(new byte[0]);
        if (trial.place().claims(empty.content())) {
            throw new CannotRun("the place holds an empty file already");
        }
        trial.track(empty);
        trial.store(empty);
        trial.requireThere(empty);
        trial.reopen();
        trial.requireThere(empty);
    }

    private static void largeContent(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(trial.largeContentBytes());
        Staging staging = trial.begin(sample);
        int at = 0;
        for (int chunk = 1; at < sample.bytes().length; chunk = Math.min(chunk * 3, 1 << 20)) {
            int length = Math.min(chunk, sample.bytes().length - at);
            staging.write(sample.bytes(), at, length);
            at += length;
        }
        trial.place().settle(List.of(staging.finish(sample.content())), List.of());
        trial.requireThere(sample);
    }

    private static void bodyKeepsItsPromises(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(70_001);
        trial.store(sample);
        for (Evidence evidence : trial.readable()) {
            trial.place().<Boolean, Exception>read(sample.content(), evidence, body -> {
                trial.requireBodyOf(sample, body);
                return true;
            });
        }
    }

    /// Not known to any place, so that it cannot be mistaken for a failure of its own.
    private static final class ReadersOwn extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static void readerFailurePassesUntouched(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        ReadersOwn thrown = new ReadersOwn();
        requireThrown(thrown, trial, sample);
        IllegalStateException bug = new IllegalStateException("a reader's own");
        requireThrown(bug, trial, sample);
        trial.requireThere(sample);
    }

    private static void requireThrown(Exception thrown, PlaceTrial trial, Sample sample) {
        try {
            trial.place().<Boolean, Exception>read(sample.content(), Evidence.READ_BACK, _ -> {
                throw thrown;
            });
        } catch (Exception caught) {
            require(caught.equals(thrown), "a reader's " + thrown + " came out as " + caught);
            return;
        }
        throw new ContractViolation("a reader's " + thrown + " was swallowed");
    }

    private static void unknownContentIsMissing(PlaceTrial trial) throws Exception {
        Sample unknown = trial.sample(SMALL_BYTES);
        require(!trial.place().claims(unknown.content()), "claims a content it never saw");
        trial.requireMissing(unknown, "never stored");
    }

    private static void refusesWhatCannotFit(PlaceTrial trial) throws Exception {
        Optional<PlaceFault> fault = trial.faultOfStaging(HOPELESS_BYTES);
        require(fault.isPresent(), "began to take " + HOPELESS_BYTES + " bytes");
        PlaceFault found = fault.get();
        require(
                found instanceof PlaceFault.Full
                        || found instanceof PlaceFault.OverQuota
                        || found instanceof PlaceFault.TooLarge,
                "refused " + HOPELESS_BYTES + " bytes with " + found);
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        trial.requireThere(sample);
    }

    private static void refusesWhatIsTooLarge(PlaceTrial trial) throws Exception {
        long largest = trial.place().traits().largestContentBytes();
        if (largest == Long.MAX_VALUE) {
            throw new CannotRun("the place knows no largest content");
        }
        Optional<PlaceFault> fault = trial.faultOfStaging(largest + 1);
        require(fault.isPresent(), "began to take " + (largest + 1) + " bytes, more than its largest content");
        requireEqual(new PlaceFault.TooLarge(largest), fault.get(), "the fault of a content that is too large");
    }

    private static void manySameNames(PlaceTrial trial) throws Exception {
        List<Sample> samples = trial.samples(MANY, SMALL_BYTES);
        NameHint same = PlaceTrial.hint("IMG_0001.JPG");
        List<Staged> together = new ArrayList<>();
        for (Sample sample : samples.subList(0, MANY / 2)) {
            together.add(trial.stage(sample, same));
        }
        trial.place().settle(together, List.of());
        for (Sample sample : samples.subList(MANY / 2, MANY)) {
            trial.place().settle(List.of(trial.stage(sample, same)), List.of());
        }
        trial.reopen();
        for (Sample sample : samples) {
            trial.requireThere(sample);
        }
    }

    /// Names as they come from cameras, phones, other systems and jokers.
    private static List<String> namesToTry() {
        return List.of(
                "two\nlines.jpg",
                "carriage\rreturn.jpg",
                "tab\tand \"quotes\" 'too'.jpg",
                "\uD83D\uDCF7\uD83C\uDDE8\uD83C\uDDED.heic",
                "K\u00F6ln.jpg",
                "Ko\u0308ln.jpg",
                "back\\slash.jpg",
                "colon:star*question?<less>|pipe.jpg",
                "trailing dot.",
                "trailing space ",
                " leading space.jpg",
                ".hidden",
                "-rf",
                "no extension",
                ".JPG",
                "%2e%2e",
                "~",
                "$HOME",
                "CON.jpg",
                "nul",
                "\u202Egpj.exe",
                "\u0001\u001F\u007F.jpg",
                "\uFEFFbyte order mark.jpg",
                "...",
                "a".repeat(LONGEST_NAME_BYTES - 4) + ".jpg",
                "\u00E9".repeat((LONGEST_NAME_BYTES - 5) / 2) + ".heic");
    }

    private static void oddNames(PlaceTrial trial) throws Exception {
        Map<String, Sample> stored = new LinkedHashMap<>();
        for (String name : namesToTry()) {
            Sample sample = trial.sample(SMALL_BYTES);
            stored.put(name, sample);
            Staged staged = trial.stage(sample, PlaceTrial.hint(name));
            trial.place().settle(List.of(staged), List.of(trial.origin(name, sample)));
        }
        trial.reopen();
        List<Origin> origins = trial.ownOrigins();
        for (Map.Entry<String, Sample> entry : stored.entrySet()) {
            trial.requireThere(entry.getValue());
            Origin origin = trial.origin(entry.getKey(), entry.getValue());
            require(origins.contains(origin), "does not remember, as spelled, " + origin);
        }
    }

    private static void namesThatClash(PlaceTrial trial) throws Exception {
        List<String> names = List.of("CLASH.JPG", "clash.jpg", "Clash.jpg", "\u00C9.jpg", "E\u0301.jpg", "\u00E9.jpg");
        List<Sample> samples = trial.samples(names.size(), SMALL_BYTES);
        List<Staged> staged = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            staged.add(trial.stage(samples.get(i), PlaceTrial.hint(names.get(i))));
        }
        trial.place().settle(staged, List.of());
        trial.reopen();
        for (Sample sample : samples) {
            trial.requireThere(sample);
        }
    }

    private static void overlongName(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        try {
            Staged staged = trial.stage(sample, PlaceTrial.hint("\uD83D\uDCF7".repeat(LONGEST_NAME_BYTES)));
            trial.place().settle(List.of(staged), List.of());
        } catch (PlaceException refused) {
            require(
                    refused.fault() instanceof PlaceFault.NameTooLong,
                    "refused a name that is too long with " + refused.fault());
            trial.requireNotThere(sample, "refused");
            return;
        }
        trial.requireThere(sample);
    }

    private static void oddTimes(PlaceTrial trial) throws Exception {
        List<Instant> times = List.of(
                Instant.EPOCH,
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1826-06-04T05:06:07Z"),
                Instant.parse("1979-12-31T23:59:59.999999999Z"),
                Instant.parse("2040-01-19T03:14:08Z"),
                Instant.parse("2108-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"));
        List<Sample> samples = trial.samples(times.size(), SMALL_BYTES);
        for (int i = 0; i < times.size(); i++) {
            Instant time = times.get(i);
            LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
            Staged staged = trial.stage(samples.get(i), new NameHint(Shelf.FILES, day, "odd time.dat", time));
            trial.place().settle(List.of(staged), List.of());
        }
        trial.reopen();
        for (Sample sample : samples) {
            trial.requireThere(sample);
        }
    }

    private static void originsOldestFirst(PlaceTrial trial) throws Exception {
        List<Origin> told = new ArrayList<>();
        for (Sample sample : trial.samples(5, SMALL_BYTES)) {
            List<Origin> two = List.of(
                    trial.origin("z" + (9 - told.size()), sample), trial.origin("a" + (9 - told.size()), sample));
            trial.place().settle(List.of(trial.stage(sample)), two);
            told.addAll(two);
        }
        requireEqual(told, trial.ownOrigins(), "the origins, oldest first,");
    }

    private static void newestOriginWins(PlaceTrial trial) throws Exception {
        Sample old = trial.sample(SMALL_BYTES);
        Sample fresh = trial.sample(SMALL_BYTES);
        trial.place().settle(List.of(trial.stage(old)), List.of(trial.origin("same", old)));
        trial.place().settle(List.of(trial.stage(fresh)), List.of(trial.origin("same", fresh)));
        requireEqual(fresh.content(), newestOf(trial, "same"), "the newest origin's content");
        trial.place().settle(List.of(), List.of(trial.origin("same", old)));
        requireEqual(old.content(), newestOf(trial, "same"), "the newest origin's content");
        trial.reopen();
        requireEqual(old.content(), newestOf(trial, "same"), "the newest origin's content after opening again");
        trial.requireThere(old);
        trial.requireThere(fresh);
    }

    private static ContentId newestOf(PlaceTrial trial, String name) throws PlaceException {
        ItemKey key = trial.key(name);
        List<Origin> own = trial.ownOrigins().stream()
                .filter(origin -> origin.key().equals(key))
                .toList();
        require(!own.isEmpty(), "has forgotten " + key);
        return own.getLast().content();
    }

    private static void originsOfHeldContent(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        Origin first = trial.origin("first", sample);
        Origin second = trial.origin("second", sample);
        trial.place().settle(List.of(), List.of(first));
        trial.place().settle(List.of(trial.stage(sample)), List.of(second));
        requireEqual(List.of(first, second), trial.ownOrigins(), "the origins of one content");
    }

    private static void originsSurviveReopening(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        Instant time = Instant.parse("2024-02-29T23:59:59.123456789Z");
        Origin origin = new Origin(trial.key("folder/deep/name.jpg"), time, sample.content());
        trial.place().settle(List.of(trial.stage(sample)), List.of(origin));
        trial.reopen();
        requireEqual(List.of(origin), trial.ownOrigins(), "the origins after opening again");
    }

    private static void wholeIsNotMissing(PlaceTrial trial) throws Exception {
        List<Sample> samples = trial.samples(3, SMALL_BYTES);
        trial.store(samples.toArray(Sample[]::new));
        requireEqual(List.of(), trial.ownMissing(), "what is missing of whole contents");
        trial.reopen();
        requireEqual(List.of(), trial.ownMissing(), "what is missing after opening again");
    }

    private static void missingSeesDeletion(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample kept = trial.sample(SMALL_BYTES);
        Sample lost = trial.sample(SMALL_BYTES);
        trial.store(kept, lost);
        sabotage.delete(lost.content());
        requireEqual(List.of(lost.content()), trial.ownMissing(), "what is missing after a deletion");
        trial.reopen();
        requireEqual(List.of(lost.content()), trial.ownMissing(), "what is missing after opening again");
        trial.requireThere(kept);
    }

    private static void missingSeesTruncation(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample kept = trial.sample(SMALL_BYTES);
        Sample cut = trial.sample(SMALL_BYTES);
        Sample emptied = trial.sample(SMALL_BYTES);
        trial.store(kept, cut, emptied);
        sabotage.truncate(cut.content(), SMALL_BYTES - 1);
        sabotage.truncate(emptied.content(), 0);
        requireEqual(
                trial.inOrder(cut.content(), emptied.content()),
                trial.ownMissing(),
                "what is missing after truncation");
        trial.requireThere(kept);
    }

    private static void deletedIsNotRead(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        sabotage.delete(sample.content());
        trial.requireMissing(sample, "deleted behind its back");
        trial.reopen();
        trial.requireMissing(sample, "deleted behind its back, and the place opened again");
    }

    private static void truncatedIsNotWhole(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        sabotage.truncate(sample.content(), SMALL_BYTES / 2);
        for (Evidence evidence : trial.readable()) {
            trial.requireNotWhole(sample, evidence, "truncated");
        }
    }

    private static void rotIsNotHidden(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        trial.requireThere(sample);
        sabotage.flipBit(sample.content(), 8L * SMALL_BYTES / 2 + 3);
        trial.requireNotWhole(sample, trial.place().traits().strongestEvidence(), "rotten");
    }

    private static void setAsideIsForgottenAndKept(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        Sample neighbour = trial.sample(SMALL_BYTES);
        trial.store(sample, neighbour);
        long bit = 77;
        sabotage.flipBit(sample.content(), bit);
        trial.place().setAside(sample.content());
        trial.requireNotThere(sample, "set aside");
        requireEqual(List.of(), trial.ownMissing(), "what is missing after one was set aside");
        byte[] damaged = sample.bytes().clone();
        damaged[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        require(sabotage.keeps(damaged), "the damaged bytes are gone; they may be all that is left");
        trial.reopen();
        trial.requireNotThere(sample, "set aside, and the place opened again");
        trial.requireThere(neighbour);
    }

    private static void setAsideMakesRoom(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        for (int round = 0; round < 2; round++) {
            sabotage.flipBit(sample.content(), 5 + round);
            trial.place().setAside(sample.content());
            trial.store(sample);
            trial.requireThere(sample);
        }
        trial.reopen();
        trial.requireThere(sample);
    }

    private static void deletedCanComeBack(PlaceTrial trial) throws Exception {
        Sabotage sabotage = trial.sabotage();
        Sample sample = trial.sample(SMALL_BYTES);
        trial.store(sample);
        sabotage.delete(sample.content());
        trial.place().setAside(sample.content());
        trial.requireNotThere(sample, "set aside after its deletion");
        trial.store(sample);
        trial.requireThere(sample);
        trial.reopen();
        trial.requireThere(sample);
    }

    private static void setAsideOfUnknown(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        Sample unknown = trial.sample(SMALL_BYTES);
        trial.store(sample);
        trial.place().setAside(unknown.content());
        trial.requireNotThere(unknown, "never stored");
        trial.requireThere(sample);
    }

    private static void leavesNothingBehind(PlaceTrial trial) throws Exception {
        Sample sample = trial.sample(SMALL_BYTES);
        trial.place().settle(List.of(trial.stage(sample)), List.of(trial.origin("to be removed", sample)));
        trial.cleanUpAndReopen();
        trial.requireNotThere(sample, "removed by the clean-up");
        requireEqual(List.of(), trial.ownOrigins(), "the suite's origins after the clean-up");
        requireEqual(List.of(), trial.ownMissing(), "what is missing after the clean-up");
    }
}
