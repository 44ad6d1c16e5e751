package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.bytes;
import static app.safelight.place.drive.Contents.store;
import static app.safelight.place.drive.Contents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.backup.ReadBack;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encrypted drives, judged by the `age` program.
class EncryptedDriveTest {
    private static final Optional<PlaceId> ANY = Optional.empty();

    @TempDir
    Path scratch;

    private DriveLocation location = new DriveLocation(Path.of("."));
    private Path root = Path.of(".");
    private AgeKeys keys = AgeKeys.NONE;
    private List<byte[]> photos = List.of();
    private List<ContentId> contents = List.of();

    @BeforeEach
    void fill() throws Exception {
        root = Files.createDirectory(scratch.resolve("drive"));
        location = new DriveLocation(root);
        AgeKeyFile file = key("key.txt");
        keys = file;
        String recipient = file.keys().getFirst().recipient();
        assertThat(Witness.run(scratch, "age-keygen", "-y", "key.txt").output().strip())
                .isEqualTo(recipient);
        photos = List.of(text(""), text("a"), bytes(1, 65_536), bytes(2, 65_537), bytes(3, 3_000_000));
        try (DrivePlace place = location.create(
                new DrivePlace.Creation(new PlaceId("sealed"), "", Contents.TAKEN_AT, false, Optional.of(recipient)))) {
            contents = List.of(
                    store(place, "empty.jpg", photos.get(0)),
                    store(place, "a.jpg", photos.get(1)),
                    store(place, "chunk.jpg", photos.get(2)),
                    store(place, "chunk.jpg", photos.get(3)),
                    store(place, "film.mov", photos.get(4)));
            assertThat(Contents.missing(place)).isEmpty();
        }
    }

    private AgeKeyFile key(String name) throws Exception {
        Witness.Run made = Witness.run(scratch, "age-keygen", "-o", name);
        assertThat(made.exitCode()).as(made.output()).isZero();
        return AgeKeyFile.read(scratch.resolve(name));
    }

    private static PlaceFault fault(ThrowingCallable attempt) {
        PlaceFault[] fault = new PlaceFault[1];
        assertThatThrownBy(attempt).isInstanceOfSatisfying(PlaceException.class, failure -> fault[0] = failure.fault());
        return fault[0];
    }

    @Test
    void ageOpensEveryFileAndTheSumsAreThoseOfTheFiles() throws Exception {
        SumsWitness.check(root);
        try (DrivePlace place = location.open(ANY)) {
            for (int i = 0; i < contents.size(); i++) {
                String path = place.pathOf(contents.get(i)).orElseThrow();
                assertThat(path).endsWith(".age");
                Witness.Run opened = Witness.run(
                        scratch,
                        "age",
                        "--decrypt",
                        "--identity",
                        "key.txt",
                        "--output",
                        "opened-" + i,
                        root.resolve(path).toString());
                assertThat(opened.exitCode()).as(opened.output()).isZero();
                // The program makes no file when there is nothing to write into it.
                Path output = scratch.resolve("opened-" + i);
                assertThat(Files.exists(output) ? Files.readAllBytes(output) : new byte[0])
                        .isEqualTo(photos.get(i));
                assertThat(Files.getLastModifiedTime(root.resolve(path)).toInstant())
                        .isEqualTo(Contents.TAKEN_AT);
            }
            assertThat(place.pathOf(contents.get(3))).contains("Photos/2024/2024-06/chunk (2).jpg.age");
        }
    }

    @Test
    void withTheIdentityEverythingIsRead() throws Exception {
        try (DrivePlace place = location.open(ANY, keys)) {
            Evidence strongest = place.traits().strongestEvidence();
            for (ContentId content : contents) {
                assertThat(Contents.readBack(place, content, strongest)).isEqualTo(content);
                assertThat(place.identify(content, strongest, ReadBack::digest)).isEqualTo(content);
            }
            byte[] film = photos.get(4);
            byte[] part = new byte[10];
            int read = place.<Integer, RuntimeException>read(contents.get(4), Evidence.READ_BACK, body -> {
                for (int position : new int[] {2_999_990, 5, 1_000_000, 999_999, 0}) {
                    int count = body.read(position, part, 0, part.length);
                    assertThat(count).isPositive();
                    for (int i = 0; i < count; i++) {
                        assertThat(part[i]).isEqualTo(film[position + i]);
                    }
                }
                assertThat(body.read(3_000_000, part, 0, 1)).isEqualTo(-1);
                return body.read(4_000_000, part, 0, 1);
            });
            assertThat(read).isEqualTo(-1);
        }
    }

    @Test
    void withoutTheIdentityNothingIsReadButRotIsSeen() throws Exception {
        ReadBack readBack = new ReadBack(InstantSource.fixed(Contents.TAKEN_AT));
        try (DrivePlace place = location.open(ANY)) {
            ContentId film = contents.get(4);
            assertThat(fault(() -> Contents.readBack(place, film, Evidence.READ_BACK)))
                    .isInstanceOf(PlaceFault.Locked.class);
            assertThat(readBack.check(place, film)).isInstanceOf(ReadBack.Result.Good.class);
            flip(place.pathOf(film).orElseThrow(), 1_000_000);
            assertThat(readBack.check(place, film))
                    .isInstanceOfSatisfying(
                            ReadBack.Result.Bad.class,
                            bad -> assertThat(bad.fault()).isInstanceOf(PlaceFault.Corrupt.class));
        }
    }

