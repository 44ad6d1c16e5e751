package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.text.Words;
import app.safelight.core.policy.ReasonCode;
import app.safelight.simulator.iphone.AfcStatus;
import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.LockState;
import app.safelight.simulator.iphone.PhoneTrouble;
import app.safelight.simulator.iphone.PhoneTrouble.Damage;
import app.safelight.simulator.iphone.SimulatedPhone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `backup` of a phone with all that can be wrong with it: what is called safe is on the drive byte for byte,
/// everything else has its reason, and once the trouble is over all is safe.
class PhoneTroubleTest {
    private static final Path FIXTURE = Trial.MEDIA.resolveSibling("iphone-synthetic");
    private static final String AFC = "com.apple.afc";

    /// Unknown to the library's database, and larger than all else together.
    private static final String FILM = "DCIM/100APPLE/IMG_9998.MOV";

    private static final int FILM_BYTES = 6_000_000;

    /// An original that the database says is only in iCloud, and its length.
    private static final String STUB = "DCIM/100APPLE/IMG_0658.JPG";

    private static final int STUB_BYTES = 1_473;

    /// Of one connection: after a folder can be listed whole on it, and before all folders are.
    private static final long LATE_ANSWER = 40;

    /// In the midst of what the computer asks.
    private static final long MIDST_ASKED_BYTES = 20_000;

    /// In the midst of the film: all else is less than this.
    private static final long MIDST_BYTES = 5_000_000;

    private final Trial trial;
    private final PhoneBench bench;
    private final Path media;
    private final SimulatedPhone phone;
    private Runnable person = () -> {};
    private int waits;

    PhoneTroubleTest() throws IOException {
        trial = new Trial();
        bench = new PhoneBench(trial.folder());
        media = trial.unpacked(FIXTURE.resolve("Media.zip")).resolve("Media");
        put(FILM, FILM_BYTES);
        put(STUB, STUB_BYTES);
        phone = bench.phone(18, "Ada", media);
        trial.with(
                bench.environment(),
                _ -> {
                    waits++;
                    person.run();
                },
                Person.NOBODY);
        trial.run("pair").expect(ExitCode.OK);
    }

    private void put(String path, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(content);
        Files.write(media.resolve(path), content);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        trial.close();
    }

    private void plugIn() {
        if (bench.usbmux().attachments().isEmpty()) {
            bench.usbmux().attach(phone, Attachment.Kind.USB);
        }
    }

