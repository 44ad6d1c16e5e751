package app.safelight.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import app.safelight.core.place.PlaceFault;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.holdings.ArrivalId;
import app.safelight.library.holdings.Arrivals;
import app.safelight.library.holdings.Holdings;
import app.safelight.library.holdings.Settlement;
import app.safelight.library.storage.StorageException;
import app.safelight.simulator.world.PlaceTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The library as programs see it that back up: in two steps in, and each person's own by hash.
class HoldingsTest extends LibraryTest {
    private static final byte[] PHOTO = TestLibrary.random(1, 5_000);

    private Arrivals.Outcome arrive(PersonId person, byte[] bytes) throws Exception {
        Offer offer = Offer.original("a.jpg", bytes.length, Optional.empty(), Instant.EPOCH);
        Uploads.Upload upload = ((Uploads.Admission.Open) library.uploads.begin(person, offer)).upload();
        upload.write(bytes, 0, bytes.length);
        return library.whole
                .arrivals()
                .keep(person, upload, TestLibrary.content(bytes).sha256());
    }

    private ArrivalId arrival(PersonId person, byte[] bytes) throws Exception {
        return ((Arrivals.Outcome.Arrived) arrive(person, bytes)).id();
    }

    private Settlement settle(PersonId person, List<ArrivalId> arrivals, List<Origin> origins) throws Exception {
        return library.whole.arrivals().settle(person, arrivals, origins);
    }

    private ContentId taken(PersonId person, byte[] bytes) throws Exception {
        assertThat(settle(person, List.of(arrival(person, bytes)), List.of())).isInstanceOf(Settlement.Settled.class);
        return TestLibrary.content(bytes);
    }

    private Holdings holdings() {
        return library.whole.holdings();
    }

    private static Origin origin(String path, ContentId content, Instant modifiedAt) {
        return new Origin(new ItemKey(new SourceId("card"), path), modifiedAt, content);
    }

