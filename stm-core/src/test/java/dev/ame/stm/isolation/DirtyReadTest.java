package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a block has written is its own until it commits. */
@Bounded
class DirtyReadTest {

    private static final AtomicBlock READER = AtomicBlock.named("reader").readOnly();

    private final Box<String> box = Box.of("old");
    private final LongBox number = LongBox.of(1);

    @Test
    void aBlockSeesItsOwnWrites() {
        String seen = atomic(() -> {
            box.set("new");
            number.set(2);
            return box.get() + number.get();
        });
        assertEquals("new2", seen);
    }

    @Test
    void theLastOfSeveralWritesCounts() {
        atomic(() -> {
            for (int i = 0; i < 100; i++) {
                number.set(i);
                assertEquals(i, number.get());
            }
        });
        assertEquals(99, number.get());
    }

    @Test
    void singleReadsElsewhereSeeTheOldValueOfABox() {
        String seen = atomic(() -> {
            box.set("new");
            return fetchElsewhere(box::get);
        });
        assertEquals("old", seen);
        assertEquals("new", box.get());
    }

    @Test
    void singleReadsElsewhereSeeTheOldValueOfALongBox() {
        long seen = atomic(() -> {
            number.set(2);
            number.add(5);
            return fetchElsewhere(number::get);
        });
        assertEquals(1, seen);
        assertEquals(7, number.get());
    }

    @Test
    void singleReadsElsewhereSeeTheOldSumOfACounter() {
        Counter counter = Counter.create();
        counter.add(4);
        long seen = atomic(() -> {
            counter.increment();
            assertEquals(5, counter.sum());
            return fetchElsewhere(counter::sum);
        });
        assertEquals(4, seen);
        assertEquals(5, counter.sum());
    }

    @Test
    void blocksElsewhereSeeTheOldValues() {
        String seen = atomic(() -> {
            box.set("new");
            number.set(2);
            return fetchElsewhere(() -> atomic(() -> box.get() + number.get()));
        });
        assertEquals("old1", seen);
    }

    @Test
    void readOnlyBlocksElsewhereSeeTheOldValues() {
        String seen = atomic(() -> {
            box.set("new");
            number.set(2);
            return fetchElsewhere(() -> READER.call(() -> box.get() + number.get()));
        });
        assertEquals("old1", seen);
    }

    @Test
    void commutedWritesAreInvisibleElsewhereUntilTheCommit() {
        String seen = atomic(() -> {
            box.commute(value -> value + "er");
            return fetchElsewhere(box::get);
        });
        assertEquals("old", seen);
        assertEquals("older", box.get());
    }

    @Test
    void writesOfANestedBlockAreInvisibleElsewhereUntilTheOuterCommits() {
        String seen = atomic(() -> {
            atomic(() -> box.set("new"));
            return fetchElsewhere(box::get);
        });
        assertEquals("old", seen);
        assertEquals("new", box.get());
    }

    @Test
    void aWriteThatIsRolledBackIsNeverSeen() {
        List<String> seen = new ArrayList<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    box.set("never");
                    seen.add(fetchElsewhere(box::get));
                    throw new IllegalArgumentException();
                }));
        seen.add(box.get());
        seen.add(fetchElsewhere(box::get));
        assertEquals(List.of("old", "old", "old"), seen);
    }

    @Test
    void writesOfABlockWithManyBoxesAppearTogether() {
        List<Box<Integer>> boxes =
                IntStream.range(0, 500).mapToObj(i -> Box.of(0)).toList();
        atomic(() -> {
            for (Box<Integer> each : boxes) {
                each.set(1);
            }
            elsewhere(() -> boxes.forEach(each -> assertEquals(0, each.get())));
        });
        boxes.forEach(each -> assertEquals(1, each.get()));
    }

    @Test
    void aThreadStartedInABlockIsNotInTheBlock() {
        atomic(() -> {
            box.set("new");
            elsewhere(() -> {
                assertFalse(inAtomic());
                assertEquals(0, attempt());
                requireNotAtomic();
                assertEquals("old", box.get());
                assertThrows(IllegalStateException.class, () -> afterCommit(() -> {}));
            });
        });
    }

    @Test
    void aThreadStartedInABlockRunsBlocksOfItsOwn() {
        atomic(() -> {
            number.set(10);
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    assertEquals("old", box.get());
                    box.set("theirs");
                }));
            }
        });
        assertEquals("theirs", box.get());
        assertEquals(10, number.get());
    }

    @Test
    void aBoxCreatedInABlockIsReachableOnlyAfterTheCommit() {
        Box<Box<String>> holder = Box.of(null);
        Box<String> seenDuring = atomic(() -> {
            Box<String> inner = Box.of("created");
            inner.set("changed");
            holder.set(inner);
            return fetchElsewhere(holder::get);
        });
        assertNull(seenDuring);
        assertEquals("changed", fetchElsewhere(() -> holder.get().get()));
    }
}
