package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.ForkedJvm;
import dev.ame.stm.support.Running;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that an irrevocable block tells another thread is seen before what it wrote; and nobody sees half of it. See {@code
 * Reservations}.
 */
@Bounded
class IrrevocableTellsTest {
    private static final AtomicBlock IRREVOCABLE =
            AtomicBlock.named("irrevocable").irrevocable();

    private final LongBox number = LongBox.of(0);
    private final LongBox other = LongBox.of(0);
    private final Box<String> box = Box.of("old");
    private final Counter counter = Counter.create();

    /** A way to read, which answers 1 only if it has seen the write. */
    record Read(String name, ReadFrom how) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads from one of three. */
    @FunctionalInterface
    interface ReadFrom {
        long read(LongBox number, Box<String> box, Counter counter);
    }

    static List<Read> reads() {
        return List.of(
                new Read("LongBox.get", (n, b, c) -> n.get()),
                new Read("Box.get", (n, b, c) -> b.get().equals("new") ? 1 : 0),
                new Read("Counter.sum", (n, b, c) -> c.sum()),
                new Read("block", (n, b, c) -> atomic(() -> n.get())),
                new Read("block with a box", (n, b, c) -> atomic(() -> b.get().equals("new") ? 1 : 0)),
                new Read("block with a counter", (n, b, c) -> atomic(() -> c.sum())),
                new Read(
                        "read-only block",
                        (n, b, c) -> AtomicBlock.named("reader").readOnly().call(() -> n.get())),
                new Read("block that writes", (n, b, c) -> {
                    LongBox own = LongBox.of(0);
                    atomic(() -> own.set(n.get()));
                    return own.get();
                }),
                new Read("compareAndSet", (n, b, c) -> n.compareAndSet(0, -1) ? 0 : 1),
                new Read("getAndAdd", (n, b, c) -> n.getAndAdd(5)),
                new Read(
                        "updateAndGet",
                        (n, b, c) -> b.updateAndGet(value -> value + "!").equals("new!") ? 1 : 0));
    }

    private void writeAll() {
        number.set(1);
        box.set("new");
        counter.increment();
    }

    @ParameterizedTest
    @MethodSource("reads")
    void whoIsToldSeesWhatWasWrittenBefore(Read read) {
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<Long> seen = new AtomicReference<>();
        Running reader = start(() -> {
            await(told);
            seen.set(read.how().read(number, box, counter));
        });
        IRREVOCABLE.run(() -> {
            writeAll();
            told.countDown();
            reader.awaitEndedOrHeldUp();
            assertTrue(seen.get() == null || seen.get() == 1, "an old state was seen");
        });
        reader.join();
        assertEquals(1, seen.get());
    }

    @ParameterizedTest
    @MethodSource("reads")
    void whatWasWrittenBeforeItBecameIrrevocableCountsToo(Read read) {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        AtomicReference<Long> seen = new AtomicReference<>();
        Running reader = start(() -> {
            queue.take();
            seen.set(read.how().read(number, box, counter));
        });
        atomic(() -> {
            writeAll();
            irrevocable("tells by a plain queue");
            queue.add("told");
            reader.awaitEndedOrHeldUp();
            assertTrue(seen.get() == null || seen.get() == 1, "an old state was seen");
        });
        reader.join();
        assertEquals(1, seen.get());
    }

    @Test
    void futuresThatItCompletesAreNotAheadOfIt() {
        for (int i = 1; i <= 2_000; i++) {
            int round = i;
            CompletableFuture<Void> future = new CompletableFuture<>();
            Running writer = start(() -> IRREVOCABLE.run(() -> {
                number.set(round);
                future.complete(null);
                box.set("after the future");
            }));
            future.join();
            assertEquals(round, number.get());
            writer.join();
        }
    }

    @Test
    void whoIsToldInTheMiddleDoesNotSeeHalf() {
        CountDownLatch told = new CountDownLatch(1);
        Running reader = start(() -> {
            await(told);
            assertEquals(2, atomic(() -> number.get() + other.get()));
        });
        IRREVOCABLE.run(() -> {
            number.set(1);
            told.countDown();
            reader.awaitEndedOrHeldUp();
            other.set(1);
        });
        reader.join();
    }

    /** A snapshot that is pinned before the block commits would be too old. */
    @Test
    void aLongReaderThatIsToldBeginsAfterTheBlock() {
        CountDownLatch told = new CountDownLatch(1);
        AtomicBlock audit = AtomicBlock.named("audit").readOnly();
        Running reader = start(() -> {
            await(told);
            assertEquals(1, audit.call(() -> {
                assertEquals(1, attempt());
                return other.get() + number.get();
            }));
        });
        IRREVOCABLE.run(() -> {
            number.set(1);
            told.countDown();
            reader.awaitParked();
        });
        reader.join();
    }

