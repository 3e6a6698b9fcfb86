package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.meet;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes that do not look at the box first: they never abort each other. */
@Bounded
class BlindWriteTest {

    private static final Box<Integer> BOX = Box.of(0);
    private static final LongBox NUMBER = LongBox.of(0);
    private static final Counter COUNTER = Counter.create();

    private final AtomicInteger attempts = new AtomicInteger();

    /** A blind operation with its name, and what it does to the sum of all boxes. */
    record Blind(String name, Runnable operation, int effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Blind> additions() {
        return List.of(
                new Blind("LongBox.add", () -> NUMBER.add(3), 3),
                new Blind("LongBox.commute", () -> NUMBER.commute(value -> value + 2), 2),
                new Blind("Box.commute", () -> BOX.commute(value -> value + 2), 2),
                new Blind("Counter.increment", COUNTER::increment, 1),
                new Blind("Counter.add", () -> COUNTER.add(-4), -4));
    }

    static List<Blind> overwrites() {
        return List.of(
                new Blind("Box.set", () -> BOX.set(attempt()), 0),
                new Blind("LongBox.set", () -> NUMBER.set(attempt()), 0));
    }

    private static long sumOfAll() {
        return atomic(() -> BOX.get() + NUMBER.get() + COUNTER.sum());
    }

    @ParameterizedTest
    @MethodSource("additions")
    void anAdditionIsNotAbortedByAnother(Blind blind) {
        long before = sumOfAll();
        atomic(() -> {
            attempts.incrementAndGet();
            blind.operation().run();
            elsewhere(() -> atomic(() -> blind.operation().run()));
            elsewhere(blind.operation()::run);
            blind.operation().run();
        });
        assertEquals(1, attempts.get());
        assertEquals(before + 4L * blind.effect(), sumOfAll());
    }

    @ParameterizedTest
    @MethodSource("additions")
    void additionsOfManyThreadsAllCount(Blind blind) {
        long before = sumOfAll();
        together(4, index -> {
            for (int i = 0; i < 500; i++) {
                if (i % 2 == 0) {
                    blind.operation().run();
                } else {
                    atomic(() -> blind.operation().run());
                }
            }
        });
        assertEquals(before + 2_000L * blind.effect(), sumOfAll());
    }

    @ParameterizedTest
    @MethodSource("overwrites")
    void anOverwriteIsNotAbortedByAnother(Blind blind) {
        atomic(() -> {
            attempts.incrementAndGet();
            blind.operation().run();
            elsewhere(() -> atomic(() -> blind.operation().run()));
            elsewhere(blind.operation()::run);
        });
        assertEquals(1, attempts.get());
    }

    @Test
    void theLastOfTwoOverlappingOverwritesToCommitWins() {
        BOX.set(0);
        atomic(() -> {
            BOX.set(1);
            NUMBER.set(1);
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    // That it reads 0 is what puts it before the outer block, and forbids any other order.
                    assertEquals(0, BOX.getAndSet(2));
                    NUMBER.set(2);
                }));
            }
        });
        assertEquals(1, BOX.get());
        assertEquals(1, NUMBER.get());
    }

    @Test
    void overlappingOverwritesOfTwoBoxesStayTogether() {
        CyclicBarrier bothHaveWritten = new CyclicBarrier(2);
        for (int round = 0; round < 200; round++) {
            together(
                    2,
                    index -> atomic(() -> {
                        attempts.incrementAndGet();
                        if (index == 0) {
                            BOX.set(0);
                            NUMBER.set(0);
                        } else {
                            NUMBER.set(1);
                            BOX.set(1);
                        }
                        if (attempt() == 1) {
                            meet(bothHaveWritten);
                        }
                    }));
            assertEquals(0, (int) atomic(() -> BOX.get() - (int) NUMBER.get()));
        }
        assertEquals(400, attempts.get());
    }

    @Test
    void addIsBlindAlsoInANestedBlockAndAnAlternative() {
        NUMBER.set(0);
        Box<Boolean> locked = Box.of(true);
        atomic(() -> {
            attempts.incrementAndGet();
            atomic(() -> NUMBER.add(1));
            orElse(() -> locked.get() ? retry() : null, () -> {
                NUMBER.add(2);
                return null;
            });
            elsewhere(() -> NUMBER.add(10));
        });
        assertEquals(1, attempts.get());
        assertEquals(13, NUMBER.get());
    }

    @Test
    void aReadAfterABlindAddIsARead() {
        NUMBER.set(0);
        LongBox copy = LongBox.of(0);
        atomic(() -> {
            NUMBER.add(1);
            long seen = NUMBER.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, NUMBER.getAndAdd(10)));
            }
            copy.set(seen);
        });
        // The other thread saw 0 and so came first.
        assertEquals(11, NUMBER.get());
        assertEquals(11, copy.get());
    }

    @Test
    void addAfterAReadIsNotBlind() {
        NUMBER.set(0);
        LongBox copy = LongBox.of(0);
        atomic(() -> {
            long seen = NUMBER.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, NUMBER.getAndAdd(10)));
            }
            NUMBER.add(1);
            copy.set(seen + 1);
        });
        assertEquals(11, NUMBER.get());
        assertEquals(11, copy.get());
    }

    @Test
    void addAfterAnOverwriteBuildsOnIt() {
        NUMBER.set(5);
        atomic(() -> {
            NUMBER.set(100);
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(5, NUMBER.getAndAdd(10)));
            }
            NUMBER.add(1);
        });
        assertEquals(101, NUMBER.get());
    }

    @Test
    void anOverwriteAfterAnAddForgetsIt() {
        NUMBER.set(5);
        atomic(() -> {
            NUMBER.add(1);
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(5, NUMBER.getAndAdd(10)));
            }
            NUMBER.set(100);
        });
        assertEquals(100, NUMBER.get());
    }

    @Test
    void commutedFunctionsApplyInOrderToTheLatestValue() {
        Box<String> text = Box.of("");
        atomic(() -> {
            text.commute(value -> value + "b");
            if (attempt() == 1) {
                elsewhere(() -> assertEquals("", text.getAndSet("a")));
            }
            text.commute(value -> value + "c");
        });
        assertEquals("abc", text.get());
    }

    @Test
    void readOnlyBlocksSeeAddsOfOneBlockTogether() {
        AtomicBlock reader = AtomicBlock.named("reader").readOnly();
        LongBox left = LongBox.of(0);
        LongBox right = LongBox.of(0);
        together(3, index -> {
            for (int i = 0; i < 500; i++) {
                if (index == 0) {
                    assertEquals(0, (long) reader.call(() -> left.get() + right.get()));
                } else {
                    atomic(() -> {
                        left.add(1);
                        right.add(-1);
                    });
                }
            }
        });
        assertEquals(1_000, left.get());
    }
}
