package dev.ame.stm.loop;

import java.util.Iterator;

/** Something to be done, in one block or in several, one after another. Used by one thread at a time. */
final class Task {
    /** What a block of a task has come to. */
    enum Outcome {
        /** The task is done. */
        DONE,
        /** A step is done, and there may be more. */
        STEP,
        /** There was nothing left to do. */
        NOTHING
    }

    /** The first one first: the higher priority, or else the lower number. */
    static int compare(Task one, Task other) {
        return one.priority != other.priority
                ? Integer.compare(other.priority, one.priority)
                : Long.compare(one.number, other.number);
    }

    private final int priority;
    private final Object work;

    /** The place among those of the same priority. Not to be changed while the task is in a queue. */
    private long number;

    Task(int priority, Runnable work) {
        this.priority = priority;
        this.work = work;
    }

    Task(int priority, Iterator<?> steps) {
        this.priority = priority;
        this.work = steps;
    }

    void number(long place) {
        number = place;
    }

    /** What is to be done in one block. */
    Outcome run() {
        if (work instanceof Runnable once) {
            once.run();
            return Outcome.DONE;
        }
        Iterator<?> steps = (Iterator<?>) work;
        if (!steps.hasNext()) {
            return Outcome.NOTHING;
        }
        steps.next();
        return Outcome.STEP;
    }
}
