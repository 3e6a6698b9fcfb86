package dev.ame.history;

import dev.ame.stm.Stm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent program drawn from a seed: a few boxes, more threads than cores, and in each thread a sequence of blocks
 * of a few random {@linkplain Shape shapes} with single operations between them.
 *
 * <p>Few shapes at a time, differently many in each program, find more than all of them always: what hides one fault is
 * then often absent.
 */
final class RandomProgram {
    private static final long GIVE_UP_SECONDS = 60;
    private static final long WAKE_NANOS = 200_000;

    private final long seed;
    private final int threads;
    private final int blocksPerThread;
    private final List<Shape> shapes;

    /** Of 16 steps of a thread, how many are single operations. */
    private final int singles;

    private final int pauseRate;
    private final Boxes boxes;
    private final AtomicInteger running;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    RandomProgram(long seed, int blocksPerThread) {
        this.seed = seed;
        this.blocksPerThread = blocksPerThread;
        SplittableRandom random = new SplittableRandom(seed);
        threads = 4 + random.nextInt(5);
        boxes = new Boxes(4 + random.nextInt(13));
        singles = random.nextInt(2) * random.nextInt(8);
        pauseRate = random.nextInt(Actor.PAUSE_RANGE / 2);
        running = new AtomicInteger(threads);
        Set<Shape> drawn = EnumSet.noneOf(Shape.class);
        drawn.add(draw(Shape.CONTENDERS, random));
        if (random.nextInt(3) == 0) {
            drawn.add(draw(Shape.READERS, random));
        }
        int count = drawn.size() + random.nextInt(5);
        while (drawn.size() < count) {
            drawn.add(draw(List.of(Shape.values()), random));
        }
        shapes = List.copyOf(drawn);
    }

    private static Shape draw(List<Shape> candidates, SplittableRandom random) {
        return candidates.get(random.nextInt(candidates.size()));
    }

    @Override
    public String toString() {
        return "program of seed " + seed + ": " + threads + " threads, " + boxes.size() + " boxes, " + blocksPerThread
                + " blocks a thread, singles " + singles + "/16, pauses " + pauseRate + "/16, " + shapes;
    }

    /** Runs it to its end, and returns what every attempt saw and did. */
    History run() throws InterruptedException {
        List<Actor> actors = new ArrayList<>();
        List<Thread> started = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        SplittableRandom seeds = new SplittableRandom(~seed);
        for (int thread = 1; thread <= threads; thread++) {
            Actor actor = new Actor(thread, boxes, pauseRate, seeds.nextLong());
            Dice dice = new Dice(seeds.nextLong(), boxes);
            actors.add(actor);
            started.add(start("history-" + thread, () -> work(actor, dice, start)));
        }
        if (shapes.contains(Shape.RETRY)) {
            Actor waker = new Actor(threads + 1, boxes, 0, seeds.nextLong());
            Dice dice = new Dice(seeds.nextLong(), boxes);
            actors.add(waker);
            started.add(start("history-waker", () -> wakeTheWaiting(waker, dice)));
        }
        start.countDown();
        join(started);
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError(this + " threw", thrown);
        }
        return history(actors);
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void work(Actor actor, Dice dice, CountDownLatch start) {
        try {
            start.await();
            for (int i = 0; i < blocksPerThread && failure.get() == null; i++) {
                if (dice.below(16) < singles) {
                    single(actor, dice);
                } else {
                    actor.run(shapes.get(dice.below(shapes.size())).plan(dice));
                }
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        } finally {
            running.decrementAndGet();
        }
    }

    private static void single(Actor actor, Dice dice) {
        switch (dice.below(4)) {
            case 0 -> actor.singleRead(dice.box());
            case 1 -> actor.singleOverwrite(dice.blindBox());
            default -> actor.single(dice.box(), dice.way());
        }
    }

    /** A block in {@code retry} waits for a change, and all the others may wait too, or be done. */
    private void wakeTheWaiting(Actor actor, Dice dice) {
        try {
            while (running.get() > 0) {
                for (int box = 0; box < boxes.size(); box++) {
                    actor.single(box, dice.below(Cell.WAYS));
                }
                LockSupport.parkNanos(WAKE_NANOS);
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    private void join(List<Thread> started) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
        for (Thread worker : started) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            worker.join(Math.max(1, left));
            if (worker.isAlive()) {
                throw new AssertionError(this + " hangs:" + stacks(started));
            }
        }
    }

    private static String stacks(List<Thread> started) {
        StringBuilder text = new StringBuilder();
        for (Thread worker : started) {
            text.append(System.lineSeparator()).append(worker);
            for (StackTraceElement frame : worker.getStackTrace()) {
                text.append(System.lineSeparator()).append("    at ").append(frame);
            }
        }
        return text.toString();
    }

    /** The final state takes part as one more block, so that no last write can get lost unseen. */
    private History history(List<Actor> actors) {
        Actor last = new Actor(threads + 2, boxes, 0, seed);
        Dice dice = new Dice(seed, boxes);
        last.run(Shape.DECLARED_READER.plan(dice));
        last.run(Shape.SUM.plan(dice));
        for (int box = 0; box < boxes.size(); box++) {
            last.singleRead(box);
        }
        if (Stm.inAtomic()) {
            throw new AssertionError("still in a block");
        }
        List<Attempt> attempts = new ArrayList<>();
        for (Actor actor : actors) {
            attempts.addAll(actor.attempts());
        }
        attempts.addAll(last.attempts());
        return new History(boxes.size(), attempts);
    }
}
