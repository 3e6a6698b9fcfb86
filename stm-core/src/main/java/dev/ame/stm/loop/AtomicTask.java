package dev.ame.stm.loop;

import dev.ame.stm.engine.attempt.Rethrow;

/**
 * A task of {@link AtomicTasks}: a {@link Runnable} that may throw checked exceptions. Lambdas and method references that are given to {@link
 * AtomicTasks#add} are of this type, whether or not they make use of that.
 */
@FunctionalInterface
public interface AtomicTask extends Runnable {
    /**
     * Does the task. May be run again, as any block.
     *
     * @throws Exception if the task fails
     */
    void execute() throws Exception;

    /**
     * As {@link #execute}. Throws what that throws, checked or not, as it is.
     */
    @Override
    @SuppressWarnings(
            "FunctionalInterfaceMethodChanged") // to be this kind of Runnable is what it is for, and it does the same
    // as any
    default void run() {
        try {
            execute();
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        }
    }
}
