package dev.ame.stm.collections.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Blocks move permits between two semaphores and wait for them, in all ways in which one can wait. The permits are moved whole, so
 * the sum never changes; and whoever waits is woken: the threads wait without an end, so a wake-up that is lost stops this test.
 */
@Timeout(120)
class MovingPermitsTest {
    private static final int THREADS = 5;
    private static final int ROUNDS = 4000;
    private static final int PERMITS = 2;

    private final TSemaphore first = new TSemaphore(PERMITS);
    private final TSemaphore second = new TSemaphore(PERMITS);

    /** One way to move permits. */
    private interface Move {
        void move(TSemaphore from, TSemaphore to, int n) throws InterruptedException;
    }

    private static final List<Move> MOVES = List.of(
            (from, to, n) -> Stm.atomic(() -> {
                from.acquire(n);
                to.release(n);
            }),
            (from, to, n) -> Stm.atomic(() -> {
                to.release(n);
                from.acquire(n);
            }),
            (from, to, n) -> Stm.atomic(() -> {
                for (int i = 0; i < n; i++) {
                    from.acquire();
                    to.release();
                }
            }),
            (from, to, n) -> Stm.atomic(() -> {
                Stm.check(from.tryAcquire(n));
                to.release(n);
            }),
            (from, to, n) -> Stm.atomic(() -> {
                Stm.check(from.tryAcquire(n, 1, TimeUnit.HOURS));
                to.release(n);
            }));

    @Test
    void permitsAreMovedWhole() throws Exception {
        List<FutureTask<Boolean>> movers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            movers.add(start(() -> moveThereAndBack(number)));
        }
        boolean allDone = false;
        while (!allDone) {
            allDone = movers.stream().allMatch(FutureTask::isDone);
            assertEquals(2 * PERMITS, Stm.atomic(() -> first.availablePermits() + second.availablePermits()));
        }
        for (FutureTask<Boolean> mover : movers) {
            Elsewhere.join(mover);
        }
        assertEquals(PERMITS, first.availablePermits());
        assertEquals(PERMITS, second.availablePermits());
    }

    /** Nobody can wait for ever: what is missing on one side was moved to the other, and its mover brings it back from there. */
    private boolean moveThereAndBack(int number) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            int n = 1 + (round + number) % PERMITS;
            MOVES.get((round + number) % MOVES.size()).move(first, second, n);
            MOVES.get((round / MOVES.size() + number) % MOVES.size()).move(second, first, n);
        }
        return true;
    }

    private static FutureTask<Boolean> start(Callable<Boolean> job) {
        FutureTask<Boolean> task = new FutureTask<>(job);
        Thread thread = new Thread(task, "mover");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
