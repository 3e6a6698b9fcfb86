package dev.ame.stm.collections.queue;

/** What a block was told of how many elements there are in the committed state: at least, and at most, so many. */
final class SizeRange {
    private int least;
    private int most = Integer.MAX_VALUE;

    void atLeast(int size) {
        least = Math.max(least, size);
    }

    void atMost(int size) {
        most = Math.min(most, size);
    }

    void exactly(int size) {
        atLeast(size);
        atMost(size);
    }

    boolean contains(int size) {
        return size >= least && size <= most;
    }
}
