package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import app.safelight.media.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Facts of single real files that the manifest cannot say or says otherwise.
class RealFilesTest {
    @ParameterizedTest
    @CsvSource({
        "05-dates/offsets/big_ben_no_tsoffset_but_gps_utc.jpg, +01:00",
        "05-dates/offsets/newyear_london.jpg, Z",
        "05-dates/offsets/newyear_sydney.jpg, +11:00",
        "05-dates/filename-only/IMG_20200101_153745.jpg, +01:00",
        "05-dates/filename-only/IMG_20191024_081301.jpg, +02:00",
    })
    void theSatellitesClockGivesTheMissingOffset(String path, String offset) throws IOException {
        assertThat(read(path).captureTime()).hasValueSatisfying(time -> {
            assertThat(time.offset()).contains(ZoneOffset.of(offset));
            assertThat(time.offsetSource()).isEqualTo(OffsetSource.GPS_CLOCK);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "05-dates/filename-only/telegram_2020-01-30_09-57-18.jpg, 2020-01-30T09:57:18, FILE_NAME",
        "11-png-screenshots/Screenshot 2019-05-21 at 10.45.52.png, 2019-05-21T10:45:52, FILE_NAME",
        "05-dates/filename-only/IMG_20200101_153745.jpg, 2020-01-01T15:37:45, FILE_NAME",
        "05-dates/priority/gps-datetime.jpg, 2023-11-15T12:30:00, GPS_UTC",
        "07-orientation/orientation-90.jpg, 2022-05-28T16:50:56, EXIF_MODIFIED",
        "12-video/video_rotate.mp4, 2019-02-15T21:13:20, QUICKTIME_HEADER_UTC",
        "12-video/M2TS.mts, 2008-12-31T23:16:24, H264",
        "01-live-photos/jpeg-mov-iphone6s/train.mov, 2021-04-10T11:43:59, QUICKTIME_CREATION_DATE",
        "05-dates/bad/before_epoch.jpg, 2015-06-12T16:39:33.290, EXIF_DIGITIZED",
        "06-gps/thompson-springs.jpg, 2022-01-10T15:15:44.310, XMP_ORIGINAL",
    })
    void theTimeComesFromTheMostTrustedPlace(String path, String wallClock, CaptureTimeSource source)
            throws IOException {
        assertThat(read(path).captureTime()).hasValueSatisfying(time -> {
            assertThat(time.source()).isEqualTo(source);
            assertThat(time.wallClock()).isEqualTo(wallClock);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "06-gps/empty_gps.jpg",
                "06-gps/with-null-coordinates.jpg",
                "05-dates/bad/exif_gps.jpg",
                "16-broken/bad-exif.jpg",
                "02-motion-photos/shortened/ss-motion-photo-shortened.jpg"
            })
    void noFixIsNoPosition(String path) throws IOException {
        assertThat(read(path).position()).isEmpty();
    }

    @Test
    void aBoxAndExifTurnOnce() throws IOException {
        MediaFacts both = read("04-heic/arrow.heic");
        assertThat(both.orientation()).isEqualTo(Orientation.QUARTER_TURN_CLOCKWISE);
        assertThat(both.displaySize()).contains(new PixelSize(3024, 4032));
        MediaFacts exifOnly = read("04-heic/iphone_7.heic");
        assertThat(exifOnly.orientation()).isEqualTo(Orientation.QUARTER_TURN_CLOCKWISE);
        assertThat(exifOnly.displaySize()).contains(new PixelSize(3024, 4032));
    }

    @Test
    void allEightOrientationsShowTheSameSize() throws IOException {
        for (int i = 1; i <= 8; i++) {
            MediaFacts facts = read("07-orientation/tiny/f%d-exif.jpg".formatted(i));
            assertThat(facts.orientation().exifValue()).isEqualTo(i);
            assertThat(facts.displaySize())
                    .isEqualTo(read("07-orientation/tiny/f1-exif.jpg").displaySize());
        }
    }

    @Test
    void aClaimedMovieThatIsGoneIsAProblemAndNoMovie() throws IOException {
        MediaFacts facts = read("02-motion-photos/shortened/pixel-motion-photo-video-removed-shortened.jpg");
        assertThat(facts.motionVideo()).isEmpty();
        assertThat(facts.problems()).anyMatch(ReadingProblem.MotionVideoAbsent.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "16-broken/empty.jpg",
                "16-broken/truncated_image.png",
                "16-broken/river-truncated.heic",
                "16-broken/oom_large_box.heic",
                "16-broken/twelvemonkeys/broken-sos-before-sof.jpg",
                "04-heic/corrupted.heic",
                "05-dates/offsets/exif-no-tz.jpg",
                "08-raw/canon-r6.cr3"
            })
    void brokenFilesAreCalledBrokenWithAProblem(String path) throws IOException {
        MediaFacts facts = read(path);
        assertThat(facts.soundness()).isIn(Soundness.TRUNCATED, Soundness.MALFORMED);
        assertThat(facts.problems().isEmpty()).isEqualTo(path.endsWith("empty.jpg"));
    }

    @Test
    void aWholeFamilyOfRealFilesIsSound() throws IOException {
        for (String path : List.of(
                "01-live-photos/jpeg-mov-iphone6s/train.jpg",
                "01-live-photos/heic-mov-iphone15plus/IMG_3853.HEIC",
                "01-live-photos/heic-mov-iphone15plus/IMG_3853.MOV",
                "02-motion-photos/pixel/PXL_20200710_061629144.MP.jpg",
                "02-motion-photos/heic/sample_MP.heic",
                "09-hdr-gainmap/ultraHDR.jpg",
                "10-modern-formats/avif/exif.avif",
                "10-modern-formats/animated/animated.webp",
                "10-modern-formats/animated/animated.gif",
                "11-png-screenshots/IMG_2908.PNG",
                "12-video/100_0306.AVI",
                "12-video/sample.3gp")) {
            assertThat(read(path).soundness()).as(path).isEqualTo(Soundness.SOUND);
        }
    }

    private static MediaFacts read(String path) throws IOException {
        Path file = Fixtures.folder().resolve(path);
        return MetadataReader.read(CountingReader.of(file), String.valueOf(file.getFileName()));
    }
}
