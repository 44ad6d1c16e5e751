package app.safelight.library;

import static app.safelight.library.TestLibrary.bytes;
import static app.safelight.library.TestLibrary.content;
import static app.safelight.library.TestLibrary.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.Role;
import app.safelight.core.place.PlaceFault;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.FactsReader.Pending;
import app.safelight.library.assets.FactsState;
import app.safelight.library.assets.Timeline;
import app.safelight.library.storage.StorageException;
import app.safelight.simulator.world.PlaceTrouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest extends LibraryTest {
    private static final Path MEDIA =
            Path.of(System.getProperty("safelight.repository")).resolve("../shared/fixtures/media");

    private static byte[] fixture(String name) throws Exception {
        return Files.readAllBytes(MEDIA.resolve(name));
    }

    private void learnAll() throws Exception {
        long after = 0;
        for (Pending pending : library.facts.pending(after, 100)) {
            library.facts.learn(pending);
        }
    }

    private Asset learned(PersonId person, String name, byte[] photo) throws Exception {
        AssetId id = library.taken(person, name, photo);
        assertThat(library.assets.find(person, id).orElseThrow().facts()).isEqualTo(FactsState.PENDING);
        learnAll();
        return library.assets.find(person, id).orElseThrow();
    }

    @Test
    void aPhotoTellsWhenWhereAndWhat() throws Exception {
        PersonId ann = library.member("Ann");
        Asset asset = learned(ann, "big_ben.jpg", fixture("05-dates/offsets/big_ben.jpg"));
        assertThat(asset.facts()).isEqualTo(FactsState.KNOWN);
        assertThat(asset.taken()).isEqualTo(LocalDateTime.of(2023, 6, 7, 13, 45, 55));
        assertThat(asset.offset()).contains(ZoneOffset.ofHours(1));
        assertThat(asset.takenOrigin()).isEqualTo("EXIF_ORIGINAL");
        assertThat(asset.kind()).isEqualTo(AssetKind.PHOTO);
        assertThat(List.of(asset.width(), asset.height())).containsExactly(200, 300);
        assertThat(asset.camera()).contains("Canon").contains("EOS R5");
        assertThat(asset.position()).hasValueSatisfying(at -> {
            assertThat(at.latitude()).isBetween(51.49, 51.51);
            assertThat(at.longitude()).isBetween(-0.13, -0.12);
        });
        assertThat(asset.files().getFirst().mediaType()).isEqualTo("image/jpeg");
        assertThat(library.timeline.months(ann)).containsExactly(new Timeline.Month(YearMonth.of(2023, 6), 1));
        assertThat(library.facts.pending(0, 10)).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodIsKeptAndFlagged() throws Exception {
        PersonId ann = library.member("Ann");
        byte[] whole = fixture("05-dates/offsets/big_ben.jpg");
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        Asset truncated = learned(ann, "half.jpg", half);
        assertThat(truncated.facts()).isEqualTo(FactsState.FLAGGED);
        assertThat(truncated.soundness()).isEqualTo(Soundness.TRUNCATED);
        assertThat(library.read(content(half))).isEqualTo(half);
        Asset nonsense = learned(ann, "nonsense.jpg", bytes("no picture at all"));
        assertThat(nonsense.kind()).isEqualTo(AssetKind.OTHER_FILE);
        Asset nothing = learned(ann, "empty.jpg", new byte[0]);
        assertThat(nothing.facts()).isEqualTo(FactsState.FLAGGED);
        assertThat(library.facts.pending(0, 10)).isEmpty();
    }

    @Test
    void hostileFilesAreLookedAtLikeOthers() throws Exception {
        PersonId ann = library.member("Ann");
        for (String name : List.of("decompression_bomb.gif", "oom_large_box.heic", "endless_loop.jpg")) {
            Asset asset = learned(ann, name, fixture("16-broken/" + name));
            assertThat(asset.facts()).as(name).isNotEqualTo(FactsState.PENDING);
        }
    }

    @Test
    void aMovieMakesItALivePhoto() throws Exception {
        PersonId ann = library.member("Ann");
        Asset photo = learned(ann, "IMG_1.JPG", fixture("05-dates/offsets/big_ben.jpg"));
        byte[] movie = fixture("12-video/video.mov");
        library.upload(ann, offer("IMG_1.MOV", movie).as(Role.LIVE_MOVIE, photo.id()), movie);
        assertThat(library.facts.pending(0, 10)).containsExactly(new Pending(ann, photo.id()));
        learnAll();
        Asset live = library.assets.find(ann, photo.id()).orElseThrow();
        assertThat(live.kind()).isEqualTo(AssetKind.LIVE_PHOTO);
        assertThat(live.taken()).isEqualTo(photo.taken());
        assertThat(live.files()).extracting(file -> file.mediaType()).containsExactly("image/jpeg", "video/quicktime");
    }

    @Test
    void anAssetWhosePlaceIsAwayWaits() throws Exception {
        PersonId ann = library.member("Ann");
        AssetId id = library.taken(ann, "big_ben.jpg", fixture("05-dates/offsets/big_ben.jpg"));
        library.folder.strike(new PlaceTrouble.FailsAlways(new PlaceFault.Unreachable("unplugged")));
        assertThatThrownBy(() -> library.facts.learn(new Pending(ann, id))).isInstanceOf(StorageException.class);
        assertThat(library.facts.pending(0, 10)).containsExactly(new Pending(ann, id));
        assertThat(library.facts.pending(id.value(), 10)).isEmpty();
        library.folder.recover();
        assertThat(library.facts.learn(new Pending(ann, id))).isTrue();
        library.trash.put(ann, List.of(id));
        library.trash.empty(ann);
        assertThat(library.facts.learn(new Pending(ann, id))).isFalse();
    }
}
