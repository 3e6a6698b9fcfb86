package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fills a small heap to the last byte, works with boxes then, frees it, and looks at what is left. */
final class FullHeapProgram {

    private static final int BOXES = 64;

    private final List<Box<Integer>> boxes =
            IntStream.range(0, BOXES).mapToObj(i -> Box.of(1_000)).toList();
    private final LongBox a = LongBox.of(0);
    private final LongBox b = LongBox.of(0);
    private int failures;

    private FullHeapProgram() {}

    public static void main(String[] args) {
        FullHeapProgram program = new FullHeapProgram();
        program.work(1);
        for (int round = 0; round < 6; round++) {
            program.workInAFullHeap(round);
            program.requireSound();
        }
        if (program.failures == 0) {
            throw new IllegalStateException("the heap was never full");
        }
        System.out.println("sound and usable");
    }

    private void workInAFullHeap(int round) {
        List<Object> ballast = new ArrayList<>(4_000_000 / 16);
        for (int size = 1 << 20; size >= 16; size /= 4) {
            try {
                while (true) {
                    ballast.add(new byte[size]);
                }
            } catch (OutOfMemoryError full) {
                failures++;
            }
        }
        for (int i = 0; i < 50; i++) {
            try {
                work(round * 50 + i);
            } catch (OutOfMemoryError lambdasAreObjectsToo) {
                failures++;
            }
        }
        if (ballast.isEmpty()) {
            throw new IllegalStateException("nothing was allocated");
        }
    }

    private void work(int number) {
        tolerate(() -> atomic(() -> move(boxes.get(number % BOXES), boxes.get((number + 7) % BOXES), 1_000 + number)));
        tolerate(() -> atomic(() -> {
            for (int i = 0; i < BOXES; i += 2) {
                move(boxes.get(i), boxes.get(i + 1), 2_000 + number);
            }
        }));
        tolerate(() -> atomic(() -> {
            a.add(number);
            b.add(-number);
        }));
        tolerate(() -> AtomicBlock.named("serial").serialAfter(0).run(() -> {
            a.set(a.get() + 1);
            b.set(b.get() - 1);
        }));
        tolerate(() -> orElse(
                () -> {
                    a.add(1);
                    return a.get() > Long.MIN_VALUE ? retry() : null;
                },
                () -> {
                    a.add(1);
                    b.add(-1);
                    return null;
                }));
    }

    /** Moves between boxed values that no cache holds, so that the user code allocates as well. */
    private static void move(Box<Integer> from, Box<Integer> to, int amount) {
        from.set(from.get() - amount);
        to.update(value -> value + amount);
    }

    private void tolerate(Runnable work) {
        try {
            work.run();
        } catch (OutOfMemoryError expected) {
            failures++;
        }
    }

    private void requireSound() {
        TestThreads.elsewhere(() -> {
            int sum = atomic(() -> boxes.stream().mapToInt(Box::get).sum());
            long difference = atomic(() -> a.get() + b.get());
            if (sum != BOXES * 1_000 || difference != 0) {
                throw new AssertionError("half a commit: " + sum + ", " + difference);
            }
            atomic(() -> boxes.forEach(box -> box.update(value -> value + 1)));
            atomic(() -> boxes.forEach(box -> box.update(value -> value - 1)));
        });
    }
}
