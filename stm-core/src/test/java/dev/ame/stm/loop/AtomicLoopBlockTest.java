package dev.ame.stm.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.TooManyAttemptsException;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.TestThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The options of the block that the iterations of a loop are run as: each counts for every iteration by itself. */
@Bounded
class AtomicLoopBlockTest {
    private static final AtomicBlock PLAIN = AtomicBlock.named("iteration");
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofHours(1);

    private final LongBox never = LongBox.of(0);
    private final LongBox done = LongBox.of(0);

    /** The loop in all ways in which iterations are run. */
    private static <T> List<AtomicLoop<T>> inAllWays(AtomicLoop<T> loop) {
        return List.of(
                loop.parallelism(1),
                loop.parallelism(4),
                loop.parallelism(1).ordered(),
                loop.parallelism(4).ordered());
    }

    // ---------------------------------------------------------------- deadline

    @Test
    void anIterationThatWaitsForTooLongThrowsAndTheOthersStay() {
        for (AtomicLoop<Integer> loop :
                inAllWays(AtomicLoop.range(0, 40).block(PLAIN.deadline(SOON)).collectFailures())) {
            done.set(0);
            LoopReport report = loop.forEach(i -> {
                done.increment();
                if (i == 17) {
                    Stm.check(never.get() == 1);
                }
            });
            assertEquals(39, done.get());
            assertEquals(39, report.iterations());
            assertEquals(1, report.failures().size());
            assertInstanceOf(DeadlineExceededException.class, report.failures().get(0));
            assertEquals(17, noteOf(report.failures().get(0)).index());
        }
    }

    private static LoopElementNote noteOf(Throwable thrown) {
        return (LoopElementNote) thrown.getSuppressed()[thrown.getSuppressed().length - 1];
    }

    @Test
    void anIterationWhoseBodyTakesTooLongIsNotCommittedWhoeverRunsItAhead() {
        for (AtomicLoop<Integer> loop : inAllWays(AtomicLoop.range(0, 8).block(PLAIN.deadline(SOON)))) {
            done.set(0);
            loop.collectFailures().forEach(i -> {
                done.increment();
                if (i == 5) {
                    spendTime();
                }
            });
            assertEquals(7, done.get());
        }
    }

