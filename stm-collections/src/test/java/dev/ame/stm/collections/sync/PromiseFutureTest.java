package dev.ame.stm.collections.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.Elsewhere;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.collections.support.Overlap;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures that follow a promise. */
@Timeout(60)
class PromiseFutureTest {

    @Test
    void aFutureIsCompletedAsThePromiseIs() {
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> future = promise.toCompletableFuture();
        assertFalse(future.isDone());
        assertTrue(promise.complete("done"));
        assertEquals("done", future.join());
        assertEquals("done", promise.toCompletableFuture().join(), "of a promise that is completed already");

        TPromise<String> empty = new TPromise<>();
        CompletableFuture<String> nothing = empty.toCompletableFuture();
        empty.complete(null);
        assertTrue(nothing.isDone() && nothing.join() == null);
    }

    @Test
    void aFailureIsPassedOn() {
        Exception failure = new Exception("expected");
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> early = promise.toCompletableFuture();
        promise.completeExceptionally(failure);
        CompletableFuture<String> late = promise.toCompletableFuture();
        assertSame(failure, assertThrows(CompletionException.class, early::join).getCause());
        assertSame(failure, assertThrows(CompletionException.class, late::join).getCause());

        TPromise<String> cancelled = new TPromise<>();
        CompletableFuture<String> ended = cancelled.toCompletableFuture();
        cancelled.cancel(true);
        assertTrue(ended.isCancelled());
        assertThrows(CancellationException.class, ended::join);
    }

    @Test
    void whatIsDoneToAFutureDoesNothingToThePromise() {
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> cancelled = promise.toCompletableFuture();
        CompletableFuture<String> completed = promise.toCompletableFuture();
        CompletableFuture<String> kept = promise.toCompletableFuture();
        assertNotSame(completed, kept);
        cancelled.cancel(true);
        completed.complete("mine");
        assertFalse(promise.isDone());
        promise.complete("theirs");
        assertTrue(cancelled.isCancelled());
        assertEquals("mine", completed.join());
        assertEquals("theirs", kept.join());
    }

    @Test
    void itIsCompletedAfterTheCommitAndOutsideOfBlocks() {
        TPromise<String> promise = new TPromise<>();
        Box<Integer> box = Box.of(0);
        AtomicInteger seen = new AtomicInteger(-1);
        AtomicBoolean inside = new AtomicBoolean(true);
        CompletableFuture<String> future = promise.toCompletableFuture();
        CompletableFuture<?> dependent = future.thenRun(() -> {
            seen.set(box.get());
            inside.set(Stm.inAtomic());
        });
        Stm.atomic(() -> {
            promise.complete("done");
            box.set(1);
            assertFalse(future.isDone());
        });
        assertTrue(dependent.isDone());
        assertEquals(1, seen.get(), "what the block has written after it completed the promise");
        assertFalse(inside.get());
    }

