package app.safelight.media.metadata;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// A date and time as files spell it, in whatever of the usual ways: `2021:04:10 11:44:00`,
/// `2021-04-10T11:44:00.814+0100`,
/// `2021-04-10 11:44Z`.
record DateText(LocalDateTime wallClock, Optional<ZoneOffset> offset) {
    /// Longer texts are not dates.
    private static final int MAX_CHARACTERS = 64;

    /// LocalDateTime holds nanoseconds; further digits are dropped.
    private static final int NANO_DIGITS = 9;

    /// Empty unless year, month, day, hour and minute are all there and possible.
    static Optional<DateText> parse(String text) {
        String trimmed = text.replace('\0', ' ').strip();
        return trimmed.length() > MAX_CHARACTERS ? Optional.empty() : new Cursor(trimmed).date();
    }

    /// @param digits a fraction of a second as EXIF's SubSecTime writes it: "814" is 0.814 s
    DateText withSubseconds(String digits) {
        Cursor cursor = new Cursor("." + digits.strip());
        return new DateText(wallClock.withNano(cursor.fractionNanos()), offset);
    }

    DateText withOffset(Optional<ZoneOffset> other) {
        return offset.isPresent() ? this : new DateText(wallClock, other);
    }

    /// `+01:00`, `-0700`, `+9`, `Z`.
    static Optional<ZoneOffset> parseOffset(String text) {
        return new Cursor(text.replace('\0', ' ').strip()).zone();
    }

    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        Optional<DateText> date() {
            int year = digits(4);
            separator();
            int month = digits(2);
            separator();
            int day = digits(2);
            skip(" T");
            int hour = digits(2);
            separator();
            int minute = digits(2);
            if (minute < 0) {
                return Optional.empty();
            }
            int second = 0;
            if (at < text.length() && ":.".indexOf(text.charAt(at)) >= 0) {
                at++;
                second = digits(2);
            } else if (at < text.length() && Character.isDigit(text.charAt(at))) {
                second = digits(2);
            }
            try {
                // 60 is a leap second; the clock of a camera shows 59 twice.
                LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59))
                        .withNano(fractionNanos());
                return Optional.of(new DateText(time, zone()));
            } catch (DateTimeException impossible) {
                return Optional.empty(); // the caller records the text as implausible
            }
        }

        /// Exactly `count` digits, or -1, which no field accepts.
        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++, at++) {
                if (at >= text.length() || text.charAt(at) < '0' || text.charAt(at) > '9') {
                    return -1;
                }
                value = value * 10 + text.charAt(at) - '0';
            }
            return value;
        }

        private void separator() {
            if (at < text.length() && ":-/._".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void skip(String characters) {
            while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        int fractionNanos() {
            if (at >= text.length() || (text.charAt(at) != '.' && text.charAt(at) != ',')) {
                return 0;
            }
            at++;
            int nanos = 0;
            int count = 0;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                if (count < NANO_DIGITS) {
                    nanos = nanos * 10 + Character.digit(text.charAt(at), 10);
                    count++;
                }
                at++;
            }
            for (; count < NANO_DIGITS; count++) {
                nanos *= 10;
            }
            return nanos;
        }

        Optional<ZoneOffset> zone() {
            skip(" ");
            if (at >= text.length()) {
                return Optional.empty();
            }
            char sign = text.charAt(at);
            if (sign == 'Z') {
                return Optional.of(ZoneOffset.UTC);
            }
            if (sign != '+' && sign != '-') {
                return Optional.empty();
            }
            at++;
            int start = at;
            int hours = digits(2);
            if (hours < 0) {
                at = start;
                hours = digits(1);
            }
            separator();
            int minutes = at < text.length() ? digits(2) : 0;
            if (hours < 0 || minutes < 0 || hours > 18 || minutes > 59 || (hours == 18 && minutes > 0)) {
                return Optional.empty();
            }
            int seconds = hours * 3600 + minutes * 60;
            return Optional.of(ZoneOffset.ofTotalSeconds(sign == '-' ? -seconds : seconds));
        }
    }
}
