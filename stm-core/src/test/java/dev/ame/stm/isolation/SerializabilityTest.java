package dev.ame.stm.isolation;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.meet;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The anomalies that weaker systems allow: all of them are forced, none may happen. */
@Bounded
class SerializabilityTest {

    private final Box<Integer> a = Box.of(0);
    private final Box<Integer> b = Box.of(0);

    /** Holds the first attempts of two blocks until both have read. */
    private final CyclicBarrier bothHaveRead = new CyclicBarrier(2);

    private void meetOnFirstAttempt() {
        if (attempt() == 1) {
            meet(bothHaveRead);
        }
    }

    @Test
    void noUpdateOfABoxIsLost() {
        together(
                2,
                index -> atomic(() -> {
                    int value = a.get();
                    meetOnFirstAttempt();
                    a.set(value + 1);
                }));
        assertEquals(2, a.get());
    }

    @Test
    void noUpdateOfALongBoxIsLost() {
        LongBox number = LongBox.of(0);
        together(
                2,
                index -> atomic(() -> {
                    long value = number.get();
                    meetOnFirstAttempt();
                    number.set(value + 1);
                }));
        assertEquals(2, number.get());
    }

    @Test
    void noUpdateIsLostToASingleWrite() {
        atomic(() -> {
            int value = a.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, a.getAndSet(10)));
            }
            a.set(value + 1);
        });
        assertEquals(11, a.get());
    }

    @Test
    void anUpdateBuiltOnARestoredValueIsStillRight() {
        atomic(() -> {
            int value = a.get();
            if (attempt() == 1) {
                elsewhere(() -> assertEquals(0, a.getAndSet(10)));
                elsewhere(() -> assertEquals(10, a.getAndSet(0)));
            }
            a.set(value + 1);
        });
        assertEquals(1, a.get());
    }

    /** Runs "if the other is 0, set mine to 1" for both boxes at once; both can't have seen 0. */
    private void assertNoWriteSkew(UnaryOperator<Box<Integer>> readsZeroAndReturnsIt) {
        together(
                2,
                index -> atomic(() -> {
                    Box<Integer> mine = index == 0 ? a : b;
                    Box<Integer> other = index == 0 ? b : a;
                    boolean zero = readsZeroAndReturnsIt.apply(other) != null;
                    meetOnFirstAttempt();
                    if (zero) {
                        mine.set(1);
                    }
                }));
        assertEquals(1, a.get() + b.get());
    }

    @Test
    void noWriteSkew() {
        assertNoWriteSkew(other -> other.get() == 0 ? other : null);
    }

    @Test
    void noWriteSkewThroughAReadInANestedBlock() {
        assertNoWriteSkew(other -> atomic(() -> other.get() == 0 ? other : null));
    }

    @Test
    void noWriteSkewThroughAReadInANestedBlockThatWasUndone() {
        assertNoWriteSkew(other -> {
            boolean[] zero = new boolean[1];
            try {
                atomic(() -> {
                    zero[0] = other.get() == 0;
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException expected) {
                assertTrue(inAtomic());
            }
            return zero[0] ? other : null;
        });
    }

    @Test
    void noWriteSkewThroughAReadInAnAbandonedAlternative() {
        assertNoWriteSkew(other -> orElse(
                () -> {
                    if (other.get() == 0) {
                        return retry();
                    }
                    return null;
                },
                () -> other));
    }

    @Test
    void noWriteSkewThroughAReadOnlyNestedBlock() {
        AtomicBlock looking = AtomicBlock.named("looking").readOnly();
        assertNoWriteSkew(other -> looking.call(() -> other.get() == 0 ? other : null));
    }

    @Test
    void aFailedCompareAndSetAloneIsARead() {
        Box<String> left = Box.of("idle");
        Box<String> right = Box.of("idle");
        String idle = left.get();
        String busy = "busy";
        together(
                2,
                index -> atomic(() -> {
                    Box<String> mine = index == 0 ? left : right;
                    Box<String> other = index == 0 ? right : left;
                    boolean otherIsBusy = other.compareAndSet(busy, busy);
                    meetOnFirstAttempt();
                    if (!otherIsBusy) {
                        mine.set(busy);
                    }
                }));
        assertEquals(Set.of(idle, busy), Set.of(left.get(), right.get()));
    }

    @Test
    void noWriteSkewOverCounters() {
        Counter left = Counter.create();
        Counter right = Counter.create();
        together(
                2,
                index -> atomic(() -> {
                    Counter mine = index == 0 ? left : right;
                    Counter other = index == 0 ? right : left;
                    long sum = other.sum();
                    meetOnFirstAttempt();
                    if (sum == 0) {
                        mine.increment();
                    }
                }));
        assertEquals(1, left.sum() + right.sum());
    }

    @Test
    void noWriteSkewOverLongBoxesWithBlindAdds() {
        LongBox left = LongBox.of(0);
        LongBox right = LongBox.of(0);
        together(
                2,
                index -> atomic(() -> {
                    LongBox mine = index == 0 ? left : right;
                    LongBox other = index == 0 ? right : left;
                    long value = other.get();
                    meetOnFirstAttempt();
                    if (value == 0) {
                        mine.add(1);
                    }
                }));
        assertEquals(1, left.get() + right.get());
    }

    @Test
    void aRingOfReadersAndWritersHasAnOrder() {
        int size = 3;
        CyclicBarrier allHaveRead = new CyclicBarrier(size);
        List<LongBox> ring = List.of(LongBox.of(0), LongBox.of(0), LongBox.of(0));
        together(
                size,
                index -> atomic(() -> {
                    long value = ring.get(index).get();
                    if (attempt() == 1) {
                        meet(allHaveRead);
                    }
                    ring.get((index + 1) % size).set(value + 1);
                }));
        List<Long> result = ring.stream().map(LongBox::get).toList();
        // Each of the six serial orders gives one of these; (1, 1, 1) needs all three to have come first.
        assertTrue(
                Set.of(List.of(3L, 1L, 2L), List.of(2L, 3L, 1L), List.of(1L, 2L, 3L))
                                .contains(result)
                        || Set.of(List.of(1L, 1L, 2L), List.of(2L, 1L, 1L), List.of(1L, 2L, 1L))
                                .contains(result),
                () -> "no serial order gives " + result);
    }

    @Test
    void aReportReadBetweenTwoUpdatesIsNotContradicted() {
        // The read-only anomaly of snapshot isolation: a withdrawal with an overdraft fee, a deposit and a report.
        Box<Integer> checking = a;
        Box<Integer> savings = b;
        AtomicReference<List<Integer>> report = new AtomicReference<>();
        atomic(() -> {
            int sum = checking.get() + savings.get();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> savings.set(20)));
                elsewhere(() -> report.set(atomic(() -> List.of(checking.get(), savings.get()))));
            }
            checking.set(sum - 10 < 0 ? -11 : -10);
        });
        assertEquals(List.of(0, 20), report.get());
        // The report saw the deposit without the withdrawal, so the deposit came first: no fee.
        assertEquals(-10, checking.get());
    }

    @Test
    void twoReadersAgreeOnTheOrderOfTwoWriters() {
        AtomicReference<List<Integer>> shortReader = new AtomicReference<>();
        List<Integer> longReader = atomic(() -> {
            int first = a.get();
            if (attempt() == 1) {
                elsewhere(() -> a.set(1));
                elsewhere(() -> shortReader.set(atomic(() -> List.of(a.get(), b.get()))));
                elsewhere(() -> b.set(1));
            }
            return List.of(first, b.get());
        });
        assertEquals(List.of(1, 0), shortReader.get());
        assertTrue(
                Set.of(List.of(0, 0), List.of(1, 1)).contains(longReader),
                () -> "one reader saw a before b, the other " + longReader);
    }

    @Test
    void copiesDoNotCross() {
        // a := b and b := a at once: one of them must see what the other did.
        a.set(1);
        b.set(2);
        together(
                2,
                index -> atomic(() -> {
                    Box<Integer> from = index == 0 ? a : b;
                    Box<Integer> to = index == 0 ? b : a;
                    int value = from.get();
                    meetOnFirstAttempt();
                    to.set(value);
                }));
        assertEquals(a.get(), b.get());
    }

    @Test
    void aDecisionOnABoxThatIsOnlyReadHolds() {
        Box<Boolean> open = Box.of(true);
        AtomicReference<Integer> countWhenClosed = new AtomicReference<>();
        atomic(() -> {
            boolean isOpen = open.get();
            int count = a.get();
            if (attempt() == 1) {
                elsewhere(() -> atomic(() -> {
                    open.set(false);
                    countWhenClosed.set(a.get());
                }));
            }
            if (isOpen) {
                a.set(count + 1);
            }
        });
        assertEquals(0, countWhenClosed.get());
        assertEquals(0, a.get());
    }
}