    /** Uses up the time of an iteration: what it does not wait for, it cannot be woken from. */
    private static void spendTime() {
        long began = System.nanoTime();
        while (System.nanoTime() - began <= SOON.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theTimeIsThatOfOneIterationNotThatOfAChunk() {
        for (AtomicLoop<Integer> loop :
                inAllWays(AtomicLoop.range(0, 300).block(PLAIN.deadline(LATE)).chunk(1))) {
            assertEquals(1, loop.forEach(i -> done.increment()).largestChunk());
        }
        assertEquals(
                1,
                AtomicLoop.range(0, 300)
                        .block(PLAIN.deadline(LATE))
                        .forEach(i -> {})
                        .largestChunk());
    }

    @Test
    void anIterationMayWaitForAnotherOneThatComesLater() {
        AtomicLoop.range(0, 200).parallelism(2).block(PLAIN.deadline(LATE)).forEach(i -> {
            if (i == 0) {
                Stm.check(done.get() == 199);
            }
            done.increment();
        });
        assertEquals(200, done.get());
    }

    // ---------------------------------------------------------------- attempts

    @Test
    void anIterationGivesUpAfterSoManyConflicts() {
        for (AtomicLoop<Integer> loop :
                inAllWays(AtomicLoop.range(0, 10).block(PLAIN.maxAttempts(1).serialAfter(100)))) {
            AtomicInteger runs = new AtomicInteger();
            LongBox box = LongBox.of(0);
            assertThrows(
                    TooManyAttemptsException.class,
                    () -> loop.parallelism(1).forEach(i -> {
                        long seen = box.get();
                        if (i == 3) {
                            runs.incrementAndGet();
                            TestThreads.elsewhere(box::increment);
                        }
                        box.set(seen + 1);
                    }));
            assertEquals(1, runs.get());
            assertEquals(4, box.get());
        }
    }

    @Test
    void inOrderOtherIterationsDoNotCountAsConflicts() {
        LoopReport report = AtomicLoop.range(0, 500)
                .parallelism(4)
                .ordered()
                .block(PLAIN.maxAttempts(1))
                .forEach(i -> {
                    Stm.check(done.get() == i);
                    done.set(i + 1);
                });
        assertEquals(500, report.iterations());
    }

    @Test
    void serialAtOnce() {
        for (AtomicLoop<Integer> loop : inAllWays(AtomicLoop.range(0, 100).block(PLAIN.serialAfter(0)))) {
            LoopReport report = loop.forEach(i -> {
                assertEquals(1, Stm.attempt());
                done.set(done.get() + 1);
            });
            assertEquals(0, report.aborts());
            assertEquals(report.transactions(), report.serialRuns());
        }
        assertEquals(400, done.get());
    }

    // ---------------------------------------------------------------- read-only, irrevocable

    @Test
    void aWriteInAReadOnlyIterationIsRefused() {
        for (AtomicLoop<Integer> loop :
                inAllWays(AtomicLoop.range(0, 100).block(PLAIN.readOnly()).collectFailures())) {
            LongBox seen = LongBox.of(5);
            LoopReport report = loop.forEach(i -> {
                assertEquals(5, seen.get());
                if (i % 10 == 3) {
                    done.increment();
                }
            });
            assertEquals(10, report.failures().size());
            report.failures().forEach(thrown -> assertInstanceOf(IllegalStateException.class, thrown));
            assertEquals(0, done.get());
        }
    }

    @Test
    void anIrrevocableIterationIsRunOnceAndWhatItDidStays() {
        for (AtomicLoop<Integer> loop :
                inAllWays(AtomicLoop.range(0, 100).block(PLAIN.irrevocable()).collectFailures())) {
            AtomicIntegerArray runs = new AtomicIntegerArray(100);
            done.set(0);
            LoopReport report = loop.forEach(i -> {
                runs.incrementAndGet(i);
                done.set(done.get() + 1);
                if (i % 10 == 3) {
                    throw new IllegalStateException("too late to undo");
                }
            });
            for (int i = 0; i < 100; i++) {
                assertEquals(1, runs.get(i), "element " + i);
            }
            assertEquals(100, done.get());
            assertEquals(10, report.failures().size());
        }
    }

    // ---------------------------------------------------------------- failures that commit

    @Test
    void aFailureThatDoesNotRollBackKeepsWhatItsIterationDidAndNoMore() {
        for (Class<? extends Throwable> type : List.of(IOException.class, Exception.class, Throwable.class)) {
            for (AtomicLoop<Integer> loop : inAllWays(
                    AtomicLoop.range(0, 100).block(PLAIN.noRollbackFor(type)).collectFailures())) {
                done.set(0);
                assertEquals(10, failuresAmong(loop));
                assertEquals(100, done.get(), type::toString);
            }
        }
    }

    private int failuresAmong(AtomicLoop<Integer> loop) {
        try {
            return loop.forEach(i -> {
                        done.increment();
                        if (i % 10 == 3) {
                            throw new IOException("committed all the same");
                        }
                    })
                    .failures()
                    .size();
        } catch (IOException e) {
            throw new AssertionError("failures are to be collected", e);
        }
    }

    // ---------------------------------------------------------------- names, refusals, nesting

    @Test
    void theBlocksNameIsTheLoopsAndNamedKeepsTheOptions() {
        AtomicLoop<Integer> loop = AtomicLoop.range(0, 3).block(PLAIN.readOnly());
        assertEquals("iteration", loopNameIn(loop));
        assertEquals("other", loopNameIn(loop.named("other")));
        assertEquals(
                "iteration", loopNameIn(AtomicLoop.range(0, 3).named("other").block(PLAIN.readOnly())));
    }

    private String loopNameIn(AtomicLoop<Integer> loop) {
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> loop.forEach(i -> done.increment()));
        String message = noteOf(thrown).getMessage();
        return message.substring(message.indexOf('"') + 1, message.lastIndexOf('"'));
    }

    @Test
    void aChunkOfSeveralWithOptionsOfOneBlockIsRefusedAtOnce() {
        List<UnaryOperator<AtomicBlock>> options = List.of(
                block -> block.deadline(LATE),
                block -> block.maxAttempts(3),
                AtomicBlock::irrevocable,
                block -> block.noRollbackFor(IOException.class));
        AtomicLoop<Integer> loop = AtomicLoop.range(0, 3);
        for (UnaryOperator<AtomicBlock> option : options) {
            AtomicBlock block = option.apply(PLAIN);
            String message = assertThrows(
                            IllegalArgumentException.class, () -> loop.chunk(2).block(block))
                    .getMessage();
            assertTrue(message.contains("chunk(2)"), message);
            assertThrows(IllegalArgumentException.class, () -> loop.block(block).chunk(2));
            assertEquals(3, loop.block(block).chunk(1).forEach(i -> {}).iterations());
        }
        assertEquals(
                3,
                loop.chunk(2)
                        .block(PLAIN.readOnly().serialAfter(3))
                        .forEach(i -> {})
                        .iterations());
        assertThrows(NullPointerException.class, () -> loop.block(null));
        assertThrows(NullPointerException.class, () -> loop.named(null));
    }

    @Test
    void insideABlockTheIterationsAreNestedBlocksOfThisKind() {
        Stm.atomic(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> AtomicLoop.range(0, 3).block(PLAIN.readOnly()).forEach(i -> done.increment()));
            AtomicLoop.range(0, 3).forEach(i -> done.increment());
        });
        assertEquals(3, done.get());
    }

    @Test
    void anIterationThatIsRunApartCanBeEndedByAnother() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        assertThrows(
                IOException.class,
                () -> AtomicLoop.range(0, 2)
                        .parallelism(2)
                        .block(PLAIN.deadline(LATE))
                        .forEach(i -> {
                            if (i == 0) {
                                waits.countDown();
                                Stm.check(never.get() == 1);
                            }
                            TestThreads.await(waits);
                            throw new IOException("ends the loop");
                        }));
    }
}
