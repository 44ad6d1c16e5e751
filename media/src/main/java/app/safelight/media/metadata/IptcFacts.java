package app.safelight.media.metadata;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads the capture date of an IPTC record: datasets 2:55 (DateCreated, `20210410`) and 2:60 (TimeCreated,
/// `114400+0100`). In a JPEG the record is resource 0x0404 of a Photoshop block.
///
/// Source: IPTC-IIM 4.2, chapter 6; Adobe Photoshop file formats, "Image resource blocks".
final class IptcFacts {
    /// Resources walked in a Photoshop block. Real ones have under 40.
    private static final int MAX_RESOURCES = 128;

    /// Datasets walked. Keyword lists can be long.
    private static final int MAX_DATASETS = 1_024;

    private static final int MAX_VALUE_BYTES = 64;
    private static final int IPTC_RESOURCE = 0x0404;
    private static final int DATE_CREATED = 55;
    private static final int TIME_CREATED = 60;

    private IptcFacts() {}

    static void readPhotoshop(BoundedBytes bytes, long start, long end, FactsDraft draft)
            throws IOException, UnreadablePart {
        long at = start;
        for (int i = 0; i < MAX_RESOURCES && at + 12 <= end && bytes.has(at, "8BIM"); i++) {
            int resource = bytes.u16(at + 4);
            int nameBytes = bytes.u8(at + 6) + 1;
            long sizeAt = at + 6 + nameBytes + nameBytes % 2;
            long size = bytes.u32(sizeAt);
            if (resource == IPTC_RESOURCE) {
                read(bytes, sizeAt + 4, Math.min(end, sizeAt + 4 + size), draft);
                return;
            }
            at = sizeAt + 4 + size + size % 2;
        }
    }

    static void read(BoundedBytes bytes, long start, long end, FactsDraft draft) throws IOException, UnreadablePart {
        String day = null;
        String time = null;
        long at = start;
        for (int i = 0; i < MAX_DATASETS && at + 5 <= end && bytes.u8(at) == 0x1C; i++) {
            int record = bytes.u8(at + 1);
            int dataset = bytes.u8(at + 2);
            int length = bytes.u16(at + 3);
            if (length > 0x7FFF || at + 5 + length > end) {
                break; // extended datasets hold pictures, never a date
            }
            if (record == 2 && (dataset == DATE_CREATED || dataset == TIME_CREATED) && length <= MAX_VALUE_BYTES) {
                String value = bytes.text("IPTC", at + 5, length, MAX_VALUE_BYTES);
                day = dataset == DATE_CREATED ? value : day;
                time = dataset == TIME_CREATED ? value : time;
            }
            at += 5 + length;
        }
        record(day, time, draft);
    }

    private static void record(@Nullable String day, @Nullable String time, FactsDraft draft) {
        if (day != null && time != null) {
            draft.time(CaptureTimeSource.IPTC, day + " " + time);
        }
    }
}
