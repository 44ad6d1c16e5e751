package app.safelight.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.demo.DemoTruth;
import app.safelight.simulator.fixtures.GivenAsset;
import app.safelight.simulator.fixtures.PhoneLibrary;
import app.safelight.simulator.fixtures.PhonePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The demo shows what it says it shows, and its comparison finds what differs.
class DemoCommandTest {
    private final Trial trial;

    DemoCommandTest() throws IOException {
        trial = new Trial();
    }

    @AfterEach
    void close() throws IOException {
        trial.close();
    }

    @Test
    void whatIsSaidAndRescuedEqualsWhatThePhoneWasGiven() throws IOException {
        Trial.Run run = trial.run("demo", "--folder", "demo").expect(ExitCode.OK);
        assertThat(run.out())
                .contains("It has 300 photos and videos")
                .containsSubsequence(
                        "$ safelight devices",
                        "does not know this computer",
                        "$ safelight pair",
                        "is paired with this computer now",
                        "$ safelight icloud iphone",
                        "QUOTA_EXCEEDED",
                        "DO NOT ERASE THIS DEVICE: 88 photos and videos",
                        "$ safelight rescue iphone --to drive",
                        "88 photos were at risk",
                        "$ safelight status",
                        "$ safelight certificate",
                        "88 of 88 photos at risk named and rescued",
                        "All 300 were told right.")
                .doesNotContain("export USBMUXD_SOCKET_ADDRESS");
        assertThat(run.err()).contains("Tap \"Trust\"");
        Path demo = trial.folder().resolve("demo");
        Trial.sumsHold(demo.resolve("drive"));
        assertThat(demo.resolve("icloud.html")).content().contains("QUOTA_EXCEEDED");
        assertThat(trial.home()).as("the person's own ledger").doesNotExist();
        assertThat(trial.run("demo", "--folder", "demo").expect(ExitCode.USAGE).err())
                .contains("is not empty");
    }

    @Test
    void aPersonMayExploreThePhoneUntilTheyPressEnter() throws IOException {
        List<Duration> waits = new ArrayList<>();
        List<Integer> looks = new ArrayList<>();
        trial.with(Map.of(), waits::add, new Person() {
            @Override
            public Optional<char[]> secret(String prompt) {
                return Optional.empty();
            }

            @Override
            public Optional<Boolean> agrees(String question) {
                return Optional.empty();
            }

            @Override
            public Optional<Boolean> hasPressedEnter() {
                looks.add(looks.size());
                return Optional.of(looks.size() > 4);
            }
        });
        Trial.Run run = trial.run("demo").expect(ExitCode.OK);
        assertThat(run.out()).contains("export USBMUXD_SOCKET_ADDRESS=127.0.0.1:", "Enter ends the demo.");
        assertThat(looks).hasSize(5);
        assertThat(waits).hasSizeGreaterThan(2);
        Path made = Path.of(run.out()
                .lines()
                .filter(line -> line.contains("export SAFELIGHT_HOME="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*=", ""));
        assertThat(made.getParent()).as("a folder that nobody named is removed").doesNotExist();
    }

    @Test
    void whatDiffersIsFound() throws IOException {
        List<GivenAsset> given = new ArrayList<>();
        Path media = trial.folder().resolve("media");
        PhonePlan plan = new PhonePlan(3, 20, Instant.parse("2026-06-01T10:00:00Z"), PhonePlan.Content.PHOTOS, 0);
        PhoneLibrary.make(plan, media, given::add);
        DemoTruth truth = new DemoTruth(given);
        Path drive = Files.createDirectories(trial.folder().resolve("drive"));
        assertThat(truth.compare(report(given, ""), drive).isEqual()).isFalse();

        for (GivenAsset asset : given) {
            if (asset.atRisk()) {
                for (var file : asset.files()) {
                    Files.copy(
                            media.resolve(file.path()),
                            drive.resolve(file.path().replace('/', '_')),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        assertThat(truth.compare(report(given, ""), drive)).satisfies(all -> {
            assertThat(all.isEqual()).isTrue();
            assertThat(all.differences()).isEmpty();
        });
        GivenAsset lost = given.stream().filter(GivenAsset::atRisk).findFirst().orElseThrow();
        assertThat(truth.compare(report(given, lost.uuid()), drive).differences())
                .containsExactly(lost.path() + " is " + lost.fate().standing() + ", the report says IN_ICLOUD");
        Path more = Files.writeString(drive.resolve("more"), "more");
        assertThat(truth.compare(report(given, ""), drive).differences())
                .singleElement()
                .asString()
                .contains("was not at risk");
        Files.delete(more);
        Path damaged = drive.resolve(lost.files().getFirst().path().replace('/', '_'));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        assertThat(truth.compare(report(given, ""), drive).isEqual()).isFalse();
    }

    /// As `icloud --json` prints it, with one photo told wrong.
    private static String report(List<GivenAsset> given, String wrong) {
        Stream<String> assets = given.stream()
                .map(asset -> "{\"uuid\": \"" + asset.uuid() + "\", \"types\": [\"photo\"], \"standing\": \""
                        + (asset.uuid().equals(wrong)
                                ? "IN_ICLOUD"
                                : asset.fate().standing()) + "\"}");
        return "{\"source\": \"iphone\", \"trend\": {\"code\": \"FIRST\"}, \"assets\": ["
                + assets.collect(Collectors.joining(", ")) + "]}";
    }
}
