package dev.ame.stm.blocking;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Bounded;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever changes a box wakes those who wait for it: by every kind of change, and never in vain. */
@Bounded
class WakeUpTest {

    /** One way to change a box, a long box or a counter that is 0 before. */
    record Change(String name, ThreeBoxes how) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Changes at least one of three. */
    @FunctionalInterface
    interface ThreeBoxes {
        void change(Box<Integer> box, LongBox number, Counter counter);
    }

    private static void commitDespite(Runnable body) {
        try {
            AtomicBlock.named("commits and throws")
                    .noRollbackFor(IllegalArgumentException.class)
                    .run(() -> {
                        body.run();
                        throw new IllegalArgumentException();
                    });
        } catch (IllegalArgumentException expected) {
            requireNotAtomic();
        }
    }

    static List<Change> changes() {
        Integer zero = 0;
        AtomicBlock block = AtomicBlock.named("waker");
        return List.of(
                new Change("Box.set", (b, n, c) -> b.set(1)),
                new Change("Box.getAndSet", (b, n, c) -> b.getAndSet(1)),
                new Change("Box.update", (b, n, c) -> b.update(v -> v + 1)),
                new Change("Box.compareAndSet", (b, n, c) -> b.compareAndSet(zero, 1)),
                new Change("Box.commute", (b, n, c) -> b.commute(v -> v + 1)),
                new Change("LongBox.set", (b, n, c) -> n.set(1)),
                new Change("LongBox.add", (b, n, c) -> n.add(1)),
                new Change("LongBox.incrementAndGet", (b, n, c) -> n.incrementAndGet()),
                new Change("LongBox.compareAndSet", (b, n, c) -> n.compareAndSet(0, 1)),
                new Change("LongBox.commute", (b, n, c) -> n.commute(v -> v + 1)),
                new Change("Counter.increment", (b, n, c) -> c.increment()),
                new Change("Counter.add", (b, n, c) -> c.add(5)),
                new Change("block with Counter.increment", (b, n, c) -> atomic(() -> c.increment())),
                new Change("block with LongBox.add", (b, n, c) -> atomic(() -> n.add(1))),
                new Change("block with Box.commute", (b, n, c) -> atomic(() -> b.commute(v -> v + 1))),
                new Change("block", (b, n, c) -> atomic(() -> b.set(b.get() + 1))),
                new Change("nested block", (b, n, c) -> atomic(() -> atomic(() -> b.set(1)))),
                new Change(
                        "alternative",
                        (b, n, c) -> orElse(() -> b.get() == 0 ? retry() : null, () -> {
                            b.set(1);
                            return null;
                        })),
                new Change("serial block", (b, n, c) -> block.serialAfter(0).run(() -> b.set(1))),
                new Change("irrevocable block", (b, n, c) -> block.irrevocable().run(() -> b.set(1))),
                new Change("block that commits and throws", (b, n, c) -> commitDespite(() -> b.set(1))),
                new Change("beforeCommit hook", (b, n, c) -> atomic(() -> beforeCommit(() -> b.set(1)))),
                new Change("afterCommit hook", (b, n, c) -> atomic(() -> afterCommit(() -> b.set(1)))),
                new Change(
                        "large block",
                        (b, n, c) -> atomic(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                Box.of(0).set(i);
                            }
                            n.set(1);
                        })));
    }

    @Test
    void aThreadThatWaitsWithoutADeadlineSaysSo() {
        Box<Integer> box = Box.of(0);
        Running waiter = start(() -> atomic(() -> check(box.get() != 0)));
        waiter.awaitParked();
        assertEquals(Thread.State.WAITING, waiter.thread().getState());
        box.set(1);
        waiter.join();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyKindOfChangeWakesAParkedBlock(Change change) {
        Box<Integer> box = Box.of(0);
        LongBox number = LongBox.of(0);
        Counter counter = Counter.create();
        Running waiter = start(() -> atomic(() -> check(box.get() + number.get() + counter.sum() != 0)));
        waiter.awaitParked();
        change.how().change(box, number, counter);
        waiter.join();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyKindOfChangeIsSeenByABlockThatIsJustAboutToPark(Change change) {
        Box<Integer> box = Box.of(0);
        LongBox number = LongBox.of(0);
        Counter counter = Counter.create();
        atomic(() -> {
            long sum = box.get() + number.get() + counter.sum();
            if (attempt() == 1) {
                start(() -> change.how().change(box, number, counter)).join();
            }
            check(sum != 0);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 99})
    void anyOfTheBoxesThatWereReadWakes(int index) {
        List<Box<Boolean>> boxes =
                IntStream.range(0, 100).mapToObj(i -> Box.of(false)).toList();
        Running waiter =
                start(() -> atomic(() -> check(boxes.stream().filter(Box::get).count() > 0)));
        waiter.awaitParked();
        boxes.get(index).set(true);
        waiter.join();
    }

    @Test
    void oneCommitWakesAllThatWait() {
        LongBox gate = LongBox.of(0);
        List<Running> waiters = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiters.add(start(() -> atomic(() -> check(gate.get() != 0))));
        }
        waiters.forEach(Running::awaitParked);
        gate.set(1);
        waiters.forEach(Running::join);
    }

    @Test
    void waitersForDifferentBoxesOfOneCommitAllWake() {
        List<LongBox> gates =
                IntStream.range(0, 20).mapToObj(i -> LongBox.of(0)).toList();
        List<Running> waiters = new ArrayList<>();
        for (LongBox gate : gates) {
            waiters.add(start(() -> atomic(() -> check(gate.get() != 0))));
        }
        waiters.forEach(Running::awaitParked);
        atomic(() -> gates.forEach(gate -> gate.set(1)));
        waiters.forEach(Running::join);
    }

    @Test
    void aChainOfWaitersWakesLinkByLink() {
        List<LongBox> links =
                IntStream.rangeClosed(0, 30).mapToObj(i -> LongBox.of(0)).toList();
        List<Running> waiters = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            LongBox mine = links.get(i);
            LongBox next = links.get(i + 1);
            waiters.add(start(() -> atomic(() -> {
                check(mine.get() != 0);
                next.set(mine.get() + 1);
            })));
        }
        waiters.forEach(Running::awaitParked);
        links.get(0).set(1);
        waiters.forEach(Running::join);
        assertEquals(31, links.get(30).get());
    }

    @Test
    void aRolledBackChangeLeavesTheWaiterWaiting() {
        LongBox gate = LongBox.of(0);
        Running waiter = start(() -> atomic(() -> check(gate.get() != 0)));
        waiter.awaitParked();
        try {
            atomic(() -> {
                gate.set(1);
                throw new IllegalArgumentException();
            });
        } catch (IllegalArgumentException expected) {
            waiter.awaitParked();
        }
        gate.set(2);
        waiter.join();
    }

    @Test
    void aThreadMayWaitManyTimesInARow() {
        LongBox turn = LongBox.of(0);
        together(2, index -> {
            for (int i = 0; i < 5_000; i++) {
                atomic(() -> {
                    check(turn.get() % 2 == index);
                    turn.set(turn.get() + 1);
                });
            }
        });
        assertEquals(10_000, turn.get());
    }

    @Test
    void aRingPassesATokenRound() {
        int size = 6;
        List<Box<Boolean>> ring =
                IntStream.range(0, size).mapToObj(i -> Box.of(i == 0)).toList();
        together(size, index -> {
            for (int i = 0; i < 300; i++) {
                atomic(() -> {
                    check(ring.get(index).get());
                    ring.get(index).set(false);
                    ring.get((index + 1) % size).set(true);
                });
            }
        });
        assertEquals(1, ring.stream().filter(Box::get).count());
        assertEquals(true, ring.get(0).get());
    }
}
