package dev.ame.stm.modes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.together;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Everyday use of everything, run in JVMs with the various modes; what it prints is what the tests look at. */
final class Program {

    private static final int THREADS = 4;
    private static final int ROUNDS = 200;

    private final LongBox number = LongBox.of(0);
    private final LongBox twin = LongBox.of(0);
    private final LongBox single = LongBox.of(0);
    private final Counter counter = Counter.create();
    private final Box<String> box = Box.of("old");
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicInteger reExecutions = new AtomicInteger();
    private final AtomicInteger afterCommits = new AtomicInteger();

    private Program() {}

    public static void main(String[] args) {
        new Program().run();
    }

    private void run() {
        count();
        waitAndWake();
        failAndUndo();
        exemptions();
        order();
        System.out.println("done");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    private void count() {
        together(THREADS, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                atomic(() -> {
                    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    try {
                        if (attempt() > 1) {
                            reExecutions.incrementAndGet();
                        }
                        number.set(number.get() + 1);
                        atomic(() -> twin.set(twin.get() - 1));
                        counter.increment();
                        afterCommit(afterCommits::incrementAndGet);
                    } finally {
                        inside.decrementAndGet();
                    }
                });
                require(atomic(() -> number.get() + twin.get()) == 0, "a torn view");
                single.add(1);
                single.incrementAndGet();
            }
        });
        int expected = THREADS * ROUNDS;
        require(number.get() == expected, "lost updates: " + number.get());
        require(twin.get() == -expected, "lost nested updates: " + twin.get());
        require(counter.sum() == expected, "lost increments: " + counter.sum());
        require(single.get() == 2L * expected, "lost single operations: " + single.get());
        require(afterCommits.get() == expected, "hooks ran " + afterCommits.get() + " times");
        System.out.println("most inside: " + mostInside.get());
        System.out.println("re-executions: " + reExecutions.get());
    }

    private void waitAndWake() {
        LongBox turn = LongBox.of(0);
        together(2, index -> {
            for (int i = 0; i < ROUNDS; i++) {
                atomic(() -> {
                    check(turn.get() % 2 == index);
                    turn.set(turn.get() + 1);
                });
            }
        });
        require(turn.get() == 2L * ROUNDS, "turns: " + turn.get());
        Running waiter = start(() ->
                orElse(() -> turn.get() > 0 ? retry() : null, () -> box.get().equals("old") ? retry() : null));
        waiter.awaitParked();
        box.set("new");
        waiter.join();
    }

    private void failAndUndo() {
        try {
            atomic(() -> {
                box.set("half");
                throw new IllegalArgumentException();
            });
            throw new AssertionError("no exception");
        } catch (IllegalArgumentException expected) {
            require(box.get().equals("new"), "not rolled back");
        }
        atomic(() -> {
            try {
                atomic(() -> {
                    box.set("half");
                    throw new IllegalArgumentException();
                });
            } catch (IllegalArgumentException expected) {
                box.set(box.get() + "er");
            }
        });
        require(box.get().equals("newer"), "not undone: " + box.get());
    }

    /** What chaos leaves alone: serial and irrevocable blocks, and single operations. */
    private void exemptions() {
        AtomicInteger serialRuns = new AtomicInteger();
        AtomicInteger irrevocableRuns = new AtomicInteger();
        AtomicInteger functionRuns = new AtomicInteger();
        LongBox own = LongBox.of(0);
        AtomicBlock serial = AtomicBlock.named("serial").serialAfter(0);
        AtomicBlock irrevocable = AtomicBlock.named("irrevocable").irrevocable();
        for (int i = 0; i < ROUNDS; i++) {
            serial.run(() -> {
                serialRuns.incrementAndGet();
                own.set(own.get() + 1);
                own.set(own.get() - 1);
            });
            irrevocable.run(() -> {
                irrevocableRuns.incrementAndGet();
                own.set(own.get() + 1);
            });
            own.updateAndGet(value -> {
                functionRuns.incrementAndGet();
                return value + 1;
            });
        }
        require(own.get() == 2L * ROUNDS, "lost: " + own.get());
        System.out.println("serial runs: " + serialRuns.get());
        System.out.println("irrevocable runs: " + irrevocableRuns.get());
        System.out.println("function runs: " + functionRuns.get());
    }

    /** Eight blocks wait while one runs; prints in which order they get their turns. */
    private static void order() {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBlock serial = AtomicBlock.named("holder").serialAfter(0);
        Running holder = start(() -> serial.run(() -> {
            holding.countDown();
            await(goOn);
        }));
        await(holding);
        List<Running> waiting = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int mine = i;
            waiting.add(start(() -> serial.run(() -> {
                        synchronized (order) {
                            order.add(mine);
                        }
                    }))
                    .awaitParked());
        }
        goOn.countDown();
        holder.join();
        waiting.forEach(Running::join);
        System.out.println("order: " + order);
    }
}
