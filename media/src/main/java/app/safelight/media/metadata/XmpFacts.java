package app.safelight.media.metadata;

import java.io.IOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Turns an XMP packet into facts.
final class XmpFacts {
    private XmpFacts() {}

    /// Reads the packet at `position`; what cannot be read becomes a problem.
    static XmpDocument read(BoundedBytes bytes, long position, long length, FactsDraft draft) throws IOException {
        try {
            XmpDocument xmp = XmpDocument.parse(bytes.text("XMP", position, length, XmpDocument.MAX_BYTES));
            record(xmp, draft);
            return xmp;
        } catch (UnreadablePart part) {
            draft.problem(part);
            return XmpDocument.parse("");
        }
    }

    private static void record(XmpDocument xmp, FactsDraft draft) {
        draft.time(CaptureTimeSource.XMP_ORIGINAL, xmp.value(XmpDocument.EXIF, "DateTimeOriginal"));
        dayWithTime(draft, CaptureTimeSource.XMP_ORIGINAL, xmp.value(XmpDocument.PHOTOSHOP, "DateCreated"));
        dayWithTime(draft, CaptureTimeSource.XMP_CREATED, xmp.value(XmpDocument.BASIC, "CreateDate"));
        String satellites = xmp.value(XmpDocument.EXIF, "GPSTimeStamp");
        if (satellites != null && satellites.endsWith("Z")) {
            DateText.parse(satellites).ifPresent(time -> draft.satelliteClock(time.wallClock()));
        }
        draft.make(xmp.value(XmpDocument.TIFF, "Make"));
        draft.model(xmp.value(XmpDocument.TIFF, "Model"));
        draft.burstId(xmp.value(XmpDocument.CAMERA, "BurstID"));
        position(xmp, draft);
    }

    /// XMP allows a date to stop at the year, month or day; without a time of day it is no capture time.
    private static void dayWithTime(FactsDraft draft, CaptureTimeSource source, @Nullable String text) {
        if (text != null && text.length() > "2021-04-10".length()) {
            draft.time(source, text);
        }
    }

    private static void position(XmpDocument xmp, FactsDraft draft) {
        double latitude = GeographicText.xmpDegrees(xmp.value(XmpDocument.EXIF, "GPSLatitude"));
        double longitude = GeographicText.xmpDegrees(xmp.value(XmpDocument.EXIF, "GPSLongitude"));
        if (Double.isNaN(latitude) || Double.isNaN(longitude)) {
            return;
        }
        draft.position(latitude, longitude, altitude(xmp));
    }

    private static OptionalDouble altitude(XmpDocument xmp) {
        String text = xmp.value(XmpDocument.EXIF, "GPSAltitude");
        double[] parts = text == null ? new double[0] : GeographicText.numbers(text);
        if (text == null || parts.length == 0 || (parts.length > 1 && parts[1] == 0)) {
            return OptionalDouble.empty();
        }
        double metres = text.contains("/") && parts.length > 1 ? parts[0] / parts[1] : parts[0];
        boolean below = "1".equals(xmp.value(XmpDocument.EXIF, "GPSAltitudeRef"));
        return OptionalDouble.of(below ? -metres : metres);
    }
}
