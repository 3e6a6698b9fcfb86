package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is read and then written counts as read, however the attempt goes on: the engine notes such a read with the write,
 * and every way out of the block has to look for it there.
 */
@Bounded
class ReadThenWrittenTest {

    private final LongBox x = LongBox.of(0);
    private final LongBox y = LongBox.of(0);

    /** Values of {@link #x} at the beginning of each attempt. */
    private final List<Long> seen = new ArrayList<>();

    private long readAndWrite(LongBox box) {
        long value = box.get();
        box.set(value + 100);
        return value;
    }

    private void firstOnly(Runnable interference) {
        if (attempt() == 1) {
            elsewhere(interference::run);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 63, 64, 65, 200})
    void anUpdateIsNotLostHoweverManyBoxesTheBlockUpdates(int size) {
        for (int hit : new int[] {0, size / 2, size - 1}) {
            List<LongBox> boxes =
                    IntStream.range(0, size).mapToObj(i -> LongBox.of(0)).toList();
            atomic(() -> {
                boxes.forEach(this::readAndWrite);
                firstOnly(() -> boxes.get(hit).add(1));
            });
            for (int i = 0; i < size; i++) {
                assertEquals(i == hit ? 101 : 100, boxes.get(i).get(), "box " + i + " of " + size);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void theOrderOfUpdatesDoesNotMatter(int size) {
        List<Box<Integer>> boxes =
                IntStream.range(0, size).mapToObj(i -> Box.of(0)).toList();
        atomic(() -> {
            for (int i = size - 1; i >= 0; i--) {
                boxes.get(i).set(boxes.get(i).get() + 100);
            }
            firstOnly(() -> boxes.get(size - 1).update(v -> v + 1));
        });
        for (int i = 0; i < size; i++) {
            assertEquals(i == size - 1 ? 101 : 100, boxes.get(i).get());
        }
    }

    @Test
    void aLaterReadIsOfTheSameMoment() {
        List<Long> pairs = new ArrayList<>();
        atomic(() -> {
            long first = readAndWrite(x);
            firstOnly(() -> atomic(() -> {
                x.set(1);
                y.set(1);
            }));
            pairs.add(first - y.get());
        });
        pairs.forEach(difference -> assertEquals(0, difference, "what was read is of two moments"));
        assertEquals(101, x.get());
    }

    @Test
    void theFirstReadAfterAnUpdateIsNotTheFirstOfAll() {
        LongBox fresh = LongBox.of(0);
        List<Long> pairs = new ArrayList<>();
        atomic(() -> {
            long first = readAndWrite(x);
            firstOnly(() -> {
                x.set(1);
                fresh.set(1); // newer than the snapshot of the block, which has no read in its log
            });
            pairs.add(first - fresh.get());
        });
        pairs.forEach(difference -> assertTrue(difference >= 0, "the second read is newer than the first allows"));
    }

    @Test
    void whatAnUndoneNestedBlockHasUpdatedStillCountsAsRead() {
        atomic(() -> {
            seen.add(x.get());
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        readAndWrite(y);
                        throw new IllegalStateException("undo");
                    }));
            firstOnly(() -> y.set(7));
            x.set(y.get());
        });
        assertTrue(seen.size() > 1, "the block did not start again");
        assertEquals(7, x.get());
    }

