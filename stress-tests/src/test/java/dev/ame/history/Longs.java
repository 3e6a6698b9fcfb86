package dev.ame.history;

import java.util.Arrays;

/** A growing array of longs. */
final class Longs {
    private long[] elements = new long[8];
    private int size;

    void add(long value) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
        }
        elements[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return elements[index];
    }

    void truncate(int newSize) {
        size = newSize;
    }

    long[] toArray() {
        return Arrays.copyOf(elements, size);
    }
}
