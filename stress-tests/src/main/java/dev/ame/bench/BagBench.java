package dev.ame.bench;

import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBag;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Threads;

/** Each thread adds an element to a pool and takes one. */
public abstract class BagBench extends Row {

    @Param("1000")
    public int boxes;

    private final TBag<Integer> bag = new TBag<>();
    private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();

    @Setup
    public void fill() {
        for (int i = 0; i < boxes; i++) {
            bag.add(i);
            queue.add(i);
        }
    }

    @Benchmark
    public @Nullable Integer ame() {
        bag.add(1);
        return bag.poll();
    }

    @Benchmark
    public @Nullable Integer ameBlock() {
        return Stm.atomic(() -> {
            @Nullable Integer taken = bag.poll();
            bag.add(1);
            return taken;
        });
    }

    @Benchmark
    public @Nullable Integer concurrentLinkedQueue() {
        queue.add(1);
        return queue.poll();
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends BagBench {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends BagBench {}
}