    private void pull() {
        for (Attachment attachment : bench.usbmux().attachments()) {
            try {
                bench.usbmux().detach(attachment);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /// @param item whose reason it becomes
    /// @param reason null if it costs nothing
    record Struck(
            PhoneTrouble trouble, String item, @Nullable ReasonCode reason) {
        @Override
        public String toString() {
            return trouble + (reason == null ? "" : " " + reason);
        }
    }

    private static Struck costsNothing(PhoneTrouble trouble) {
        return new Struck(trouble, "", null);
    }

    static Stream<Struck> passing() {
        return Stream.of(
                costsNothing(new PhoneTrouble.IsFarAway(Duration.ofMillis(1), 0)),
                costsNothing(new PhoneTrouble.AnswersSlowly(AFC, Duration.ofMillis(1))),
                costsNothing(new PhoneTrouble.FallsSilent(AFC, 20)),
                costsNothing(new PhoneTrouble.LosesCable(MIDST_BYTES)),
                costsNothing(new PhoneTrouble.LosesCableWhileAsked(MIDST_ASKED_BYTES)),
                new Struck(
                        new PhoneTrouble.RefusesPath("/" + FILM, AfcStatus.PERMISSION_DENIED),
                        FILM,
                        ReasonCode.SOURCE_FILE_WITHHELD),
                new Struck(
                        new PhoneTrouble.RefusesOpening("/" + STUB, AfcStatus.READ_ERROR),
                        STUB,
                        ReasonCode.SOURCE_ONLY_IN_CLOUD),
                new Struck(
                        new PhoneTrouble.RefusesOpening("/" + STUB, AfcStatus.PERMISSION_DENIED),
                        STUB,
                        ReasonCode.SOURCE_ONLY_IN_CLOUD),
                new Struck(
                        new PhoneTrouble.RefusesOpening("/" + FILM, AfcStatus.READ_ERROR),
                        FILM,
                        ReasonCode.SOURCE_FILE_WITHHELD),
                new Struck(
                        new PhoneTrouble.RefusesOpening("/" + FILM, AfcStatus.PERMISSION_DENIED),
                        FILM,
                        ReasonCode.SOURCE_FILE_WITHHELD),
                new Struck(
                        new PhoneTrouble.FailsReading("/" + FILM, FILM_BYTES / 2, AfcStatus.IO_ERROR),
                        FILM,
                        ReasonCode.SOURCE_FILE_WITHHELD),
                new Struck(
                        new PhoneTrouble.LiesAboutSize("/" + FILM, FILM_BYTES + 10),
                        FILM,
                        ReasonCode.SOURCE_KEEPS_CHANGING),
                new Struck(new PhoneTrouble.GrowsWhileRead("/" + FILM, 77), FILM, ReasonCode.SOURCE_KEEPS_CHANGING),
                costsNothing(new PhoneTrouble.ReadsShort(20_000)),
                costsNothing(new PhoneTrouble.HasFileSlots(1)),
                costsNothing(new PhoneTrouble.IsFull()),
                costsNothing(new PhoneTrouble.SpoilsAnswer(AFC, LATE_ANSWER, Damage.WRONG_START)));
    }

    @Test
    void everyKindOfTroubleIsTried() {
        Set<Class<?>> tried = new HashSet<>();
        passing().forEach(struck -> tried.add(struck.trouble().getClass()));
        tried.add(PhoneTrouble.RefusesService.class); // aServiceThatIsRefused…
        assertThat(tried).containsExactlyInAnyOrder(PhoneTrouble.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aTroubleCostsOnlyWhatItStrikes(Struck struck) throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        person = () -> {
            phone.recover();
            plugIn();
        };
        phone.whenSilent(this::pull);
        phone.strike(struck.trouble());
        Trial.Run run = backup().expect(ExitCode.NOT_SAFE);
        requireHonest();
        Map<String, Set<ReasonCode>> expected = new TreeMap<>(quiet);
        ReasonCode reason = struck.reason();
        if (reason != null) {
            expected.put(struck.item(), EnumSet.of(reason));
            assertThat(run.err()).contains(struck.item() + ": ");
            assertThat(run.out()).contains("not safe: " + reason, "HINT: " + Words.fix(reason));
        }
        assertThat(unsafe(trial.home()))
                .as("out: %s err: %s", run.out(), run.err())
                .isEqualTo(expected);
        allIsSafeOnce(quiet);
    }

    @ParameterizedTest
    @EnumSource
    void answersThatAreSpoiltCostNothing(Damage damage) throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        phone.strike(new PhoneTrouble.SpoilsAnswer(AFC, LATE_ANSWER, damage));
        backup().expect(ExitCode.NOT_SAFE);
        requireHonest();
        allIsSafeOnce(quiet);
    }

    @Test
    void answersThatAreAlwaysSpoiltEndTheRunAndRecordNothing() throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        phone.strike(new PhoneTrouble.SpoilsAnswer(AFC, 1, Damage.WRONG_START));
        Trial.Run run = backup().expect(ExitCode.SOURCE);
        assertThat(run.err())
                .contains("An answer made no sense")
                .contains("HINT: " + Words.fix(ReasonCode.SOURCE_DISCONNECTED));
        assertThat(Trial.shelved(drive())).isEmpty();
        assertThat(items(trial.home())).isEmpty();
        allIsSafeOnce(quiet);
    }

    /// What the person finds when the cable is in again, and how the run ends that cannot go on.
    enum Return {
        NEVER(ReasonCode.SOURCE_DISCONNECTED),
        LOCKED(ReasonCode.SOURCE_DEVICE_LOCKED),
        TRUST_REVOKED(ReasonCode.SOURCE_TRUST_LOST),
        SERVICE_REFUSED(ReasonCode.SOURCE_SERVICE_REFUSED);

        private final ReasonCode reason;

        Return(ReasonCode reason) {
            this.reason = reason;
        }
    }

    private void comeBack(Return how) {
        switch (how) {
            case NEVER -> {}
            case LOCKED -> {
                phone.lock(LockState.LOCKED_SINCE_START);
                plugIn();
            }
            case TRUST_REVOKED -> {
                phone.forgetPairings();
                plugIn();
            }
            case SERVICE_REFUSED -> {
                phone.strike(new PhoneTrouble.RefusesService(AFC, "InvalidService"));
                plugIn();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPhoneThatStopsInMidCopySaysWhy(Return how) throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        person = () -> comeBack(how);
        phone.strike(new PhoneTrouble.LosesCable(MIDST_BYTES));
        Trial.Run run = backup().expect(ExitCode.NOT_SAFE);
        requireHonest();
        Map<String, Set<ReasonCode>> unsafe = unsafe(trial.home());
        assertThat(unsafe).as("out: %s err: %s", run.out(), run.err()).containsEntry(FILM, EnumSet.of(how.reason));
        unsafe.forEach((item, reasons) -> assertThat(reasons)
                .as(item)
                .isSubsetOf(Stream.concat(Stream.of(how.reason), quiet.getOrDefault(item, Set.of()).stream())
                        .toList()));
        assertThat(run.out()).contains("not safe: " + how.reason, "HINT: " + Words.fix(how.reason));
        assertThat(run.out() + run.err())
                .doesNotContain("..")
                .doesNotContain(how == Return.NEVER ? "unlock" : "another cable");
        person = () -> {};
        phone.lock(LockState.UNLOCKED);
        phone.recover();
        plugIn();
        trial.run("pair").expect(ExitCode.OK);
        allIsSafeOnce(quiet);
    }

    @Test
    void aPhoneThatIsLockedIsWaitedForUntilItIsUnlocked() throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        List<Runnable> acts = new ArrayList<>(
                List.of(() -> comeBack(Return.LOCKED), () -> {}, () -> {}, () -> phone.lock(LockState.UNLOCKED)));
        person = () -> {
            if (!acts.isEmpty()) {
                acts.removeFirst().run();
            }
        };
        phone.strike(new PhoneTrouble.LosesCable(MIDST_BYTES));
        Trial.Run run = backup().expect(ExitCode.NOT_SAFE);
        assertThat(run.err())
                .containsOnlyOnce("Ada does not answer. Plug it in again: copying goes on where it was.")
                .containsOnlyOnce("Ada is locked. Unlock it with its passcode: copying goes on by itself. Waiting ");
        assertThat(waits).isGreaterThanOrEqualTo(4).isLessThan(10);
        assertThat(acts).isEmpty();
        requireHonest();
        assertThat(unsafe(trial.home())).isEqualTo(quiet);
    }

    @Test
    void aPhoneThatIsLockedFromTheStartIsToldAtOnce() {
        phone.lock(LockState.LOCKED_SINCE_START);
        Trial.Run run = backup().expect(ExitCode.SOURCE);
        assertThat(run.err()).contains("The phone is locked.", "HINT: Unlock the phone");
        assertThat(waits).isZero();
        assertThat(drive()).doesNotExist();
    }

    @Test
    void aServiceThatIsRefusedIsHelpedByARestartOrByWhoeverManagesThePhone() throws IOException {
        Map<String, Set<ReasonCode>> quiet = quiet();
        phone.strike(new PhoneTrouble.RefusesService(AFC, "InvalidService"));
        for (Trial.Run run : List.of(backup(), trial.run("icloud", "iphone"))) {
            assertThat(run.expect(ExitCode.SOURCE).err())
                    .contains("The phone does not start its service com.apple.afc (InvalidService).")
                    .contains(
                            "HINT: Restart the phone, unlock it and try again; if an organisation manages it, ask them.")
                    .doesNotContain("changes nothing");
        }
        assertThat(drive()).doesNotExist();
        phone.recover();
        allIsSafeOnce(quiet);
    }

    private Path drive() {
        return trial.folder().resolve("drive");
    }

    private Trial.Run backup() {
        return trial.run("backup", "iphone", "--to", "drive");
    }

    /// What cannot be safe on this phone without any trouble, such as a photo that is only in iCloud.
    private Map<String, Set<ReasonCode>> quiet() throws IOException {
        Path home = trial.folder().resolve("quiet-home");
        trial.runIn(home, "backup", "iphone", "--to", "quiet-drive").expect(ExitCode.NOT_SAFE);
        Map<String, Set<ReasonCode>> quiet = unsafe(home);
        assertThat(quiet).doesNotContainKeys(FILM, STUB);
        quiet.values()
                .forEach(reasons -> assertThat(reasons)
                        .isSubsetOf(
                                ReasonCode.SOURCE_ORIGINAL_MISSING,
                                ReasonCode.SOURCE_ORIGINAL_ELSEWHERE,
                                ReasonCode.SOURCE_ONLY_IN_CLOUD));
        return quiet;
    }

    private List<Map<String, @Nullable Object>> items(Path home) {
        List<Map<String, @Nullable Object>> items = new ArrayList<>();
        Map<String, @Nullable Object> status =
                trial.runIn(home, "status", "--all", "--json").json();
        for (Map<String, @Nullable Object> source : Trial.objects(status.get("sources"))) {
            items.addAll(Trial.objects(source.get("items")));
        }
        return items;
    }

    /// By the path of the photo.
    private Map<String, Set<ReasonCode>> unsafe(Path home) {
        Map<String, Set<ReasonCode>> unsafe = new TreeMap<>();
        for (Map<String, @Nullable Object> item : items(home)) {
            if ("UNSAFE".equals(item.get("verdict"))) {
                Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
                for (Map<String, @Nullable Object> reason : Trial.objects(item.get("reasons"))) {
                    codes.add(ReasonCode.valueOf(String.valueOf(reason.get("code"))));
                }
                unsafe.put(String.valueOf(item.get("path")), codes);
            }
        }
        return unsafe;
    }

    /// Nothing on the drive is anything but a file of the phone, and what is called safe is there.
    private void requireHonest() throws IOException {
        Set<String> copies = new TreeSet<>(Trial.shelved(drive()));
        assertThat(Trial.digests(media).values()).containsAll(copies);
        int safe = 0;
        for (Map<String, @Nullable Object> item : items(trial.home())) {
            if ("SAFE".equals(item.get("verdict"))) {
                safe++;
                Path original =
                        media.resolve(Objects.requireNonNull(item.get("path")).toString());
                assertThat(copies).as("%s", original).contains(Trial.sha256(original));
            }
        }
        assertThat(safe).isPositive();
        if (!copies.isEmpty()) {
            Trial.sumsHold(drive());
        }
    }

    /// The trouble is over: all that can be safe on this phone is after one more run.
    private void allIsSafeOnce(Map<String, Set<ReasonCode>> quiet) throws IOException {
        phone.recover();
        Trial.Run run = backup().expect(ExitCode.NOT_SAFE);
        assertThat(unsafe(trial.home()))
                .as("out: %s err: %s", run.out(), run.err())
                .isEqualTo(quiet);
        requireHonest();
        assertThat(Trial.shelved(drive()))
                .contains(Trial.sha256(media.resolve(FILM)), Trial.sha256(media.resolve(STUB)));
    }
}
