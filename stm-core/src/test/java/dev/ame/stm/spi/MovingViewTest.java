package dev.ame.stm.spi;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens around a view that follows what others commit: in the middle of a block, in a commit, before a wait. */
@Bounded
class MovingViewTest {

    private final Notebook notebook = new Notebook();
    private final Notebook second = new Notebook();
    private final Box<Integer> box = Box.of(0);
    private final Box<Integer> later = Box.of(0);
    private final AtomicInteger asked = new AtomicInteger();
    private int attempts;

    /** Others commit everywhere, but change nothing that a block of these tests is told. */
    private void othersAddEverywhere() {
        elsewhere(() -> atomic(() -> {
            notebook.add("theirs");
            second.add("theirs");
            later.set(later.get() + 1);
        }));
    }

    private void onceAskedCommitAlways() {
        notebook.whenAsked = () -> {
            if (asked.incrementAndGet() < 5_000) {
                elsewhere(() -> atomic(() -> {
                    notebook.add("more");
                    second.add("more");
                }));
            }
        };
    }

    @Test
    void aWriterThatIsOvertakenWheneverItLooksGetsThrough() {
        onceAskedCommitAlways();
        atomic(() -> {
            attempts++;
            box.set(1);
            notebook.contains("x");
            second.contains("x");
            if (attempt() == 1) {
                othersAddEverywhere();
            }
            later.get();
        });
        assertTrue(asked.get() < 5_000, "it looked " + asked + " times");
        assertTrue(attempts < 20, "attempts: " + attempts);
    }

    @Test
    void aReaderThatIsOvertakenWheneverItLooksIsPinned() {
        onceAskedCommitAlways();
        atomic(() -> {
            attempts++;
            notebook.contains("x");
            second.contains("x");
            if (attempt() == 1) {
                othersAddEverywhere();
            }
            later.get();
        });
        assertEquals(2, attempts);
    }

    @Test
    void aMoveThatEndsHalfWayEndsTheAttempt() {
        second.whenAsked = () -> {
            throw new StackOverflowError("as if");
        };
        List<Boolean> seen = new ArrayList<>();
        assertThrows(
                StackOverflowError.class,
                () -> atomic(() -> {
                    box.set(1);
                    notebook.contains("x");
                    second.contains("x");
                    othersAddEverywhere();
                    try {
                        later.get();
                    } catch (StackOverflowError swallowed) {
                        seen.add(true);
                    }
                    seen.add(notebook.contains("theirs"));
                    seen.add(second.contains("theirs"));
                }));
        assertEquals(List.of(true), seen, "what it sees after that are two halves of different moments");
        assertEquals(0, box.get());
        assertFalse(inAtomic());
    }

    @Test
    void inTheMiddleOfABlockCodeOfUsersMayOnlyCompute() {
        List<Throwable> refused = new ArrayList<>();
        notebook.whenAsked = () -> refused.add(refusal());
        notebook.whenMerged = () -> refused.add(refusal());
        atomic(() -> {
            notebook.add("mine");
            othersAddEverywhere();
            later.get();
        });
        assertEquals(2, refused.size());
        assertOnlyRefusals(refused);
    }

    @Test
    void atTheCommitCodeOfUsersMayOnlyCompute() {
        List<Throwable> refused = new ArrayList<>();
        notebook.whenAsked = () -> refused.add(refusal());
        notebook.whenMerged = () -> refused.add(refusal());
        atomic(() -> {
            notebook.add("mine");
            othersAddEverywhere();
        });
        assertEquals(2, refused.size());
        assertOnlyRefusals(refused);
    }

