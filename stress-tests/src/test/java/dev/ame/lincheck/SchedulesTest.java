package dev.ame.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Small programs of two threads, each under many interleavings of the engine's steps. */
@EnabledIfSystemProperty(named = "lincheck.factor", matches = ".+", disabledReason = "more than a minute")
class SchedulesTest {
    private static void inParallel(Runnable... programs) {
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
        for (Thread thread : threads) {
            Bounds.join(thread);
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    @Test
    void noUpdateIsLost() {
        Bounds.explore(() -> {
            LongBox box = LongBox.of(0);
            inParallel(() -> Stm.atomic(() -> box.set(box.get() + 1)), () -> Stm.atomic(() -> box.set(box.get() + 1)));
            assertEquals(2, box.get());
        });
    }

    /** Each may leave only while the other stays. */
    @Test
    void noWriteSkew() {
        Bounds.explore(() -> {
            Box<Boolean> first = Box.of(true);
            Box<Boolean> second = Box.of(true);
            inParallel(() -> leave(first, second), () -> leave(second, first));
            assertTrue(first.get() || second.get());
        });
    }

    private static void leave(Box<Boolean> own, Box<Boolean> other) {
        Stm.atomic(() -> {
            if (other.get()) {
                own.set(false);
            }
        });
    }

    /** Checked within the attempt, so those that abort later count too. */
    @Test
    void everyAttemptSeesBothWritesOrNone() {
        Bounds.explore(() -> {
            LongBox first = LongBox.of(0);
            LongBox second = LongBox.of(0);
            inParallel(
                    () -> Stm.atomic(() -> {
                        first.set(1);
                        second.set(1);
                    }),
                    () -> Stm.atomic(() -> {
                        long seen = first.get();
                        assertEquals(seen, second.get());
                    }));
        });
    }

    /** The same with a writer, which can't be helped by a pinned snapshot. */
    @Test
    void everyAttemptOfAWriterSeesBothWritesOrNone() {
        Bounds.explore(() -> {
            LongBox first = LongBox.of(0);
            LongBox second = LongBox.of(0);
            inParallel(
                    () -> Stm.atomic(() -> {
                        first.set(1);
                        second.set(1);
                    }),
                    () -> Stm.atomic(() -> {
                        long seen = first.get();
                        first.set(seen + 10);
                        assertEquals(seen, second.get());
                    }));
            assertTrue(first.get() == 11 || first.get() == 1);
        });
    }

    @Test
    void anIrrevocableBlockRunsOnce() {
        Bounds.explore(() -> {
            LongBox box = LongBox.of(0);
            int[] runs = new int[1];
            inParallel(
                    () -> Stm.atomic(() -> box.set(box.get() + 1)),
                    () -> Stm.atomic(() -> {
                        Stm.irrevocable("model checking");
                        runs[0]++;
                        box.set(box.get() + 1);
                    }));
            assertEquals(2, box.get());
            assertEquals(1, runs[0]);
        });
    }

    @Test
    void twoIrrevocableBlocks() {
        Bounds.explore(() -> {
            LongBox box = LongBox.of(0);
            Runnable block = () -> Stm.atomic(() -> {
                long seen = box.get();
                Stm.irrevocable("model checking");
                box.set(seen + 1);
            });
            inParallel(block, block);
            assertEquals(2, box.get());
        });
    }

    @Test
    void retryIsWokenByTheWriteItWaitsFor() {
        Bounds.explore(() -> {
            LongBox slot = LongBox.of(0);
            LongBox taken = LongBox.of(0);
            inParallel(
                    () -> slot.set(7),
                    () -> Stm.atomic(() -> {
                        Stm.check(slot.get() != 0);
                        taken.set(slot.getAndSet(0));
                    }));
            assertEquals(7, taken.get());
        });
    }
}
