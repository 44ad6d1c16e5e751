package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.run.Pause;
import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.LockState;
import app.safelight.simulator.iphone.SimulatedPhone;
import app.safelight.simulator.iphone.TrustAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `devices`, `pair` and `restart` with simulated phones, reached as real ones are.
class PhoneCommandsTest {
    private final Trial trial;
    private final PhoneBench bench;
    private final List<Duration> waits = new ArrayList<>();

    PhoneCommandsTest() throws IOException {
        trial = new Trial();
        bench = new PhoneBench(trial.folder());
        trial.with(bench.environment(), waits::add, Person.NOBODY);
    }

    @AfterEach
    void cleanUp() throws IOException {
        bench.close();
        trial.close();
    }

    private static Map<String, @Nullable Object> device(Trial.Run run) {
        return Trial.objects(run.json().get("devices")).getFirst();
    }

    @Test
    void aPhoneIsPairedOnceAndThenReady() throws IOException {
        SimulatedPhone phone = bench.phone(18, "Ada’s iPhone");
        Trial.Run stranger = trial.run("devices").expect(ExitCode.SOURCE);
        assertThat(stranger.out())
                .contains("iPhone 14 Pro", "iOS 18.5", phone.udid(), "by cable", "does not know this computer")
                .contains("HINT: Run 'safelight pair'");

        phone.answerTrust(new TrustAnswer.Accepts(2));
        Trial.Run pair = trial.run("pair").expect(ExitCode.OK);
        assertThat(pair.err()).containsOnlyOnce("Tap \"Trust\"");
        assertThat(pair.out()).contains("is paired with this computer now");
        assertThat(waits).hasSize(2).allMatch(Duration.ofSeconds(1)::equals);
        assertThat(phone.trustedHosts()).hasSize(1);

        assertThat(trial.run("devices").expect(ExitCode.OK).out())
                .contains("Ada’s iPhone", "Ready", "unlocked")
                .doesNotContain("HINT");
        assertThat(trial.run("pair").expect(ExitCode.OK).out()).contains("already");
        assertThat(trial.run("pair", "--json").expect(ExitCode.OK).json()).containsEntry("result", "FOUND");
    }

    @Test
    void theKeysOfAPairingAreNowhere() throws IOException {
        SimulatedPhone phone = bench.phone(17, "Ada");
        StringBuilder said = new StringBuilder();
        for (String[] command : new String[][] {{"pair", "--json"}, {"devices"}, {"devices", "--json"}, {"pair"}}) {
            Trial.Run run = trial.run(command).expect(ExitCode.OK);
            said.append(run.out()).append(run.err());
        }
        String record =
                new String(bench.usbmux().pairingRecord(phone.udid()).orElseThrow(), StandardCharsets.ISO_8859_1);
        List<String> secrets = record.lines()
                .map(String::strip)
                .filter(line -> line.matches("[A-Za-z0-9+/=]{24,}"))
                .toList();
        assertThat(secrets.size()).isGreaterThan(3);
        assertThat(secrets.stream().anyMatch(secret -> said.indexOf(secret) >= 0))
                .isFalse();
        assertThat(said).doesNotContain("PrivateKey", "Certificate", "EscrowBag", "HostID");
        assertThat(Files.exists(trial.home())).as("nothing is kept by us").isFalse();
    }

    @Test
    void aDeniedTrustIsSaidAtOnce() throws IOException {
        SimulatedPhone phone = bench.phone(17, "Ada");
        phone.answerTrust(new TrustAnswer.Denies(1));
        Trial.Run run = trial.run("pair").expect(ExitCode.SOURCE);
        assertThat(run.err()).contains("Somebody tapped \"Don't Trust\"", "plug it in again");
        assertThat(waits).hasSize(1);
        assertThat(phone.trustedHosts()).isEmpty();
    }

