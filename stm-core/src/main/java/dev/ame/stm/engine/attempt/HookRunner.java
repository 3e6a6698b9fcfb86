package dev.ame.stm.engine.attempt;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/** Runs hooks after a block's outcome is decided, when their failure must not hide it. */
public final class HookRunner {
    private static volatile Consumer<? super Throwable> failureHandler = HookRunner::log;

    private HookRunner() {}

    public static void setFailureHandler(Consumer<? super Throwable> handler) {
        failureHandler = handler;
    }

    static void runAll(List<Runnable> hooks) {
        for (Runnable hook : hooks) {
            try {
                hook.run();
            } catch (Throwable t) {
                report(t);
            }
        }
    }

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
