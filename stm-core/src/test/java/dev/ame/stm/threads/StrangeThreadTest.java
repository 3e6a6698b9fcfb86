package dev.ame.stm.threads;

import static dev.ame.stm.Stm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Threads of every kind run blocks: an engine may rely on nothing but which thread is the current one. */
@Bounded
class StrangeThreadTest {

    private final LongBox number = LongBox.of(0);
    private final Counter counter = Counter.create();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** All of these threads claim to be the same. */
    private static final class Impostor extends Thread {
        Impostor(Runnable job) {
            super(job, "main");
            setDaemon(true);
        }

        @Override
        @SuppressWarnings("deprecation")
        public long getId() {
            return 1;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Thread;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString of a thread is nobody's business");
        }
    }

    private void runImpostors(int count, Runnable job) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(new Impostor(() -> {
                try {
                    job.run();
                } catch (Throwable thrown) {
                    failure.compareAndSet(null, thrown);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertFalse(thread.isAlive());
        }
        assertNull(failure.get());
    }

    private void countOn() {
        for (int i = 0; i < 500; i++) {
            atomic(() -> number.set(number.get() + 1));
            counter.increment();
        }
    }

    @Test
    void threadsWithOneIdentityAreStillDifferentThreads() throws InterruptedException {
        runImpostors(4, this::countOn);
        assertEquals(2_000, number.get());
        assertEquals(2_000, counter.sum());
    }

    @Test
    void threadsWithOneIdentityTakeTurns() throws InterruptedException {
        LongBox next = LongBox.of(0);
        runImpostors(2, () -> {
            long mine = next.getAndAdd(1);
            for (int i = 0; i < 200; i++) {
                atomic(() -> {
                    check(number.get() % 2 == mine);
                    number.set(number.get() + 1);
                });
            }
        });
        assertEquals(400, number.get());
    }

    @Test
    void threadsWithOneIdentityHaveLocksOfTheirOwn() throws InterruptedException {
        AtomicBlock serial = AtomicBlock.named("serial").serialAfter(0);
        AtomicBlock irrevocable = AtomicBlock.named("irrevocable").irrevocable();
        runImpostors(4, () -> {
            for (int i = 0; i < 100; i++) {
                serial.run(() -> number.set(number.get() + 1));
                irrevocable.run(() -> number.set(number.get() + 1));
            }
        });
        assertEquals(800, number.get());
    }

    @Test
    void poolThreadsStartEveryTaskAfresh() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 20; i++) {
                Future<?> failing = pool.submit(() -> atomic(() -> {
                    number.set(-1);
                    throw new IllegalArgumentException();
                }));
                assertTrue(failsWith(failing, IllegalArgumentException.class));
                assertFalse(pool.submit(() -> inAtomic()).get(10, TimeUnit.SECONDS));
            }
            assertEquals(0, number.get());
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean failsWith(Future<?> future, Class<? extends Throwable> type) throws Exception {
        try {
            future.get(10, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return type.isInstance(e.getCause());
        }
    }

    @Test
    void forkJoinWorkersRunBlocks() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(4);
        try {
            pool.submit(() -> IntStream.range(0, 2_000)
                            .parallel()
                            .forEach(i -> atomic(() -> number.set(number.get() + 1))))
                    .get(30, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
        assertEquals(2_000, number.get());
    }

    @Test
    void theCommonPoolRunsBlocks() throws Exception {
        List<CompletableFuture<Void>> all = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.runAsync(() -> atomic(() -> number.set(number.get() + 1))))
                .toList();
        for (CompletableFuture<Void> each : all) {
            each.get(10, TimeUnit.SECONDS);
        }
        assertEquals(50, number.get());
    }

    @Test
    void aParallelStreamInABlockIsNotPartOfIt() {
        List<Box<Integer>> boxes =
                IntStream.range(0, 100).mapToObj(i -> Box.of(1)).toList();
        atomic(() -> {
            if (attempt() == 1) {
                number.set(5);
                // The calling thread takes part in the stream and is in the block; the others are not.
                Thread mine = Thread.currentThread();
                boolean right = boxes.parallelStream()
                        .allMatch(box -> box.get() == 1 && (Thread.currentThread() == mine) == inAtomic());
                assertTrue(right);
            }
        });
    }

    @Test
    void threadLocalsOfTheUserAreLeftAlone() {
        ThreadLocal<String> mine = ThreadLocal.withInitial(() -> "initial");
        mine.set("set");
        atomic(() -> {
            assertEquals("set", mine.get());
            mine.set("changed in the block");
        });
        assertEquals("changed in the block", mine.get());
        mine.remove();
    }

    @Test
    void manyThreadsComeAndGo() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            runImpostors(25, () -> atomic(() -> number.set(number.get() + 1)));
        }
        assertEquals(500, number.get());
    }
}
