package app.safelight.place.drive;

import static app.safelight.place.drive.Contents.bytes;
import static app.safelight.place.drive.Contents.creation;
import static app.safelight.place.drive.Contents.store;
import static app.safelight.place.drive.Contents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file systems that people's drives have, as far as this system can mount them.
class RealFileSystemsTest {
    private static final long MEGABYTE = 1 << 20;

    /// Names that some file system refuses, takes for one, or changes.
    private static final List<String> HOSTILE = List.of(
            "IMG_0001.JPG",
            "img_0001.jpg",
            "caf\u00e9.jpg",
            "cafe\u0301.jpg",
            "a:b?c*d|e<f>g\"h.jpg",
            "back\\slash.jpg",
            "line\nfeed.jpg",
            "carriage\rreturn.jpg",
            "CON.jpg",
            "nul",
            "dot.",
            "space ",
            "...",
            "-rf",
            " leading space.jpg",
            "\ud83d\udcf7 sunrise \ud83c\udf05.heic",
            "\ud83d half a pair.jpg",
            "n".repeat(255),
            "\u00e9".repeat(127) + ".heic",
            "\ud83d\ude00".repeat(200) + ".HEIC",
            "x".repeat(300) + ".tar.gz",
            ".hidden",
            "tab\there.jpg",
            "trailing.dots...jpg...");

    @TempDir
    Path where;

    private static DrivePlace create(Path root) throws PlaceException {
        return new DriveLocation(root).create(creation("drive-1"));
    }

    private static DrivePlace open(Path root) throws PlaceException {
        return new DriveLocation(root).open(Optional.empty());
    }

    /// The whole path over hostile names: store, read back, list, look, check with `sha256sum`, rebuild.
    private static void everyNameFindsItsPlace(Path root) throws Exception {
        List<ContentId> stored = new ArrayList<>();
        try (DrivePlace place = create(root)) {
            for (int round = 0; round < 2; round++) {
                for (String name : HOSTILE) {
                    stored.add(store(place, name, text(round + name)));
                }
            }
            stored.add(store(place, "long.mov", bytes(3, 3_000_017)));
        }
        try (DrivePlace place = open(root)) {
            assertThat(Contents.listed(place)).containsExactlyElementsOf(stored);
            assertThat(Contents.missing(place)).isEmpty();
            Evidence strongest = place.traits().strongestEvidence();
            for (ContentId content : stored) {
                assertThat(Contents.readBack(place, content, strongest)).isEqualTo(content);
                Path file = root.resolve(place.pathOf(content).orElseThrow());
                Duration off = Duration.between(Files.getLastModifiedTime(file).toInstant(), Contents.TAKEN_AT);
                assertThat(off.abs()).isLessThanOrEqualTo(place.traits().timeStep());
            }
            assertThat(Contents.origins(place)).hasSize(stored.size());
        }
        SumsWitness.check(root);
        Files.delete(root.resolve(".safelight/index"));
        assertThatThrownBy(() -> open(root)).isInstanceOf(PlaceException.class);
        DriveRebuild.Rebuilt rebuilt = new DriveLocation(root).rebuild(Optional.empty(), Contents.TAKEN_AT);
        assertThat(rebuilt.contents()).isEqualTo(stored.size());
        assertThat(rebuilt.damagedFiles()).isEmpty();
        assertThat(rebuilt.twins()).isEmpty();
        SumsWitness.check(root);
        try (DrivePlace place = open(root)) {
            assertThat(Contents.listed(place)).containsExactlyInAnyOrderElementsOf(stored);
            assertThat(Contents.missing(place)).isEmpty();
        }
    }

    @Test
    void theSystemsOwnFileSystem() throws Exception {
        everyNameFindsItsPlace(where);
    }

