package app.safelight.place.drive;

/// A map from numbers to numbers without objects, for a million of them. One thread.
final class LongMap {
    private static final int FIRST_CAPACITY = 64;

    /// Keys are shifted off this one, which marks an empty slot.
    private static final long EMPTY = 0;

    private long[] keys = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    void put(long key, long value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        long shifted = shifted(key);
        int slot = slotOf(shifted);
        if (keys[slot] == EMPTY) {
            keys[slot] = shifted;
            size++;
        }
        values[slot] = value;
    }

    /// @return `otherwise` if the key is not there
    long get(long key, long otherwise) {
        int slot = slotOf(shifted(key));
        return keys[slot] == EMPTY ? otherwise : values[slot];
    }

    private static long shifted(long key) {
        return key == EMPTY ? -1 : key;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (keys[slot] != EMPTY && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != EMPTY) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
