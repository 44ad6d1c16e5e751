package app.safelight.app.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers as people read them.
public final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Amounts() {}

    /// Decimal units, as drives are sold: `999 B`, `1.5 kB`, `58 MB`.
    public static String bytes(long sizeBytes) {
        if (sizeBytes < 1_000) {
            return sizeBytes + " B";
        }
        double amount = sizeBytes;
        int unit = -1;
        do {
            amount /= 1_000;
            unit++;
        } while (amount >= 999.5 && unit < UNITS.length - 1);
        return String.format(Locale.ROOT, amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }

    /// To the byte, where two lengths are compared.
    public static String exactBytes(long sizeBytes) {
        return number(sizeBytes) + (sizeBytes == 1 ? " byte" : " bytes");
    }

    /// `1 photo`, `10 332 photos`.
    public static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /// Thousands set apart by a narrow gap that never breaks a line.
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }

    /// `12 s`, `4 min`, `2 h 5 min`, `3 days`.
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 90) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        return hours / 24 + " days";
    }

    /// Local date and time to the minute.
    public static String time(Instant instant, ZoneId zone) {
        return MINUTE.format(instant.atZone(zone));
    }
}
