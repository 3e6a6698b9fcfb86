package dev.ame.bench;

import dev.ame.stm.collections.TBoundedQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One thread puts into a bounded queue, another one takes: the time for one element. */
public class HandOff extends QueueRow {
    private static final long SECONDS = 5;

    @Param({"1", "100"})
    public int capacity;

    private final Integer item = 1_000;
    private BlockingQueue<Integer> ame;
    private BlockingQueue<Integer> array;

    @Setup
    public final void create() {
        ame = new TBoundedQueue<>(capacity);
        array = new ArrayBlockingQueue<>(capacity);
    }

    // The time is for the end of an iteration, when the other thread may have stopped first.

    @Benchmark
    @Group("ame")
    @GroupThreads(1)
    public boolean amePut() throws InterruptedException {
        return ame.offer(item, SECONDS, TimeUnit.SECONDS);
    }

    @Benchmark
    @Group("ame")
    @GroupThreads(1)
    public @Nullable Integer ameTake() throws InterruptedException {
        return ame.poll(SECONDS, TimeUnit.SECONDS);
    }

    @Benchmark
    @Group("arrayBlocking")
    @GroupThreads(1)
    public boolean arrayPut() throws InterruptedException {
        return array.offer(item, SECONDS, TimeUnit.SECONDS);
    }

    @Benchmark
    @Group("arrayBlocking")
    @GroupThreads(1)
    public @Nullable Integer arrayTake() throws InterruptedException {
        return array.poll(SECONDS, TimeUnit.SECONDS);
    }
}
