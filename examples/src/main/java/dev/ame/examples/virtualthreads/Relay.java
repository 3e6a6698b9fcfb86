package dev.ame.examples.virtualthreads;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;

import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Runners that stand side by side, a box between any two. Each waits in a block until a baton comes, and hands it on. While
 * they wait they are parked, and a virtual thread that is parked costs some hundred bytes of the heap and no thread of the
 * system.
 */
final class Relay {

    private final Counter ready = new Counter();
    private final Counter handedOn = new Counter();
    private final List<LongBox> batons = new ArrayList<>();
    private final List<Thread> runners = new ArrayList<>();

    /** Starts the runners, and waits until all are ready. */
    Relay(ThreadFactory threads, int count, int batonCount) {
        for (int i = 0; i <= count; i++) {
            batons.add(LongBox.of(0));
        }
        for (int i = 0; i < count; i++) {
            LongBox before = batons.get(i);
            LongBox behind = batons.get(i + 1);
            runners.add(threads.newThread(() -> {
                ready.increment();
                for (int baton = 0; baton < batonCount; baton++) {
                    atomic(() -> {
                        check(before.get() > 0);
                        before.add(-1);
                        behind.add(1);
                    });
                    handedOn.increment();
                }
            }));
        }
        runners.forEach(Thread::start);
        atomic(() -> check(ready.sum() == count));
    }

    /** Gives the first runner the batons, and waits until the last one has handed them on. */
    long run(int batonCount) throws InterruptedException {
        batons.get(0).add(batonCount);
        LongBox goal = batons.get(batons.size() - 1);
        atomic(() -> check(goal.get() == batonCount));
        for (Thread runner : runners) {
            runner.join();
        }
        return handedOn.sum();
    }
}
