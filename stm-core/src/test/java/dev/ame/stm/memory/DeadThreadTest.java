package dev.ame.stm.memory;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.Garbage.assertCollected;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.TransactionException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads come and go; nothing of them stays. */
@Bounded
class DeadThreadTest {

    private final LongBox number = LongBox.of(0);

    @Test
    void deadThreadsAndWhatTheyTouchedAreGone() {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        List<WeakReference<Object>> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            threads.add(runThread(values));
        }
        assertEquals(200, number.get());
        assertCollected("dead threads", threads, 0);
        assertCollected("values of dead threads", values, 0);
    }

    private WeakReference<Thread> runThread(List<WeakReference<Object>> values) {
        Running running = start(() -> {
            Object value = new Object();
            synchronized (values) {
                values.add(new WeakReference<>(value));
            }
            Box<Object> box = Box.of(null);
            atomic(() -> {
                box.set(value);
                number.set(number.get() + 1);
            });
            AtomicBlock.named("reader").readOnly().run(() -> box.get());
        });
        running.join();
        return new WeakReference<>(running.thread());
    }

    @Test
    void threadsThatDiedOfAnExceptionInABlockAreGone() {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(runFailingThread());
        }
        assertEquals(0, number.get());
        assertCollected("dead threads", threads, 0);
    }

    private WeakReference<Thread> runFailingThread() {
        Running running = start(() -> atomic(() -> {
            number.set(number.get() + 1);
            throw new IllegalArgumentException();
        }));
        assertTrue(running.joinForFailure() instanceof IllegalArgumentException);
        return new WeakReference<>(running.thread());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsThatGaveUpWaitingAreGone(boolean interrupted) {
        // Nobody ever writes the box they waited for, so nobody but themselves takes them off its list.
        List<WeakReference<Thread>> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(runThreadThatGivesUp(interrupted));
        }
        assertCollected("threads that gave up waiting", threads, 0);
        assertEquals(0, number.get());
    }

    private WeakReference<Thread> runThreadThatGivesUp(boolean interrupted) {
        AtomicBlock block = AtomicBlock.named("waiter");
        AtomicBlock limited = interrupted ? block : block.deadline(Duration.ofMillis(1));
        Running running = start(() -> limited.run(() -> check(number.get() != 0)));
        if (interrupted) {
            running.awaitParked();
            running.thread().interrupt();
        }
        assertTrue(running.joinForFailure() instanceof TransactionException);
        return new WeakReference<>(running.thread());
    }

    @Test
    void aThreadThatDiedInALongReaderFreesWhatItHeld() {
        Box<Object> box = Box.of(new Object());
        WeakReference<Object> old = new WeakReference<>(box.get());
        Running reader = start(() -> AtomicBlock.named("reader").readOnly().run(() -> {
            box.get();
            start(() -> box.set("next")).join();
            throw new AssertionError("the thread dies");
        }));
        assertTrue(reader.joinForFailure() instanceof AssertionError);
        box.set("last");
        assertCollected("a version kept for a dead reader", old);
    }

    @Test
    void boxesThatNobodyKeepsAreGone() {
        List<WeakReference<Object>> traces = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            useTwoBoxes(i, traces);
        }
        assertCollected("boxes", traces, 0);
    }

    private static void useTwoBoxes(int i, List<WeakReference<Object>> traces) {
        Box<Object> box = Box.named("box " + i, new Object());
        LongBox other = LongBox.named("long box " + i, 0);
        atomic(() -> {
            box.set("next");
            other.add(1);
        });
        traces.add(new WeakReference<>(box));
        traces.add(new WeakReference<>(other));
    }
}
