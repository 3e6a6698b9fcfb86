package dev.ame.stm.loop;

import org.jspecify.annotations.Nullable;

/** What is run for each element, and told what became of it. */
interface LoopBody<T extends @Nullable Object> {
    /** Runs in the element's block. */
    @Nullable
    Object run(T element) throws Exception;

    /** Asked in the element's block, after {@link #run}: whether no element is to be run after it. */
    boolean isLast();

    /** The blocks of these elements of the chunk have committed. Of a run in order, called in that order. */
    void committed(Chunk<T> chunk, int from, int to);

    /** The element's block has thrown; answers whether to go on with others. */
    boolean failed(long index, T element, Throwable thrown);

    /** Whether an interrupt of a worker ends the run. */
    boolean heedsInterrupts();

    /** What stands for the user's code in what the engine learns. */
    Class<?> kind();

    /** The name that users have given it, for reports. */
    @Nullable
    String name();

    /** The class of the user's code, for reports. */
    default Class<?> code() {
        return kind();
    }
}
