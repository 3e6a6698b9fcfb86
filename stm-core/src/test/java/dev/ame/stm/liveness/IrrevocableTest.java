package dev.ame.stm.liveness;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.fetchElsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one block that can't abort: what follows irrevocable() happens once, and nobody commits past it. */
@Bounded
class IrrevocableTest {

    private static final AtomicBlock IRREVOCABLE =
            AtomicBlock.named("irrevocable").irrevocable();

    private final LongBox number = LongBox.of(0);
    private final Box<String> box = Box.of("old");
    private final Counter counter = Counter.create();
    private final AtomicInteger output = new AtomicInteger();

    /** A way to commit something. */
    record Commit(String name, CommitTo how) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Changes at least one of three. */
    @FunctionalInterface
    interface CommitTo {
        void commit(LongBox number, Box<String> box, Counter counter);
    }

    static List<Commit> commits() {
        return List.of(
                new Commit("LongBox.set", (n, b, c) -> n.set(1)),
                new Commit("LongBox.add", (n, b, c) -> n.add(1)),
                new Commit("LongBox.incrementAndGet", (n, b, c) -> n.incrementAndGet()),
                new Commit("LongBox.compareAndSet", (n, b, c) -> n.compareAndSet(0, 1)),
                new Commit("LongBox.commute", (n, b, c) -> n.commute(value -> 1)),
                new Commit("Box.set", (n, b, c) -> b.set("new")),
                new Commit("Box.getAndSet", (n, b, c) -> b.getAndSet("new")),
                new Commit("Box.update", (n, b, c) -> b.update(value -> "new")),
                new Commit("Box.commute", (n, b, c) -> b.commute(value -> "new")),
                new Commit("Counter.increment", (n, b, c) -> c.increment()),
                new Commit("Counter.add", (n, b, c) -> c.add(1)),
                new Commit("block", (n, b, c) -> atomic(() -> n.set(n.get() + 1))),
                new Commit("blind block", (n, b, c) -> atomic(() -> b.set("new"))),
                new Commit("block with a counter", (n, b, c) -> atomic(() -> c.increment())),
                new Commit(
                        "serial block",
                        (n, b, c) -> AtomicBlock.named("serial").serialAfter(0).run(() -> n.set(1))),
                new Commit("irrevocable block", (n, b, c) -> IRREVOCABLE.run(() -> n.set(1))));
    }

    private String state() {
        return number.get() + box.get() + counter.sum();
    }

    @ParameterizedTest
    @MethodSource("commits")
    void nobodyCommitsPastIt(Commit commit) {
        AtomicInteger done = new AtomicInteger();
        Running other = IRREVOCABLE.call(() -> {
            String before = state();
            Running late = start(() -> {
                commit.how().commit(number, box, counter);
                done.incrementAndGet();
            });
            late.awaitEndedOrHeldUp();
            assertEquals(0, done.get(), "somebody committed past an irrevocable block");
            assertEquals(before, state());
            return late;
        });
        other.join();
        assertFalse(state().equals("0old0"));
    }

    @ParameterizedTest
    @MethodSource("commits")
    void whatFollowsHappensOnce(Commit commit) {
        Running other = atomic(() -> {
            irrevocable("writes to the console");
            state();
            Running late = start(() -> commit.how().commit(number, box, counter));
            late.awaitEndedOrHeldUp();
            output.incrementAndGet();
            return late;
        });
        other.join();
        assertEquals(1, output.get());
    }

