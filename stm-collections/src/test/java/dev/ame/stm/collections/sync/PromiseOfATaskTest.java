package dev.ame.stm.collections.sync;

import static dev.ame.stm.Stm.atomic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TPromise;
import dev.ame.stm.loop.AtomicExecutor;
import dev.ame.stm.loop.AtomicTasks;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A block must not wait for a promise that a task keeps which begins only when the block has committed. */
@Timeout(60)
class PromiseOfATaskTest {
    private final TPromise<Integer> promise = new TPromise<>();

    @Test
    void inTheBlockThatHasSubmittedATaskTheWaitIsRefused() throws Exception {
        try (AtomicExecutor executor = new AtomicExecutor()) {
            IllegalStateException refused = assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        executor.execute(() -> promise.complete(1));
                        return promise.get();
                    }));
            assertTrue(refused.getMessage().contains("submitted tasks"), refused::getMessage);
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        executor.execute(() -> promise.complete(1));
                        return promise.join();
                    }));
            atomic(() -> executor.execute(() -> promise.complete(2)));
            assertEquals(2, promise.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void tasksThatAreAddedInABlockCountToo() {
        AtomicTasks tasks = new AtomicTasks();
        assertThrows(
                IllegalStateException.class,
                () -> atomic(() -> {
                    tasks.add(() -> promise.complete(1));
                    return promise.join();
                }));
    }

    @Test
    void whatIsThereAlreadyIsReadAndASubmissionThatWasUndoneDoesNotCount() {
        LongBox box = LongBox.of(0);
        promise.complete(3);
        try (AtomicExecutor executor = new AtomicExecutor()) {
            int found = atomic(() -> {
                executor.execute(box::increment);
                return promise.join();
            });
            assertEquals(3, found);
            TPromise<Integer> later = new TPromise<>();
            executor.execute(() -> later.complete(4));
            assertEquals(4, atomic(() -> {
                try {
                    atomic(() -> {
                        executor.execute(box::increment);
                        throw new IllegalArgumentException();
                    });
                } catch (IllegalArgumentException undone) {
                    return later.join();
                }
                return 0;
            }));
        }
        assertEquals(1, box.get());
    }
}