    @Test
    void aWrongIdentityAndADamagedFileAreToldApart() throws Exception {
        String other = key("other.txt").keys().getFirst().identity();
        try (DrivePlace place = location.open(ANY, _ -> Optional.of(other))) {
            assertThat(fault(() -> Contents.readBack(place, contents.get(1), Evidence.READ_BACK)))
                    .isInstanceOf(PlaceFault.Locked.class);
        }
        try (DrivePlace place = location.open(ANY, keys)) {
            flip(place.pathOf(contents.get(1)).orElseThrow(), 40);
            flip(place.pathOf(contents.get(4)).orElseThrow(), 2_000_000);
            for (ContentId content : List.of(contents.get(1), contents.get(4))) {
                assertThat(fault(() -> Contents.readBack(place, content, Evidence.READ_BACK)))
                        .isInstanceOf(PlaceFault.Corrupt.class);
            }
        }
        assertThatThrownBy(() -> location.open(ANY, _ -> Optional.of("nonsense")))
                .isInstanceOf(IllegalArgumentException.class);
        location.open(ANY).close();
    }

    private void flip(String path, int position) throws Exception {
        byte[] bytes = Files.readAllBytes(root.resolve(path));
        bytes[position] ^= 1;
        Files.write(root.resolve(path), bytes);
    }

    @Test
    void aRebuildKnowsContentsFromTheOldRecordsOrTheIdentity() throws Exception {
        Path index = root.resolve(".safelight/index");
        byte[] damaged = Files.readAllBytes(index);
        damaged[100] ^= 1;
        Files.write(index, damaged);
        DriveRebuild.Rebuilt fromRecords = location.rebuild(ANY, Contents.TAKEN_AT);
        assertThat(fromRecords.contents() + fromRecords.sealedFiles().size()).isEqualTo(contents.size());
        assertThat(fromRecords.contents()).isGreaterThanOrEqualTo(4);
        Files.delete(index);
        DriveRebuild.Rebuilt blind = location.rebuild(ANY, Contents.TAKEN_AT);
        assertThat(blind.contents()).isZero();
        assertThat(blind.sealedFiles()).hasSize(contents.size());
        DriveRebuild.Rebuilt seeing = location.rebuild(ANY, Contents.TAKEN_AT, keys);
        assertThat(seeing.contents()).isEqualTo(contents.size());
        SumsWitness.check(root);
        try (DrivePlace place = location.open(ANY, keys)) {
            assertThat(Contents.listed(place)).containsExactlyInAnyOrderElementsOf(contents);
            for (ContentId content : contents) {
                assertThat(Contents.readBack(place, content, Evidence.READ_BACK))
                        .isEqualTo(content);
            }
        }
    }

    @Test
    void aKeyOfOurOwnIsOneThatAgeKnows() throws Exception {
        Path file = scratch.resolve("own.txt");
        AgeKeyFile made = AgeKeyFile.make(file, Contents.TAKEN_AT);
        assertThat(AgeKeyFile.read(file)).isEqualTo(made);
        assertThat(Witness.run(scratch, "age-keygen", "-y", "own.txt").output().strip())
                .isEqualTo(made.keys().getFirst().recipient());
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(made.toString()).doesNotContain("SECRET");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> AgeKeyFile.make(file, Contents.TAKEN_AT))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void whatIsNoKeyFileIsNamedAndNothingOfItShown() throws Exception {
        String secret = key("key2.txt").keys().getFirst().identity();
        for (String text : List.of(
                "",
                "# nothing\n",
                "hello\n",
                secret + "\n",
                "# public key: age1nonsense\n" + secret + "\n",
                "# public key: " + recipient() + "\n" + secret.substring(0, 40) + "\n",
                "#".repeat(70_000))) {
            Path file = Files.writeString(scratch.resolve("bad.txt"), text);
            assertThatThrownBy(() -> AgeKeyFile.read(file))
                    .isInstanceOf(AgeKeyFile.Unusable.class)
                    .hasMessageContaining("bad.txt")
                    .hasMessageNotContaining("SECRET-KEY-1");
        }
    }

    private String recipient() throws Exception {
        return AgeKeyFile.read(scratch.resolve("key.txt")).keys().getFirst().recipient();
    }

    @Test
    void aMarkerWithASenselessRecipientIsDamage() throws Exception {
        Path marker = root.resolve(".safelight/place.json");
        Files.writeString(marker, Files.readString(marker).replace("age1", "ega1"));
        assertThat(fault(() -> location.open(ANY, keys))).isInstanceOf(PlaceFault.DamagedIndex.class);
    }
}