    @Test
    void itMayRunAgainBeforeItIsIrrevocable() {
        atomic(() -> {
            long seen = number.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, number.getAndAdd(10)));
            }
            irrevocable("from here on");
            output.incrementAndGet();
            number.set(seen + 1);
        });
        assertEquals(1, output.get());
        assertEquals(11, number.get());
    }

    @Test
    void itRunsAgainAtMostOnce() {
        // Interference in every attempt; in the irrevocable one it is held up.
        AtomicInteger runs = new AtomicInteger();
        List<Running> others = new ArrayList<>();
        AtomicBlock.named("unlucky").serialAfter(1_000).run(() -> {
            runs.incrementAndGet();
            long seen = number.get();
            others.add(start(() -> number.getAndAdd(10)).awaitEndedOrHeldUp());
            irrevocable("from here on");
            output.incrementAndGet();
            number.set(seen + 1);
        });
        others.forEach(Running::join);
        assertEquals(1, output.get());
        assertTrue(runs.get() <= 2, () -> "it ran " + runs + " times");
        assertEquals(10L * others.size() + 1, number.get());
    }

    @Test
    void aBlockDeclaredIrrevocableRunsOnce() {
        IRREVOCABLE.run(() -> {
            output.incrementAndGet();
            assertEquals(1, attempt());
            number.set(number.get() + 1);
        });
        assertEquals(1, output.get());
        assertEquals(1, number.get());
    }

    @Test
    void readersRunOn() {
        IRREVOCABLE.run(() -> {
            number.set(5);
            box.set("new");
            assertEquals("0old0", fetchElsewhere(this::state));
            assertEquals("0old0", fetchElsewhere(() -> atomic(this::state)));
            assertEquals(
                    "0old0",
                    fetchElsewhere(() -> AtomicBlock.named("reader").readOnly().call(this::state)));
        });
        assertEquals("5new0", fetchElsewhere(this::state));
    }

    @Test
    void whenItThrowsItsWritesCommitNevertheless() {
        IOException thrown = new IOException();
        assertSame(
                thrown,
                assertThrows(
                        IOException.class,
                        () -> atomic(() -> {
                            number.set(1);
                            irrevocable("can't be undone");
                            box.set("new");
                            throw thrown;
                        })));
        assertEquals("1new0", state());
        elsewhere(() -> number.add(1));
        assertEquals(2, number.get());
    }

    @Test
    void anErrorCommitsAndLetsTheOthersGoOnToo() {
        assertThrows(
                AssertionError.class,
                () -> IRREVOCABLE.run(() -> {
                    number.set(1);
                    throw new AssertionError();
                }));
        assertEquals(1, number.get());
        elsewhere(() -> IRREVOCABLE.run(() -> number.set(number.get() + 1)));
        assertEquals(2, number.get());
    }

    @Test
    void hooksOfAnIrrevocableBlockThatThrowsSeeACommit() {
        List<String> events = new ArrayList<>();
        assertThrows(
                IllegalArgumentException.class,
                () -> IRREVOCABLE.run(() -> {
                    afterCommit(() -> events.add("commit"));
                    afterRollback(() -> events.add("rollback"));
                    throw new IllegalArgumentException();
                }));
        assertEquals(List.of("commit"), events);
    }

    @Test
    void aVetoComesTooLateForIt() {
        IllegalArgumentException veto = new IllegalArgumentException("veto");
        assertSame(
                veto,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> IRREVOCABLE.run(() -> {
                            number.set(1);
                            beforeCommit(() -> {
                                throw veto;
                            });
                        })));
        assertEquals(1, number.get());
    }

    @Test
    void aNestedBlockThatThrowsIsStillUndone() {
        IRREVOCABLE.run(() -> {
            number.set(1);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> atomic(() -> {
                        number.set(100);
                        box.set("undone");
                        throw new IllegalArgumentException();
                    }));
            assertEquals(1, number.get());
        });
        assertEquals("1old0", state());
    }

    @Test
    void anExceptionThatLeavesANestedBlockAndTheWholeCommitsOnlyTheOuterWrites() {
        assertThrows(
                IllegalArgumentException.class,
                () -> IRREVOCABLE.run(() -> {
                    number.set(1);
                    atomic(() -> {
                        box.set("undone");
                        throw new IllegalArgumentException();
                    });
                }));
        assertEquals("1old0", state());
    }

    @Test
    void itCannotWait() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> IRREVOCABLE.run(() -> {
                    box.set("stays");
                    check(number.get() > 0);
                }));
        assertFalse(thrown.getMessage().isBlank());
        assertEquals("0stays0", state());
        elsewhere(() -> number.add(1));
    }

    @Test
    void aRefusedWaitIsAnOrdinaryException() {
        IRREVOCABLE.run(() -> {
            assertThrows(IllegalStateException.class, () -> check(number.get() > 0));
            box.set("after");
        });
        assertEquals("0after0", state());
    }

    @Test
    void itMayWaitWhereThereIsAnAlternative() {
        String result = IRREVOCABLE.call(() -> orElse(
                () -> {
                    box.set("undone");
                    check(number.get() > 0);
                    return "first";
                },
                () -> "second after " + box.get()));
        assertEquals("second after old", result);
    }

    @Test
    void theLastAlternativeCannotWaitEither() {
        assertThrows(
                IllegalStateException.class,
                () -> IRREVOCABLE.run(
                        () -> orElse(() -> number.get() == 0 ? retry() : 1, () -> number.get() == 0 ? retry() : 2)));
        elsewhere(() -> number.add(1));
        assertEquals(1, number.get());
    }

    @Test
    void becomingIrrevocableTwiceChangesNothing() {
        atomic(() -> {
            irrevocable("once");
            irrevocable("twice");
            atomic(() -> irrevocable("nested"));
            output.incrementAndGet();
            number.set(1);
        });
        assertEquals(1, output.get());
        assertEquals(1, number.get());
    }

    @Test
    void becomingSoInANestedBlockIsForTheWhole() {
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    number.set(1);
                    atomic(() -> irrevocable("nested"));
                    throw new IllegalArgumentException();
                }));
        assertEquals(1, number.get());
        assertThrows(
                IllegalArgumentException.class,
                () -> atomic(() -> {
                    number.set(2);
                    IRREVOCABLE.run(() -> {});
                    throw new IllegalArgumentException();
                }));
        assertEquals(2, number.get());
    }

    @Test
    void onlyOneAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        together(4, index -> {
            for (int i = 0; i < 300; i++) {
                atomic(() -> {
                    number.get();
                    irrevocable("one at a time");
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    number.set(number.get() + 1);
                    output.incrementAndGet();
                    inside.decrementAndGet();
                });
            }
        });
        assertEquals(1, most.get());
        assertEquals(1_200, number.get());
        assertEquals(1_200, output.get());
    }

    @Test
    void anInterruptOrALateHourDoesNotUndoIt() {
        AtomicBlock late = IRREVOCABLE.deadline(Duration.ofMillis(1));
        elsewhere(() -> {
            Thread.currentThread().interrupt();
            try {
                late.run(() -> {
                    number.set(1);
                    long begin = System.nanoTime();
                    while (System.nanoTime() - begin < 20_000_000) {
                        Thread.onSpinWait();
                    }
                });
            } catch (RuntimeException tooLate) {
                assertFalse(inAtomic());
            }
            assertTrue(Thread.interrupted());
        });
        assertEquals(1, number.get());
    }
}
