package dev.ame.stm.nesting;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.TxnLocal;
import dev.ame.stm.support.Bounded;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed nesting: an inner block joins the outer one, and is undone alone when it throws and the outer one catches. */
@Bounded
class NestedBlockTest {

    private static final AtomicBlock INNER = AtomicBlock.named("inner");

    private final Box<String> box = Box.of("base");
    private final Box<String> other = Box.of("base");

    /** Runs a nested block that fails after its body, and catches the failure. */
    private static void undone(Runnable body) {
        IllegalArgumentException failure = new IllegalArgumentException("inner");
        try {
            atomic(() -> {
                body.run();
                throw failure;
            });
        } catch (IllegalArgumentException e) {
            assertSame(failure, e);
        }
    }

    @Test
    void theInnerBlockSeesWhatTheOuterWrote() {
        atomic(() -> {
            box.set("outer");
            atomic(() -> assertEquals("outer", box.get()));
        });
    }

    @Test
    void theOuterBlockSeesWhatTheInnerWrote() {
        atomic(() -> {
            atomic(() -> box.set("inner"));
            assertEquals("inner", box.get());
            box.set(box.get() + " and outer");
        });
        assertEquals("inner and outer", box.get());
    }

    @Test
    void onlyInnerWritesAreUndone() {
        atomic(() -> {
            other.set("outer");
            undone(() -> box.set("inner"));
            assertEquals("base", box.get());
            assertEquals("outer", other.get());
        });
        assertEquals("base", box.get());
        assertEquals("outer", other.get());
    }

    @Test
    void anUndoneWriteUncoversTheWriteOfTheOuterBlock() {
        atomic(() -> {
            box.set("outer");
            undone(() -> box.set("inner"));
            assertEquals("outer", box.get());
        });
        assertEquals("outer", box.get());
    }

    @Test
    void theOuterBlockMayWriteAgainWhatWasUndone() {
        atomic(() -> {
            undone(() -> box.set("inner"));
            box.set(box.get() + " again");
        });
        assertEquals("base again", box.get());
    }

    @Test
    void repeatedWritesInTheInnerBlockAreUndoneToTheRightValue() {
        atomic(() -> {
            box.set("one");
            box.set("two");
            undone(() -> {
                box.set("three");
                box.set("four");
                undone(() -> box.set("five"));
                assertEquals("four", box.get());
            });
            assertEquals("two", box.get());
        });
        assertEquals("two", box.get());
    }

    @Test
    void blindAddsOfTheInnerBlockAreUndone() {
        LongBox number = LongBox.of(0);
        Counter counter = Counter.create();
        atomic(() -> {
            number.add(1);
            counter.add(1);
            undone(() -> {
                number.add(10);
                counter.add(10);
                number.commute(value -> value * 100);
                box.commute(value -> value + "x");
            });
            number.add(2);
            counter.add(2);
            box.commute(value -> value + "y");
        });
        assertEquals(3, number.get());
        assertEquals(3, counter.sum());
        assertEquals("basey", box.get());
    }

    @Test
    void anAddThatTheInnerBlockReadIsUndoneToo() {
        LongBox number = LongBox.of(5);
        atomic(() -> {
            number.add(1);
            undone(() -> {
                assertEquals(6, number.get());
                number.add(10);
                assertEquals(16, number.get());
            });
            assertEquals(6, number.get());
        });
        assertEquals(6, number.get());
    }

    @Test
    void perBlockValuesAreUndone() {
        TxnLocal<String> local = TxnLocal.withInitial(() -> "initial");
        TxnLocal<String> untouched = TxnLocal.withInitial(() -> "initial");
        atomic(() -> {
            local.set("outer");
            undone(() -> {
                local.set("inner");
                untouched.set("inner");
            });
            assertEquals("outer", local.get());
            assertEquals("initial", untouched.get());
        });
    }

    @Test
    void aMiddleBlockThatThrowsTakesItsFinishedInnerBlockWithIt() {
        atomic(() -> {
            box.set("outer");
            undone(() -> {
                atomic(() -> box.set("inner"));
                other.set("middle");
            });
        });
        assertEquals("outer", box.get());
        assertEquals("base", other.get());
    }

    @Test
    void anExceptionThatNobodyCatchesRollsBackAll() {
        IOException failure = new IOException("inner");
        IOException caught = assertThrows(
                IOException.class,
                () -> atomic(() -> {
                    box.set("outer");
                    atomic(() -> {
                        other.set("inner");
                        throw failure;
                    });
                }));
        assertSame(failure, caught);
        assertEquals("base", box.get());
        assertEquals("base", other.get());
    }

