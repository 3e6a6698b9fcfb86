package dev.ame.stm.liveness;

import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static dev.ame.stm.support.TestThreads.startWithStack;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Running;

/**
 * Irrevocable blocks that run out of stack in a write, at every depth near the end, and go on. After each, readers and writers
 * must get through as if nothing had been.
 */
public final class ReservationOverflowProgram {
    private static final AtomicBlock IRREVOCABLE =
            AtomicBlock.named("irrevocable").irrevocable();
    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();
    private static final LongBox BOX = LongBox.of(0);
    private static final int OFFSETS = 120;

    private ReservationOverflowProgram() {}

    private static void deep(int levels, Runnable last) {
        if (levels == 0) {
            last.run();
        } else {
            deep(levels - 1, last);
        }
    }

    /** How deep a runnable that does nothing can stand. */
    private static int deepest() {
        int fits = 0;
        int tooDeep = 1 << 20;
        while (tooDeep - fits > 1) {
            int middle = (fits + tooDeep) >>> 1;
            try {
                deep(middle, () -> {});
                fits = middle;
            } catch (StackOverflowError e) {
                tooDeep = middle;
            }
        }
        return fits;
    }

    private static void overflowEverywhere() {
        int deepest = deepest();
        for (int offset = 0; offset < OFFSETS; offset++) {
            overflow(deepest - offset);
            requireFree();
        }
    }

    private static void overflow(int levels) {
        try {
            IRREVOCABLE.run(() -> {
                try {
                    deep(levels, () -> BOX.add(1));
                } catch (StackOverflowError e) {
                    return; // the block goes on, and ends
                }
            });
        } catch (StackOverflowError e) {
            return; // nor does it matter if the block does not
        }
    }

    private static void requireFree() {
        long before = fetchElsewhere(BOX::get);
        long after = fetchElsewhere(() -> BOX.addAndGet(1));
        int[] attempts = new int[1];
        long read = fetchElsewhere(() -> READER.call(() -> {
            attempts[0]++;
            long seen = BOX.get();
            fetchElsewhere(() -> BOX.addAndGet(1));
            return seen + BOX.get() - BOX.get();
        }));
        if (after != before + 1 || read != after || attempts[0] != 1) {
            throw new AssertionError(before + " " + after + " " + read + " in " + attempts[0] + " attempts");
        }
    }

    /** Runs it. */
    public static void main(String[] args) {
        Running run = startWithStack(512 << 10, ReservationOverflowProgram::overflowEverywhere);
        run.join();
        System.out.println("done");
    }
}
