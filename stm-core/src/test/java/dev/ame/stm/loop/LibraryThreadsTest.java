package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Garbage;
import dev.ame.stm.support.TestThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The threads that the library makes have nothing of whoever happens to use it first, nor of whoever used it last. */
@Bounded
class LibraryThreadsTest {
    private final Map<Thread, String> traces = new ConcurrentHashMap<>();

    private void lookAround() {
        traces.put(Thread.currentThread(), ForeignCaller.tracesHere());
    }

    /** More workers than there are warm threads, so that some must be made now; unless another test has left very many. */
    private static int enoughWorkers() {
        return 3 + Math.min(50, threadsNamed("ame-loop-").size());
    }

    private static Set<Thread> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .collect(Collectors.toSet());
    }

    private void assertNoTraces(String prefix, int threads) {
        traces.keySet().removeIf(thread -> !thread.getName().startsWith(prefix));
        assertTrue(traces.size() >= threads, () -> "threads seen: " + traces);
        traces.forEach((thread, found) -> assertEquals("", found, thread::getName));
    }

    /** Runs a loop each of whose iterations has a thread of its own. */
    private static void onThreads(int workers, Runnable body) {
        CyclicBarrier barrier = new CyclicBarrier(workers);
        AtomicLoop.range(0, workers).parallelism(workers).chunk(1).forEach(i -> {
            TestThreads.meet(barrier);
            body.run();
        });
    }

    @Test
    void helpersOfALoop() {
        int workers = enoughWorkers();
        ForeignCaller.run(ForeignCaller.newLoader(), () -> onThreads(workers, this::lookAround));
        assertNoTraces("ame-loop-", workers - 1);
        traces.keySet().forEach(thread -> assertTrue(thread.isDaemon()));
    }

    @Test
    void helpersOfTasks() {
        int workers = enoughWorkers();
        CyclicBarrier barrier = new CyclicBarrier(workers);
        ForeignCaller.run(ForeignCaller.newLoader(), () -> {
            AtomicTasks tasks = new AtomicTasks().parallelism(workers);
            for (int i = 0; i < workers; i++) {
                tasks.add(() -> {
                    TestThreads.meet(barrier);
                    lookAround();
                });
            }
            tasks.run();
        });
        assertNoTraces("ame-loop-", workers - 1);
    }

    @Test
    void threadsOfAnExecutorWhichKeepTheProcessAliveWhoeverComesFirst() throws Exception {
        try (AtomicExecutor executor =
                AtomicExecutor.builder().named("traces").parallelism(2).build()) {
            ForeignCaller.run(
                    ForeignCaller.newLoader(),
                    () -> executor.submit(this::lookAround).get());
            assertNoTraces("ame-traces", 1);
            traces.keySet().forEach(thread -> assertFalse(thread.isDaemon()));
        }
    }

    @Test
    void theTimerOfAScheduledExecutorAndTheThreadsItMakes() {
        Set<Thread> before = threadsNamed("ame-timer");
        try (AtomicScheduledExecutor executor =
                AtomicExecutor.builder().named("later").buildScheduled()) {
            ForeignCaller.run(
                    ForeignCaller.newLoader(),
                    () -> executor.schedule(this::lookAround, 1, TimeUnit.MILLISECONDS)
                            .get());
            assertNoTraces("ame-later", 1);
            Set<Thread> timers = threadsNamed("ame-timer");
            timers.removeAll(before);
            assertEquals(1, timers.size());
            timers.forEach(timer -> assertSame(ClassLoader.getSystemClassLoader(), timer.getContextClassLoader()));
        }
    }

    @Test
    void theTimerOfDeadlines() {
        ForeignCaller.run(
                ForeignCaller.newLoader(),
                () -> AtomicLoop.range(0, 2).deadline(Duration.ofHours(1)).forEach(i -> {}));
        Set<Thread> timers = threadsNamed("ame-deadline");
        assertEquals(1, timers.size());
        timers.forEach(timer -> assertSame(ClassLoader.getSystemClassLoader(), timer.getContextClassLoader()));
    }

    @Test
    void theThreadThatWritesDeferredOutputForOthers() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch firstIsBeingWritten = new CountDownLatch(1);
        CountDownLatch secondIsCommitted = new CountDownLatch(1);
        PrintStream sink = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                if (text.startsWith("first")) {
                    firstIsBeingWritten.countDown();
                    TestThreads.await(secondIsCommitted);
                } else {
                    lookAround();
                    written.countDown();
                }
            }
        };
        DeferredOutput output = DeferredOutput.to(sink);
        Started<?> other = Started.run(() -> {
            Started.await(firstIsBeingWritten);
            Stm.atomic(() -> output.println("second"));
            secondIsCommitted.countDown();
            return null;
        });
        ForeignCaller.run(ForeignCaller.newLoader(), () -> Stm.atomic(() -> output.println("first")));
        other.result();
        Started.await(written);
        assertNoTraces("ame-output", 1);
    }

    @Test
    void threadsOfTheUsersOwnFactoryStayAsTheyAre() {
        ClassLoader loader = ForeignCaller.newLoader();
        Map<Thread, ClassLoader> loaders = new ConcurrentHashMap<>();
        CyclicBarrier barrier = new CyclicBarrier(2);
        AtomicLoop.range(0, 2)
                .parallelism(2)
                .chunk(1)
                .threads(work -> {
                    Thread thread = new Thread(work, "own");
                    thread.setContextClassLoader(loader);
                    return thread;
                })
                .forEach(i -> {
                    TestThreads.meet(barrier);
                    loaders.put(Thread.currentThread(), Thread.currentThread().getContextClassLoader());
                });
        loaders.keySet().removeIf(thread -> !"own".equals(thread.getName()));
        assertEquals(Set.of(loader), Set.copyOf(loaders.values()));
    }

    @Test
    void whatABodyHasSetAsContextClassLoaderIsNotForTheNextLoop() {
        ClassLoader loader = ForeignCaller.newLoader();
        onThreads(enoughWorkers(), () -> {
            if (Thread.currentThread().getName().startsWith("ame-loop-")) {
                Thread.currentThread().setContextClassLoader(loader);
            }
        });
        int workers = enoughWorkers();
        onThreads(workers, this::lookAround);
        assertNoTraces("ame-loop-", workers - 1);
    }

    @Test
    void aLoaderThatWasCurrentAtTheFirstUseIsNotKept() throws Exception {
        try (AtomicExecutor executor = new AtomicExecutor();
                AtomicScheduledExecutor scheduled = new AtomicScheduledExecutor()) {
            WeakReference<ClassLoader> loader = useAllAsForeigner(executor, scheduled);
            Garbage.assertCollected("the first caller's loader", loader);
            assertEquals(1, executor.submit(() -> 1).get());
            assertEquals(1, scheduled.submit(() -> 1).get());
        }
    }

    private static WeakReference<ClassLoader> useAllAsForeigner(
            AtomicExecutor executor, AtomicScheduledExecutor scheduled) {
        ClassLoader loader = ForeignCaller.newLoader();
        int workers = enoughWorkers();
        ForeignCaller.run(loader, () -> {
            onThreads(workers, () -> {});
            executor.submit(() -> 1).get();
            scheduled.schedule(() -> 1, 1, TimeUnit.NANOSECONDS).get();
        });
        return new WeakReference<>(loader);
    }

    /** The protection domain of a caller is part of the access-control context that a thread inherits, where there is such a thing. */
    @Test
    void theLoaderOfTheFirstCallersClassesIsNotKept() throws Exception {
        try (AtomicExecutor executor = new AtomicExecutor()) {
            WeakReference<ClassLoader> loader = useAllFromAForeignClass(executor);
            Garbage.assertCollected("the loader of the first caller's class", loader);
            assertEquals(1, executor.submit(() -> 1).get());
        }
    }

    private static WeakReference<ClassLoader> useAllFromAForeignClass(AtomicExecutor executor) throws Exception {
        ClassLoader loader = new ClassLoader(LibraryThreadsTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith(ForeignJob.class.getName()) ? defineHere(name) : super.loadClass(name, resolve);
            }

            private Class<?> defineHere(String name) throws ClassNotFoundException {
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] code = in.readAllBytes();
                    return defineClass(name, code, 0, code.length, new ProtectionDomain(null, null, this, null));
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        Class<?> type = loader.loadClass(ForeignJob.class.getName());
        assertSame(loader, type.getClassLoader());
        ForeignCaller.run(
                ClassLoader.getSystemClassLoader(),
                () -> type.getMethod("run", AtomicExecutor.class, int.class).invoke(null, executor, enoughWorkers()));
        return new WeakReference<>(loader);
    }

    /** Loaded by a loader of its own, and so in a module of its own. Its bodies are lambdas of its own, too. */
    public static final class ForeignJob {
        private ForeignJob() {}

        public static void run(AtomicExecutor executor, int workers) throws Exception {
            CyclicBarrier barrier = new CyclicBarrier(workers);
            AtomicLoop.range(0, workers).parallelism(workers).chunk(1).forEach(i -> barrier.await());
            executor.submit(() -> 1).get();
        }
    }
}
