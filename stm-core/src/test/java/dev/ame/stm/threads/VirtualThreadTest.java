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
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads run blocks, wait in them by the thousand and hold no carrier while they do. */
@Bounded
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTest {

    private final LongBox number = LongBox.of(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Starts a virtual thread; the method exists on newer JDKs only. */
    private Thread startVirtual(Runnable job) {
        Runnable guarded = () -> {
            try {
                job.run();
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            }
        };
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, guarded);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private List<Thread> startMany(int count, Runnable job) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(startVirtual(job));
        }
        return threads;
    }

    private void joinAll(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertFalse(thread.isAlive(), () -> thread + " did not end");
        }
        assertNull(failure.get());
    }

    @Test
    void theyRunBlocks() throws InterruptedException {
        Counter counter = Counter.create();
        joinAll(startMany(1_000, () -> {
            atomic(() -> number.set(number.get() + 1));
            counter.increment();
        }));
        assertEquals(1_000, number.get());
        assertEquals(1_000, counter.sum());
    }

    @Test
    void theyWaitByTheThousandAndAllWake() throws InterruptedException {
        LongBox gate = LongBox.of(0);
        CountDownLatch allArrived = new CountDownLatch(2_000);
        List<Thread> waiters = startMany(
                2_000,
                () -> atomic(() -> {
                    if (attempt() == 1) {
                        allArrived.countDown();
                    }
                    check(gate.get() != 0);
                }));
        // More than there are carriers: all can only arrive if those before them let go of theirs.
        allArrived.await(20, TimeUnit.SECONDS);
        assertEquals(0, allArrived.getCount());
        gate.set(1);
        joinAll(waiters);
    }

    @Test
    void theyWaitForEachOther() throws InterruptedException {
        int length = 1_000;
        List<Box<Boolean>> links =
                IntStream.rangeClosed(0, length).mapToObj(i -> Box.of(false)).toList();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Box<Boolean> mine = links.get(i);
            Box<Boolean> next = links.get(i + 1);
            threads.add(startVirtual(() -> atomic(() -> {
                check(mine.get());
                next.set(true);
            })));
        }
        links.get(0).set(true);
        joinAll(threads);
        assertTrue(links.get(length).get());
    }

    @Test
    void theyUseTheSerialLock() throws InterruptedException {
        AtomicBlock serial = AtomicBlock.named("serial").serialAfter(0);
        AtomicBlock irrevocable = AtomicBlock.named("irrevocable").irrevocable();
        joinAll(startMany(200, () -> {
            serial.run(() -> number.set(number.get() + 1));
            irrevocable.run(() -> number.set(number.get() + 1));
            number.add(1);
        }));
        assertEquals(600, number.get());
    }

    @Test
    void anInterruptEndsTheirWait() throws InterruptedException {
        AtomicInteger interrupted = new AtomicInteger();
        List<Thread> threads = startMany(100, () -> {
            try {
                atomic(() -> check(number.get() != 0));
            } catch (TransactionInterruptedException e) {
                assertTrue(Thread.currentThread().isInterrupted());
                interrupted.incrementAndGet();
            }
        });
        threads.forEach(Thread::interrupt);
        joinAll(threads);
        assertEquals(100, interrupted.get());
    }

    @Test
    void aBlockMayStartAndJoinThem() throws InterruptedException {
        joinAll(List.of(startVirtual(() -> atomic(() -> {
            number.set(1);
            Thread inner = startVirtual(() -> {
                assertFalse(inAtomic());
                assertEquals(0, number.get());
            });
            try {
                inner.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }))));
        assertEquals(1, number.get());
    }
}
