package dev.ame.stm.collections.support;

import dev.ame.stm.AtomicBlock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckSettings;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs collections under Lincheck's scheduler, which tries interleavings of the steps of two threads. Tests that use it stand
 * in a package {@code lincheck}, and have a JVM each:
 *
 * <pre>{@code
 * public class MapOfBoxesTest {                      // public, with a public constructor
 *     private final TMap<Integer, Integer> map = new TMap<>();
 *
 *     @Operation
 *     public Integer put(@Param(name = "key") int key, @Param(name = "value") int value) {
 *         return map.put(key, value);
 *     }
 *
 *     @Test
 *     void isLinearizable() {
 *         ModelChecking.check(MapOfBoxesTest.class, Sequential.class);   // the same methods on a HashMap
 *     }
 *
 *     @Test
 *     void noWriteSkew() {
 *         ModelChecking.explore(() -> {
 *             TMap<Integer, Integer> both = new TMap<>();
 *             ModelChecking.inParallel(() -> atomic(() -> ...), () -> atomic(() -> ...));
 *             assertEquals(1, both.size());
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p>For more: {@code mvn -pl stm-collections -am test -Dlincheck.factor=20}. One of them: {@code mvn -pl stm-collections -am
 * test-compile surefire:test@lincheck -Dtest=MapOfBoxesTest}; with plain {@code test} it would run among the others first.
 */
public final class ModelChecking {
    /**
     * A test that explores a program, which is run only if {@code lincheck.factor} is set: it takes some 20 seconds, and Lincheck
     * gives a schedule up after 30 seconds by the clock, so on a machine that is busy with other tests it may report a hang.
     */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @EnabledIfSystemProperty(named = "lincheck.factor", matches = ".+")
    public @interface OnDemand {}

    private static final int FACTOR = Integer.getInteger("lincheck.factor", 1);
    private static final int SCENARIOS = 2;
    private static final int INVOCATIONS = 60;
    private static final int SCHEDULES = 25;

    // By default Lincheck takes a recursion of 20 levels, or a loop of 50 turns, for one without end. The engine's
    // look at the stack is deeper, and its pauses after a conflict are longer.
    private static final int RECURSION = 100;
    private static final int TURNS = 5000;
    private static final int TURNS_BEFORE_SWITCH = 10;

    private static final int MOST_READERS = 4;

    private ModelChecking() {}

    /** Random scenarios of two threads with two operations each, with one before and one after. */
    public static ModelCheckingOptions twoThreads() {
        allocatePins();
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

    /** Fails if results of the operations of one class are not explained by the methods of the other run one by one. */
    public static void check(Class<?> operations, Class<?> sequential) {
        twoThreads().sequentialSpecification(sequential).check(operations);
    }

    /**
     * Tries interleavings of one program that starts threads and joins them. The public method for that, {@code
     * runConcurrentTest}, has no parameters for the limits.
     */
    public static void explore(Runnable program) {
        allocatePins();
        keepTimerOut();
        LincheckSettings settings = new LincheckSettings(false, TURNS_BEFORE_SWITCH, TURNS, RECURSION);
        Lincheck.runConcurrentTestInternal$lincheck(SCHEDULES * FACTOR, settings, () -> {
            showLockToLincheck();
            program.run();
        });
    }

    /** Runs each program on a thread of its own, to the end; fails as they do. */
    public static void inParallel(Runnable... programs) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable program : programs) {
            Thread thread = new Thread(() -> {
                try {
                    program.run();
                } catch (Throwable thrown) {
                    failure.set(thrown);
                }
            });
            threads.add(thread);
            thread.start();
        }
        threads.forEach(ModelChecking::join);
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
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
    private static void allocatePins() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        CyclicBarrier allInside = new CyclicBarrier(MOST_READERS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MOST_READERS; i++) {
            Thread thread = new Thread(() -> reader.run(() -> await(allInside)));
            thread.start();
            threads.add(thread);
        }
        threads.forEach(ModelChecking::join);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