    @Test
    void whenANestedBlockIsUndoneCodeOfUsersMayOnlyCompute() {
        List<Throwable> refused = new ArrayList<>();
        atomic(() -> {
            notebook.add("mine");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        notebook.add("nested");
                        if (attempt() == 1) {
                            othersAddEverywhere();
                        }
                        later.get();
                        notebook.whenMerged = () -> refused.add(refusal());
                        throw new IllegalArgumentException();
                    }));
            box.get();
            notebook.whenMerged = () -> {};
        });
        assertEquals(1, refused.size());
        assertOnlyRefusals(refused);
        assertEquals(List.of("theirs", "mine"), notebook.lines());
    }

    @Test
    void beforeAWaitCodeOfUsersMayOnlyCompute() {
        List<Throwable> refused = new ArrayList<>();
        notebook.whenAsked = () -> refused.add(refusal());
        Running waiter = start(() -> atomic(() -> {
            boolean found = notebook.contains("x");
            if (attempt() == 1) {
                othersAddEverywhere();
            }
            check(found);
        }));
        waiter.awaitParked();
        assertEquals(1, refused.size());
        assertOnlyRefusals(refused);
        notebook.whenAsked = () -> {};
        notebook.add("x");
        waiter.join();
    }

    /** What a block or a write throws here. */
    private Throwable refusal() {
        for (Runnable use : List.<Runnable>of(box::get, () -> atomic(box::get), () -> notebook.add("y"))) {
            assertThrows(IllegalStateException.class, use::run);
        }
        return assertThrows(IllegalStateException.class, () -> box.set(7));
    }

    private void assertOnlyRefusals(List<Throwable> refused) {
        assertTrue(refused.stream().allMatch(IllegalStateException.class::isInstance), refused::toString);
        assertEquals(0, box.get());
        assertFalse(notebook.lines().contains("y"));
    }

    @Test
    void codeOfUsersThatThrowsAtTheCommitMakesAConflict() {
        notebook.whenMerged = () -> {
            throw new IllegalArgumentException("once");
        };
        atomic(() -> {
            attempts++;
            notebook.add("mine");
            if (attempt() == 1) {
                othersAddEverywhere();
            } else {
                notebook.whenMerged = () -> {};
            }
        });
        assertEquals(2, attempts);
        assertEquals(List.of("theirs", "mine"), notebook.lines());
    }

    @Test
    void codeOfUsersThatAlwaysThrowsDoesNotKeepABlockFromItsEnd() {
        notebook.whenAsked = () -> {
            throw new IllegalArgumentException("always");
        };
        atomic(() -> {
            attempts++;
            notebook.add("mine");
            if (attempts < 5) {
                othersAddEverywhere();
            }
        });
        assertTrue(notebook.lines().contains("mine"));
    }

    @Test
    void anExceptionAfterAMoveIsThrownWhenWhatTheBlockWasToldIsStillTrue() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    attempts++;
                    notebook.add("mine");
                    othersAddEverywhere();
                    throw new IllegalArgumentException();
                }));
        assertEquals(1, attempts);
        assertEquals(List.of("theirs"), notebook.lines());
    }

    @Test
    void anExceptionThatCommitsDoesSoAfterAMove() {
        assertThrows(
                IllegalArgumentException.class,
                () -> AtomicBlock.named("all the same")
                        .noRollbackFor(IllegalArgumentException.class)
                        .run(() -> {
                            attempts++;
                            notebook.add("mine");
                            othersAddEverywhere();
                            throw new IllegalArgumentException();
                        }));
        assertEquals(1, attempts);
        assertEquals(List.of("theirs", "mine"), notebook.lines());
    }

    @Test
    void aBlockBecomesIrrevocableWithAViewThatHasToMove() {
        atomic(() -> {
            attempts++;
            notebook.add("mine");
            othersAddEverywhere();
            irrevocable("test");
            assertTrue(notebook.contains("theirs"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        notebook.add("nested");
                        throw new IllegalArgumentException();
                    }));
            notebook.add("more of mine");
        });
        assertEquals(1, attempts);
        assertEquals(List.of("theirs", "mine", "more of mine"), notebook.lines());
    }

    @Test
    void aNestedBlockThatMadeTheBlockIrrevocableKeepsItsChangesOverTheNewBase() {
        atomic(() -> {
            notebook.add("mine");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        notebook.add("nested");
                        othersAddEverywhere();
                        irrevocable("test");
                        throw new IllegalArgumentException();
                    }));
        });
        assertEquals(List.of("theirs", "mine", "nested"), notebook.lines());
    }

    @Test
    void theBranchThatRetriesTakesItsChangesBackOverTheNewBase() {
        atomic(() -> {
            attempts++;
            notebook.add("mine");
            orElse(
                    () -> {
                        notebook.add("first");
                        second.add("first");
                        othersAddEverywhere();
                        later.get();
                        return retry();
                    },
                    () -> {
                        notebook.add("second");
                        assertTrue(notebook.contains("theirs"));
                        assertTrue(second.contains("theirs"));
                        assertFalse(second.contains("first"));
                        return null;
                    });
        });
        assertEquals(1, attempts);
        assertEquals(List.of("theirs", "mine", "second"), notebook.lines());
        assertEquals(List.of("theirs"), second.lines());
    }

    /** Two blocks that are told what the other changes cannot both have been first. */
    @Test
    void whatABlockWasToldAndAnotherChangedIsAConflictBothWays() {
        atomic(() -> {
            attempts++;
            boolean theirs = notebook.contains("b");
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    if (!notebook.contains("a")) {
                        notebook.add("b");
                    }
                }));
            }
            if (!theirs) {
                notebook.add("a");
            }
        });
        assertEquals(2, attempts);
        assertEquals(List.of("b"), notebook.lines());
    }

    @Test
    void theSameInTwoStructures() {
        atomic(() -> {
            attempts++;
            boolean theirs = second.contains("b");
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    if (!notebook.contains("a")) {
                        second.add("b");
                    }
                }));
            }
            if (!theirs) {
                notebook.add("a");
            }
        });
        assertEquals(2, attempts);
        assertEquals(List.of(), notebook.lines());
    }

    @Test
    void anExceptionDueToWhatIsNoLongerTrueIsNotThrown() {
        atomic(() -> {
            attempts++;
            boolean found = notebook.contains("theirs");
            notebook.add("mine");
            if (!found) {
                othersAddEverywhere();
                throw new IllegalArgumentException();
            }
        });
        assertEquals(2, attempts);
        assertEquals(List.of("theirs", "mine"), notebook.lines());
    }

    @Test
    void aReaderWithoutALogWaitsForAnAnswer() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        Running waiter = start(() -> {
            for (int i = 0; i < 100; i++) {
                reader.run(() -> notebook.contains("x"));
            }
            reader.run(() -> check(notebook.contains("x")));
        });
        waiter.awaitParked();
        notebook.add("y");
        notebook.add("x");
        waiter.join();
    }
}