    @Test
    void whatArrivedIsNobodysUntilItIsSettled() throws Exception {
        PersonId ann = library.member("Ann");
        ArrivalId arrival = arrival(ann, PHOTO);
        ContentId content = TestLibrary.content(PHOTO);
        assertThat(holdings().holds(ann, content)).isFalse();
        assertThat(library.usage(ann).reservedBytes()).isEqualTo(PHOTO.length);
        assertThat(settle(library.member("Bob"), List.of(arrival), List.of()))
                .isEqualTo(new Settlement.Unknown(arrival));
        Settlement.Settled settled = (Settlement.Settled) settle(ann, List.of(arrival), List.of());
        assertThat(settled.receipts()).hasSize(1);
        assertThat(settled.receipts().getFirst()).hasSize(1);
        assertThat(holdings().holds(ann, content)).isTrue();
        assertThat(library.usage(ann).reservedBytes()).isZero();
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO.length);
        assertThat(settle(ann, List.of(arrival), List.of())).isEqualTo(new Settlement.Unknown(arrival));
    }

    @Test
    void theSameAgainIsOneAssetAndCountsOnce() throws Exception {
        PersonId ann = library.member("Ann");
        ArrivalId one = arrival(ann, PHOTO);
        ArrivalId other = arrival(ann, PHOTO);
        assertThat(settle(ann, List.of(one, other), List.of())).isInstanceOf(Settlement.Settled.class);
        assertThat(library.timeline.months(ann))
                .singleElement()
                .satisfies(month -> assertThat(month.assets()).isEqualTo(1));
        assertThat(library.usage(ann).usedBytes()).isEqualTo(PHOTO.length);
        assertThat(library.usage(ann).reservedBytes()).isZero();
    }

    @Test
    void aWrongHashLeavesNothing() throws Exception {
        PersonId ann = library.member("Ann");
        Offer offer = Offer.original("a.jpg", PHOTO.length, Optional.empty(), Instant.EPOCH);
        Uploads.Upload upload = ((Uploads.Admission.Open) library.uploads.begin(ann, offer)).upload();
        upload.write(PHOTO, 0, PHOTO.length);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> library.whole
                        .arrivals()
                        .keep(ann, upload, TestLibrary.content(new byte[1]).sha256()))
                .isInstanceOf(StorageException.class);
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(library.usage(ann).reservedBytes()).isZero();
    }

    @Test
    void pagesTellEachOnce() throws Exception {
        PersonId ann = library.member("Ann");
        List<ContentId> stored = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            stored.add(taken(ann, TestLibrary.random(i, 100)));
        }
        taken(library.member("Bob"), TestLibrary.random(99, 100));
        List<ContentId> told = new ArrayList<>(holdings().held(ann, Optional.empty(), 3));
        while (told.size() < 7) {
            told.addAll(holdings().held(ann, Optional.of(told.getLast().sha256()), 3));
        }
        assertThat(told).containsExactlyElementsOf(stored.stream().sorted().toList());
        assertThat(holdings().held(ann, Optional.of(told.getLast().sha256()), 3))
                .isEmpty();
        assertThat(holdings().find(ann, told.getFirst().sha256())).contains(told.getFirst());
    }

    @Test
    void originsAreTheNewestLast() throws Exception {
        PersonId ann = library.member("Ann");
        ContentId content = taken(ann, PHOTO);
        Origin first = origin("a", content, Instant.parse("0001-01-01T00:00:00.123456789Z"));
        Origin second = origin("two\nlines \uD83D\uDCF7", content, Instant.parse("9999-12-31T23:59:59.999999999Z"));
        assertThat(settle(ann, List.of(), List.of(first, second))).isInstanceOf(Settlement.Settled.class);
        settle(ann, List.of(), List.of(first));
        List<Holdings.Remembered> all = holdings().origins(ann, 0, 10);
        assertThat(all).extracting(Holdings.Remembered::origin).containsExactly(second, first);
        assertThat(holdings().origins(ann, all.getFirst().number(), 10)).hasSize(1);
        Origin unknown = origin("b", TestLibrary.content(new byte[3]), Instant.EPOCH);
        assertThat(settle(ann, List.of(), List.of(second, unknown)))
                .isEqualTo(new Settlement.NotHeld(unknown.content()));
        assertThat(holdings().origins(ann, 0, 10)).isEqualTo(all);
    }

    @Test
    void lossIsSeenByALookAndHealedByTheSameBytes() throws Exception {
        PersonId ann = library.member("Ann");
        ContentId content = taken(ann, PHOTO);
        assertThat(holdings().missing(ann, Optional.empty(), 10)).isEmpty();
        library.folder.strike(new PlaceTrouble.Loses(content));
        // A look counts for a while.
        assertThat(holdings().missing(ann, Optional.empty(), 10)).isEmpty();
        library.clock.advance(Holdings.LOOK_LASTS.plus(Duration.ofSeconds(1)));
        assertThat(holdings().missing(ann, Optional.empty(), 10)).containsExactly(content);
        assertThat(holdings().verify(ann, content)).isEqualTo(new Holdings.Verified.Bad(new PlaceFault.Missing()));
        // What is known to be lost makes room for what comes.
        taken(ann, PHOTO);
        assertThat(holdings().missing(ann, Optional.empty(), 10)).isEmpty();
        assertThat(holdings().verify(ann, content)).isInstanceOf(Holdings.Verified.Good.class);
    }

    @Test
    void damagedCopiesAreSetAsideAndGoodOnesStay() throws Exception {
        PersonId ann = library.member("Ann");
        ContentId content = taken(ann, PHOTO);
        holdings().setAside(ann, content);
        assertThat(holdings().holds(ann, content)).isTrue();
        library.folder.strike(new PlaceTrouble.Rots(content, 5));
        holdings().setAside(library.member("Bob"), content);
        assertThat(holdings().holds(ann, content)).isTrue();
        holdings().setAside(ann, content);
        assertThat(holdings().holds(ann, content)).isFalse();
        assertThat(holdings().held(ann, Optional.empty(), 10)).isEmpty();
        assertThat(holdings().missing(ann, Optional.empty(), 10)).isEmpty();
        taken(ann, PHOTO);
        assertThat(holdings().held(ann, Optional.empty(), 10)).containsExactly(content);
    }

    @Test
    void whatWasDeletedIsToldAndNotTaken() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId bob = library.member("Bob");
        ContentId content = taken(ann, PHOTO);
        taken(bob, PHOTO);
        ArrivalId onItsWay = arrival(ann, PHOTO);
        List<AssetId> assets = library
                .whole
                .timeline()
                .page(
                        ann,
                        app.safelight.library.assets.Shelf.TIMELINE,
                        app.safelight.library.assets.Timeline.Cursor.START,
                        10)
                .stream()
                .map(app.safelight.library.assets.Timeline.Entry::id)
                .toList();
        library.trash.put(ann, assets);
        assertThat(holdings().holds(ann, content)).isFalse();
        assertThat(holdings().deleted(ann, Optional.empty(), 10)).containsExactly(content);
        assertThat(arrive(ann, PHOTO)).isEqualTo(new Arrivals.Outcome.Refused(new Intake.InTrash(assets.getFirst())));
        assertThat(settle(ann, List.of(onItsWay), List.of())).isInstanceOf(Settlement.Refused.class);
        library.trash.delete(ann, assets);
        assertThat(holdings().deleted(ann, Optional.empty(), 10)).containsExactly(content);
        assertThat(arrive(ann, PHOTO)).isInstanceOf(Arrivals.Outcome.Refused.class);
        assertThat(settle(ann, List.of(onItsWay), List.of())).isInstanceOf(Settlement.Refused.class);
        assertThat(holdings().deleted(bob, Optional.empty(), 10)).isEmpty();
        assertThat(holdings().holds(bob, content)).isTrue();
    }
}
