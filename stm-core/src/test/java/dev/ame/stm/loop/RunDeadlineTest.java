package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Garbage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The time of a whole loop, or of a run of tasks. */
@Bounded
class RunDeadlineTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofHours(1);

    private final LongBox never = LongBox.of(0);
    private final LongBox done = LongBox.of(0);

    private void waitForEver() {
        Stm.check(never.get() == 1);
    }

    @Test
    void aLoopThatWaitsForEverEndsAndSaysHowFarItCame() {
        for (int parallelism : new int[] {1, 4}) {
            DeadlineExceededException thrown = assertThrows(
                    DeadlineExceededException.class,
                    () -> AtomicLoop.range(0, 40)
                            .named("import")
                            .ordered()
                            .parallelism(parallelism)
                            .deadline(SOON)
                            .forEach(i -> {
                                if (i == 17) {
                                    waitForEver();
                                }
                                done.increment();
                            }));
            assertEquals(
                    "loop \"import\": its deadline of 300 ms passed when 17 of 40 elements were done; those stay done",
                    thrown.getMessage());
            assertEquals(17, done.getAndSet(0));
            assertFalse(Thread.currentThread().isInterrupted());
        }
    }

    @Test
    void allWorkersThatWaitAreWoken() {
        DeadlineExceededException thrown = assertThrows(
                DeadlineExceededException.class,
                () -> AtomicLoop.over(List.of(1, 2, 3, 4, 5, 6).iterator())
                        .parallelism(4)
                        .collectFailures()
                        .deadline(SOON)
                        .forEach(i -> waitForEver()));
        assertTrue(thrown.getMessage().contains("passed when 0 elements"), thrown::getMessage);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(50, AtomicLoop.range(0, 50).parallelism(4).forEach(i -> {}).iterations());
    }

    @Test
    void aBodyThatWaitsForSomethingElseIsInterrupted() {
        assertThrows(
                DeadlineExceededException.class,
                () -> AtomicLoop.range(0, 4).parallelism(2).deadline(SOON).forEach(i -> {
                    new CountDownLatch(1).await(1, TimeUnit.HOURS);
                }));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aLoopThatIsInTimeIsAsAnyOther() throws IOException {
        LoopReport report =
                AtomicLoop.range(0, 100).parallelism(4).deadline(LATE).forEach(i -> done.increment());
        assertEquals(100, report.iterations());
        assertEquals(100, done.get());
        IOException broken = new IOException("broken");
        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> AtomicLoop.range(0, 3).deadline(LATE).forEach(i -> {
                            throw broken;
                        })));
        assertEquals(
                3,
                AtomicLoop.range(0, 3)
                        .deadline(Duration.ofSeconds(Long.MAX_VALUE))
                        .forEach(i -> {})
                        .iterations());
    }

    @Test
    void whatEndsInTimeIsNotKeptByTheTimer() {
        Garbage.assertCollected("the body of a loop that has ended", runInTime());
    }

    private static WeakReference<Object> runInTime() {
        Object body = new byte[100];
        AtomicLoop.range(0, 10).deadline(LATE).forEach(i -> assertEquals(100, ((byte[]) body).length));
        return new WeakReference<>(body);
    }

    @Test
    void insideABlockTheLoopIsUndoneAsAWhole() {
        assertThrows(
                DeadlineExceededException.class,
                () -> Stm.atomic(() -> AtomicLoop.range(0, 10).deadline(SOON).forEach(i -> {
                    done.increment();
                    if (i == 5) {
                        waitForEver();
                    }
                })));
        assertEquals(0, done.get());
    }

    @Test
    void tasksThatWaitForEverEndAndThoseThatHadFinishedStay() {
        AtomicTasks tasks = new AtomicTasks().named("jobs").parallelism(3).deadline(SOON);
        for (int i = 0; i < 5; i++) {
            tasks.add(9, done::increment);
            tasks.add(this::waitForEver);
        }
        DeadlineExceededException thrown = assertThrows(DeadlineExceededException.class, tasks::run);
        assertEquals(
                "tasks \"jobs\": their deadline of 300 ms passed when 5 were done; those stay done",
                thrown.getMessage());
        assertEquals(5, done.get());
        assertFalse(Thread.currentThread().isInterrupted());

        tasks.deadline(LATE).add(done::increment);
        assertEquals(1, tasks.run().iterations());
    }

    @Test
    void timesThatAreNoTimesAreRefused() {
        AtomicLoop<Integer> loop = AtomicLoop.range(0, 1);
        AtomicTasks tasks = new AtomicTasks();
        assertThrows(NullPointerException.class, () -> loop.deadline(null));
        assertThrows(NullPointerException.class, () -> tasks.deadline(null));
        for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            assertThrows(IllegalArgumentException.class, () -> loop.deadline(time));
            assertThrows(IllegalArgumentException.class, () -> tasks.deadline(time));
        }
    }
}
