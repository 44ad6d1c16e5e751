package app.safelight.library;

import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Uploads;
import app.safelight.library.quota.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QuotaTest extends LibraryTest {
    private static final int PHOTO = 30_000;

    @Test
    void isAskedBeforeTheBody() throws Exception {
        PersonId ann = library.member("Ann", PHOTO - 1);
        assertThat(library.uploads.begin(ann, offer("a.jpg", random(1, PHOTO))))
                .isEqualTo(new Uploads.Admission.Decided(new Intake.OverQuota(PHOTO - 1, 0, 0, PHOTO)));
        assertThat(library.folder.durableContents()).isEmpty();
    }

    @Test
    void takesWhatFitsToTheByte() throws Exception {
        PersonId ann = library.member("Ann", 2 * PHOTO);
        library.taken(ann, "a.jpg", random(1, PHOTO));
        library.taken(ann, "b.jpg", random(2, PHOTO));
        assertThat(library.upload(ann, offer("c.jpg", random(3, 1)), random(3, 1)))
                .isEqualTo(new Intake.OverQuota(2 * PHOTO, 2 * PHOTO, 0, 1));
        assertThat(library.usage(ann).freeBytes()).isZero();
    }

    @Test
    void eightAtOnceCannotPassIt() throws Exception {
        PersonId ann = library.member("Ann", 3 * PHOTO + 17);
        CyclicBarrier together = new CyclicBarrier(8);
        List<Future<Intake>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                byte[] photo = random(i, PHOTO);
                answers.add(threads.submit(() -> {
                    together.await();
                    return library.upload(ann, offer("photo.jpg", photo), photo);
                }));
            }
        }
        int taken = 0;
        for (Future<Intake> answer : answers) {
            switch (answer.get()) {
                case Intake.Taken _ -> taken++;
                case Intake.OverQuota over -> assertThat(over.neededBytes()).isEqualTo(PHOTO);
                case Intake.DeletedEarlier _, Intake.InTrash _, Intake.NoSuchAsset _ ->
                    throw new AssertionError(answer.get());
            }
        }
        assertThat(taken).isEqualTo(3);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(3 * PHOTO);
        assertThat(library.usage(ann).reservedBytes()).isZero();
        assertThat(library.folder.durableContents()).hasSize(3);
    }

    @Test
    void countsAContentOnceHoweverOftenItIsHeld() throws Exception {
        PersonId ann = library.member("Ann");
        byte[] movie = random(9, PHOTO);
        AssetId first = library.taken(ann, "a.jpg", random(1, 10));
        AssetId second = library.taken(ann, "b.jpg", random(2, 10));
        for (AssetId asset : List.of(first, second)) {
            var part = offer("m.mov", movie).as(app.safelight.core.model.Role.LIVE_MOVIE, asset);
            TestLibrary.taken(library.upload(ann, part, movie));
        }
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO + 20);
        library.trash.put(ann, List.of(first));
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO + 20);
        assertThat(library.usage(ann).trashBytes()).isEqualTo(10);
        library.trash.empty(ann);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO + 10);
    }

    @Test
    void anUploadThatNeverEndsGivesItsRoomBack() throws Exception {
        PersonId ann = library.member("Ann", PHOTO);
        Uploads.Upload lost =
                ((Uploads.Admission.Open) library.uploads.begin(ann, offer("a.jpg", random(1, PHOTO)))).upload();
        assertThat(library.usage(ann).freeBytes()).isZero();
        assertThat(library.quota.sweep()).isZero();
        library.clock.advance(Quota.RESERVED_FOR);
        assertThat(library.quota.sweep()).isEqualTo(1);
        assertThat(library.usage(ann).freeBytes()).isEqualTo(PHOTO);
        // It comes to its end all the same, as long as there is room, and nothing is counted twice.
        byte[] photo = random(1, PHOTO);
        lost.write(photo, 0, photo.length);
        assertThat(lost.finish()).isInstanceOf(Intake.Taken.class);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO);
        assertThat(library.usage(ann).reservedBytes()).isZero();
    }

    @Test
    void aLateUploadThatFitsNoMoreIsRolledBack() throws Exception {
        PersonId ann = library.member("Ann", PHOTO);
        byte[] late = random(1, PHOTO);
        Uploads.Upload upload = ((Uploads.Admission.Open) library.uploads.begin(ann, offer("a.jpg", late))).upload();
        upload.write(late, 0, late.length);
        library.clock.advance(Quota.RESERVED_FOR);
        library.quota.sweep();
        library.taken(ann, "b.jpg", random(2, PHOTO));
        assertThat(upload.finish()).isEqualTo(new Intake.OverQuota(PHOTO, PHOTO, 0, PHOTO));
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO);
        assertThat(library.known
                        .ask(ann, List.of(TestLibrary.content(late).sha256()))
                        .missing())
                .hasSize(1);
    }

    @Test
    void loweringItLosesNothing() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId photo = library.taken(ann, "a.jpg", random(1, PHOTO));
        library.people.setQuota(TestLibrary.NOBODY, TestLibrary.ADDRESS, ann, 1);
        assertThat(library.assets.find(ann, photo)).isPresent();
        assertThat(library.read(TestLibrary.content(random(1, PHOTO)))).hasSize(PHOTO);
        assertThat(library.upload(ann, offer("b.jpg", random(2, 1)), random(2, 1)))
                .isInstanceOf(Intake.OverQuota.class);
        assertThat(library.trash.put(ann, List.of(photo))).containsExactly(photo);
    }
}
