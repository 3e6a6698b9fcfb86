package dev.ame.bench;

import dev.ame.stm.AtomicCall;
import dev.ame.stm.Stm;
import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stm.collections.TQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Threads;

/** One element is added to a queue and one is taken: each by itself, or both in one block. */
public abstract class QueueBench extends QueueRow {

    /** How many elements there are all the time. */
    @Param({"0", "100"})
    public int filled;

    private final Integer item = 1_000;
    private TQueue<Integer> ame;
    private TBoundedQueue<Integer> ameBounded;
    private LinkedBlockingQueue<Integer> linked;
    private ArrayBlockingQueue<Integer> array;
    private ScalaStmQueue<Integer> scala;

    private final AtomicCall<@Nullable Integer, RuntimeException> offerAndPoll = () -> {
        ame.offer(item);
        return ame.poll();
    };

    @Setup
    public final void create() {
        ame = new TQueue<>();
        ameBounded = new TBoundedQueue<>(1_000);
        linked = new LinkedBlockingQueue<>();
        array = new ArrayBlockingQueue<>(1_000);
        scala = new ScalaStmQueue<>();
        for (int i = 0; i < filled; i++) {
            ame.add(i);
            ameBounded.add(i);
            linked.add(i);
            array.add(i);
            scala.offer(i);
        }
    }

    private @Nullable Integer pass(Queue<Integer> queue) {
        queue.offer(item);
        return queue.poll();
    }

    @Benchmark
    public @Nullable Integer ame() {
        return pass(ame);
    }

    @Benchmark
    public @Nullable Integer ameBounded() {
        return pass(ameBounded);
    }

    @Benchmark
    public @Nullable Integer linkedBlocking() {
        return pass(linked);
    }

    @Benchmark
    public @Nullable Integer arrayBlocking() {
        return pass(array);
    }

    @Benchmark
    public @Nullable Integer scalaStm() {
        scala.offer(item);
        return scala.poll();
    }

    @Benchmark
    public @Nullable Integer ameInABlock() {
        return Stm.atomic(offerAndPoll);
    }

    @Benchmark
    public @Nullable Integer scalaStmInABlock() {
        return scala.offerAndPoll(item);
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends QueueBench {}

    /** Two threads, both of which add and take. */
    @Threads(2)
    public static class TwoThreads extends QueueBench {}
}
