package app.safelight.source.photoslibrary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The photos of one folder, packed into bytes: about 160 for each, where objects would take several times as
/// many. They are unpacked for as long as their folder is looked at.
///
/// Not thread-safe.
final class PackedAssets {
    private static final int FIRST_BYTES = 256;

    /// All numbers of one asset together: three small ones, four lengths, a time, an offset.
    private static final int NUMBERS_BYTES = 4 + 3 + 4 * 8 + 8 + 4 + 4;

    /// Texts are cut to this length in characters: no file name is longer, and a hostile database must not fill
    /// the memory.
    static final int MAX_TEXT_LENGTH = 4_096;

    private static final long NO_TIME = Long.MIN_VALUE;
    private static final int NO_OFFSET = Integer.MIN_VALUE;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int used;
    private int count;

    void add(ExpectedAsset asset) {
        byte[][] texts = {
            text(asset.name()),
            text(asset.uuid()),
            text(asset.originalName().equals(asset.name()) ? "" : asset.originalName()),
            text(asset.burst()),
            text(asset.location())
        };
        int needed = NUMBERS_BYTES;
        for (byte[] text : texts) {
            needed += Short.BYTES + text.length;
        }
        ByteBuffer out = room(needed);
        for (byte[] text : texts) {
            out.putShort((short) text.length).put(text);
        }
        out.putInt(asset.flags())
                .put(asset.original().code())
                .put(asset.liveMovie().code())
                .put(asset.raw().code())
                .putLong(asset.originalBytes())
                .putLong(asset.originalAlsoBytes())
                .putLong(asset.liveMovieBytes())
                .putLong(asset.rawBytes());
        Instant taken = asset.takenAt();
        out.putLong(taken == null ? NO_TIME : taken.getEpochSecond()).putInt(taken == null ? 0 : taken.getNano());
        ZoneOffset offset = asset.offset();
        out.putInt(offset == null ? NO_OFFSET : offset.getTotalSeconds());
        used += needed;
        count++;
    }

    private static byte[] text(String text) {
        byte[] bytes = (text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text)
                .getBytes(StandardCharsets.UTF_8);
        return bytes.length > Short.MAX_VALUE ? Arrays.copyOf(bytes, Short.MAX_VALUE) : bytes;
    }

    private ByteBuffer room(int needed) {
        if (used + needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(used + needed, bytes.length + bytes.length / 2));
        }
        return ByteBuffer.wrap(bytes, used, needed);
    }

    int count() {
        return count;
    }

    List<ExpectedAsset> unpack() {
        List<ExpectedAsset> assets = new ArrayList<>(count);
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, used);
        while (in.hasRemaining()) {
            String name = text(in);
            String uuid = text(in);
            String originalName = text(in);
            String burst = text(in);
            String location = text(in);
            assets.add(new ExpectedAsset(
                    name,
                    uuid,
                    originalName.isEmpty() ? name : originalName,
                    burst,
                    location,
                    in.getInt(),
                    Absence.ofCode(in.get()),
                    Absence.ofCode(in.get()),
                    Absence.ofCode(in.get()),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    time(in.getLong(), in.getInt()),
                    offset(in.getInt())));
        }
        return assets;
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static @Nullable Instant time(long seconds, int nanos) {
        return seconds == NO_TIME ? null : Instant.ofEpochSecond(seconds, nanos);
    }

    private static @Nullable ZoneOffset offset(int seconds) {
        return seconds == NO_OFFSET ? null : ZoneOffset.ofTotalSeconds(seconds);
    }
}
