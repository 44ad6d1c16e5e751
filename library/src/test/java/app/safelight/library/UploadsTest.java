package app.safelight.library;

import static app.safelight.library.TestLibrary.bytes;
import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static app.safelight.library.TestLibrary.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.Role;
import app.safelight.core.model.Sha256;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.PlaceFault;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Intake;
import app.safelight.library.assets.Offer;
import app.safelight.library.assets.Uploads;
import app.safelight.library.storage.ContentRecords;
import app.safelight.library.storage.StorageException;
import app.safelight.library.storage.StorageFault;
import app.safelight.simulator.world.PlaceTrouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadsTest extends LibraryTest {
    private static final byte[] CAT = bytes("a picture of a cat");
    private static final byte[] DOG = bytes("a picture of a dog");

    @Test
    void answersWithTheReceiptOfTheReadBack() throws Exception {
        PersonId ann = library.member("Ann");
        Intake intake = library.upload(ann, offer("cat.jpg", CAT), CAT);
        assertThat(intake).isInstanceOfSatisfying(Intake.Taken.class, taken -> {
            assertThat(taken.fresh()).isTrue();
            assertThat(taken.kept().content()).isEqualTo(content(CAT));
            assertThat(taken.kept().receipts()).singleElement().satisfies(receipt -> {
                assertThat(receipt.place()).isEqualTo(library.folder.id());
                assertThat(receipt.evidence()).isEqualTo(Evidence.READ_BACK_FROM_MEDIUM);
            });
        });
        assertThat(library.folder.durableContents()).containsOnlyKeys(content(CAT));
        Asset asset = library.assets.find(ann, taken(intake)).orElseThrow();
        assertThat(asset.files()).singleElement().satisfies(file -> {
            assertThat(file.originalName()).isEqualTo("cat.jpg");
            assertThat(file.content()).isEqualTo(content(CAT));
            assertThat(file.modifiedAt()).isEqualTo(Instant.parse("2024-06-15T10:20:30Z"));
        });
        assertThat(library.read(content(CAT))).isEqualTo(CAT);
    }

    @Test
    void refusesAWrongDigestAndKeepsNothing() throws Exception {
        PersonId ann = library.member("Ann");
        Offer wrong = new Offer(
                "cat.jpg",
                CAT.length,
                Optional.of(content(DOG).sha256()),
                Instant.EPOCH,
                Optional.empty(),
                Role.ORIGINAL,
                Optional.empty(),
                Optional.empty(),
                false);
        assertThatThrownBy(() -> library.upload(ann, wrong, CAT))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.fault())
                                .isEqualTo(new StorageFault.WrongDigest(
                                        content(DOG).sha256(), content(CAT).sha256())));
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(library.usage(ann).reservedBytes()).isZero();
        assertThat(library.usage(ann).usedBytes()).isZero();
    }

    @Test
    void refusesABodyLongerOrShorterThanDeclared() throws Exception {
        PersonId ann = library.member("Ann");
        Offer shorter = Offer.original("cat.jpg", CAT.length - 1, Optional.empty(), Instant.EPOCH);
        Offer longer = Offer.original("cat.jpg", CAT.length + 1, Optional.empty(), Instant.EPOCH);
        for (Offer offer : List.of(shorter, longer)) {
            Uploads.Upload upload = ((Uploads.Admission.Open) library.uploads.begin(ann, offer)).upload();
            assertThatThrownBy(() -> {
                        try {
                            upload.write(CAT, 0, CAT.length);
                            upload.finish();
                        } finally {
                            upload.abandon();
                        }
                    })
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            refused -> assertThat(refused.fault())
                                    .isEqualTo(new StorageFault.WrongLength(offer.sizeBytes(), CAT.length)));
        }
        assertThat(library.folder.durableContents()).isEmpty();
        assertThat(library.usage(ann).reservedBytes()).isZero();
    }

    @Test
    void aSecondUploadOfTheSameIsTheSameAsset() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId first = library.taken(ann, "cat.jpg", CAT);
        assertThat(library.uploads.begin(ann, offer("other.jpg", CAT)))
                .isInstanceOfSatisfying(
                        Uploads.Admission.Decided.class,
                        decided -> assertThat(taken(decided.outcome())).isEqualTo(first));
        Offer undeclared = Offer.original("cat.jpg", CAT.length, Optional.empty(), Instant.EPOCH);
        assertThat(library.upload(ann, undeclared, CAT)).isInstanceOfSatisfying(Intake.Taken.class, again -> {
            assertThat(again.asset()).isEqualTo(first);
            assertThat(again.fresh()).isFalse();
        });
        assertThat(library.usage(ann).usedBytes()).isEqualTo(CAT.length);
        assertThat(library.usage(ann).reservedBytes()).isZero();
    }

    @Test
    void knowingAHashGivesNoAccessToAnothersPhoto() throws Exception {
        PersonId ann = library.member("Ann");
        PersonId ben = library.member("Ben");
        AssetId anns = library.taken(ann, "cat.jpg", CAT);
        Sha256 digest = content(CAT).sha256();
        assertThat(library.known.ask(ben, List.of(digest)).missing()).containsExactly(digest);
        assertThat(library.known.ask(ann, List.of(digest)).held()).containsExactly(digest);
        // The bytes must come, though they are stored once.
        assertThat(library.uploads.begin(ben, offer("cat.jpg", CAT)))
                .isInstanceOfSatisfying(Uploads.Admission.Open.class, open -> {
                    assertThatThrownBy(() -> open.upload().finish()).isInstanceOf(StorageException.class);
                });
        assertThat(library.assets.find(ben, anns)).isEmpty();
        AssetId bens = library.taken(ben, "cat.jpg", CAT);
        assertThat(bens).isNotEqualTo(anns);
        assertThat(library.folder.durableContents()).containsOnlyKeys(content(CAT));
        assertThat(library.usage(ben).usedBytes()).isEqualTo(CAT.length);
    }

    @Test
    void joinsTheMovieToItsPhoto() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId photo = library.taken(ann, "IMG_1.HEIC", CAT);
        Offer movie = offer("IMG_1.MOV", DOG).as(Role.LIVE_MOVIE, photo);
        assertThat(taken(library.upload(ann, movie, DOG))).isEqualTo(photo);
        assertThat(taken(library.upload(ann, movie, DOG))).isEqualTo(photo);
        assertThat(library.assets.find(ann, photo).orElseThrow().files())
                .extracting(file -> file.role())
                .containsExactly(Role.ORIGINAL, Role.LIVE_MOVIE);
        assertThat(library.usage(ann).usedBytes()).isEqualTo(CAT.length + DOG.length);
        PersonId ben = library.member("Ben");
        assertThat(library.upload(ben, movie, DOG)).isEqualTo(new Intake.NoSuchAsset());
    }

    @Test
    void aFullPlaceTakesNothingAndSaysSo() throws Exception {
        PersonId ann = library.member("Ann");
        library.folder.strike(new PlaceTrouble.FillsUp(3));
        assertThatThrownBy(() -> library.uploads.begin(ann, offer("cat.jpg", CAT)))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.fault())
                                .isEqualTo(new StorageFault.TooFewCopies(
                                        1, 0, library.folder.id(), new PlaceFault.Full(3, CAT.length))));
        assertThat(library.usage(ann).reservedBytes()).isZero();
        library.folder.recover();
        library.taken(ann, "cat.jpg", CAT);
    }

    @Test
    void aPlaceThatLiesIsFoundOutBeforeAnythingIsSaid() throws Exception {
        PersonId ann = library.member("Ann");
        library.folder.strike(new PlaceTrouble.LiesAboutSettling(true));
        assertThatThrownBy(() -> library.upload(ann, offer("cat.jpg", CAT), CAT))
                .isInstanceOf(StorageException.class);
        assertThat(library.database.<List<?>>read(rows -> ContentRecords.receipts(rows, content(CAT))))
                .isEmpty();
        assertThat(library.known.ask(ann, List.of(content(CAT).sha256())).held())
                .isEmpty();
    }

    @Test
    void namesAreKeptButNeverPaths() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId asset = library.taken(ann, "../../etc/pass\u0000wd\n<b>.jpg", CAT);
        assertThat(library.assets
                        .find(ann, asset)
                        .orElseThrow()
                        .files()
                        .getFirst()
                        .originalName())
                .isEqualTo("pass_wd_<b>.jpg");
    }
}