    @Test
    void whatAnUndoneNestedBlockHasUpdatedIsValidatedThoughNothingElseIs() {
        List<Long> read = new ArrayList<>();
        atomic(() -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        read.add(readAndWrite(y));
                        throw new IllegalStateException("undo");
                    }));
            firstOnly(() -> y.set(7));
            x.set(read.get(read.size() - 1));
        });
        assertEquals(List.of(0L, 7L), read);
        assertEquals(7, x.get());
    }

    @Test
    void aNestedBlockThatOverwritesAnUpdateAndIsUndoneLeavesItAsItWas() {
        atomic(() -> {
            readAndWrite(x);
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        x.set(5);
                        throw new IllegalStateException("undo");
                    }));
            firstOnly(() -> x.set(1));
        });
        assertEquals(101, x.get());
    }

    @Test
    void aNestedBlockThatOverwritesAnUpdateKeepsItsRead() {
        atomic(() -> {
            long before = readAndWrite(x);
            atomic(() -> x.set(before + 200));
            firstOnly(() -> x.set(1));
        });
        assertEquals(201, x.get());
    }

    @Test
    void retryWaitsForWhatWasUpdated() {
        atomic(() -> {
            long value = readAndWrite(x);
            seen.add(value);
            firstOnly(() -> x.set(1));
            check(value == 1);
        });
        assertEquals(List.of(0L, 1L), seen);
        assertEquals(101, x.get());
    }

    @Test
    void theSecondBranchWaitsForWhatTheFirstUpdated() {
        String result = atomic(() -> orElse(
                () -> {
                    long value = readAndWrite(x);
                    firstOnly(() -> x.set(1));
                    check(value == 1);
                    return "first";
                },
                () -> {
                    readAndWrite(y);
                    return retry();
                }));
        assertEquals("first", result);
        assertEquals(0, y.get());
    }

    @Test
    void theBranchThatIsTakenDependsOnWhatTheOtherUpdated() {
        String result = atomic(() -> orElse(
                () -> {
                    check(readAndWrite(x) == 1);
                    return "first";
                },
                () -> {
                    readAndWrite(y);
                    firstOnly(() -> x.set(1));
                    return "second";
                }));
        assertEquals("first", result, "the second branch was kept though the first one can go on");
        assertEquals(0, y.get());
        assertEquals(101, x.get());
    }

    @Test
    void anExceptionThatRestsOnAStaleUpdateIsNotThrown() {
        atomic(() -> {
            long value = readAndWrite(x);
            firstOnly(() -> x.set(1));
            if (value == 0) {
                throw new IllegalStateException("the block saw what had been replaced");
            }
        });
        assertEquals(101, x.get());
    }

    @Test
    void aBlockThatBecomesIrrevocableHasNotReadWhatHasChanged() {
        atomic(() -> {
            seen.add(readAndWrite(x));
            firstOnly(() -> x.set(1));
            irrevocable("test");
            seen.add(-1L);
        });
        assertEquals(List.of(0L, 1L, -1L), seen);
        assertEquals(101, x.get());
    }

    @Test
    void aBlockThatCommitsInSpiteOfAnExceptionLosesNoUpdateEither() {
        AtomicBlock block = AtomicBlock.named("kept").noRollbackFor(IllegalStateException.class);
        assertThrows(
                IllegalStateException.class,
                () -> block.run(() -> {
                    readAndWrite(x);
                    firstOnly(() -> x.set(1));
                    throw new IllegalStateException("kept");
                }));
        assertEquals(101, x.get());
    }

    @Test
    void aHookBeforeTheCommitComesInTime() {
        atomic(() -> {
            readAndWrite(x);
            beforeCommit(() -> firstOnly(() -> x.set(1)));
        });
        assertEquals(101, x.get());
    }

    @Test
    void anAdditionToWhatWasUpdatedIsPartOfTheUpdate() {
        atomic(() -> {
            readAndWrite(x);
            x.add(1000);
            x.commute(v -> v + 10_000);
            firstOnly(() -> x.set(1));
        });
        assertEquals(11_101, x.get());
    }

    @Test
    void blocksThatOnlySetDoNotConflictThoughOneWaitsForAGate() {
        atomic(() -> {
            x.set(5);
            y.set(5);
            seen.add((long) attempt());
            firstOnly(() -> AtomicBlock.named("serial").serialAfter(0).run(() -> {
                x.set(1);
                y.set(1);
            }));
        });
        assertEquals(List.of(1L), seen);
        assertEquals(5, x.get());
        assertEquals(5, y.get());
    }

    @Test
    void twoReadsAndAWriteAreValidated() {
        atomic(() -> {
            x.get();
            readAndWrite(x);
            readAndWrite(y);
            firstOnly(() -> x.set(1));
        });
        assertEquals(101, x.get());
        assertEquals(100, y.get());
    }

    @Test
    void aBlockThatHasOnlyUpdatedCanWait() {
        Running waiter = start(() -> atomic(() -> check(readAndWrite(x) == 1)));
        waiter.awaitParked();
        x.set(1);
        waiter.join();
        assertEquals(101, x.get());
    }

    @Test
    void anUpdateOfABoxThatWasUpdatedGoesOnFromThere() {
        atomic(() -> {
            readAndWrite(x);
            readAndWrite(x);
        });
        assertEquals(200, x.get());
    }

    @Test
    void aBlockThatOnlySetsKnowsNothingOfTheUpdatesOfTheOneBefore() {
        atomic(() -> {
            readAndWrite(x);
            readAndWrite(y);
        });
        int attempts = atomic(() -> {
            y.set(1);
            x.set(1);
            return attempt();
        });
        assertEquals(1, attempts);
        assertEquals(2, x.get() + y.get());
    }

    /** The undo brings the very first read back into the log of reads, behind another one; then it is taken out again. */
    @Test
    void whatIsReadInThePlaceOfAFirstReadThatWasWrittenAgainIsLookedAtByItself() {
        LongBox z = LongBox.of(0);
        LongBox copy = LongBox.of(0);
        atomic(() -> {
            firstOnly(() -> x.set(1)); // newer than the snapshot, which only the first read may be
            long value = x.get();
            assertThrows(
                    IllegalStateException.class,
                    () -> atomic(() -> {
                        x.set(value + 100);
                        y.get();
                        throw new IllegalStateException();
                    }));
            x.set(value + 100);
            copy.set(z.get());
            y.get();
            firstOnly(() -> z.set(7)); // has the same word as the first read
        });
        assertEquals(7, copy.get());
    }
}
