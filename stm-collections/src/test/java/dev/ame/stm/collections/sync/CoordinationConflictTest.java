package dev.ame.stm.collections.sync;

import static dev.ame.stm.collections.support.Overlap.does;

import dev.ame.stm.collections.TLatch;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.collections.TSemaphore;
import dev.ame.stm.collections.support.Overlap;
import dev.ame.stm.collections.support.Overlap.Block;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoordinationConflictTest {

    private static final Block<TSemaphore> ACQUIRE = TSemaphore::tryAcquire;
    private static final Block<TSemaphore> RELEASE = does(TSemaphore::release);
    private static final Block<TLatch> COUNT = does(TLatch::countDown);
    private static final Block<TLatch> IS_OPEN = latch -> latch.await(0, TimeUnit.SECONDS);

    private static Overlap<TSemaphore> semaphore(int permits) {
        return Overlap.of(() -> new TSemaphore(permits)).comparing(TSemaphore::availablePermits);
    }

    private static Overlap<TLatch> latch(int count) {
        return Overlap.of(() -> new TLatch(count)).comparing(TLatch::getCount);
    }

    @Test
    void acquisitionsConflictOnlyOverTheLastPermits() throws Exception {
        semaphore(2).commute(ACQUIRE, ACQUIRE);
        semaphore(5).commute(s -> s.tryAcquire(3), s -> s.tryAcquire(2));
        semaphore(5).conflict(s -> s.tryAcquire(3), s -> s.tryAcquire(3));
        semaphore(1).conflict(ACQUIRE, ACQUIRE);
        semaphore(1).commute(ACQUIRE, RELEASE);
        semaphore(0).commute(RELEASE, RELEASE);
        semaphore(-2).commute(ACQUIRE, RELEASE);
        semaphore(0).conflict(Overlap.<TSemaphore>first(ACQUIRE).then(RELEASE), RELEASE);
        semaphore(3)
                .conflict(
                        Overlap.<TSemaphore>first(TSemaphore::availablePermits).then(RELEASE), RELEASE);
        semaphore(3).conflict(TSemaphore::drainPermits, ACQUIRE);
    }

    @Test
    void countsConflictOnlyIfTheyOpenTheLatch() throws Exception {
        latch(2).commute(COUNT, COUNT);
        latch(0).commute(COUNT, COUNT);
        latch(3).commute(IS_OPEN, COUNT);
        latch(0).commute(IS_OPEN, COUNT);
        latch(1).conflict(Overlap.<TLatch>first(IS_OPEN).then(COUNT), COUNT);
        latch(3).conflict(Overlap.<TLatch>first(TLatch::getCount).then(COUNT), COUNT);
    }

    @Test
    void whoFoundAPromiseOpenConflictsWithItsCompletion() throws Exception {
        Overlap<TPromise<Integer>> open =
                Overlap.<TPromise<Integer>>of(TPromise::new).comparing(TPromise::join);
        open.conflict(promise -> promise.complete(1), promise -> promise.complete(2));
        Overlap<TPromise<Integer>> done = Overlap.<TPromise<Integer>>of(() -> {
                    TPromise<Integer> promise = TPromise.named("promise");
                    promise.complete(0);
                    return promise;
                })
                .comparing(TPromise::join);
        done.commute(promise -> promise.complete(1), TPromise::isDone);
    }
}
