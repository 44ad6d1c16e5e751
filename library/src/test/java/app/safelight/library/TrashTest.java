package app.safelight.library;

import static app.safelight.library.TestLibrary.bytes;
import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.taken;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.Sha256;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Shelf;
import app.safelight.library.assets.Timeline;
import app.safelight.library.assets.Uploads;
import app.safelight.library.trash.Trash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrashTest extends LibraryTest {
    private static final byte[] CAT = bytes("a picture of a cat");
    private static final Sha256 DIGEST = content(CAT).sha256();

    private List<AssetId> shelf(PersonId person, Shelf shelf) throws Exception {
        return library.timeline.page(person, shelf, Timeline.Cursor.START, 100).stream()
                .map(Timeline.Entry::id)
                .toList();
    }

    @Test
    void givesBackByteForByte() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId cat = library.taken(ann, "cat.jpg", CAT);
        assertThat(library.trash.put(ann, List.of(cat))).containsExactly(cat);
        assertThat(shelf(ann, Shelf.TIMELINE)).isEmpty();
        assertThat(shelf(ann, Shelf.TRASH)).containsExactly(cat);
        assertThat(library.timeline.months(ann)).isEmpty();
        assertThat(library.usage(ann).usedBytes()).isEqualTo(CAT.length);
        assertThat(library.usage(ann).trashBytes()).isEqualTo(CAT.length);
        assertThat(library.trash.restore(ann, List.of(cat))).containsExactly(cat);
        assertThat(shelf(ann, Shelf.TIMELINE)).containsExactly(cat);
        assertThat(library.timeline.months(ann)).hasSize(1);
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
        assertThat(library.usage(ann).trashBytes()).isZero();
    }

    @Test
    void keepsThirtyDaysAndNotOneLess() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId cat = library.taken(ann, "cat.jpg", CAT);
        library.trash.put(ann, List.of(cat));
        library.clock.advance(Trash.DEFAULT_KEEP.minus(Duration.ofMillis(1)));
        // Put in once more, it keeps its day.
        library.trash.put(ann, List.of(cat));
        assertThat(library.trash.sweep()).isZero();
        library.clock.advance(Duration.ofMillis(1));
        assertThat(library.trash.sweep()).isEqualTo(1);
        assertThat(library.trash.sweep()).isZero();
        assertThat(library.assets.find(ann, cat)).isEmpty();
        assertThat(library.usage(ann).usedBytes()).isZero();
    }

    @Test
    void whatWasDeletedDoesNotComeBackByItself() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId cat = library.taken(ann, "cat.jpg", CAT);
        library.trash.put(ann, List.of(cat));
        assertThat(library.upload(ann, offer("cat.jpg", CAT), CAT)).isEqualTo(new Intake.InTrash(cat));
        library.trash.empty(ann);
        Intake deleted = new Intake.DeletedEarlier(library.clock.instant());
        assertThat(library.uploads.begin(ann, offer("cat.jpg", CAT))).isEqualTo(new Uploads.Admission.Decided(deleted));
        // A sender that does not say the hash finds out at the end.
        var undeclared = app.safelight.library.assets.Offer.original(
                "cat.jpg", CAT.length, java.util.Optional.empty(), java.time.Instant.EPOCH);
        assertThat(library.upload(ann, undeclared, CAT)).isEqualTo(deleted);
        assertThat(library.usage(ann).usedBytes()).isZero();
        assertThat(library.usage(ann).reservedBytes()).isZero();
        assertThat(library.known.ask(ann, List.of(DIGEST)).deleted()).containsExactly(DIGEST);
        // Another person is not concerned.
        PersonId ben = library.member("Ben");
        library.taken(ben, "cat.jpg", CAT);
    }

    @Test
    void aPersonBringsItBack() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId cat = library.taken(ann, "cat.jpg", CAT);
        library.trash.put(ann, List.of(cat));
        assertThat(taken(library.upload(ann, offer("cat.jpg", CAT).chosen(), CAT)))
                .isEqualTo(cat);
        assertThat(shelf(ann, Shelf.TIMELINE)).containsExactly(cat);
        library.trash.put(ann, List.of(cat));
        library.trash.empty(ann);
        AssetId again = taken(library.upload(ann, offer("cat.jpg", CAT).chosen(), CAT));
        assertThat(again).isNotEqualTo(cat);
        assertThat(library.known.ask(ann, List.of(DIGEST)).held()).containsExactly(DIGEST);
        library.trash.put(ann, List.of(again));
        assertThat(library.upload(ann, offer("cat.jpg", CAT), CAT)).isEqualTo(new Intake.InTrash(again));
    }

    @Test
    void deletesOnlyWhatIsInIt() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId ben = library.member("Ben");
        AssetId cat = library.taken(ann, "cat.jpg", CAT);
        assertThat(library.trash.delete(ann, List.of(cat))).isZero();
        library.trash.put(ann, List.of(cat));
        assertThat(library.trash.put(ben, List.of(cat))).isEmpty();
        assertThat(library.trash.restore(ben, List.of(cat))).isEmpty();
        assertThat(library.trash.delete(ben, List.of(cat))).isZero();
        assertThat(library.trash.empty(ben)).isZero();
        assertThat(shelf(ann, Shelf.TRASH)).containsExactly(cat);
        assertThat(library.trash.delete(ann, List.of(cat))).isEqualTo(1);
    }
}
