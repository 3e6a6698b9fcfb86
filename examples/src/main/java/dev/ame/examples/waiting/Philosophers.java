package dev.ame.examples.waiting;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;

import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Philosophers at a round table, with one fork between any two. Each takes both forks in one step or waits for them in one
 * step, so nobody ever holds one fork and waits for the other: they cannot starve of a deadlock.
 */
final class Philosophers {

    private final List<Box<Boolean>> lying;
    private final Counter meals = new Counter();

    Philosophers(int count) {
        lying = Stream.generate(() -> Box.of(true)).limit(count).toList();
    }

    /** Dines with everybody at the table, each in a thread of its own. */
    long dine(int mealsEach) throws InterruptedException {
        List<Thread> threads = IntStream.range(0, lying.size())
                .mapToObj(seat -> new Thread(() -> {
                    for (int meal = 0; meal < mealsEach; meal++) {
                        eat(lying.get(seat), lying.get((seat + 1) % lying.size()));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return meals.sum();
    }

    private void eat(Box<Boolean> left, Box<Boolean> right) {
        atomic(() -> {
            check(left.get() && right.get());
            left.set(false);
            right.set(false);
        });
        meals.increment();
        atomic(() -> {
            left.set(true);
            right.set(true);
        });
    }
}
