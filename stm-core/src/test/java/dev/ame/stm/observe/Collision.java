package dev.ame.stm.observe;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Stm;
import java.util.concurrent.CountDownLatch;

/** Makes one block lose to another one, for sure: the other one commits in the middle of its first attempts. */
final class Collision {
    static final AtomicBlock LOSER = AtomicBlock.named("loser");
    static final AtomicBlock WINNER = AtomicBlock.named("winner");

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

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code before}, {@code after} as a block, and {@code winner} as another one between them, the first so many times. */
    static void collide(int times, Runnable before, Runnable winner, Runnable after) {
        LOSER.run(() -> {
            before.run();
            if (Stm.attempt() <= times) {
                inOtherThread(() -> WINNER.run(winner::run));
            }
            after.run();
        });
    }
}
