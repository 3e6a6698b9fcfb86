package dev.ame.stm.conflicts;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;

/** Makes one block lose to another one, for sure: the other one commits in the middle of its first attempts. */
final class Collision {
    private Collision() {}

    static void inOtherThread(Runnable action) {
        Thread thread = new Thread(action, "other");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code action} as a block, and the other one after it, before its end, in so many of its attempts. */
    static void collide(int times, AtomicBlock loser, Runnable action, AtomicBlock winner, Runnable other) {
        loser.run(() -> {
            action.run();
            if (Stm.attempt() <= times) {
                inOtherThread(() -> winner.run(other::run));
            }
        });
    }
}
