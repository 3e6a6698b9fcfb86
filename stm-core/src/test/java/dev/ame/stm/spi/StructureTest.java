package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Bounded
class StructureTest {

    private final Directory directory = new Directory();
    private final Box<Integer> box = Box.of(0);
    private final List<Integer> attempts = new ArrayList<>();

    /** Runs something once, on another thread, in the middle of the first attempt. */
    private void meanwhile(Runnable action) {
        attempts.add(attempt());
        if (attempt() == 1) {
            elsewhere(action::run);
        }
    }

    private void assertAttempts(int expected) {
        assertEquals(expected, attempts.size(), attempts::toString);
    }

    @Test
    void aBlockSeesItsOwnChangesAndOthersOnlyAfterIt() {
        atomic(() -> {
            directory.put("a", 1);
            assertEquals(1, directory.get("a"));
            elsewhere(() -> assertNull(directory.get("a")));
        });
        assertEquals(1, directory.get("a"));
    }

    @Test
    void changesOfDifferentKeysAreMerged() {
        atomic(() -> {
            directory.put("a", 1);
            meanwhile(() -> directory.put("b", 2));
        });
        assertAttempts(1);
        assertEquals(1, directory.get("a"));
        assertEquals(2, directory.get("b"));
    }

    @Test
    void aReaderOfAnotherKeyDoesNotConflict() {
        atomic(() -> {
            assertNull(directory.get("a"));
            meanwhile(() -> directory.put("b", 2));
            box.set(1);
        });
        assertAttempts(1);
    }

    @Test
    void aReaderOfTheSameKeyConflicts() {
        atomic(() -> {
            Integer seen = directory.get("a");
            meanwhile(() -> directory.put("a", 7));
            box.set(seen == null ? -1 : seen);
        });
        assertAttempts(2);
        assertEquals(7, box.get());
    }

    @Test
    void theBlockFollowsOthersWhenItMustMoveItsSnapshot() {
        Box<Integer> later = Box.of(0);
        atomic(() -> {
            directory.put("mine", 1);
            assertNull(directory.get("a"));
            meanwhile(() -> atomic(() -> {
                directory.put("b", 2);
                later.set(5);
            }));
            assertEquals(5, later.get());
            assertEquals(2, directory.get("b"), "what belongs to the same moment");
            assertEquals(1, directory.get("mine"));
        });
        assertAttempts(1);
    }

    @Test
    void theBlockIsRunAgainWhenItCannotFollow() {
        Box<Integer> later = Box.of(0);
        atomic(() -> {
            box.set(1);
            Integer seen = directory.get("a");
            meanwhile(() -> atomic(() -> {
                directory.put("a", 2);
                later.set(5);
            }));
            assertEquals(later.get() == 5, seen != null, "two halves of different moments");
        });
        assertAttempts(2);
    }

