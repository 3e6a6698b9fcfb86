package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Opacity: no attempt, not even one that is aborted later, sees a state that no serial order explains. What the attempts
 * saw is collected outside the blocks, since an assertion inside an aborted attempt proves nothing.
 */
@Bounded
class SnapshotTest {

    private static final Box<Integer> SCRATCH = Box.of(0);

    /** Who looks at the boxes while others change them. */
    enum Observer {
        READER,
        DECLARED_READER,
        WRITER;

        void observe(Runnable body) {
            // Not serial before the interference, which would wait for the block, has ended.
            AtomicBlock block = AtomicBlock.named("observing").serialAfter(1_000);
            (this == DECLARED_READER ? block.readOnly() : block).run(() -> {
                if (this == WRITER) {
                    SCRATCH.set(attempt());
                }
                body.run();
            });
        }
    }

    private final Box<Integer> x = Box.of(0);
    private final Box<Integer> y = Box.of(0);

    /** Pairs that some attempt has seen. */
    private final ConcurrentLinkedQueue<List<Long>> seen = new ConcurrentLinkedQueue<>();

    private void changeBoth() {
        elsewhere(() -> atomic(() -> {
            x.set(x.get() + 1);
            y.set(y.get() + 1);
        }));
    }

    private void recordPair(LongSupplier first, LongSupplier second) {
        long a = first.getAsLong();
        if (attempt() <= 3) {
            changeBoth();
        }
        seen.add(List.of(a, second.getAsLong()));
    }

    private void assertAllPairsEqual() {
        assertFalse(seen.isEmpty());
        seen.forEach(pair -> assertEquals(pair.get(0), pair.get(1), () -> "torn pair among " + seen));
    }

    @ParameterizedTest
    @EnumSource
    void aSecondReadOfABoxGivesTheSameValue(Observer observer) {
        observer.observe(() -> recordPair(x::get, x::get));
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void twoBoxesChangedTogetherAreSeenTogether(Observer observer) {
        observer.observe(() -> recordPair(x::get, y::get));
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void theSecondReadStandsInANestedBlock(Observer observer) {
        observer.observe(() -> recordPair(x::get, () -> atomic(() -> y.get())));
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void theSecondReadStandsInAnotherAlternative(Observer observer) {
        observer.observe(() -> orElse(
                () -> {
                    recordPair(x::get, x::get);
                    return retry();
                },
                () -> {
                    recordPair(x::get, y::get);
                    return null;
                }));
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void theSecondReadStandsInACatchClause(Observer observer) {
        observer.observe(() -> {
            try {
                recordPair(x::get, () -> {
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException expected) {
                recordPair(x::get, y::get);
            }
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void boxesOfDifferentKindsAreSeenTogether(Observer observer) {
        LongBox number = LongBox.of(0);
        Counter counter = Counter.create();
        observer.observe(() -> {
            long first = x.get();
            if (attempt() <= 3) {
                elsewhere(() -> atomic(() -> {
                    x.set(x.get() + 1);
                    number.add(1);
                    counter.increment();
                }));
            }
            seen.add(List.of(first, number.get()));
            seen.add(List.of(first, counter.sum()));
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void manyBoxesChangedBetweenAllReadsShowOneInstant(Observer observer) {
        List<LongBox> boxes =
                IntStream.range(0, 40).mapToObj(i -> LongBox.of(0)).toList();
        observer.observe(() -> {
            long first = boxes.get(0).get();
            for (LongBox each : boxes) {
                if (attempt() <= 3) {
                    elsewhere(() -> atomic(() -> boxes.forEach(box -> box.set(box.get() + 1))));
                }
                seen.add(List.of(first, each.get()));
            }
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void aReferenceAndWhatItLeadsToAreOfOneInstant(Observer observer) {
        Box<Box<Long>> head = Box.of(Box.of(1L));
        LongBox label = LongBox.of(1);
        observer.observe(() -> {
            Box<Long> target = head.get();
            if (attempt() <= 3) {
                elsewhere(() -> atomic(() -> {
                    head.get().set(-7L);
                    long next = label.get() + 1;
                    head.set(Box.of(next));
                    label.set(next);
                }));
            }
            seen.add(List.of(target.get(), label.get()));
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void anEffectIsNotSeenWithoutItsCause(Observer observer) {
        observer.observe(() -> {
            long cause = x.get();
            if (attempt() <= 3) {
                elsewhere(() -> x.set(x.get() + 1));
                elsewhere(() -> atomic(() -> y.set(x.get())));
            }
            long effect = y.get();
            seen.add(List.of(Math.min(cause, effect), effect));
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void twoSeparateCommitsAreSeenInTheirOrder(Observer observer) {
        observer.observe(() -> {
            long earlier = x.get();
            if (attempt() <= 3) {
                elsewhere(() -> x.set(x.get() + 1));
                elsewhere(() -> y.set(y.get() + 1));
            }
            long later = y.get();
            seen.add(List.of(Math.min(earlier, later), later));
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeAfterTheBeginOfTheBlockIsSeenWholly(Observer observer) {
        observer.observe(() -> {
            if (attempt() <= 3) {
                changeBoth();
            }
            seen.add(List.of((long) x.get(), (long) y.get()));
        });
        assertAllPairsEqual();
    }

    @ParameterizedTest
    @EnumSource
    void readingOneBoxManyTimesStaysConsistent(Observer observer) {
        observer.observe(() -> {
            for (int i = 0; i < 5_000; i++) {
                if (i % 1_000 == 500 && attempt() <= 3) {
                    changeBoth();
                }
                seen.add(List.of((long) x.get(), (long) y.get()));
            }
        });
        assertAllPairsEqual();
    }

    @Test
    void ownWritesDoNotHideThatTheRestIsOfAnotherInstant() {
        atomic(() -> {
            x.set(100);
            long before = y.get();
            if (attempt() == 1) {
                changeBoth();
            }
            seen.add(List.of(before, (long) y.get()));
            seen.add(List.of(100L, (long) x.get()));
        });
        assertAllPairsEqual();
        assertEquals(100, x.get());
        assertEquals(1, y.get());
    }

    @Test
    void anAbortedAttemptNeverDividesByZero() {
        // The classic of opacity: y - x is always 1, and a torn view makes it 0.
        y.set(1);
        ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        atomic(() -> {
            int low = x.get();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    x.set(-1);
                    y.set(0);
                }));
            }
            int high = y.get();
            try {
                Box.of(1 / (high - low));
            } catch (ArithmeticException e) {
                thrown.add(e);
            }
        });
        assertTrue(thrown.isEmpty());
    }
}
