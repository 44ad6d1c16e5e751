package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.bytes;
import static app.safelight.place.drive.Contents.creation;
import static app.safelight.place.drive.Contents.id;
import static app.safelight.place.drive.Contents.store;
import static app.safelight.place.drive.Contents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriveFaultsTest {
    @TempDir
    Path root;

    private DriveLocation location() {
        return new DriveLocation(root);
    }

    private DrivePlace open() throws PlaceException {
        return location().open(Optional.empty());
    }

    /// A drive with a few photos, closed.
    private List<ContentId> filled() throws PlaceException {
        try (DrivePlace place = location().create(creation("drive-1"))) {
            return List.of(
                    store(place, "a.jpg", text("a")),
                    store(place, "b.jpg", text("bb")),
                    store(place, "c.jpg", bytes(3, 5_000_000)));
        }
    }

    private static PlaceFault fault(ThrowingCallable attempt) {
        PlaceFault[] fault = new PlaceFault[1];
        assertThatThrownBy(attempt).isInstanceOfSatisfying(PlaceException.class, failure -> fault[0] = failure.fault());
        return fault[0];
    }

    @Test
    void anEmptyFolderWhereTheDriveShouldBeIsTheWrongMedium() {
        PlaceId expected = new PlaceId("drive-1");
        assertThat(fault(() -> location().open(Optional.of(expected))))
                .isEqualTo(new PlaceFault.WrongMedium(expected, "no place"));
        assertThat(fault(this::open)).isInstanceOf(PlaceFault.Unreachable.class);
    }

    @Test
    void anotherDriveIsTheWrongMedium() throws Exception {
        filled();
        PlaceId expected = new PlaceId("drive-2");
        assertThat(fault(() -> location().open(Optional.of(expected))))
                .isEqualTo(new PlaceFault.WrongMedium(expected, "drive-1"));
        assertThat(fault(() -> location().create(creation("drive-2"))))
                .isEqualTo(new PlaceFault.WrongMedium(expected, "drive-1"));
    }

    @Test
    void aFolderThatMayNotBeEnteredIsDenied() {
        assertThat(DriveFaults.unentered(new AccessDeniedException("/mnt/drive/safelight-drive.json")))
                .isEqualTo(new PlaceFault.Denied("no permission for /mnt/drive/safelight-drive.json"));
        assertThat(DriveFaults.unentered(new IOException("/mnt/drive: Operation not permitted")))
                .isInstanceOf(PlaceFault.Denied.class);
        assertThat(DriveFaults.unentered(new IOException("Input/output error")))
                .isInstanceOf(PlaceFault.Unreachable.class);
    }

    @Test
    void aFolderThatIsNotThereIsUnreachable() {
        DriveLocation nowhere = new DriveLocation(root.resolve("not mounted"));
        assertThat(fault(() -> nowhere.open(Optional.of(new PlaceId("drive-1")))))
                .isInstanceOf(PlaceFault.Unreachable.class);
        assertThat(fault(() -> nowhere.create(creation("drive-1")))).isInstanceOf(PlaceFault.Unreachable.class);
    }

    @Test
    void aFolderWithOtherFilesBecomesAPlaceOnlyIfToldSo() throws Exception {
        Files.writeString(root.resolve("thesis.docx"), "important");
        assertThat(fault(() -> location().create(creation("drive-1")))).isInstanceOf(PlaceFault.Denied.class);
        assertThat(location().isPlace()).isFalse();
        DrivePlace.Creation allowed = new DrivePlace.Creation(new PlaceId("drive-1"), "Mine", Contents.TAKEN_AT, true);
        location().create(allowed).close();
        assertThat(location().id()).contains(new PlaceId("drive-1"));
        assertThat(root.resolve("thesis.docx")).hasContent("important");
    }

    @Test
    void whoHoldsTheDriveIsNamed() throws Exception {
        filled();
        try (DrivePlace first = open()) {
            assertThat(fault(this::open))
                    .isEqualTo(new PlaceFault.Busy(
                            "process " + ProcessHandle.current().pid()));
            assertThat(Contents.listed(first)).hasSize(3);
        }
        open().close();
    }

    @Test
    void aLaterFormatIsRefusedAndLeftAlone() throws Exception {
        filled();
        Path marker = root.resolve(".safelight/place.json");
        String later = Files.readString(marker).replace("\"format\": 1", "\"format\": 7");
        Files.writeString(marker, later);
        assertThat(fault(this::open)).isEqualTo(new PlaceFault.NewerFormat(7, 1));
        assertThat(marker).hasContent(later);
    }

    @Test
    void aMarkerThatMakesNoSenseIsDamageAndCanBeMadeAnew() throws Exception {
        List<ContentId> contents = filled();
        Path marker = root.resolve(".safelight/place.json");
        for (String nonsense : List.of(
                "", "{", "{}", "[]", "{\"format\": \"x\"}", "{\"format\": 1, \"place\": \"\\u00\"}", "\0\0\0\0")) {
            Files.writeString(marker, nonsense);
            assertThat(fault(this::open)).as(nonsense).isInstanceOf(PlaceFault.DamagedIndex.class);
        }
        assertThat(fault(() -> location().rebuild(Optional.empty(), Contents.TAKEN_AT)))
                .isInstanceOf(PlaceFault.DamagedIndex.class);
        location().rebuild(Optional.of(new PlaceId("drive-1")), Contents.TAKEN_AT);
        try (DrivePlace place = location().open(Optional.of(new PlaceId("drive-1")))) {
            assertThat(Contents.listed(place)).containsExactlyInAnyOrderElementsOf(contents);
            assertThat(Contents.origins(place)).hasSize(3);
        }
    }

    @Test
    void everyBitOfTheIndexIsGuarded() throws Exception {
        List<ContentId> contents = filled();
        Path index = root.resolve(".safelight/index");
        byte[] sound = Files.readAllBytes(index);
        for (int position = 0; position < sound.length; position++) {
            byte[] damaged = sound.clone();
            damaged[position] ^= (byte) (1 << (position % 8));
            Files.write(index, damaged);
            try (DrivePlace place = open()) {
                // Only damage behind all that counts, in the last mark, may go unnoticed.
                assertThat(Contents.listed(place))
                        .as("bit flipped in byte " + position)
                        .containsExactlyElementsOf(contents);
            } catch (PlaceException told) {
                assertThat(told.fault()).isInstanceOf(PlaceFault.DamagedIndex.class);
            }
            if (!java.util.Arrays.equals(damaged, Files.readAllBytes(index))) {
                Files.write(index, sound);
            }
        }
        SumsWitness.check(root);
    }

    @Test
    void aShorterIndexIsNeverTakenForAnEmptyOne() throws Exception {
        List<ContentId> contents = filled();
        Path index = root.resolve(".safelight/index");
        byte[] sound = Files.readAllBytes(index);
        for (int length = 0; length < sound.length; length++) {
            Files.write(index, java.util.Arrays.copyOf(sound, length));
            try (DrivePlace place = open()) {
                assertThat(Contents.listed(place)).as("cut to " + length).containsExactlyElementsOf(contents);
            } catch (PlaceException told) {
                assertThat(told.fault()).as("cut to " + length).isInstanceOf(PlaceFault.DamagedIndex.class);
            }
        }
        Files.write(index, new byte[0]);
        DriveRebuild.Rebuilt rebuilt = location().rebuild(Optional.empty(), Contents.TAKEN_AT);
        assertThat(rebuilt).isEqualTo(new DriveRebuild.Rebuilt(3, 0, 0, List.of(), List.of(), List.of()));
        SumsWitness.check(root);
    }

    @Test
    void aRebuildKeepsWhatItCanAndSetsDamageAside() throws Exception {
        List<ContentId> contents = filled();
        Path index = root.resolve(".safelight/index");
        byte[] damaged = Files.readAllBytes(index);
        damaged[200] ^= 1;
        Files.write(index, damaged);
        Path rotten = root.resolve("Photos/2024/2024-06/c.jpg");
        byte[] bytes = Files.readAllBytes(rotten);
        bytes[4_000_000] ^= 1;
        Files.write(rotten, bytes);
        Files.copy(root.resolve("Photos/2024/2024-06/a.jpg"), root.resolve("Photos/2024/2024-06/twin of a.jpg"));
        DriveRebuild.Rebuilt rebuilt = location().rebuild(Optional.empty(), Contents.TAKEN_AT);
        assertThat(rebuilt.damagedLines()).isEqualTo(1);
        assertThat(rebuilt.damagedFiles()).containsExactly("Photos/2024/2024-06/c.jpg");
        assertThat(rebuilt.twins()).containsExactly("Photos/2024/2024-06/twin of a.jpg");
        assertThat(root.resolve(".safelight/set-aside/c.jpg.damaged")).hasBinaryContent(bytes);
        try (DrivePlace place = open()) {
            assertThat(Contents.listed(place)).containsExactly(contents.get(0), contents.get(1));
        }
        SumsWitness.check(root);
    }

    @Test
    void anIndexCannotPointOutOfTheDrive() throws Exception {
        Path secret = Files.writeString(root.resolveSibling(root.getFileName() + "-secret"), "secret");
        ContentId content = id(text("secret"));
        Path drive = Files.createDirectories(root.resolve("drive"));
        new DriveLocation(drive).create(creation("drive-1")).close();
        for (String path : List.of(
                "Photos/../../" + secret.getFileName(),
                secret.toString(),
                "../" + secret.getFileName(),
                "SHA256SUMS")) {
            var lines = new java.io.ByteArrayOutputStream();
            new JournalEntry.Header(1, new PlaceId("drive-1")).write(lines);
            new JournalEntry.Stored(content, content, "1", path).write(lines);
            new JournalEntry.Mark(1, 0).write(lines);
            Files.write(drive.resolve(".safelight/index"), lines.toByteArray());
            try (DrivePlace place = new DriveLocation(drive).open(Optional.empty())) {
                assertThat(fault(() -> Contents.readBack(place, content, Evidence.READ_BACK)))
                        .isInstanceOf(PlaceFault.DamagedIndex.class);
                assertThat(fault(() -> place.setAside(content))).isInstanceOf(PlaceFault.DamagedIndex.class);
            }
        }
        Files.delete(secret);
    }

    @Test
    void aChangedByteIsReadAndATruncatedFileIsMissed() throws Exception {
        List<ContentId> contents = filled();
        Path file = root.resolve("Photos/2024/2024-06/c.jpg");
        byte[] bytes = Files.readAllBytes(file);
        bytes[4_999_999] ^= 1;
        Files.write(file, bytes);
        try (DrivePlace place = open()) {
            ContentId rotten = contents.get(2);
            assertThat(Contents.missing(place)).isEmpty();
            assertThat(Contents.readBack(place, rotten, place.traits().strongestEvidence()))
                    .isNotEqualTo(rotten);
            Files.write(file, java.util.Arrays.copyOf(bytes, 100));
            assertThat(Contents.missing(place)).containsExactly(rotten);
            assertThat(fault(() -> Contents.readBack(place, rotten, Evidence.READ_BACK)))
                    .isInstanceOf(PlaceFault.Corrupt.class);
            Files.delete(file);
            assertThat(Contents.missing(place)).containsExactly(rotten);
            assertThat(fault(() -> Contents.readBack(place, rotten, Evidence.READ_BACK)))
                    .isEqualTo(new PlaceFault.Missing());
            Files.delete(root.resolve("Photos/2024/2024-06/a.jpg"));
            Files.delete(root.resolve("Photos/2024/2024-06/b.jpg"));
            Files.delete(root.resolve("Photos/2024/2024-06"));
            assertThat(Contents.missing(place)).containsExactlyElementsOf(contents);
        }
    }

    @Test
    void aDamagedCopyMakesRoomForAGoodOneAndIsKept() throws Exception {
        List<ContentId> contents = filled();
        Path file = root.resolve("Photos/2024/2024-06/a.jpg");
        Files.writeString(file, "X");
        try (DrivePlace place = open()) {
            place.setAside(contents.get(0));
            place.setAside(contents.get(0));
            assertThat(place.claims(contents.get(0))).isFalse();
            assertThat(Contents.listed(place)).doesNotContain(contents.get(0));
            assertThat(fault(() -> Contents.readBack(place, contents.get(0), Evidence.READ_BACK)))
                    .isEqualTo(new PlaceFault.Missing());
            store(place, "a.jpg", text("a"));
        }
        assertThat(file).hasContent("a");
        assertThat(root.resolve(".safelight/set-aside/a.jpg.damaged")).hasContent("X");
        SumsWitness.check(root);
        try (DrivePlace place = open()) {
            assertThat(Contents.listed(place)).containsExactlyInAnyOrderElementsOf(contents);
            assertThat(Contents.missing(place)).isEmpty();
            place.setAside(contents.get(1));
        }
        SumsWitness.check(root);
        try (DrivePlace place = open()) {
            assertThat(Contents.listed(place)).doesNotContain(contents.get(1));
        }
    }

    @Test
    void whatIsLeftInIncomingIsSwept() throws Exception {
        try (DrivePlace place = location().create(creation("drive-1"))) {
            Contents.stage(place, Contents.hint("never settled.jpg"), bytes(1, 1_000));
            place.stage(Contents.hint("half.jpg"), 1_000).write(bytes(1, 100), 0, 100);
            var abandoned = place.stage(Contents.hint("abandoned.jpg"), 10);
            abandoned.abandon();
            abandoned.abandon();
        }
        assertThat(root.resolve(".safelight/incoming")).isNotEmptyDirectory();
        try (DrivePlace place = open()) {
            assertThat(Contents.listed(place)).isEmpty();
        }
        assertThat(root.resolve(".safelight/incoming")).isEmptyDirectory();
    }

    @Test
    void linesThatNoneOfUsWroteInTheSumsAreTakenOut() throws Exception {
        filled();
        String foreign = "0".repeat(64) + "  not/there.jpg\n\\nonsense\n";
        Files.writeString(root.resolve("SHA256SUMS"), foreign, StandardOpenOption.APPEND);
        open().close();
        assertThat(Files.readString(root.resolve("SHA256SUMS"), StandardCharsets.UTF_8))
                .doesNotContain("not/there");
        SumsWitness.check(root);
        Files.delete(root.resolve("SHA256SUMS"));
        open().close();
        SumsWitness.check(root);
    }

    @Test
    void aFolderThatIsALinkIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere"));
        Path drive = Files.createDirectories(root.resolve("drive"));
        try (DrivePlace place = new DriveLocation(drive).create(creation("drive-1"))) {
            Files.createSymbolicLink(drive.resolve("Photos"), elsewhere);
            assertThat(fault(() -> store(place, "a.jpg", text("a")))).isInstanceOf(PlaceFault.WriteFailed.class);
            Files.delete(drive.resolve("Photos"));
            store(place, "a.jpg", text("a"));
        }
        assertThat(elsewhere).isEmptyDirectory();
        SumsWitness.check(drive);
    }

    @Test
    void aReadersOwnFailureIsNotTheDrives() throws Exception {
        List<ContentId> contents = filled();
        try (DrivePlace place = open()) {
            IOException own = new IOException("the reader's disk is full");
            assertThatThrownBy(() -> place.<Void, IOException>read(contents.get(0), Evidence.READ_BACK, _ -> {
                        throw own;
                    }))
                    .isSameAs(own);
        }
    }
}
