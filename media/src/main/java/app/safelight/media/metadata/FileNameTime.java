package app.safelight.media.metadata;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the capture time that cameras, phones and messengers write into file names.
///
/// Pixel names (`PXL_20231006_063029647`) are UTC. All others are local time: `IMG_`, `VID_`, Samsung's bare
/// `20240107_110258`, `Screenshot_2019-05-21-10-45-52`, `Screenshot 2019-05-21 at 10.45.52`, Telegram's
/// `photo_2020-01-30_09-57-18`, `WhatsApp Image 2020-01-30 at 09.57.18`; `IMG-20200130-WA0001` has the day only.
final class FileNameTime {
    /// Names over this length are not looked at; file systems allow 255 bytes.
    private static final int MAX_NAME_CHARACTERS = 512;

    private static final String DAY = "(?<!\\d)((?:19|20)\\d\\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\\d|3[01])";

    private static final Pattern DAY_AND_TIME = Pattern.compile(DAY
            + "(?:[-_T ]|, | at )([01]\\d|2[0-3]|\\d(?=[.:]))[-_.:h]?([0-5]\\d)[-_.:m]?([0-5]\\d)(?:[-_.]?(\\d{3}))?(?!\\d)"
            + "(?:[ \u202F]?([AP]M))?");

    /// WhatsApp's own pattern; a bare day anywhere in a name is too weak a sign.
    private static final Pattern WHATSAPP_DAY = Pattern.compile("(?:IMG|VID|AUD|PTT)-" + DAY + "-WA\\d+");

    private FileNameTime() {}

    static void read(String fileName, FactsDraft draft) {
        if (fileName.length() > MAX_NAME_CHARACTERS) {
            return;
        }
        Matcher full = DAY_AND_TIME.matcher(fileName);
        if (full.find()) {
            dayAndTime(full, fileName.startsWith("PXL_"))
                    .ifPresent(time -> draft.time(CaptureTimeSource.FILE_NAME, time));
            return;
        }
        Matcher day = WHATSAPP_DAY.matcher(fileName);
        if (day.find()) {
            at(day, 12, 0, 0, 0)
                    .ifPresent(
                            noon -> draft.time(CaptureTimeSource.FILE_NAME_DAY, new DateText(noon, Optional.empty())));
        }
    }

    private static Optional<DateText> dayAndTime(Matcher match, boolean utc) {
        int hour = Integer.parseInt(match.group(4));
        String halfOfDay = match.group(8);
        if (halfOfDay != null && hour <= 12) {
            hour = hour % 12 + (halfOfDay.equals("PM") ? 12 : 0);
        }
        String millis = match.group(7);
        int nanos = millis == null ? 0 : Integer.parseInt(millis) * 1_000_000;
        Optional<ZoneOffset> offset = utc ? Optional.of(ZoneOffset.UTC) : Optional.empty();
        return at(match, hour, Integer.parseInt(match.group(5)), Integer.parseInt(match.group(6)), nanos)
                .map(time -> new DateText(time, offset));
    }

    private static Optional<LocalDateTime> at(Matcher match, int hour, int minute, int second, int nanos) {
        try {
            return Optional.of(LocalDateTime.of(
                    Integer.parseInt(match.group(1)),
                    Integer.parseInt(match.group(2)),
                    Integer.parseInt(match.group(3)),
                    hour,
                    minute,
                    second,
                    nanos));
        } catch (DateTimeException impossible) {
            return Optional.empty(); // 31 February: digits that are no date
        }
    }
}
