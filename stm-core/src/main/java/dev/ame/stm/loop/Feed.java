package dev.ame.stm.loop;

import org.jspecify.annotations.Nullable;

/** Where the elements of a run come from. Asked by one thread at a time, outside any block. */
interface Feed<T extends @Nullable Object> {
    /** What {@link #fill} answers when there will be no more. */
    int END = -1;

    /** Adds elements to the chunk, and answers how many; 0 if there are none at present. */
    int fill(Chunk<T> chunk, int most) throws Exception;

    /** How many are left, if that is known, else -1. */
    long remaining();

    /** Whether it makes no sense to ask for elements at present. May be asked by any thread at any time. */
    boolean isDry();
}
