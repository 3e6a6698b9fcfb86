package dev.ame.stm.loop;

import org.jspecify.annotations.Nullable;

/** A body that may refuse the commit of what it has run; see {@link dev.ame.stm.engine.commit.Participant}. */
interface VotingBody<T extends @Nullable Object> extends LoopBody<T> {
    /** Agrees to the commit of an element that has been run with this result, or refuses. */
    boolean prepare(T element, @Nullable Object result);

    /** Takes its consent back: another element has refused. */
    void unprepare(T element, @Nullable Object result);

    /** What the element has written is published; no hook has been run. May be called again. */
    void published(T element, @Nullable Object result);
}
