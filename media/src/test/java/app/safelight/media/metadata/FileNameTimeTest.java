package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.CountingReader;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTimeTest {
    @ParameterizedTest
    @CsvSource({
        "IMG_20200101_153745.jpg, 2020-01-01T15:37:45",
        "VID_20191024_081301.mp4, 2019-10-24T08:13:01",
        "MVIMG_20180304_091500.jpg, 2018-03-04T09:15",
        "20240107_110258.jpg, 2024-01-07T11:02:58",
        "20240107_110258(1).jpg, 2024-01-07T11:02:58",
        "Screenshot_20240107-110258_Chrome.jpg, 2024-01-07T11:02:58",
        "Screenshot_2019-05-21-10-45-52-123.png, 2019-05-21T10:45:52.123",
        "Screenshot 2019-05-21 at 10.45.52.png, 2019-05-21T10:45:52",
        "Screen Shot 2019-05-21 at 9.45.52 PM.png, 2019-05-21T21:45:52",
        "Screen Shot 2019-05-21 at 12.05.00 AM.png, 2019-05-21T00:05",
        "telegram_2020-01-30_09-57-18.jpg, 2020-01-30T09:57:18",
        "WhatsApp Image 2021-06-01 at 10.00.59.jpeg, 2021-06-01T10:00:59",
        "signal-2022-03-04-05-06-07-890.jpg, 2022-03-04T05:06:07.890",
        "2019-12-31 23.59.59.jpg, 2019-12-31T23:59:59",
    })
    void localTimesOfCamerasAndMessengers(String name, String expected) throws IOException {
        assertThat(read(name)).hasValueSatisfying(time -> {
            assertThat(time.wallClock()).isEqualTo(expected);
            assertThat(time.source()).isEqualTo(CaptureTimeSource.FILE_NAME);
            assertThat(time.offset()).isEmpty();
        });
    }

    @Test
    void pixelNamesAreUtc() throws IOException {
        assertThat(read("PXL_20231006_063029647.LS.mp4")).hasValueSatisfying(time -> {
            assertThat(time.wallClock()).isEqualTo("2023-10-06T06:30:29.647");
            assertThat(time.offset())
                    .hasValueSatisfying(
                            offset -> assertThat(offset.getTotalSeconds()).isZero());
            assertThat(time.offsetSource()).isEqualTo(OffsetSource.UTC_BY_DEFINITION);
        });
    }

    @Test
    void whatsAppNamesHaveTheDayOnly() throws IOException {
        assertThat(read("IMG-20200130-WA0001.jpg")).hasValueSatisfying(time -> {
            assertThat(time.wallClock()).isEqualTo("2020-01-30T12:00");
            assertThat(time.source()).isEqualTo(CaptureTimeSource.FILE_NAME_DAY);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMG_0001.JPG",
                "20240230_110258.jpg",
                "20241301_110258.jpg",
                "12345678901234567890.jpg",
                "20240107.jpg",
                "IMG_20240107_250000.jpg",
                "",
                "1720240107_110258.jpg"
            })
    void digitsThatAreNoTime(String name) throws IOException {
        assertThat(read(name)).isEmpty();
    }

    @Test
    void hugeNamesAreNotSearched() throws IOException {
        assertThat(read("20240107_110258" + "a".repeat(600))).isEmpty();
    }

    private static Optional<CaptureTime> read(String name) throws IOException {
        return MetadataReader.read(new CountingReader(new byte[] {1, 2, 3}), name)
                .captureTime();
    }
}