    @Test
    void patienceEnds() throws IOException {
        SimulatedPhone phone = bench.phone(16, "Ada");
        phone.answerTrust(new TrustAnswer.Ignores());
        Trial.Run run = trial.run("pair").expect(ExitCode.SOURCE);
        assertThat(waits).hasSize(180);
        assertThat(run.err())
                .contains("Still waiting; 75 s left.", "is asking whether to trust", "HINT: Tap \"Trust\"");
        assertThat(trial.run("pair", "--quiet").expect(ExitCode.SOURCE).err()).doesNotContain("Still waiting");
    }

    @Test
    void aLockedPhoneIsUnlockedWhileItIsWaitedFor() throws IOException {
        SimulatedPhone phone = bench.phone(18, "Ada");
        phone.lock(LockState.LOCKED);
        Pause person = wait -> {
            waits.add(wait);
            if (waits.size() == 3) {
                phone.lock(LockState.UNLOCKED);
            }
        };
        trial.with(bench.environment(), person, Person.NOBODY);
        Trial.Run run = trial.run("pair").expect(ExitCode.OK);
        assertThat(run.err()).containsOnlyOnce("Ada is locked").doesNotContain("Still");
        assertThat(waits).hasSize(3);
        phone.lock(LockState.LOCKED);
        Trial.Run locked = trial.run("devices", "--json").expect(ExitCode.OK);
        assertThat(device(locked)).containsEntry("state", "READY").containsEntry("locked", true);
    }

    @Test
    void whoStopsWaitingIsToldWhatIsMissing() throws IOException {
        bench.phone(18, "Ada").answerTrust(new TrustAnswer.Ignores());
        trial.with(
                bench.environment(),
                _ -> {
                    throw new InterruptedException();
                },
                Person.NOBODY);
        trial.run("pair").expect(ExitCode.SOURCE);
        assertThat(Thread.interrupted()).as("the wish to stop is passed on").isTrue();
    }

    @Test
    void aPhoneThatForgotThisComputerIsPairedAnew() throws IOException {
        SimulatedPhone phone = bench.phone(17, "Ada");
        trial.run("pair").expect(ExitCode.OK);
        phone.forgetPairings();
        Trial.Run stale = trial.run("devices", "--json").expect(ExitCode.SOURCE);
        assertThat(device(stale)).containsEntry("state", "PAIRING_STALE").containsEntry("remedy", "PAIR_AGAIN");
        assertThat(trial.run("pair").expect(ExitCode.OK).out()).contains("now");
        trial.run("devices").expect(ExitCode.OK);
    }

    @Test
    void bothForgetEachOther() throws IOException {
        SimulatedPhone phone = bench.phone(17, "Ada");
        assertThat(trial.run("pair", "--unpair").expect(ExitCode.SOURCE).err()).contains("does not know this computer");
        trial.run("pair").expect(ExitCode.OK);
        assertThat(trial.run("pair", "--unpair").expect(ExitCode.OK).out()).contains("forgotten each other");
        assertThat(phone.trustedHosts()).isEmpty();
        assertThat(bench.usbmux().pairingRecord(phone.udid())).isEmpty();
    }

    @Test
    void ofTwoPhonesOneMustBeNamed() throws IOException {
        SimulatedPhone ada = bench.phone(18, "Ada’s iPhone");
        SimulatedPhone bob = bench.phone(17, "Bob");
        assertThat(trial.run("pair").expect(ExitCode.USAGE).err())
                .contains("2 phones are plugged in", ada.udid(), bob.udid());
        trial.run("pair", bob.udid().toLowerCase(Locale.ROOT)).expect(ExitCode.OK);
        assertThat(ada.trustedHosts()).isEmpty();
        assertThat(bob.trustedHosts()).hasSize(1);
        Trial.Run list = trial.run("devices").expect(ExitCode.SOURCE);
        assertThat(list.out()).contains("2 devices, 1 ready.");
        assertThat(trial.run("pair", "Carla").expect(ExitCode.NOT_FOUND).err()).contains("no phone called Carla");
    }

