package dev.ame.stm.collections.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several threads have done and seen.
 *
 * @param threads the blocks of each, in its order
 * @param finalState what they left
 */
record Execution(List<List<Done>> threads, List<Object> finalState) {

    /**
     * A block that was run.
     *
     * @param begin before it began
     * @param end after it had ended
     */
    record Done(Block block, List<@Nullable Object> observed, long begin, long end) {
        @Override
        public String toString() {
            return block + "\n      has seen " + observed;
        }
    }

    /** Runs a block and notes what it has seen. */
    static Done run(Block block, World world) {
        long begin = System.nanoTime();
        block.runIn(world);
        long end = System.nanoTime();
        return new Done(block, new ArrayList<>(world.observed()), begin, end);
    }

    /**
     * Whether running the blocks one by one in some order, which keeps that of each thread and that of blocks of which
     * one ended before the other began, shows each of them what it has seen and leaves the same.
     */
    boolean isExplainedBySomeOrder(ModelWorld empty) {
        return isExplained(empty, new int[threads.size()]);
    }

    private boolean isExplained(ModelWorld state, int[] next) {
        boolean allDone = true;
        for (int thread = 0; thread < next.length; thread++) {
            if (next[thread] == threads.get(thread).size()) {
                continue;
            }
            allDone = false;
            Done candidate = threads.get(thread).get(next[thread]);
            if (mustWait(candidate, next)) {
                continue;
            }
            ModelWorld after = state.guidedBy(candidate.observed);
            candidate.block.runIn(after);
            if (after.observed().equals(candidate.observed)) {
                next[thread]++;
                if (isExplained(after, next)) {
                    return true;
                }
                next[thread]--;
            }
        }
        return allDone && state.state().equals(finalState);
    }

    private boolean mustWait(Done candidate, int[] next) {
        for (int thread = 0; thread < next.length; thread++) {
            List<Done> blocks = threads.get(thread);
            if (next[thread] < blocks.size() && blocks.get(next[thread]).end < candidate.begin) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<Done> thread : threads) {
            text.append("\n  thread");
            thread.forEach(done -> text.append("\n    ").append(done));
        }
        return text.append("\n  left ").append(finalState).toString();
    }
}
