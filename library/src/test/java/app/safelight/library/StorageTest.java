package app.safelight.library;

import static app.safelight.library.TestLibrary.bytes;
import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.PlaceId;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.place.Receipt;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Intake;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.ContentStore;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import app.safelight.simulator.world.FakePlace;
import app.safelight.simulator.world.PlaceTrouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageTest extends LibraryTest {
    private static final byte[] CAT = bytes("a picture of a cat");
    private TestLibrary both;

    @BeforeEach
    void openBoth() throws Exception {
        Path folder = path.resolve("both");
        Files.createDirectory(folder);
        both = TestLibrary.open(engine, folder, 2);
    }

    @AfterEach
    void closeBoth() {
        both.close();
    }

    @Test
    void startsOnlyWithEveryPlaceThatItKeepsContentsIn() throws Exception {
        assertThatThrownBy(() -> ContentStore.open(List.of(both.folder), 1, both.database, both.ids, both.clock))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.fault())
                                .isEqualTo(new StorageFault.PlaceMissing(new PlaceId("bucket"))));
        // Another place under the same path has another identity.
        FakePlace swapped = new FakePlace(both.world, new PlaceId("empty-folder"), TestLibrary.TRAITS);
        assertThatThrownBy(
                        () -> ContentStore.open(List.of(swapped, both.bucket), 2, both.database, both.ids, both.clock))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.fault())
                                .isEqualTo(new StorageFault.PlaceMissing(new PlaceId("folder"))));
        assertThat(ContentStore.open(List.of(both.bucket, both.folder), 2, both.database, both.ids, both.clock)
                        .placeIds())
                .containsExactly(both.bucket.id(), both.folder.id());
    }

    @Test
    void twoCopiesAreTwoReceipts() throws Exception {
        PersonId ann = both.member("Ann");
        Intake intake = both.upload(ann, offer("cat.jpg", CAT), CAT);
        assertThat(((Intake.Taken) intake).kept().receipts())
                .extracting(Receipt::place)
                .containsExactly(both.folder.id(), both.bucket.id());
        assertThat(both.folder.durableContents()).containsOnlyKeys(content(CAT));
        assertThat(both.bucket.durableContents()).containsOnlyKeys(content(CAT));
    }

    @Test
    void oneCopyTooFewIsNotTaken() throws Exception {
        PersonId ann = both.member("Ann");
        both.bucket.strike(new PlaceTrouble.FailsWithoutSettling(0));
        assertThatThrownBy(() -> both.upload(ann, offer("cat.jpg", CAT), CAT))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.fault())
                                .isInstanceOfSatisfying(StorageFault.TooFewCopies.class, few -> {
                                    assertThat(few.needed()).isEqualTo(2);
                                    assertThat(few.had()).isEqualTo(1);
                                    assertThat(few.place()).isEqualTo(both.bucket.id());
                                }));
        assertThat(both.known.ask(ann, List.of(content(CAT).sha256())).missing())
                .hasSize(1);
        assertThat(both.usage(ann).reservedBytes()).isZero();
        both.bucket.recover();
        assertThat(both.upload(ann, offer("cat.jpg", CAT), CAT)).isInstanceOf(Intake.Taken.class);
    }

    @Test
    void aLostCopyIsReadFromTheOtherPlaceAndNoted() throws Exception {
        PersonId ann = both.member("Ann");
        both.taken(ann, "cat.jpg", CAT);
        both.folder.strike(new PlaceTrouble.Loses(content(CAT)));
        assertThat(both.read(content(CAT))).isEqualTo(CAT);
        assertThat(both.database.<List<Receipt>>read(rows -> ContentRecords.receipts(rows, content(CAT))))
                .extracting(Receipt::place)
                .containsExactly(both.bucket.id());
        both.bucket.strike(new PlaceTrouble.Loses(content(CAT)));
        assertThatThrownBy(() -> both.read(content(CAT)))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        gone -> assertThat(gone.fault())
                                .isEqualTo(new StorageFault.NoGoodCopy(
                                        content(CAT), both.bucket.id(), new PlaceFault.Missing())));
    }

    @Test
    void aPlaceThatIsAwaySaysNothingAboutWhatItHolds() throws Exception {
        PersonId ann = both.member("Ann");
        both.taken(ann, "cat.jpg", CAT);
        both.folder.strike(new PlaceTrouble.FailsAlways(new PlaceFault.Unreachable("unplugged")));
        assertThat(both.read(content(CAT))).isEqualTo(CAT);
        assertThat(both.store.verify(content(CAT))).hasSize(2);
    }

    @Test
    void aRottenCopyIsFoundByReadingAllOfIt() throws Exception {
        PersonId ann = both.member("Ann");
        both.taken(ann, "cat.jpg", CAT);
        both.folder.strike(new PlaceTrouble.Rots(content(CAT), 5));
        assertThat(both.store.verify(content(CAT))).extracting(Receipt::place).containsExactly(both.bucket.id());
    }

    @Test
    void aBadCopyIsHealedFromAGoodOne() throws Exception {
        PersonId ann = both.member("Ann");
        both.taken(ann, "cat.jpg", CAT);
        NameHint hint = new NameHint(NameHint.Shelf.PHOTOS, LocalDate.of(2024, 6, 15), "cat.jpg", Instant.EPOCH);
        both.folder.strike(new PlaceTrouble.Rots(content(CAT), 5));
        assertThat(both.store.heal(content(CAT), hint)).hasSize(2);
        assertThat(both.folder.durableContents().get(content(CAT))).isEqualTo(CAT);
        both.bucket.strike(new PlaceTrouble.Loses(content(CAT)));
        assertThat(both.store.heal(content(CAT), hint)).hasSize(2);
        assertThat(both.bucket.durableContents().get(content(CAT))).isEqualTo(CAT);
        // With no good copy left nothing bad is spread.
        both.folder.strike(new PlaceTrouble.Rots(content(CAT), 5));
        both.bucket.strike(new PlaceTrouble.Rots(content(CAT), 9));
        assertThat(both.store.heal(content(CAT), hint)).isEmpty();
        assertThat(both.bucket.durableContents().get(content(CAT)))
                .isNotEqualTo(both.folder.durableContents().get(content(CAT)));
    }

    @Test
    void theNextUploadTakesTheRoomOfARottenCopy() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId ben = library.member("Ben");
        library.taken(ann, "cat.jpg", CAT);
        library.folder.strike(new PlaceTrouble.Rots(content(CAT), 5));
        assertThatThrownBy(() -> library.upload(ben, offer("cat.jpg", CAT), CAT))
                .isInstanceOf(StorageException.class);
        assertThat(library.database.<List<Receipt>>read(rows -> ContentRecords.receipts(rows, content(CAT))))
                .isEmpty();
        library.taken(ben, "cat.jpg", CAT);
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
        assertThat(library.folder.durableContents().get(content(CAT))).isEqualTo(CAT);
    }

    @Test
    void whatHasNoReceiptLeftMustBeSentAgain() throws Exception {
        PersonId ann = library.member("Ann");
        library.taken(ann, "cat.jpg", CAT);
        library.folder.strike(new PlaceTrouble.Loses(content(CAT)));
        library.store.verify(content(CAT));
        assertThat(library.known.ask(ann, List.of(content(CAT).sha256())).missing())
                .hasSize(1);
    }

    @Test
    void manyUploadsAtOnceAreAllTaken() throws Exception {
        PersonId ann = library.member("Ann");
        int uploads = 40;
        CyclicBarrier together = new CyclicBarrier(uploads);
        List<Future<Intake>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(uploads)) {
            for (int i = 0; i < uploads; i++) {
                byte[] photo = random(i, 50);
                answers.add(threads.submit(() -> {
                    together.await();
                    return library.upload(ann, offer("photo.jpg", photo), photo);
                }));
            }
        }
        for (Future<Intake> answer : answers) {
            assertThat(answer.get()).isInstanceOf(Intake.Taken.class);
        }
        assertThat(library.folder.durableContents()).hasSize(uploads);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(uploads * 50L);
    }

    @Test
    void oneSettleTakesEverybodyThatWaits() throws Exception {
        PersonId ann = library.member("Ann");
        int waiting = 12;
        List<Future<Intake>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(waiting + 1)) {
            library.lockedFolder.hold();
            for (int i = 0; i <= waiting; i++) {
                byte[] photo = random(i, 50);
                answers.add(threads.submit(() -> library.upload(ann, offer("photo.jpg", photo), photo)));
            }
            library.lockedFolder.awaitFinished(waiting + 1);
            library.lockedFolder.letGo();
        }
        for (Future<Intake> answer : answers) {
            assertThat(answer.get()).isInstanceOf(Intake.Taken.class);
        }
        assertThat(library.lockedFolder.settles.get()).isLessThan(waiting);
    }
}
