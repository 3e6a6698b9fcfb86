package dev.ame.stm.collections.queue;

/** What a block was told of how many elements there are in the committed state: at least, and at most, so many. */
final class SizeRange {
    private int least;
    private int most = Integer.MAX_VALUE;
    private boolean exact;

    void atLeast(int size) {
        least = Math.max(least, size);
    }

    void atMost(int size) {
        most = Math.min(most, size);
    }

    void exactly(int size) {
        exact = true;
        atLeast(size);
        atMost(size);
    }

    /** Whether the very number was asked for, and not only whether there are so many. */
    boolean wasCounted() {
        return exact;
    }

    boolean contains(int size) {
        return size >= least && size <= most;
    }
}