    @Test
    void ext4ReadsFromTheMedium() throws Exception {
        try (Mounted mounted = Mounted.ext4(where, 32 * MEGABYTE)) {
            everyNameFindsItsPlace(mounted.folder());
            RealDisk disk = new RealDisk(mounted.folder());
            assertThat(disk.traits().mediumReads()).isTrue();
            assertThat(disk.traits().caseSensitive()).isTrue();
            assertThat(disk.traits().unicodeExact()).isTrue();
            assertThat(disk.traits().windowsNames()).isFalse();
            assertThat(disk.traits().longestNameBytes()).isEqualTo(255);
        }
    }

    @Test
    void tmpfsPromisesNoReadFromTheMedium() throws Exception {
        try (Mounted mounted = Mounted.tmpfs(where, 32 * MEGABYTE)) {
            everyNameFindsItsPlace(mounted.folder());
            try (DrivePlace place = open(mounted.folder())) {
                assertThat(place.traits().strongestEvidence()).isEqualTo(Evidence.READ_BACK);
            }
        }
    }

    @Test
    void fat32KeepsItsRules() throws Exception {
        try (Mounted mounted = Mounted.fat32(where, 64 * MEGABYTE)) {
            everyNameFindsItsPlace(mounted.folder());
            RealDisk disk = new RealDisk(mounted.folder());
            assertThat(disk.traits().windowsNames()).isTrue();
            assertThat(disk.traits().caseSensitive()).isFalse();
            assertThat(disk.traits().timeStep()).isEqualTo(Duration.ofSeconds(2));
            assertThat(disk.traits().mediumReads()).isFalse();
            try (DrivePlace place = open(mounted.folder())) {
                long fourGibibytes = 4096 * MEGABYTE;
                assertThatThrownBy(() -> place.stage(Contents.hint("film.mov"), fourGibibytes))
                        .isInstanceOfSatisfying(
                                PlaceException.class,
                                failure -> assertThat(failure.fault())
                                        .isEqualTo(new PlaceFault.TooLarge(fourGibibytes - 1)));
            }
        }
    }

    @Test
    void ntfsKeepsTheRulesOfWindowsOnLinuxToo() throws Exception {
        try (Mounted mounted = Mounted.ntfs(where, 64 * MEGABYTE)) {
            everyNameFindsItsPlace(mounted.folder());
            RealDisk disk = new RealDisk(mounted.folder());
            assertThat(disk.traits().windowsNames()).isTrue();
            assertThat(disk.traits().caseSensitive()).isFalse();
            assertThat(disk.traits().mediumReads()).isFalse();
        }
    }

    @Test
    void aFullDriveSaysHowFullAndGoesOnWhenThereIsRoom() throws Exception {
        try (Mounted mounted = Mounted.tmpfs(where, 4 * MEGABYTE)) {
            try (DrivePlace place = create(mounted.folder())) {
                ContentId first = store(place, "first.jpg", bytes(1, 1_500_000));
                assertThatThrownBy(() -> place.stage(Contents.hint("second.jpg"), 2_000_000))
                        .isInstanceOfSatisfying(PlaceException.class, failure -> {
                            PlaceFault.Full full = (PlaceFault.Full) failure.fault();
                            assertThat(full.neededBytes()).isGreaterThan(2_000_000);
                            assertThat(full.freeBytes()).isLessThan(full.neededBytes());
                        });
                Path ballast = mounted.folder().resolve("ballast");
                // Somebody else fills the drive while a content is on its way.
                var staging = place.stage(Contents.hint("third.jpg"), 900_000);
                Files.write(ballast, new byte[(int) new RealDisk(mounted.folder()).freeBytes() - 100_000]);
                assertThatThrownBy(() -> {
                            staging.write(bytes(2, 900_000), 0, 900_000);
                            staging.finish(Contents.id(bytes(2, 900_000)));
                        })
                        .isInstanceOfSatisfying(
                                PlaceException.class,
                                failure -> assertThat(failure.fault()).isInstanceOf(PlaceFault.Full.class));
                staging.abandon();
                Files.delete(ballast);
                ContentId fourth = store(place, "fourth.jpg", bytes(4, 900_000));
                assertThat(Contents.listed(place)).containsExactly(first, fourth);
            }
            SumsWitness.check(mounted.folder());
        }
    }

