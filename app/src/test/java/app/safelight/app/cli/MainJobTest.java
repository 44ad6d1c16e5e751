package app.safelight.app.cli;

import static app.safelight.app.cli.Trial.MEDIA;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.app.certificate.HashRoot;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The main job on real photos, from the first copy to the proof, judged by `sha256sum`, `diff` and the facts
/// that independent tools read. The photos are backed up once for all these tests.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private final Trial trial;
    private final Path drive;

    MainJobTest() throws IOException {
        trial = new Trial();
        drive = trial.folder().resolve("drive");
    }

    @BeforeAll
    void backUp() {
        trial.run("backup", MEDIA.toString(), "--to", "drive").expect(ExitCode.OK);
    }

    @AfterAll
    void cleanUp() throws IOException {
        trial.close();
    }

    @Test
    void sha256sumFindsEveryCopyWhole() throws IOException {
        Trial.sumsHold(drive);
        assertThat(Files.readAllLines(drive.resolve("SHA256SUMS"))).hasSameSizeAs(Trial.shelved(drive));
    }

    @Test
    void everyFileOfTheManifestIsThereOncePerContent() throws IOException {
        List<String> held = Trial.shelved(drive);
        assertThat(held).doesNotHaveDuplicates().containsAll(Manifest.digests());
        assertThat(held)
                .containsExactlyInAnyOrderElementsOf(
                        new HashSet<>(Trial.digests(MEDIA).values()));
    }

    @Test
    void statusSaysThatEachIsSafe() throws Exception {
        var status = trial.run("status", "--json").expect(ExitCode.OK).json();
        var source = Trial.objects(status.get("sources")).getFirst();
        assertThat(source)
                .containsEntry("unsafe", 0L)
                .containsEntry("excluded", 0L)
                .containsEntry("gone", 0L);
        assertThat(source.get("safe")).isEqualTo(source.get("assets"));
        assertThat(trial.run("status").out()).contains("items are safe");
        Set<String> parts = new TreeSet<>();
        for (AssetState asset : assets(_ -> true)) {
            asset.parts().forEach(part -> parts.add(part.item().key().path()));
        }
        assertThat(parts).isEqualTo(Trial.digests(MEDIA).keySet());
    }

    @Test
    void secondRunCopiesNothing() throws IOException {
        Map<String, String> before = Trial.digests(drive.resolve("Photos"));
        var again = trial.run("backup", MEDIA.toString(), "--to", "drive", "--json")
                .expect(ExitCode.OK)
                .json();
        assertThat(again)
                .containsEntry("copied", 0L)
                .containsEntry("copiedBytes", 0L)
                .containsEntry("changes", 0L);
        assertThat(Trial.digests(drive.resolve("Photos"))).isEqualTo(before);
    }

    @Test
    void restoreGivesBackTheSameTreeWithItsTimes() throws IOException {
        trial.run("restore", "drive", "--to", "restored").expect(ExitCode.OK);
        Path restored = trial.folder().resolve("restored");
        Trial.witness(trial.folder(), "diff", "-r", MEDIA.toString(), restored.toString());
        for (Path file : Trial.files(MEDIA)) {
            assertThat(Files.getLastModifiedTime(restored.resolve(MEDIA.relativize(file))))
                    .as(file.toString())
                    .isEqualTo(Files.getLastModifiedTime(file));
        }
        assertThat(Trial.files(restored)).hasSameSizeAs(Trial.files(MEDIA));
    }

    /// Everything the ledger knew is gone; the drive alone is enough.
    @Test
    void restoreNeedsOnlyTheDrive() throws IOException {
        trial.runIn(trial.folder().resolve("no-home"), "restore", "drive", "--to", "alone")
                .expect(ExitCode.OK);
        Trial.witness(trial.folder(), "diff", "-r", MEDIA.toString(), "alone");
        assertThat(trial.folder().resolve("no-home")).doesNotExist();
    }

    @Test
    void livePhotosAreThePairsOfTheManifestAndNoOther() throws Exception {
        Set<Set<String>> found = new HashSet<>();
        for (AssetState asset : assets(one -> one.kind() == AssetKind.LIVE_PHOTO)) {
            Set<String> pair = new HashSet<>();
            asset.parts().stream()
                    .filter(part -> part.role() == Role.ORIGINAL || part.role() == Role.LIVE_MOVIE)
                    .forEach(part -> pair.add(part.item().key().path()));
            found.add(pair);
        }
        assertThat(found).isEqualTo(Manifest.livePhotoPairs()).hasSize(3);
    }

    @Test
    void certificateHoldsAndItsRootIsTheOneMadeByHand() throws IOException {
        var written = Trial.objects(trial.run("certificate", "--out", "papers", "--json")
                        .expect(ExitCode.OK)
                        .json()
                        .get("certificates"))
                .getFirst();
        String file = String.valueOf(written.get("file"));
        assertThat(written).containsEntry("everythingIsSafe", true).containsEntry("exceptions", 0L);
        trial.run("certificate", "check", file, "--place", "drive").expect(ExitCode.OK);
        String byHand = Trial.witness(
                drive, "sh", "-c", "sed 's/^\\\\//' SHA256SUMS | cut -c1-64 | LC_ALL=C sort -u | sha256sum");
        assertThat(byHand.substring(0, 64)).isEqualTo(written.get("hashRoot"));
        Set<Sha256> contents = new HashSet<>();
        Trial.digests(MEDIA).values().forEach(digest -> contents.add(Sha256.parse(digest)));
        assertThat(written).containsEntry("hashRoot", HashRoot.of(contents).toString());
        assertThat(Files.readString(Path.of(String.valueOf(written.get("page")))))
                .contains(byHand.substring(0, 64));
    }

    @Test
    void certificateThatWasTamperedWithIsRefused() throws IOException {
        var written = Trial.objects(trial.run("certificate", "--out", "tampered", "--json")
                        .json()
                        .get("certificates"))
                .getFirst();
        Path file = Path.of(String.valueOf(written.get("file")));
        String text = Files.readString(file);
        String digest = Trial.sha256(MEDIA.resolve("manifest.csv"));
        assertThat(text).contains(digest);
        Files.writeString(file, text.replace(digest, "0".repeat(64)));
        Trial.Run refused = trial.run("certificate", "check", file.toString()).expect(ExitCode.INVALID);
        assertThat(refused.err()).contains("does not hold").contains("HINT: ");
        Files.writeString(file, text.substring(0, text.length() / 2));
        trial.run("certificate", "check", file.toString()).expect(ExitCode.INVALID);
    }

    /// On a drive of its own, since it is damaged.
    @Test
    void flippedBitIsFoundNamedAndHealed() throws IOException {
        try (Trial other = new Trial()) {
            Path source = MEDIA.resolve("01-live-photos");
            Path damaged = other.folder().resolve("drive");
            other.run("backup", source.toString(), "--to", "drive").expect(ExitCode.OK);
            Path victim = Trial.files(damaged.resolve("Photos")).stream()
                    .filter(file -> file.getFileName().toString().startsWith("IMG_3853.HEIC"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(victim);
            bytes[bytes.length / 2] ^= 0x10;
            Files.write(victim, bytes);

            Trial.Run verify = other.run("verify", "drive").expect(ExitCode.DAMAGE);
            assertThat(verify.out())
                    .contains("DAMAGED")
                    .contains("IMG_3853.HEIC")
                    .contains("HINT: ");
            assertThat(other.run("status").expect(ExitCode.NOT_SAFE).out()).contains("COPY_DAMAGED");
            assertThat(other.run("why", "IMG_3853.HEIC")
                            .expect(ExitCode.NOT_SAFE)
                            .out())
                    .contains("[COPY_DAMAGED]");

            assertThat(other.run("heal").expect(ExitCode.OK).out()).contains("1 of 1 copy healed");
            other.run("status").expect(ExitCode.OK);
            other.run("verify", "drive").expect(ExitCode.OK);
            Trial.sumsHold(damaged);
            assertThat(Trial.shelved(damaged))
                    .containsExactlyInAnyOrderElementsOf(
                            new HashSet<>(Trial.digests(source).values()));
        }
    }

    @Test
    void deletedCopyIsMissedAndCopiedAgain() throws IOException {
        try (Trial other = new Trial()) {
            other.file("source/a.jpg", "a");
            other.file("source/b.jpg", "b");
            other.run("backup", "source", "--to", "drive").expect(ExitCode.OK);
            Path victim = Trial.files(other.folder().resolve("drive/Files")).getFirst();
            Files.delete(victim);
            assertThat(other.run("verify", "drive").expect(ExitCode.DAMAGE).out())
                    .contains("The copy is not there");
            assertThat(other.run("backup", "source", "--to", "drive", "--json")
                            .expect(ExitCode.OK)
                            .json())
                    .containsEntry("copied", 1L);
            Trial.sumsHold(other.folder().resolve("drive"));
            assertThat(Trial.shelved(other.folder().resolve("drive"))).hasSize(2);
        }
    }

    private List<AssetState> assets(Predicate<AssetState> wanted) throws Exception {
        Map<Object, AssetState> found = new HashMap<>();
        try (SqliteLedger ledger = SqliteLedger.openForReading(trial.home())) {
            for (var source : ledger.sources().keySet()) {
                ledger.assets(source, asset -> {
                    if (wanted.test(asset)) {
                        found.put(asset.id(), asset);
                    }
                });
            }
        }
        return List.copyOf(found.values());
    }
}