    @Test
    void itFollowsAnIrrevocableBlockAfterItsEndOnly() {
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> future = promise.toCompletableFuture();
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    Stm.irrevocable("test");
                    promise.complete("done");
                    assertFalse(future.isDone());
                    throw new ArithmeticException();
                }));
        assertEquals("done", future.join(), "the writes of an irrevocable block are kept");
    }

    @Test
    void aCompletionThatIsUndoneIsNotSeen() {
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> future = promise.toCompletableFuture();
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    promise.complete("undone");
                    throw new ArithmeticException();
                }));
        assertFalse(future.isDone());
        Stm.atomic(() -> {
            Stm.orElse(
                    () -> {
                        promise.complete("undone, too");
                        return Stm.retry();
                    },
                    () -> promise.complete("committed"));
        });
        assertEquals("committed", future.join());
    }

    @Test
    void aFutureMadeInABlockFollowsWhenThatCommits() {
        TPromise<String> promise = new TPromise<>();
        CompletableFuture<String> future = Stm.atomic(() -> {
            CompletableFuture<String> made = promise.toCompletableFuture();
            promise.complete("done");
            CompletableFuture<String> afterwards = promise.toCompletableFuture();
            assertFalse(made.isDone() || afterwards.isDone());
            return made.thenCombine(afterwards, String::concat);
        });
        assertEquals("donedone", future.join());

        TPromise<String> later = new TPromise<>();
        CompletableFuture<String> following =
                AtomicBlock.named("read only").readOnly().call(later::toCompletableFuture);
        assertFalse(following.isDone());
        later.complete("later");
        assertEquals("later", following.join());
    }

    @Test
    void aFutureOfACompletedPromiseIsDoneInABlockToo() {
        TPromise<String> promise = new TPromise<>();
        promise.complete("done");
        Stm.atomic(() -> assertEquals("done", promise.toCompletableFuture().join()));
    }

    @Test
    void aFutureOfABlockThatIsUndoneIsCancelled() throws Exception {
        TPromise<String> promise = new TPromise<>();
        List<CompletableFuture<String>> made = new ArrayList<>();
        assertThrows(
                ArithmeticException.class,
                () -> Stm.atomic(() -> {
                    made.add(promise.toCompletableFuture());
                    throw new ArithmeticException();
                }));
        assertTrue(made.get(0).isCancelled());
        assertFalse(promise.isDone());

        made.clear();
        Box<Integer> box = Box.of(0);
        Stm.atomic(() -> {
            made.add(promise.toCompletableFuture());
            int seen = box.get();
            if (Stm.attempt() == 1) {
                Elsewhere.run(() -> box.getAndSet(1));
            }
            box.set(seen + 1);
        });
        promise.complete("done");
        assertEquals(2, made.size());
        assertTrue(made.get(0).isCancelled(), "of an attempt that was run again");
        assertEquals("done", made.get(1).join());
    }

    @Test
    void makingAFutureConflictsWithNothing() throws Exception {
        Overlap<TPromise<Integer>> open =
                Overlap.<TPromise<Integer>>of(TPromise::new).comparing(TPromise::isDone);
        Overlap.Block<TPromise<Integer>> follow =
                promise -> promise.toCompletableFuture().isDone();
        open.commute(follow, promise -> promise.complete(1));
        open.commute(follow, follow);
    }

    @Test
    void futuresThatAreDoneAreLetGo() throws Exception {
        TPromise<String> promise = new TPromise<>();
        WeakReference<CompletableFuture<String>> cancelled = cancelled(promise);
        WeakReference<CompletableFuture<String>> timedOut = timedOut(promise);
        for (int i = 0; i < 1000 && (cancelled.get() != null || timedOut.get() != null); i++) {
            System.gc();
            Thread.yield();
        }
        assertTrue(cancelled.get() == null && timedOut.get() == null);
        promise.complete("done");
        assertEquals("done", promise.toCompletableFuture().join());
    }

    private static WeakReference<CompletableFuture<String>> cancelled(TPromise<String> promise) {
        CompletableFuture<String> future = promise.toCompletableFuture();
        future.cancel(false);
        return new WeakReference<>(future);
    }

    private static WeakReference<CompletableFuture<String>> timedOut(TPromise<String> promise) throws Exception {
        CompletableFuture<String> future = promise.toCompletableFuture();
        assertEquals(
                "late",
                future.completeOnTimeout("late", 1, TimeUnit.NANOSECONDS).get(10, TimeUnit.SECONDS));
        return new WeakReference<>(future);
    }

    /** Two threads make futures while a third completes the promise; none of them may be forgotten. */
    @Test
    void noCompletionIsLostInTheRace() throws Exception {
        int rounds = 2000;
        List<TPromise<Integer>> promises = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            promises.add(new TPromise<>());
        }
        CyclicBarrier start = new CyclicBarrier(3);
        FutureTask<List<CompletableFuture<Integer>>> first = Elsewhere.start(() -> follow(promises, start));
        FutureTask<List<CompletableFuture<Integer>>> second = Elsewhere.start(() -> follow(promises, start));
        start.await(10, TimeUnit.SECONDS);
        for (int i = 0; i < rounds; i++) {
            int value = i;
            if (i % 2 == 0) {
                promises.get(i).complete(i);
            } else {
                Stm.atomic(() -> promises.get(value).complete(value));
            }
        }
        List<CompletableFuture<Integer>> all = new ArrayList<>(Elsewhere.join(first));
        all.addAll(Elsewhere.join(second));
        for (int i = 0; i < all.size(); i++) {
            // Both threads are through: each future was told by its maker, or by the one that has completed the
            // promise.
            assertTrue(all.get(i).isDone());
            assertEquals(i % rounds, all.get(i).join());
        }
    }

    private static List<CompletableFuture<Integer>> follow(List<TPromise<Integer>> promises, CyclicBarrier start)
            throws Exception {
        List<CompletableFuture<Integer>> made = new ArrayList<>();
        start.await(10, TimeUnit.SECONDS);
        for (TPromise<Integer> promise : promises) {
            made.add(promise.toCompletableFuture());
        }
        return made;
    }
}
