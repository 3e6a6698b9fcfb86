package dev.ame.stm.collections.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * What threads do to a few collections: each its blocks in order.
 *
 * @param parts the collections
 * @param threads the blocks of each
 */
record Program(List<Part<?>> parts, List<List<Block>> threads) {
    private static final int MOST_PARTS = 3;

    static Arbitrary<Program> of(List<Part<?>> all, int fewestThreads, int mostThreads, int blocksPerThread) {
        Arbitrary<List<Part<?>>> some = Arbitraries.of(all).list().ofMinSize(1).ofMaxSize(MOST_PARTS);
        return some.flatMap(parts -> Block.any(parts)
                .list()
                .ofMinSize(1)
                .ofMaxSize(blocksPerThread)
                .list()
                .ofMinSize(fewestThreads)
                .ofMaxSize(mostThreads)
                .map(threads -> new Program(parts, threads)));
    }

    /** As many lines as there are blocks. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<Block> thread : threads) {
            text.append("\n  thread");
            thread.forEach(block -> text.append("\n    ").append(block));
        }
        return text.toString();
    }
}
