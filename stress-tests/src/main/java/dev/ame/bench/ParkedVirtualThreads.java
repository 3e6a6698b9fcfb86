package dev.ame.bench;

import dev.ame.stm.AtomicAction;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Parks many virtual threads in {@code retry}: what does each cost beyond a thread parked in {@link LockSupport}, how long does it take to wake them all, and
 * does any of them pin its carrier?
 *
 * <pre>java -cp stress-tests/target/stress-tests.jar dev.ame.bench.ParkedVirtualThreads [threads]</pre>
 *
 * <p>Needs JDK 21 or later, ideally 25. Virtual threads are started by reflection because everything here is compiled for 17.
 */
public final class ParkedVirtualThreads {

    private static final int WARM_UP_THREADS = 1_000;
    private static final long PATIENCE_SECONDS = 120;
    private static final long SETTLE_MILLIS = 200;
    private static final int SHOWN_EVENTS = 3;
    private static final int ROUNDS = 4;

    /** One way of waiting: what thread {@code i} runs, and what lets them all go. */
    private record Wait(IntFunction<Runnable> waiting, Runnable release) {}

    /** What a wave of threads cost. */
    private record Cost(double bytes, double bytesLeft, double wakeMillis) {}

    private final Method startVirtualThread;

    private ParkedVirtualThreads(Method startVirtualThread) {
        this.startVirtualThread = startVirtualThread;
    }

    /**
     * Measures and prints.
     *
     * @param args the number of threads, if not 20,000
     * @throws Exception if a thread can't be started or the recording not written
     */
    public static void main(String[] args) throws Exception {
        int threads = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            System.err.println("This JVM has no virtual threads: run it on JDK 21 or later.");
            System.exit(2);
            return;
        }
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            ParkedVirtualThreads parking = new ParkedVirtualThreads(start);
            parking.warmUp();
            Instant warm = Instant.now();
            parking.measure(threads);
            recording.stop();
            reportPinned(recording, warm);
        }
    }

    private void warmUp() throws ReflectiveOperationException, InterruptedException {
        run(parked(WARM_UP_THREADS), WARM_UP_THREADS);
        run(retryingOnOneBox(), WARM_UP_THREADS);
        run(retryingOnOwnBoxes(WARM_UP_THREADS), WARM_UP_THREADS);
    }

    private void measure(int threads) throws ReflectiveOperationException, InterruptedException {
        System.out.printf(Locale.ROOT, "%,d virtual threads, JDK %s%n", threads, System.getProperty("java.version"));
        // The frames of code not yet compiled are larger, so a parked thread takes less from round to round.
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("round " + round);
            Cost bare = run(parked(threads), threads);
            print("LockSupport.park", bare, bare);
            print("retry, all on one box", run(retryingOnOneBox(), threads), bare);
            print("retry, each on its own box", run(retryingOnOwnBoxes(threads), threads), bare);
        }
    }

    private static void print(String name, Cost cost, Cost bare) {
        System.out.printf(
                Locale.ROOT,
                "%-27s %6.0f bytes a thread, %6.0f beyond a parked one, %5.0f left afterwards; all woken in %.1f ms%n",
                name,
                cost.bytes,
                cost.bytes - bare.bytes,
                cost.bytesLeft,
                cost.wakeMillis);
    }

    private static Wait parked(int threads) {
        AtomicBoolean open = new AtomicBoolean();
        Thread[] waiting = new Thread[threads];
        return new Wait(
                i -> () -> {
                    waiting[i] = Thread.currentThread();
                    while (!open.get()) {
                        LockSupport.park();
                    }
                },
                () -> {
                    open.set(true);
                    for (Thread thread : waiting) {
                        LockSupport.unpark(thread);
                    }
                    Arrays.fill(waiting, null);
                });
    }

    private static Wait retryingOnOneBox() {
        Box<Boolean> open = Box.of(false);
        AtomicAction<RuntimeException> untilOpen = untilTrue(open);
        return new Wait(i -> () -> Stm.atomic(untilOpen), () -> open.set(true));
    }

    private static Wait retryingOnOwnBoxes(int threads) {
        @SuppressWarnings({"rawtypes", "unchecked"})
        Box<Boolean>[] open = new Box[threads];
        for (int i = 0; i < threads; i++) {
            open[i] = Box.of(false);
        }
        return new Wait(i -> () -> Stm.atomic(untilTrue(open[i])), () -> {
            for (Box<Boolean> box : open) {
                box.set(true);
            }
        });
    }

    private static AtomicAction<RuntimeException> untilTrue(Box<Boolean> box) {
        return () -> {
            if (!box.get()) {
                Stm.retry();
            }
        };
    }

    /** Starts the threads, waits until all are parked, looks at the heap, lets them go, and looks again. */
    private Cost run(Wait wait, int count) throws ReflectiveOperationException, InterruptedException {
        Thread[] threads = new Thread[count];
        CountDownLatch done = new CountDownLatch(count);
        long before = usedHeap();
        for (int i = 0; i < count; i++) {
            Runnable waiting = wait.waiting.apply(i);
            threads[i] = (Thread) startVirtualThread.invoke(null, (Runnable) () -> {
                waiting.run();
                done.countDown();
            });
        }
        awaitParked(threads);
        long parked = usedHeap();

        long start = System.nanoTime();
        wait.release.run();
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(done.getCount() + " threads were not woken");
        }
        double wakeMillis = (System.nanoTime() - start) / 1e6;
        for (int i = 0; i < count; i++) {
            threads[i].join();
        }
        Arrays.fill(threads, null);
        long after = usedHeap();
        return new Cost((double) (parked - before) / count, (double) (after - before) / count, wakeMillis);
    }

    /** Until all threads are found parked twice in a row: one of them may wait a moment for something else first. */
    private static void awaitParked(Thread[] threads) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int quiet = 0;
        while (quiet < 2) {
            Thread.sleep(SETTLE_MILLIS);
            quiet = allParked(threads) ? quiet + 1 : 0;
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the threads do not come to rest");
            }
        }
    }

    private static boolean allParked(Thread[] threads) {
        for (Thread thread : threads) {
            Thread.State state = thread.getState();
            if (state != Thread.State.WAITING && state != Thread.State.TIMED_WAITING) {
                return false;
            }
        }
        return true;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Threads that load or initialise a class are pinned by the JVM, so those of the warm-up are counted apart. */
    private static void reportPinned(Recording recording, Instant warm) throws IOException {
        Path file = Files.createTempFile("parked-virtual-threads", ".jfr");
        try {
            recording.dump(file);
            List<RecordedEvent> pinned = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
                    .toList();
            List<RecordedEvent> whenWarm = pinned.stream()
                    .filter(event -> event.getStartTime().isAfter(warm))
                    .toList();
            System.out.printf(
                    "pinned: %d threads, and %d in the warm-up while classes were loaded%n",
                    whenWarm.size(), pinned.size() - whenWarm.size());
            pinned.stream().limit(SHOWN_EVENTS).forEach(System.out::println);
        } finally {
            Files.delete(file);
        }
    }
}
