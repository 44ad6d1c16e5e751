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
import java.nio.file.Files;
import java.nio.file.Path;
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
    private String identity = "";
    private String recipient = "";
    private List<byte[]> photos = List.of();
    private List<ContentId> contents = List.of();

    @BeforeEach
    void fill() throws Exception {
        root = Files.createDirectory(scratch.resolve("drive"));
        location = new DriveLocation(root);
        identity = key("key.txt");
        recipient = Witness.run(scratch, "age-keygen", "-y", "key.txt").output().strip();
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

    private String key(String name) throws Exception {
        Witness.Run made = Witness.run(scratch, "age-keygen", "-o", name);
        assertThat(made.exitCode()).as(made.output()).isZero();
        return Files.readAllLines(scratch.resolve(name)).getLast();
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
        try (DrivePlace place = location.open(ANY, Optional.of(identity))) {
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
                    .isInstanceOf(PlaceFault.Denied.class);
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
        try (DrivePlace place = location.open(ANY, Optional.of(key("other.txt")))) {
            assertThat(fault(() -> Contents.readBack(place, contents.get(1), Evidence.READ_BACK)))
                    .isInstanceOf(PlaceFault.Denied.class);
        }
        try (DrivePlace place = location.open(ANY, Optional.of(identity))) {
            flip(place.pathOf(contents.get(1)).orElseThrow(), 40);
            flip(place.pathOf(contents.get(4)).orElseThrow(), 2_000_000);
            for (ContentId content : List.of(contents.get(1), contents.get(4))) {
                assertThat(fault(() -> Contents.readBack(place, content, Evidence.READ_BACK)))
                        .isInstanceOf(PlaceFault.Corrupt.class);
            }
        }
        assertThatThrownBy(() -> location.open(ANY, Optional.of("nonsense")))
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
        DriveRebuild.Rebuilt seeing = location.rebuild(ANY, Contents.TAKEN_AT, Optional.of(identity));
        assertThat(seeing.contents()).isEqualTo(contents.size());
        SumsWitness.check(root);
        try (DrivePlace place = location.open(ANY, Optional.of(identity))) {
            assertThat(Contents.listed(place)).containsExactlyInAnyOrderElementsOf(contents);
            for (ContentId content : contents) {
                assertThat(Contents.readBack(place, content, Evidence.READ_BACK))
                        .isEqualTo(content);
            }
        }
    }
}
