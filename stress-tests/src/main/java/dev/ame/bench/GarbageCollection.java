package dev.ame.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** 1.5 million increments of 1000 boxes at random, shared among the threads; run it with {@code -prof gc} to see what the collector has to do for them. */
@BenchmarkMode(Mode.SingleShotTime)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms256m", "-Xmx256m"}) // small enough that there is something to collect
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
public abstract class GarbageCollection extends Row {

    private static final int INCREMENTS = 1_500_000;

    @Param("1000")
    public int boxes;

    private final int share;

    GarbageCollection(int threads) {
        share = INCREMENTS / threads;
    }

    @Benchmark
    public void ame(AmeWorker worker) {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    @Benchmark
    public void clojure(ClojureWorker worker) throws Exception {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        for (int i = 0; i < share; i++) {
            worker.chooseAny();
            worker.increment();
        }
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends GarbageCollection {
        public OneThread() {
            super(1);
        }
    }

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends GarbageCollection {
        public TwoThreads() {
            super(2);
        }
    }
}
