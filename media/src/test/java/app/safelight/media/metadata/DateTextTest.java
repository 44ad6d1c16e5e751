package app.safelight.media.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTextTest {
    @ParameterizedTest
    @CsvSource({
        "2021:04:10 11:44:00, 2021-04-10T11:44, ",
        "2021-04-10T11:44:00.814+0100, 2021-04-10T11:44:00.814, +01:00",
        "2021-04-10T11:44:00-07:30, 2021-04-10T11:44, -07:30",
        "2021-04-10 11:44Z, 2021-04-10T11:44, Z",
        "20210410 114459+0000, 2021-04-10T11:44:59, Z",
        "2021/04/10 11:44:59, 2021-04-10T11:44:59, ",
        "2021:04:10 11:44:60, 2021-04-10T11:44:59, ",
        "2021-04-10T11:44:00.1234567891234Z, 2021-04-10T11:44:00.123456789, Z",
        "2021-04-10T11:44:00+9, 2021-04-10T11:44, +09:00",
    })
    void spellingsInUse(String text, LocalDateTime wallClock, String offset) {
        Optional<ZoneOffset> zone = offset == null ? Optional.empty() : Optional.of(ZoneOffset.of(offset));
        assertThat(DateText.parse(text)).contains(new DateText(wallClock, zone));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0000:00:00 00:00:00",
                "    :  :     :  :  ",
                "2021:13:10 11:44:00",
                "2021:02:30 11:44:00",
                "2021:04:10",
                "2021:04:10 25:00:00",
                "yesterday",
                "99999:99:99 99:99:99"
            })
    void whatIsNoDate(String text) {
        assertThat(DateText.parse(text)).isEmpty();
    }

    @Test
    void anImpossibleZoneIsLeftOut() {
        assertThat(DateText.parse("2021:04:10 11:44:00+99:00"))
                .contains(new DateText(LocalDateTime.of(2021, 4, 10, 11, 44), Optional.empty()));
    }

    @Test
    void subsecondsAreADecimalFraction() {
        DateText time = new DateText(LocalDateTime.of(2021, 4, 10, 11, 44), Optional.empty());
        assertThat(time.withSubseconds("814").wallClock()).isEqualTo("2021-04-10T11:44:00.814");
        assertThat(time.withSubseconds("05 ").wallClock()).isEqualTo("2021-04-10T11:44:00.050");
        assertThat(time.withSubseconds("x").wallClock()).isEqualTo("2021-04-10T11:44:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-06-07T13:45:55, 2023-06-07T12:45:55, +01:00",
        "2019-01-01T00:15:00, 2018-12-31T13:15:00, +11:00",
        "2020-01-01T15:37:45, 2020-01-01T14:37:42, +01:00",
        "2020-01-01T20:15:00, 2020-01-01T14:30:30, +05:45",
        "2020-01-01T02:30:00, 2020-01-01T14:30:00, -12:00",
    })
    void theSatellitesTellTheOffset(LocalDateTime wallClock, LocalDateTime utc, String offset) {
        assertThat(SatelliteOffset.between(wallClock, utc)).contains(ZoneOffset.of(offset));
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-01T15:43:45, 2020-01-01T14:37:42",
        "2020-01-03T15:37:45, 2020-01-01T14:37:42",
        "2020-01-01T00:00:00, 2020-01-01T14:30:00",
    })
    void anOldFixTellsNothing(LocalDateTime wallClock, LocalDateTime utc) {
        assertThat(SatelliteOffset.between(wallClock, utc)).isEmpty();
    }
}