    @Test
    void thePhoneOverTheNetworkIsTheSamePhone() throws IOException {
        SimulatedPhone phone = bench.phone(18, "Ada");
        trial.run("pair").expect(ExitCode.OK);
        bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
        Trial.Run both = trial.run("devices", "--json").expect(ExitCode.OK);
        assertThat(Trial.objects(both.json().get("devices"))).hasSize(1);
        assertThat(device(both)).containsEntry("route", "CABLE");
        for (Attachment attachment : bench.usbmux().attachments()) {
            if (attachment.kind() == Attachment.Kind.USB) {
                bench.usbmux().detach(attachment);
            }
        }
        assertThat(trial.run("devices").expect(ExitCode.OK).out()).contains("over the network");
    }

    @Test
    void withNothingPluggedInItSaysWhatToDo() {
        Trial.Run none = trial.run("devices").expect(ExitCode.SOURCE);
        assertThat(none.out()).contains("No phone is plugged in.", "HINT: Plug the phone in", "some only charge");
        assertThat(Trial.objects(trial.run("devices", "--json")
                        .expect(ExitCode.SOURCE)
                        .json()
                        .get("devices")))
                .isEmpty();
        assertThat(trial.run("pair").expect(ExitCode.SOURCE).err()).contains("no phone is plugged in");
    }

    @Test
    void withoutADaemonItSaysWhatToInstall() throws IOException {
        bench.close();
        for (String command : List.of("devices", "pair", "restart")) {
            assertThat(trial.run(command).expect(ExitCode.SOURCE).err()).contains("is not running", "usbmuxd");
        }
        trial.with(Map.of("USBMUXD_SOCKET_ADDRESS", "nowhere"), waits::add, Person.NOBODY);
        assertThat(trial.run("devices").expect(ExitCode.SOURCE).err()).contains("holds no address: nowhere");
    }

    @Test
    void aHostileNameSteersNoTerminal() throws IOException {
        bench.phone(18, "\u001b]0;owned\u0007\u202Egnp.exe\r\n<b>");
        Trial.Run run = trial.run("devices");
        assertThat(run.out()).doesNotContain("\u001b").doesNotContain("\u202E").contains("<b>");
        assertThat(run.out().lines()).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    /// Answers as told.
    private record Answering(Optional<Boolean> answer, List<String> questions) implements Person {
        @Override
        public Optional<char[]> secret(String prompt) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> agrees(String question) {
            questions.add(question);
            return answer;
        }
    }

    @Test
    void aPhoneIsRestartedOnlyWithConsent() throws IOException {
        SimulatedPhone phone = bench.phone(18, "Ada");
        assertThat(trial.run("restart", "--yes").expect(ExitCode.SOURCE).err()).contains("does not know this computer");
        trial.run("pair").expect(ExitCode.OK);

        Trial.Run alone = trial.run("restart").expect(ExitCode.USAGE);
        assertThat(alone.err()).contains("ends calls, apps, and every transfer", "HINT: Add --yes");
        List<String> questions = new ArrayList<>();
        trial.with(bench.environment(), waits::add, new Answering(Optional.of(false), questions));
        trial.run("restart").expect(ExitCode.INTERRUPTED);
        assertThat(phone.powerRequests()).isEmpty();

        trial.with(bench.environment(), waits::add, new Answering(Optional.of(true), questions));
        assertThat(trial.run("restart").expect(ExitCode.OK).out()).contains("Ada restarts now");
        assertThat(questions).containsExactly("Restart it now?", "Restart it now?");
        assertThat(trial.run("restart", "Ada", "--yes", "--json")
                        .expect(ExitCode.OK)
                        .json())
                .containsEntry("result", "RESTARTING");
        // A phone restarts once the connection has ended, which its own thread sees; closing waits for that.
        bench.close();
        assertThat(phone.powerRequests()).containsExactly("Restart", "Restart");
    }
}