    @Test
    void aNestedBlockThatThrowsTakesItsChangesBack() {
        atomic(() -> {
            directory.put("a", 1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        directory.put("a", 2);
                        directory.put("b", 3);
                        throw new IllegalArgumentException();
                    }));
            assertEquals(1, directory.get("a"));
            assertNull(directory.get("b"));
        });
        assertEquals(1, directory.get("a"));
        assertEquals(1, directory.size());
    }

    @Test
    void aNestedBlockTakesItsChangesBackAfterOthersHaveCommitted() {
        Box<Integer> later = Box.of(0);
        atomic(() -> {
            directory.put("a", 1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        directory.put("b", 3);
                        meanwhile(() -> atomic(() -> {
                            directory.put("c", 4);
                            later.set(1);
                        }));
                        later.get();
                        throw new IllegalArgumentException();
                    }));
            assertNull(directory.get("b"));
        });
        assertAttempts(1);
        assertEquals(1, directory.get("a"));
        assertEquals(4, directory.get("c"));
    }

    @Test
    void whatOnlyANestedBlockChangedIsForgotten() {
        atomic(() -> {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        directory.put("a", 2);
                        throw new IllegalArgumentException();
                    }));
            box.set(1);
        });
        assertEquals(0, directory.size());
    }

    @Test
    void retryWaitsForAnotherAnswer() {
        Running waiter = start(() -> atomic(() -> check(directory.get("a") != null)));
        waiter.awaitParked();
        directory.put("b", 1);
        directory.put("a", 1);
        waiter.join();
    }

    @Test
    void aTimedRetryEnds() {
        long[] found = new long[1];
        atomic(() -> {
            int timer = Blocks.timer();
            if (directory.get("a") == null) {
                Blocks.retryFor(timer, 1_000_000);
                found[0]++;
            }
        });
        assertEquals(1, found[0]);
    }

    @Test
    void theEarliestOfTwoTimersCounts() {
        int which = atomic(() -> orElse(() -> awaited("a", 3_600_000_000_000L), () -> awaited("b", 1_000_000)));
        assertEquals(-1, which);
    }

    private int awaited(String key, long nanos) {
        int timer = Blocks.timer();
        Integer found = directory.get(key);
        if (found == null) {
            Blocks.retryFor(timer, nanos);
        }
        return found == null ? -1 : found;
    }

    @Test
    void serialReadOnlyAndIrrevocableBlocksWork() {
        directory.put("a", 1);
        AtomicBlock.named("serial").serialAfter(0).run(() -> {
            directory.put("a", directory.get("a") + 1);
            directory.put("a", directory.get("a") + 1);
        });
        assertEquals(3, directory.get("a"));
        AtomicBlock.named("irrevocable").irrevocable().run(() -> directory.put("b", directory.get("a")));
        atomic(() -> {
            directory.put("c", directory.get("b"));
            irrevocable("in the middle");
            directory.put("d", directory.get("c"));
        });
        assertEquals(3, directory.get("d"));
        AtomicBlock.named("reader").readOnly().run(() -> {
            assertEquals(3, directory.get("a"));
            elsewhere(() -> directory.put("a", 9));
            assertEquals(3, directory.get("a"));
            assertThrows(IllegalStateException.class, () -> directory.put("a", 4));
        });
    }

    @Test
    void aBlockThatIsBelievedToOnlyReadMayChangeAStructure() {
        for (int i = 0; i < 200; i++) {
            int round = i;
            atomic(() -> {
                @Nullable Integer seen = directory.get("a");
                if (round % 70 == 69) {
                    directory.put("a", seen == null ? 1 : seen + 1);
                }
            });
        }
        assertEquals(2, directory.get("a"));
    }

    @Test
    void theNewestTimeCoversTheNewestState() {
        atomic(() -> {
            box.get();
            elsewhere(() -> directory.put("a", 1));
            Blocks.seeAllUpTo(directory.timeOfNewest());
            assertEquals(1, directory.size());
        });
    }

    @Test
    void retryIsNotAlwaysAWaitOfTheWholeBlock() {
        assertThrows(IllegalStateException.class, Blocks::mayWait);
        atomic(() -> {
            assertEquals(true, Blocks.mayWait());
            boolean inFirst = orElse(Blocks::mayWait, () -> true);
            assertEquals(false, inFirst);
            boolean inSecond = orElse(() -> Stm.<Boolean>retry(), Blocks::mayWait);
            assertEquals(true, inSecond);
            irrevocable("in the middle");
            assertEquals(false, Blocks.mayWait());
        });
    }

    @Test
    void manyBlocksOfManyThreadsLoseNothing() {
        List<Running> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String mine = "thread " + t;
            threads.add(start(() -> {
                for (int i = 0; i < 500; i++) {
                    atomic(() -> {
                        @Nullable Integer own = directory.get(mine);
                        directory.put(mine, own == null ? 1 : own + 1);
                        @Nullable Integer shared = directory.get("shared");
                        directory.put("shared", shared == null ? 1 : shared + 1);
                    });
                }
            }));
        }
        threads.forEach(Running::join);
        assertEquals(2000, directory.get("shared"));
        for (int t = 0; t < 4; t++) {
            assertEquals(500, directory.get("thread " + t));
        }
    }

    @Test
    void blindChangesOfManyStructuresNeverConflict() {
        List<Notebook> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(new Notebook());
        }
        atomic(() -> {
            many.forEach(one -> one.add("mine"));
            atomic(() -> many.forEach(one -> one.add("nested")));
            meanwhile(() -> atomic(() -> many.forEach(one -> one.add("theirs"))));
        });
        assertAttempts(1);
        many.forEach(one -> assertEquals(List.of("theirs", "mine", "nested"), one.lines()));
    }
}
