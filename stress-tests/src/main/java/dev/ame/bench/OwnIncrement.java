package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/** Each thread adds one, in a block, to a box that only it uses: what a block costs by itself, and what threads cost each other without any conflict. */
public abstract class OwnIncrement extends Row {

    @Param("1024")
    public int boxes;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.increment();
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.increment();
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        worker.increment();
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        worker.increment();
    }

    @Benchmark
    public void clojure(ClojureWorker worker) throws Exception {
        worker.increment();
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        worker.increment();
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends OwnIncrement {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends OwnIncrement {}
}
