package dev.ame.stm.engine.attempt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/** Runs hooks after a block's outcome is decided, when their failure must not hide it. */
public final class HookRunner {
    private static final Runnable DONE = HookRunner::nothing;

    private static volatile Consumer<? super Throwable> failureHandler = HookRunner::log;

    private HookRunner() {}

    public static void setFailureHandler(Consumer<? super Throwable> handler) {
        failureHandler = handler;
    }

    /** Takes each out of the list before it is run: if there is no stack for the rest, those can be run later. */
    static void runAll(List<Runnable> hooks) {
        for (int i = 0; i < hooks.size(); i++) {
            Runnable hook = hooks.set(i, DONE);
            try {
                hook.run();
            } catch (Throwable t) {
                report(t);
            }
        }
        hooks.clear();
    }

    private static void nothing() {}

    private static void report(Throwable failure) {
        try {
            failureHandler.accept(failure);
        } catch (Throwable fromHandler) {
            // Nobody is left to tell but the log; even that may fail, for want of stack.
            try {
                if (fromHandler != failure) {
                    fromHandler.addSuppressed(failure);
                }
                log(fromHandler);
            } catch (Throwable unreportable) {
                return;
            }
        }
    }

    private static void log(Throwable failure) {
        Logger logger = System.getLogger("dev.ame.stm");
        logger.log(Level.ERROR, "a hook of an atomic block failed; the block's outcome stands", failure);
    }
}
