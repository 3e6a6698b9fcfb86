package dev.ame.stm.engine.attempt;

/**
 * Something that is believed of a block as soon as it was so several times in a row, in one number: how often in a row, and how
 * often it must be. A number, so that a profile is one object.
 *
 * <p>What bounds the mistakes, whatever mix of blocks shares a profile: a belief that is held is given up at the first mistake, so
 * a change of kind costs one. The next one takes {@code needed} right runs in a row first. If they were fewer than {@value #SHORT_ORDER}
 * since the mistake before, {@code needed} grows, so there are few such mistakes; all others have {@value #SHORT_ORDER} right runs
 * before them, and are at most 3 % of the runs. Nothing is for good: a belief that held for {@value #LONG} runs is gained
 * as quickly as at the beginning again, and {@code needed} never exceeds {@value #SHORT_ORDER}.
 */
final class Belief {
    /** Two mistakes with fewer right runs between them show that the belief does not hold. */
    static final int SHORT_ORDER = 32;

    /** After so many right runs former mistakes are forgotten. */
    static final int LONG = 1024;

    private static final int GROWTH = 4;
    private static final int NEEDED_BITS = 8;
    private static final long ONE = 1 << NEEDED_BITS;
    private static final long NEEDED = ONE - 1;

    private Belief() {}

    /** A belief that takes so many right runs in a row at first, at most {@link #SHORT_ORDER}. */
    static long after(int needed) {
        return needed;
    }

    static boolean isHeld(long belief) {
        return belief >>> NEEDED_BITS >= (belief & NEEDED);
    }

    /** It was so once more. */
    static long right(long belief) {
        return belief + ONE;
    }

    /** It was not so. That is a mistake only if the belief was held.
     *
     * @param first how many right runs it takes at first
     */
    static long wrong(long belief, int first) {
        long streak = belief >>> NEEDED_BITS;
        long needed = belief & NEEDED;
        if (streak >= LONG) {
            return first;
        }
        boolean inShortOrder = streak >= needed && streak < SHORT_ORDER;
        return inShortOrder ? Math.min(needed * GROWTH, SHORT_ORDER) : needed;
    }
}
