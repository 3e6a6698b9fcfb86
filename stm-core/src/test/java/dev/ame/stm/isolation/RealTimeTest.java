package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Place;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strictness: what has finished before a block begins is seen by it. */
@Bounded
class RealTimeTest {

    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();

    private final Box<Integer> box = Box.of(0);
    private final Box<Integer> other = Box.of(0);

    @ParameterizedTest
    @EnumSource
    void aReadSeesWhatFinishedBeforeOnAnotherThread(Place place) {
        for (int i = 1; i <= 50; i++) {
            int value = i;
            elsewhere(() -> box.set(value));
            assertEquals(value, place.call(box::get));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadElsewhereSeesWhatFinishedHere(Place place) {
        for (int i = 1; i <= 50; i++) {
            int value = i;
            place.run(() -> box.set(value));
            assertEquals(value, fetchElsewhere(box::get));
        }
    }

    @Test
    void aDeclaredReaderSeesAllThatFinishedBefore() {
        for (int i = 1; i <= 50; i++) {
            int value = i;
            elsewhere(() -> atomic(() -> {
                box.set(value);
                other.set(value);
            }));
            assertEquals(2 * value, READER.call(() -> box.get() + other.get()));
        }
    }

    @Test
    void aDeclaredReaderSeesSingleWritesOfItsOwnThread() {
        for (int i = 1; i <= 50; i++) {
            box.set(i);
            assertEquals(i, READER.call(box::get));
        }
    }

    @Test
    void blindAddsAreSeenByWhatFollows() {
        LongBox number = LongBox.of(0);
        for (int i = 1; i <= 50; i++) {
            elsewhere(() -> number.add(1));
            assertEquals(i, number.get());
            assertEquals(i, READER.call(number::get));
        }
    }

    @Test
    void aReaderThatBeganBeforeDoesNotHoldBackOneThatBeginsLater() {
        READER.run(() -> {
            int before = box.get();
            elsewhere(() -> box.set(1));
            assertEquals(1, fetchElsewhere(() -> READER.call(box::get)));
            assertEquals(1, fetchElsewhere(box::get));
            assertEquals(1, fetchElsewhere(() -> atomic(box::get)));
            assertEquals(before, box.get());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderThatIsHandedABoxYoungerThanItselfReadsAValueOfIt(boolean declared) {
        // Handed over behind the engine's back: there is no right value, but there must be one, and no exception.
        AtomicBlock block = declared ? READER : AtomicBlock.named("undeclared");
        AtomicReference<Box<Integer>> young = new AtomicReference<>();
        List<Integer> seen = block.call(() -> {
            int first = box.get();
            elsewhere(() -> {
                atomic(() -> {
                    Box<Integer> created = Box.of(1);
                    created.set(2);
                    young.set(created);
                });
                young.get().set(3);
                young.get().set(4);
            });
            return List.of(first, young.get().get(), young.get().get());
        });
        assertTrue(List.of(1, 2, 3, 4).contains(seen.get(1)));
        assertEquals(seen.get(1), seen.get(2));
        assertEquals(4, young.get().get());
    }

    @Test
    void manyNestedSnapshotsInTimeEachSeeTheirOwnPast() {
        readThenChangeThenRecurse(0, 20);
        assertEquals(20, box.get());
    }

    /** A reader opened at value n reads n again after all the later ones have come and gone. */
    private void readThenChangeThenRecurse(int depth, int limit) {
        if (depth == limit) {
            return;
        }
        READER.run(() -> {
            assertEquals(depth, box.get());
            elsewhere(() -> {
                atomic(() -> {
                    box.set(depth + 1);
                    other.set(depth + 1);
                });
                readThenChangeThenRecurse(depth + 1, limit);
            });
            assertEquals(depth, box.get());
            assertEquals(depth, other.get());
        });
    }
}