    @Test
    void aDriveThatIsFullToTheLastByteWhenSettlingRecoversLater() throws Exception {
        try (Mounted mounted = Mounted.tmpfs(where, 4 * MEGABYTE)) {
            try (DrivePlace place = create(mounted.folder())) {
                ContentId first = store(place, "first.jpg", bytes(1, 100_000));
                var staged = Contents.stage(place, Contents.hint("second.jpg"), bytes(2, 200_000));
                Path ballast = mounted.folder().resolve("ballast");
                fill(ballast);
                assertThatThrownBy(() -> place.settle(List.of(staged), manyOrigins()))
                        .isInstanceOfSatisfying(
                                PlaceException.class,
                                failure -> assertThat(failure.fault()).isInstanceOf(PlaceFault.Full.class));
                assertThat(Contents.readBack(place, first, Evidence.READ_BACK)).isEqualTo(first);
                Files.delete(ballast);
                ContentId third = store(place, "third.jpg", bytes(3, 300_000));
                assertThat(Contents.listed(place)).contains(first, third);
            }
            SumsWitness.check(mounted.folder());
        }
    }

    private static List<app.safelight.core.place.Origin> manyOrigins() {
        List<app.safelight.core.place.Origin> origins = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            origins.add(Contents.origin("DCIM/" + "long folder name/".repeat(5) + i, bytes(2, 200_000)));
        }
        return origins;
    }

    private static void fill(Path file) throws Exception {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            boolean room = true;
            while (room) {
                try {
                    out.write(page);
                } catch (java.io.IOException full) {
                    room = false;
                }
            }
        }
    }

    @Test
    void aReadOnlyDriveCanBeReadAndSaysWhyItTakesNothing() throws Exception {
        try (Mounted mounted = Mounted.ext4(where, 16 * MEGABYTE)) {
            ContentId content;
            try (DrivePlace place = create(mounted.folder())) {
                content = store(place, "a.jpg", text("a"));
            }
            mounted.remountReadOnly();
            try (DrivePlace place = open(mounted.folder())) {
                assertThat(Contents.readBack(place, content, Evidence.READ_BACK_FROM_MEDIUM))
                        .isEqualTo(content);
                assertThat(Contents.missing(place)).isEmpty();
                assertThatThrownBy(() -> store(place, "b.jpg", text("b")))
                        .isInstanceOfSatisfying(
                                PlaceException.class,
                                failure -> assertThat(failure.fault()).isInstanceOf(PlaceFault.Denied.class));
            }
        }
    }

    @Test
    void aDriveThatIsPulledIsUnreachableAndMissesNothing() throws Exception {
        Mounted mounted = Mounted.tmpfs(where, 16 * MEGABYTE);
        try (DrivePlace place = create(mounted.folder())) {
            ContentId content = store(place, "a.jpg", bytes(1, 10));
            var staging = place.stage(Contents.hint("b.jpg"), 10);
            staging.abandon();
            Witness.Run lazily =
                    Witness.run(where, "umount", "--lazy", mounted.folder().toString());
            assertThat(lazily.exitCode()).as(lazily.output()).isZero();
            for (var attempt : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                    () -> Contents.missing(place),
                    () -> Contents.readBack(place, content, Evidence.READ_BACK),
                    () -> place.stage(Contents.hint("c.jpg"), 10))) {
                assertThatThrownBy(attempt)
                        .isInstanceOfSatisfying(
                                PlaceException.class,
                                failure -> assertThat(failure.fault())
                                        .isInstanceOfAny(PlaceFault.Unreachable.class, PlaceFault.WrongMedium.class));
            }
        }
        assertThatThrownBy(() -> open(mounted.folder()))
                .isInstanceOfSatisfying(
                        PlaceException.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(PlaceFault.Unreachable.class));
    }
}
