package dev.ame.stm.failure;

import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import java.util.List;
import java.util.stream.IntStream;

/** Boxes with a balance: a + b and boxA + boxB are zero, and all of the many are equal, between any two blocks. */
final class OverflowBoxes {

    private final LongBox a = LongBox.of(0);
    private final LongBox b = LongBox.of(0);
    private final Box<Integer> boxA = Box.of(0);
    private final Box<Integer> boxB = Box.of(0);
    private final Counter counter = Counter.create();
    private final OverflowTally tally = new OverflowTally();
    private final LongBox tallied = LongBox.of(0);
    private final LongBox counted = LongBox.of(0);
    private final Box<Integer> single = Box.of(0);
    private final List<Box<Integer>> many =
            IntStream.range(0, 50).mapToObj(i -> Box.of(0)).toList();

    void transfer() {
        a.set(a.get() - 1);
        b.set(b.get() + 1);
        boxA.set(boxA.get() - 1);
        boxB.update(value -> value + 1);
    }

    void incrementMany() {
        for (int i = 0; i < many.size(); i++) {
            Box<Integer> box = many.get(i);
            box.set(box.get() + 1);
        }
    }

    void tally() {
        tally.add(1);
        tally.total();
        tallied.set(tallied.get() + 1);
    }

    void singleOperations() {
        single.get();
        single.set(1);
        single.update(value -> value + 1);
        single.commute(value -> value + 1);
        single.getAndSet(7);
        counted.incrementAndGet();
        counted.add(1);
        counter.increment();
        counter.sum();
    }

    long read() {
        return a.get() + boxA.get() + counter.sum();
    }

    void count() {
        counter.increment();
        counted.add(1);
    }

    long counted() {
        return counted.get();
    }

    void requireBalance() {
        if (a.get() + b.get() != 0 || boxA.get() + boxB.get() != 0) {
            throw new AssertionError(
                    "half a commit: " + a.get() + ", " + b.get() + ", " + boxA.get() + ", " + boxB.get());
        }
        if (tally.total() != tallied.get()) {
            throw new AssertionError("half a commit: " + tally.total() + ", " + tallied.get());
        }
        long distinct = many.stream().mapToInt(Box::get).distinct().count();
        if (distinct != 1) {
            throw new AssertionError(
                    "half a commit: " + many.stream().map(Box::get).toList());
        }
    }
}
