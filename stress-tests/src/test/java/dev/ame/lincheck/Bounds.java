package dev.ame.lincheck;

import dev.ame.stm.AtomicBlock;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How much of the space of interleavings a test looks at, and what Lincheck must be told about the engine.
 *
 * <p>For more of it: {@code mvn -pl stress-tests -am test -Dlincheck.factor=20}.
 */
final class Bounds {
    private static final int FACTOR = Integer.getInteger("lincheck.factor", 1);
    private static final int SCENARIOS = 3;
    private static final int INVOCATIONS = 100;
    private static final int SCHEDULES = 20;

    // By default Lincheck takes a recursion of 20 levels, or a loop of 50 turns, for one without end. The engine's
    // look at the stack is deeper, and its pauses after a conflict are longer.
    private static final int RECURSION = 100;
    private static final int TURNS = 5000;
    private static final int TURNS_BEFORE_SWITCH = 10;

    private static final int MOST_READERS = 4;

    private Bounds() {}

    /** Random scenarios of two threads. */
    static ModelCheckingOptions twoThreads() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(1)
                .iterations(SCENARIOS * FACTOR)
                .invocationsPerIteration(INVOCATIONS)
                .loopBound(TURNS)
                .recursionBound(RECURSION);
    }

    /**
     * Interleavings of one program that starts threads and joins them. The public method for that, {@code
     * runConcurrentTest}, has no parameters for the limits.
     */
    static void explore(Runnable program) {
        keepTimerOut();
        LincheckSettings settings = new LincheckSettings(false, TURNS_BEFORE_SWITCH, TURNS, RECURSION);
        Lincheck.runConcurrentTestInternal$lincheck(SCHEDULES * FACTOR, settings, () -> {
            showLockToLincheck();
            program.run();
        });
    }

    /**
     * Lincheck learns of a class of the JDK when tested code creates an object of it. The engine's lock is older; left
     * unknown, its waiting would be real, and stop everything. This works in {@link #explore} only, so nothing that
     * {@link #twoThreads} runs may wait for the lock.
     */
    private static void showLockToLincheck() {
        ReentrantLock unused = new ReentrantLock(true);
        if (unused.isLocked()) {
            throw new AssertionError();
        }
    }

    /**
     * The first one who waits borrows the JDK's timer thread, to look after the waiters every few seconds. Lincheck does not
     * know of the lock in that timer, which is older than the program, and reports a hang. So it is made to look as if that
     * was done; nothing that is explored here leaves anybody behind that would have to be looked after.
     */
    private static void keepTimerOut() {
        try {
            Class<?> lookout = Class.forName("dev.ame.stm.engine.commit.Lookout");
            Constructor<?> constructor = lookout.getDeclaredConstructor();
            constructor.setAccessible(true);
            Field onDuty = lookout.getDeclaredField("onDuty");
            onDuty.setAccessible(true);
            onDuty.set(null, constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /**
     * Lincheck puts static fields back before each run, but not thread locals: a thread would remember a pin that the
     * engine's list of pins has lost. So the list is made long enough beforehand.
     */
    static void allocatePins() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        CyclicBarrier allInside = new CyclicBarrier(MOST_READERS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MOST_READERS; i++) {
            Thread thread = new Thread(() -> reader.run(() -> await(allInside)));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