    @Test
    void readersOfOtherBoxesRunOn() {
        IRREVOCABLE.run(() -> {
            number.set(1);
            assertEquals("old", fetchElsewhere(box::get));
            assertEquals("old0", fetchElsewhere(() -> atomic(() -> box.get() + other.get())));
        });
    }

    @Test
    void aBlockThatBeganBeforeTheWriteRunsOn() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        Running reader = start(() -> assertEquals(0, atomic(() -> {
            long first = other.get();
            begun.countDown();
            await(written);
            return first + number.get();
        })));
        await(begun);
        IRREVOCABLE.run(() -> {
            number.set(1);
            other.set(1);
            written.countDown();
            reader.join();
        });
        assertEquals(1, number.get());
    }

    @Test
    void whatItDidNotWriteAfterAllIsFreeAgain() {
        IRREVOCABLE.run(() -> assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    number.set(1);
                    throw new IllegalArgumentException();
                })));
        assertEquals(0, fetchElsewhere(number::get));
        elsewhere(() -> number.add(3));
        assertEquals(3, number.get());
    }

    @Test
    void itReadsItsOwnWritesAndWhatWasThereBefore() {
        number.set(7);
        IRREVOCABLE.run(() -> {
            assertEquals(7, number.getAndSet(8));
            assertEquals(8, number.get());
            number.add(1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        other.set(5);
                        throw new IllegalArgumentException();
                    }));
            assertEquals(0, other.get());
            other.commute(value -> value + 2);
            assertEquals(2, other.get());
            counter.add(4);
            assertEquals(4, counter.sum());
        });
        assertEquals("9 2 4", number.get() + " " + other.get() + " " + counter.sum());
    }

    @Test
    void aReaderWithADeadlineDoesNotWaitForLonger() {
        AtomicBlock hasty = AtomicBlock.named("hasty").deadline(Duration.ofMillis(50));
        IRREVOCABLE.run(() -> {
            number.set(1);
            Running reader = start(() -> {
                DeadlineExceededException late =
                        assertThrows(DeadlineExceededException.class, () -> hasty.call(number::get));
                assertTrue(late.getMessage().contains("hasty"), late::getMessage);
            });
            while (!reader.isDone()) {
                Thread.onSpinWait(); // waiting for the reader would let it read on
            }
            reader.join();
        });
        assertEquals(1, hasty.call(number::get));
    }

    /** Under one lock this would be a deadlock; and so the reader need not see the block as done. */
    @Test
    void readersThatTheBlockWaitsForReadOnInTheEnd() {
        IRREVOCABLE.run(() -> {
            number.set(1);
            box.set("new");
            assertEquals(0, fetchElsewhere(number::get));
            assertEquals("old", fetchElsewhere(box::get));
        });
        assertEquals(1, number.get());
    }

    @Test
    void aBlockThatSleepsIsWaitedFor() throws InterruptedException {
        IRREVOCABLE.run(() -> {
            number.set(1);
            Running reader = start(() -> assertEquals(1, number.get()));
            TimeUnit.MILLISECONDS.sleep(1_200);
            reader.awaitParked();
        });
        assertEquals(1, fetchElsewhere(number::get));
    }

    @Test
    void whoWasToldOfTheAnswerBeforeIsNotHeldUpByWhatDoesNotChangeIt() {
        counter.add(10);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        Running asker = start(() -> atomic(() -> {
            assertTrue(counter.isAtLeast(5));
            asked.countDown();
            await(written);
            assertEquals(0, other.get());
            assertTrue(counter.isAtLeast(5));
        }));
        await(asked);
        counter.tryAdd(1, 100);
        IRREVOCABLE.run(() -> {
            counter.tryAdd(1, 100);
            written.countDown();
            asker.join();
        });
        assertEquals(12, counter.sum());
    }

    /** Where a reservation may be left half made, in interpreted frames of known size. */
    @Test
    void aFullStackInAWriteHoldsUpNobodyLater() {
        assertEquals(
                List.of("done"),
                ForkedJvm.of(ReservationOverflowProgram.class)
                        .jvmOption("-Xint")
                        .run());
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndIsNotLost() {
        IRREVOCABLE.run(() -> {
            number.set(1);
            Running reader = start(() -> {
                assertEquals(1, number.get());
                assertTrue(Thread.interrupted());
            });
            reader.awaitParked();
            reader.thread().interrupt();
            reader.awaitParked();
            assertFalse(reader.isDone());
            start(reader::join).awaitEndedOrHeldUp();
        });
        assertEquals(1, fetchElsewhere(number::get));
    }
}
