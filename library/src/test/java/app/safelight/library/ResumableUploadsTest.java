package app.safelight.library;

import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.PlaceFault;
import app.safelight.library.accounts.DeviceId;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.quota.Quota;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import app.safelight.library.uploads.Ending;
import app.safelight.library.uploads.Parking;
import app.safelight.library.uploads.ParkingException;
import app.safelight.library.uploads.ParkingFault;
import app.safelight.library.uploads.PieceChecksum;
import app.safelight.library.uploads.PieceChecksum.Algorithm;
import app.safelight.library.uploads.Progress;
import app.safelight.library.uploads.ResumableUpload;
import app.safelight.library.uploads.ResumableUploads;
import app.safelight.library.uploads.ResumableUploads.Answer;
import app.safelight.library.uploads.ResumableUploads.Creation;
import app.safelight.library.uploads.ResumableUploads.Swept;
import app.safelight.library.uploads.UploadId;
import app.safelight.simulator.world.DiskTrouble;
import app.safelight.simulator.world.PlaceTrouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ResumableUploadsTest extends LibraryTest {
    private static final byte[] CAT = random(1, 300_000);
    private static final byte[] DOG = random(2, 300_000);

    private UploadId create(PersonId person, Offer offer) throws Exception {
        return created(library.resumable.create(person, offer));
    }

    private static UploadId created(Creation creation) {
        assertThat(creation).isInstanceOf(Creation.Created.class);
        return ((Creation.Created) creation).id();
    }

    private Answer append(PersonId person, UploadId id, byte[] bytes, int from, int to) throws Exception {
        return append(person, id, from, Arrays.copyOfRange(bytes, from, to), Optional.empty());
    }

    private Answer append(PersonId person, UploadId id, long offset, byte[] piece, Optional<PieceChecksum> checksum)
            throws Exception {
        return library.resumable.append(person, id, offset, new ByteArrayInputStream(piece), checksum);
    }

    private Progress progress(PersonId person, UploadId id) throws Exception {
        return library.resumable.find(person, id).orElseThrow().progress();
    }

    private static Answer receiving(long offset) {
        return new Answer.Now(new Progress.Receiving(offset));
    }

    private static Intake.Taken taken(Answer answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Now.class, now -> assertThat(now.progress()).isInstanceOf(Progress.Ended.class));
        return taken(((Progress.Ended) ((Answer.Now) answer).progress()).ending());
    }

    private static Intake.Taken taken(Ending ending) {
        assertThat(ending).isInstanceOf(Ending.Decided.class);
        Intake outcome = ((Ending.Decided) ending).outcome();
        assertThat(outcome).isInstanceOf(Intake.Taken.class);
        return (Intake.Taken) outcome;
    }

    private List<Parking.Parked> parked() throws Exception {
        List<Parking.Parked> parked = new ArrayList<>();
        library.parking.list(parked::add);
        return parked;
    }

    private void assertNothingLeft(PersonId person) throws Exception {
        assertThat(parked()).isEmpty();
        assertThat(library.usage(person).reservedBytes()).isZero();
    }

    @Test
    void comesInPiecesAndIsTakenWithTheLast() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        assertThat(library.usage(ann).reservedBytes()).isEqualTo(CAT.length);
        assertThat(append(ann, id, CAT, 0, 100_000)).isEqualTo(receiving(100_000));
        assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(100_000));
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(append(ann, id, CAT, 100_000, 100_000)).isEqualTo(receiving(100_000));
        Intake.Taken taken = taken(append(ann, id, CAT, 100_000, CAT.length));
        assertThat(taken.fresh()).isTrue();
        assertThat(taken.kept().content()).isEqualTo(content(CAT));
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(CAT.length);
        assertNothingLeft(ann);
    }

    @Test
    void tellsTheSameOutcomeAgain() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        Answer first = append(ann, id, CAT, 0, CAT.length);
        assertThat(taken(first).kept().receipts()).hasSize(1);
        assertThat(library.resumable.finish(ann, id)).isEqualTo(first);
        assertThat(append(ann, id, CAT, 0, CAT.length)).isEqualTo(first);
        assertThat(append(ann, id, CAT.length, new byte[0], Optional.empty())).isEqualTo(first);
        assertThat(new Answer.Now(progress(ann, id))).isEqualTo(first);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(CAT.length);
        assertNothingLeft(ann);
    }

    @Test
    void anOutcomeThatIsNoLongerTrueIsNotTold() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        taken(append(ann, id, CAT, 0, CAT.length));
        library.database.write(rows -> rows.execute("UPDATE content_copy SET evidence = NULL, fault = 'lost'"));
        assertThat(library.resumable.find(ann, id)).isEmpty();
        assertThat(library.resumable.finish(ann, id)).isEqualTo(new Answer.Unknown());
    }

    @Test
    void keepsWhatWasOffered() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId photo = library.taken(ann, "IMG_1.HEIC", DOG);
        long device = library.ids.next();
        library.database.write(rows -> rows.execute(
                "INSERT INTO device (id, person_id, name, created_at) VALUES (?, ?, 'phone', 0)", device, ann.value()));
        Offer offer = new Offer(
                "IMG_1.MOV",
                CAT.length,
                Optional.of(content(CAT).sha256()),
                Instant.parse("2024-06-15T10:20:30.123Z"),
                Optional.of(LocalDateTime.of(2024, 6, 15, 12, 20, 30)),
                Role.LIVE_MOVIE,
                Optional.of(photo),
                Optional.of(new DeviceId(device)),
                true);
        UploadId id = create(ann, offer);
        ResumableUpload found = library.resumable.find(ann, id).orElseThrow();
        assertThat(found.offer()).isEqualTo(offer);
        assertThat(found.kind()).isEqualTo(ResumableUpload.Kind.WHOLE);
        assertThat(found.expiresAt()).isEqualTo(library.clock.instant().plus(Quota.RESERVED_FOR));
        assertThat(library.resumable.unfinished(ann)).containsExactly(found);
        assertThat(taken(append(ann, id, CAT, 0, CAT.length)).asset()).isEqualTo(photo);
        assertThat(library.resumable.unfinished(ann)).isEmpty();
        Asset asset = library.assets.find(ann, photo).orElseThrow();
        assertThat(asset.files()).extracting(file -> file.originalName()).containsExactly("IMG_1.HEIC", "IMG_1.MOV");
    }

    @Test
    void decidesWithoutTheBytesWhatCanBe() throws Exception {
        PersonId ann = library.member("Ann", CAT.length + 10);
        AssetId asset = library.taken(ann, "cat.jpg", CAT);
        assertThat(library.resumable.create(ann, offer("again.jpg", CAT)))
                .isInstanceOfSatisfying(
                        Creation.Decided.class,
                        decided -> assertThat(taken(new Ending.Decided(decided.outcome()))
                                        .asset())
                                .isEqualTo(asset));
        assertThat(library.resumable.create(ann, offer("dog.jpg", DOG)))
                .isEqualTo(new Creation.Decided(new Intake.OverQuota(CAT.length + 10, CAT.length, 0, DOG.length)));
        library.trash.put(ann, List.of(asset));
        assertThat(library.resumable.create(ann, offer("cat.jpg", CAT)))
                .isEqualTo(new Creation.Decided(new Intake.InTrash(asset)));
        library.trash.empty(ann);
        assertThat(library.resumable.create(ann, offer("cat.jpg", CAT)))
                .isEqualTo(new Creation.Decided(new Intake.DeletedEarlier(library.clock.instant())));
        assertThat(library.resumable.create(ann, offer("x", new byte[1]).as(Role.LIVE_MOVIE, asset)))
                .isEqualTo(new Creation.Decided(new Intake.NoSuchAsset()));
        assertThat(library.resumable.unfinished(ann)).isEmpty();
        assertNothingLeft(ann);
    }

    @Test
    void whatIsDecidedAtTheEndIsToldAgainToo() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId deleted = create(ann, offer("cat.jpg", CAT));
        UploadId trashed = create(ann, Offer.original("dog.jpg", DOG.length, Optional.empty(), Instant.EPOCH));
        byte[] small = random(3, 1_000);
        AssetId gone = library.taken(ann, "cat.jpg", CAT);
        library.trash.put(ann, List.of(gone));
        UploadId orphan = create(ann, offer("small.mov", small).as(Role.LIVE_MOVIE, gone));
        library.trash.empty(ann);
        AssetId inTrash = library.taken(ann, "dog.jpg", DOG);
        library.trash.put(ann, List.of(inTrash));
        Instant now = library.clock.instant();
        assertEnds(ann, deleted, CAT, new Intake.DeletedEarlier(now));
        assertEnds(ann, trashed, DOG, new Intake.InTrash(inTrash));
        assertEnds(ann, orphan, small, new Intake.NoSuchAsset());
        UploadId over = create(ann, offer("small.jpg", small));
        library.people.setQuota(TestLibrary.NOBODY, TestLibrary.ADDRESS, ann, 5);
        assertEnds(ann, over, small, new Intake.OverQuota(5, DOG.length, 0, small.length));
        assertNothingLeft(ann);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(DOG.length);
    }

    private void assertEnds(PersonId person, UploadId id, byte[] bytes, Intake outcome) throws Exception {
        Answer answer = new Answer.Now(new Progress.Ended(new Ending.Decided(outcome)));
        assertThat(append(person, id, bytes, 0, bytes.length)).isEqualTo(answer);
        assertThat(library.resumable.finish(person, id)).isEqualTo(answer);
    }

    @Test
    void onlyItsOwnPersonFindsIt() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId ben = library.member("Ben");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 10);
        assertThat(library.resumable.find(ben, id)).isEmpty();
        assertThat(append(ben, id, CAT, 10, 20)).isEqualTo(new Answer.Unknown());
        assertThat(library.resumable.finish(ben, id)).isEqualTo(new Answer.Unknown());
        assertThat(library.resumable.terminate(ben, id)).isFalse();
        assertThat(library.resumable.unfinished(ben)).isEmpty();
        assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(10));
        UploadId partial = created(library.resumable.createPartial(ann, 1));
        append(ann, partial, CAT, 0, 1);
        assertThat(library.resumable.concatenate(ben, List.of(partial), size -> offer("x", new byte[(int) size])))
                .isEqualTo(new Creation.NoSuchPartial(partial));
    }

    @Test
    void takesBytesOnlyWhereTheyBelong() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        assertThat(append(ann, id, CAT, 10, 20)).isEqualTo(new Answer.WrongOffset(0));
        append(ann, id, CAT, 0, 100);
        assertThat(append(ann, id, CAT, 0, 100)).isEqualTo(new Answer.WrongOffset(100));
        assertThat(append(ann, id, CAT, 101, 200)).isEqualTo(new Answer.WrongOffset(100));
        assertThat(append(ann, id, -1, new byte[1], Optional.empty())).isEqualTo(new Answer.WrongOffset(100));
        taken(append(ann, id, CAT, 100, CAT.length));
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
    }

    @Test
    void aBrokenStreamKeepsWhatArrived() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        IOException cut = new IOException("connection reset");
        assertThat(library.resumable.append(ann, id, 0, broken(CAT, 0, 70_000, cut), Optional.empty()))
                .isEqualTo(new Answer.BrokenOff(70_000, cut));
        // All bytes came, and then the line broke: it is not taken before somebody asks.
        assertThat(library.resumable.append(ann, id, 70_000, broken(CAT, 70_000, CAT.length, cut), Optional.empty()))
                .isEqualTo(new Answer.BrokenOff(CAT.length, cut));
        assertThat(progress(ann, id)).isEqualTo(new Progress.AllHere());
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(library.known.ask(ann, List.of(content(CAT).sha256())).held())
                .isEmpty();
        taken(library.resumable.finish(ann, id));
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
        assertNothingLeft(ann);
    }

    private static InputStream broken(byte[] bytes, int from, int to, IOException failure) {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw failure;
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(bytes, from, to - from), failing);
    }

    @Test
    void aWrongPieceIsDiscardedWhole() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 50_000);
        byte[] piece = Arrays.copyOfRange(CAT, 50_000, 250_000);
        for (Algorithm algorithm : Algorithm.values()) {
            byte[] garbled = piece.clone();
            garbled[150_000] ^= 4;
            assertThat(append(ann, id, 50_000, garbled, checksum(algorithm, piece)))
                    .isEqualTo(new Answer.WrongChecksum(50_000));
            assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(50_000));
        }
        IOException cut = new IOException("connection reset");
        assertThat(library.resumable.append(
                        ann, id, 50_000, broken(CAT, 50_000, 60_000, cut), checksum(Algorithm.MD5, piece)))
                .isEqualTo(new Answer.BrokenOff(50_000, cut));
        assertThat(append(ann, id, 50_000, piece, checksum(Algorithm.SHA1, piece)))
                .isEqualTo(receiving(250_000));
        byte[] last = Arrays.copyOfRange(CAT, 250_000, CAT.length);
        taken(append(ann, id, 250_000, last, checksum(Algorithm.CRC32, last)));
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
    }

    @Test
    void everyAlgorithmTakesTheRightPiece() throws Exception {
        PersonId ann = library.member("Ann");
        for (Algorithm algorithm : Algorithm.values()) {
            byte[] photo = random(algorithm.tusName().hashCode(), 5_000);
            UploadId id = create(ann, offer("a.jpg", photo));
            taken(append(ann, id, 0, photo, checksum(algorithm, photo)));
            assertThat(Algorithm.ofTusName(algorithm.tusName())).contains(algorithm);
        }
        assertThat(Algorithm.ofTusName("sha512")).isEmpty();
        assertThatThrownBy(() -> PieceChecksum.of(Algorithm.SHA1, new byte[19]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<PieceChecksum> checksum(Algorithm algorithm, byte[] piece) throws Exception {
        byte[] expected = switch (algorithm) {
            case SHA256 -> MessageDigest.getInstance("SHA-256").digest(piece);
            case SHA1 -> MessageDigest.getInstance("SHA-1").digest(piece);
            case MD5 -> MessageDigest.getInstance("MD5").digest(piece);
            case CRC32 -> {
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                crc.update(piece);
                yield java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array();
            }
        };
        return Optional.of(PieceChecksum.of(algorithm, expected));
    }

    @Test
    void moreThanWasAnnouncedCompletesNothing() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, Offer.original("cat.jpg", 1_000, Optional.empty(), Instant.EPOCH));
        assertThat(append(ann, id, CAT, 0, 1_001)).isEqualTo(new Answer.TooLong(0));
        assertThat(append(ann, id, CAT, 0, CAT.length)).isEqualTo(new Answer.TooLong(0));
        append(ann, id, CAT, 0, 400);
        assertThat(append(ann, id, CAT, 400, 1_001)).isEqualTo(new Answer.TooLong(400));
        assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(400));
        taken(append(ann, id, CAT, 400, 1_000));
    }

    @Test
    void otherBytesThanAnnouncedAreRefusedAndLeaveNothing() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        Answer wrong = new Answer.Now(new Progress.Ended(
                new Ending.WrongDigest(content(CAT).sha256(), content(DOG).sha256())));
        assertThat(append(ann, id, DOG, 0, DOG.length)).isEqualTo(wrong);
        assertThat(library.resumable.finish(ann, id)).isEqualTo(wrong);
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(library.usage(ann).usedBytes()).isZero();
        assertNothingLeft(ann);
    }

    @Test
    void anEmptyFileIsAllHereAtOnce() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("empty.txt", new byte[0]));
        assertThat(progress(ann, id)).isEqualTo(new Progress.AllHere());
        assertThat(taken(library.resumable.finish(ann, id)).kept().content()).isEqualTo(content(new byte[0]));
        assertNothingLeft(ann);
    }

    @Test
    void aPlaceThatIsFullNowTakesItLater() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        library.folder.strike(new PlaceTrouble.FillsUp(3));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> {
                        append(ann, id, CAT, 0, CAT.length);
                        library.resumable.finish(ann, id);
                    })
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            refused -> assertThat(refused.fault())
                                    .isEqualTo(new StorageFault.TooFewCopies(
                                            1, 0, library.folder.id(), new PlaceFault.Full(3, CAT.length))));
            assertThat(progress(ann, id)).isEqualTo(new Progress.AllHere());
        }
        assertThat(library.usage(ann).reservedBytes()).isEqualTo(CAT.length);
        library.folder.recover();
        taken(library.resumable.finish(ann, id));
        assertNothingLeft(ann);
    }

    @Test
    void aFullParkingKeepsWhatItKept() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 1_000);
        library.parkingDisk.strike(new DiskTrouble.FillsUp(20_000));
        assertThatThrownBy(() -> append(ann, id, CAT, 1_000, CAT.length))
                .isInstanceOfSatisfying(
                        ParkingException.class, full -> assertThat(full.fault()).isInstanceOf(ParkingFault.Full.class));
        assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(1_000));
        library.parkingDisk.recover();
        taken(append(ann, id, CAT, 1_000, CAT.length));
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
    }

    @Test
    void terminatingGivesEverythingBack() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 1_000);
        assertThat(library.resumable.terminate(ann, id)).isTrue();
        assertThat(library.resumable.find(ann, id)).isEmpty();
        assertThat(append(ann, id, CAT, 1_000, CAT.length)).isEqualTo(new Answer.Unknown());
        assertThat(library.resumable.terminate(ann, id)).isFalse();
        assertNothingLeft(ann);
        UploadId taken = create(ann, offer("cat.jpg", CAT));
        append(ann, taken, CAT, 0, CAT.length);
        assertThat(library.resumable.terminate(ann, taken)).isTrue();
        assertThat(library.resumable.find(ann, taken)).isEmpty();
        // What was taken stays.
        assertThat(library.known.ask(ann, List.of(content(CAT).sha256())).held())
                .hasSize(1);
    }

    @Test
    void anExpiredOneIsUnknownAndSweptWithItsBytes() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId old = create(ann, offer("cat.jpg", CAT));
        append(ann, old, CAT, 0, 1_000);
        UploadId ended = create(ann, offer("a.jpg", random(3, 10)));
        append(ann, ended, random(3, 10), 0, 10);
        library.clock.advance(Quota.RESERVED_FOR.minusMillis(1));
        UploadId young = create(ann, offer("dog.jpg", DOG));
        append(ann, young, DOG, 0, 500);
        assertThat(library.resumable.sweep()).isEqualTo(new Swept(0, 0, 0, 1_500));
        assertThat(progress(ann, old)).isEqualTo(new Progress.Receiving(1_000));
        library.clock.advance(java.time.Duration.ofMillis(1));
        assertThat(library.resumable.find(ann, old)).isEmpty();
        assertThat(append(ann, old, CAT, 1_000, CAT.length)).isEqualTo(new Answer.Unknown());
        assertThat(library.resumable.finish(ann, ended)).isEqualTo(new Answer.Unknown());
        library.resumable.sweep();
        assertThat(parked())
                .singleElement()
                .satisfies(left -> assertThat(left.upload()).isEqualTo(young));
        assertThat(library.usage(ann).reservedBytes()).isEqualTo(DOG.length);
        assertThat(library.resumable.sweep()).isEqualTo(new Swept(0, 0, 0, 500));
        taken(append(ann, young, DOG, 500, DOG.length));
        assertNothingLeft(ann);
    }

    @Test
    void expiringWhileItsReservationIsSweptFirst() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 1_000);
        library.clock.advance(Quota.RESERVED_FOR);
        assertThat(library.quota.sweep()).isEqualTo(1);
        assertThat(library.resumable.sweep()).isEqualTo(new Swept(1, 1, 1_000, 0));
        assertNothingLeft(ann);
    }

    @Test
    void bytesWithoutARowAreSwept() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        append(ann, id, CAT, 0, 1_000);
        try (Parking.Writer stray = ((Parking.Opening.Open) library.parking.open(new UploadId(77), 0)).writer()) {
            stray.write(CAT, 0, 50);
            stray.keep();
        }
        assertThat(library.resumable.sweep()).isEqualTo(new Swept(0, 1, 50, 1_000));
        assertThat(parked())
                .singleElement()
                .satisfies(left -> assertThat(left.upload()).isEqualTo(id));
    }

    @Test
    void partsAreOneFileInTheOrderSaid() throws Exception {
        PersonId ann = library.member("Ann", CAT.length);
        int cut = 100_000;
        UploadId second = created(library.resumable.createPartial(ann, CAT.length - cut));
        UploadId first = created(library.resumable.createPartial(ann, cut));
        assertThat(library.usage(ann).freeBytes()).isZero();
        assertThat(append(ann, second, 0, Arrays.copyOfRange(CAT, cut, CAT.length), Optional.empty()))
                .isEqualTo(new Answer.Now(new Progress.AllHere()));
        List<UploadId> parts = List.of(first, second);
        assertThat(library.resumable.concatenate(ann, parts, _ -> offer("cat.jpg", CAT)))
                .isEqualTo(new Creation.IncompletePartial(first));
        append(ann, first, CAT, 0, cut);
        // A partial upload is never taken by itself.
        assertThat(library.resumable.finish(ann, first)).isEqualTo(new Answer.Now(new Progress.AllHere()));
        UploadId id = created(library.resumable.concatenate(ann, parts, size -> {
            assertThat(size).isEqualTo(CAT.length);
            return offer("cat.jpg", CAT);
        }));
        assertThat(progress(ann, id)).isEqualTo(new Progress.AllHere());
        assertThat(library.usage(ann).reservedBytes()).isEqualTo(CAT.length);
        assertThat(library.resumable.find(ann, first)).isEmpty();
        assertThat(library.resumable.terminate(ann, second)).isFalse();
        assertThat(library.resumable.concatenate(ann, parts, _ -> offer("cat.jpg", CAT)))
                .isEqualTo(new Creation.NoSuchPartial(first));
        assertThat(append(ann, id, CAT, 0, 1)).isEqualTo(new Answer.TakesNoBytes());
        assertThat(library.resumable.sweep().removed()).isZero();
        Answer answer = library.resumable.finish(ann, id);
        assertThat(taken(answer).kept().content()).isEqualTo(content(CAT));
        assertThat(library.resumable.finish(ann, id)).isEqualTo(answer);
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
        assertNothingLeft(ann);
    }

    @Test
    void partsInTheWrongOrderAreRefusedByTheirHash() throws Exception {
        PersonId ann = library.member("Ann");
        List<UploadId> swapped = parts(ann, CAT, 3).reversed();
        UploadId id = created(library.resumable.concatenate(ann, swapped, _ -> offer("cat.jpg", CAT)));
        assertThat(library.resumable.finish(ann, id))
                .isInstanceOfSatisfying(
                        Answer.Now.class,
                        now -> assertThat(now.progress())
                                .isInstanceOfSatisfying(
                                        Progress.Ended.class,
                                        ended -> assertThat(ended.ending()).isInstanceOf(Ending.WrongDigest.class)));
        assertThat(library.folder.durableContents()).isEmpty();
        assertNothingLeft(ann);
    }

    private List<UploadId> parts(PersonId person, byte[] bytes, int count) throws Exception {
        List<UploadId> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = bytes.length * i / count;
            int to = bytes.length * (i + 1) / count;
            UploadId part = created(library.resumable.createPartial(person, to - from));
            append(person, part, 0, Arrays.copyOfRange(bytes, from, to), Optional.empty());
            parts.add(part);
        }
        return parts;
    }

    @Test
    void whatIsDecidedOrTerminatedOrExpiredTakesItsPartsAlong() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId dropped = created(library.resumable.concatenate(ann, parts(ann, CAT, 2), _ -> offer("cat.jpg", CAT)));
        assertThat(library.resumable.terminate(ann, dropped)).isTrue();
        assertNothingLeft(ann);
        created(library.resumable.concatenate(ann, parts(ann, CAT, 2), _ -> offer("cat.jpg", CAT)));
        library.clock.advance(Quota.RESERVED_FOR);
        library.resumable.sweep();
        assertNothingLeft(ann);
        library.taken(ann, "cat.jpg", CAT);
        assertThat(library.resumable.concatenate(ann, parts(ann, CAT, 2), _ -> offer("cat.jpg", CAT)))
                .isInstanceOf(Creation.Decided.class);
        assertNothingLeft(ann);
        assertThat(library.database.<Long>read(rows -> rows.createQuery("SELECT count(*) FROM upload")
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void limitsAreSaid() throws Exception {
        PersonId ann = library.member("Ann");
        long tooLarge = ResumableUploads.MAX_FILE_BYTES + 1;
        assertThat(library.resumable.create(ann, Offer.original("a", tooLarge, Optional.empty(), Instant.EPOCH)))
                .isEqualTo(new Creation.TooLarge(ResumableUploads.MAX_FILE_BYTES));
        assertThat(library.resumable.createPartial(ann, tooLarge))
                .isEqualTo(new Creation.TooLarge(ResumableUploads.MAX_FILE_BYTES));
        UploadId one = created(library.resumable.createPartial(ann, 0));
        assertThat(library.resumable.concatenate(ann, List.of(), _ -> offer("a", CAT)))
                .isEqualTo(new Creation.WrongNumberOfPartials(ResumableUploads.MAX_PARTIALS));
        assertThat(library.resumable.concatenate(
                        ann,
                        java.util.Collections.nCopies(ResumableUploads.MAX_PARTIALS + 1, one),
                        _ -> offer("a", CAT)))
                .isEqualTo(new Creation.WrongNumberOfPartials(ResumableUploads.MAX_PARTIALS));
        assertThat(library.resumable.concatenate(ann, List.of(one, one), _ -> offer("a", CAT)))
                .isEqualTo(new Creation.NoSuchPartial(one));
        library.database.write(rows -> {
            for (int i = 1; i < ResumableUploads.MAX_UNFINISHED; i++) {
                rows.execute(
                        "INSERT INTO upload (id, person_id, kind, size_bytes, name, modified_at, role, deliberate,"
                                + " reservation_id, expires_at) SELECT ?, person_id, kind, size_bytes, name,"
                                + " modified_at, role, deliberate, reservation_id, expires_at FROM upload"
                                + " WHERE id = ?",
                        library.ids.next(),
                        one.value());
            }
            return true;
        });
        Creation full = new Creation.TooManyUnfinished(ResumableUploads.MAX_UNFINISHED);
        assertThat(library.resumable.create(ann, offer("cat.jpg", CAT))).isEqualTo(full);
        assertThat(library.resumable.createPartial(ann, 1)).isEqualTo(full);
        assertThat(library.resumable.unfinished(ann)).hasSize(ResumableUploads.MAX_UNFINISHED);
        library.resumable.terminate(ann, one);
        create(ann, offer("cat.jpg", CAT));
    }

    /// Gives some bytes, and the rest only when told.
    private static final class HeldStream extends InputStream {
        private final InputStream bytes;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        HeldStream(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = bytes.read(buffer, offset, length);
            if (read < 0) {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException impossible) {
                    throw new IOException(impossible);
                }
            }
            return read;
        }
    }

    @Test
    void ofTwoWritersTheSecondIsToldSo() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        HeldStream slow = new HeldStream(Arrays.copyOf(CAT, 1_000));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Answer> first = thread.submit(() -> library.resumable.append(ann, id, 0, slow, Optional.empty()));
            slow.begun.await();
            assertThat(append(ann, id, DOG, 0, 1_000)).isEqualTo(new Answer.Busy());
            assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(0));
            slow.goOn.countDown();
            assertThat(first.get()).isEqualTo(receiving(1_000));
        }
        assertThat(append(ann, id, DOG, 0, 1_000)).isEqualTo(new Answer.WrongOffset(1_000));
        taken(append(ann, id, CAT, 1_000, CAT.length));
    }

    @Test
    void whoeverWritesWhileItIsTakenAwayLeavesNothing() throws Exception {
        PersonId ann = library.member("Ann");
        UploadId id = create(ann, offer("cat.jpg", CAT));
        HeldStream slow = new HeldStream(CAT);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Answer> writing = thread.submit(() -> library.resumable.append(ann, id, 0, slow, Optional.empty()));
            slow.begun.await();
            assertThat(library.resumable.terminate(ann, id)).isTrue();
            slow.goOn.countDown();
            assertThat(writing.get()).isEqualTo(new Answer.Unknown());
        }
        assertThat(library.folder.durableContents()).isEmpty();
        assertNothingLeft(ann);
    }

    @Test
    void piecesOfManyThreadsNeverMix() throws Exception {
        PersonId ann = library.member("Ann");
        byte[] photo = random(5, 40_000);
        UploadId id = create(ann, Offer.original("a.jpg", photo.length, Optional.empty(), Instant.EPOCH));
        List<Future<Intake.Taken>> answers = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> {
                    together.await();
                    return sendAll(ann, id, photo);
                }));
            }
        }
        for (Future<Intake.Taken> answer : answers) {
            assertThat(answer.get().kept().content()).isEqualTo(content(photo));
        }
        assertThat(library.timeline.months(ann))
                .singleElement()
                .satisfies(month -> assertThat(month.assets()).isEqualTo(1));
        assertThat(library.resumable.sweep().parkedBytes()).isZero();
        assertNothingLeft(ann);
    }

    /// As a stubborn client does: asks where it stands, and goes on from there.
    private Intake.Taken sendAll(PersonId person, UploadId id, byte[] photo) throws Exception {
        while (true) {
            switch (progress(person, id)) {
                case Progress.Receiving(var offset) ->
                    append(person, id, photo, (int) offset, (int) Math.min(photo.length, offset + 3_000));
                case Progress.AllHere() -> library.resumable.finish(person, id);
                case Progress.Ended(var ending) -> {
                    return taken(ending);
                }
            }
        }
    }

    @Test
    void eightAtOnceCannotPassTheQuota() throws Exception {
        int size = 30_000;
        PersonId ann = library.member("Ann", 90_017);
        CyclicBarrier together = new CyclicBarrier(8);
        List<Future<Optional<Intake.Taken>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                byte[] photo = random(i, size);
                answers.add(threads.submit(() -> {
                    together.await();
                    Creation creation = library.resumable.create(ann, offer("photo.jpg", photo));
                    // Everybody asks before anybody is done.
                    together.await();
                    return creation instanceof Creation.Created(var id, var _)
                            ? Optional.of(sendAll(ann, id, photo))
                            : Optional.empty();
                }));
            }
        }
        int taken = 0;
        for (Future<Optional<Intake.Taken>> answer : answers) {
            taken += answer.get().isPresent() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(3);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(90_000);
        assertNothingLeft(ann);
    }

    @Test
    void aLongPieceIsKeptOnTheWay() throws Exception {
        PersonId ann = library.member("Ann");
        byte[] film = random(6, 40 << 20);
        UploadId id = create(ann, offer("film.mov", film));
        HeldStream slow = new HeldStream(Arrays.copyOf(film, 35 << 20));
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Answer> first = thread.submit(() -> library.resumable.append(ann, id, 0, slow, Optional.empty()));
            slow.begun.await();
            assertThat(progress(ann, id)).isEqualTo(new Progress.Receiving(32 << 20));
            slow.goOn.countDown();
            assertThat(first.get()).isEqualTo(receiving(35 << 20));
        }
        assertThat(taken(append(ann, id, film, 35 << 20, film.length))
                        .kept()
                        .content()
                        .sha256())
                .isEqualTo(Sha256.ofBytes(Sha256.digester().digest(film)));
    }
}
