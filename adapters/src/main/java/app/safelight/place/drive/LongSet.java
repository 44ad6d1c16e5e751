package app.safelight.place.drive;

import java.util.Arrays;

/// A set of numbers without an object for each, for a million of them. One thread.
final class LongSet {
    private static final int FIRST_CAPACITY = 64;

    /// Stands for an empty slot; the number itself is kept beside.
    private static final long EMPTY = 0;

    private long[] slots = new long[FIRST_CAPACITY];
    private boolean holdsEmpty;
    private int size;

    /// @return whether it was not in it yet
    boolean add(long number) {
        if (number == EMPTY) {
            boolean isNew = !holdsEmpty;
            holdsEmpty = true;
            return isNew;
        }
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int slot = slotOf(slots, number);
        if (slots[slot] == number) {
            return false;
        }
        slots[slot] = number;
        size++;
        return true;
    }

    /// Takes a number out. Those behind it in its run of slots move up, so that they are still found.
    void remove(long number) {
        if (number == EMPTY) {
            holdsEmpty = false;
            return;
        }
        int mask = slots.length - 1;
        int slot = slotOf(slots, number);
        if (slots[slot] == EMPTY) {
            return;
        }
        slots[slot] = EMPTY;
        size--;
        for (int next = (slot + 1) & mask; slots[next] != EMPTY; next = (next + 1) & mask) {
            long moved = slots[next];
            slots[next] = EMPTY;
            slots[slotOf(slots, moved)] = moved;
        }
    }

    boolean contains(long number) {
        return number == EMPTY ? holdsEmpty : slots[slotOf(slots, number)] == number;
    }

    private static int slotOf(long[] slots, long number) {
        int mask = slots.length - 1;
        int slot = (int) (number ^ (number >>> 32)) & mask;
        while (slots[slot] != EMPTY && slots[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        Arrays.stream(slots)
                .filter(number -> number != EMPTY)
                .forEach(number -> larger[slotOf(larger, number)] = number);
        slots = larger;
    }
}