    @Test
    void anOuterBlockThatThrowsTakesItsFinishedInnerBlocksWithIt() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    atomic(() -> box.set("inner"));
                    INNER.run(() -> other.set("inner"));
                    throw new IllegalArgumentException();
                }));
        assertEquals("base", box.get());
        assertEquals("base", other.get());
    }

    @Test
    void nestedResultsAndTypedExceptionsComeThrough() throws IOException {
        String result = atomic(() -> {
            try {
                return INNER.call(() -> {
                    if (box.get().equals("base")) {
                        throw new IOException("typed");
                    }
                    return "not reached";
                });
            } catch (IOException e) {
                return INNER.call(() -> e.getMessage() + " exception");
            }
        });
        assertEquals("typed exception", result);
    }

    @Test
    void nestedBlocksRunInTheSameAttempt() {
        atomic(() -> {
            assertTrue(inAtomic());
            int outer = attempt();
            atomic(() -> assertEquals(outer, attempt()));
            INNER.run(() -> assertEquals(outer, attempt()));
            undone(() -> assertEquals(outer, attempt()));
            assertTrue(inAtomic());
        });
        assertFalse(inAtomic());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 300})
    void blocksNestDeeply(int depth) {
        LongBox number = LongBox.of(0);
        descend(number, depth);
        assertEquals(depth, number.get());
    }

    private static void descend(LongBox number, int depth) {
        if (depth > 0) {
            atomic(() -> {
                number.set(number.get() + 1);
                descend(number, depth - 1);
            });
        }
    }

    @Test
    void everySecondLevelUndoneLeavesTheLevelsAboveIt() {
        List<Box<Integer>> boxes =
                IntStream.range(0, 64).mapToObj(i -> Box.of(0)).toList();
        atomic(() -> {
            for (int i = 0; i < boxes.size(); i++) {
                Box<Integer> mine = boxes.get(i);
                if (i % 2 == 0) {
                    atomic(() -> mine.set(1));
                } else {
                    undone(() -> boxes.forEach(each -> each.set(each.get() + 100)));
                }
            }
        });
        for (int i = 0; i < boxes.size(); i++) {
            assertEquals(1 - i % 2, boxes.get(i).get());
        }
    }

    @Test
    void severalUndoneBlocksInARowEachRestoreAllTheirBoxes() {
        Box<String> third = Box.of("base");
        atomic(() -> {
            box.set("outer");
            other.set("outer");
            for (int i = 0; i < 10; i++) {
                List<Box<String>> order = i % 2 == 0 ? List.of(box, other, third) : List.of(third, other, box);
                undone(() -> order.forEach(each -> each.set("inner")));
                assertEquals("outer", box.get());
                assertEquals("outer", other.get());
                assertEquals("base", third.get());
            }
        });
        assertEquals("outer", box.get());
        assertEquals("outer", other.get());
        assertEquals("base", third.get());
    }

    @Test
    void manyUndoneBlocksInOneBlockDoNoHarm() {
        atomic(() -> {
            for (int i = 0; i < 20_000; i++) {
                undone(() -> box.set("inner"));
            }
            other.set(box.get() + "!");
        });
        assertEquals("base!", other.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 100, 5_000})
    void anyNumberOfInnerWritesIsUndone(int count) {
        List<Box<Integer>> boxes =
                IntStream.range(0, count).mapToObj(i -> Box.of(0)).toList();
        atomic(() -> {
            boxes.subList(0, count / 2).forEach(each -> each.set(1));
            undone(() -> boxes.forEach(each -> each.set(2)));
            for (int i = 0; i < count; i++) {
                assertEquals(i < count / 2 ? 1 : 0, boxes.get(i).get());
            }
        });
        for (int i = 0; i < count; i++) {
            assertEquals(i < count / 2 ? 1 : 0, boxes.get(i).get());
        }
    }

    @Test
    void aBoxCreatedInAnUndoneBlockIsStillABox() {
        Box<Box<String>> leak = Box.of(null);
        atomic(() -> {
            @SuppressWarnings({"unchecked", "rawtypes"})
            Box<String>[] created = new Box[1];
            undone(() -> {
                created[0] = Box.of("inner");
                created[0].set("changed");
            });
            created[0].set("kept");
            leak.set(created[0]);
        });
        assertEquals("kept", fetchElsewhere(() -> leak.get().get()));
    }

    @Test
    void aConflictInAnInnerBlockRunsTheOuterAgain() {
        LongBox number = LongBox.of(0);
        atomic(() -> {
            other.set("attempt " + attempt());
            atomic(() -> {
                long value = number.get();
                if (attempt() == 1) {
                    elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
                }
                number.set(value + 1);
            });
        });
        assertEquals(11, number.get());
        assertTrue(!other.get().equals("attempt 1"), other::get);
    }

    @Test
    void aReadInAnUndoneBlockStillCounts() {
        // The outer block writes what it learned from the undone block, so that must be true when it commits.
        LongBox number = LongBox.of(0);
        LongBox learned = LongBox.of(-1);
        atomic(() -> {
            long[] seen = new long[1];
            undone(() -> seen[0] = number.get());
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    number.set(7);
                    assertEquals(-1, learned.get());
                }));
            }
            learned.set(seen[0]);
        });
        assertEquals(7, learned.get());
    }

    @Test
    void aBlockMayCallItself() {
        LongBox number = LongBox.of(0);
        recurse(number, 20);
        assertEquals(20, number.get());
    }

    private static void recurse(LongBox number, int times) {
        INNER.run(() -> {
            if (number.get() < times) {
                number.add(1);
                recurse(number, times);
            }
        });
    }
}
