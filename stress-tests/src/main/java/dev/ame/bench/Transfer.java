package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/** Moves one from a random box to another in a block of two reads and two writes; with several threads, rare conflicts. */
public abstract class Transfer extends Row {

    @Param("1024")
    public int boxes;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.transfer();
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.transfer();
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        worker.transfer();
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        worker.transfer();
    }

    @Benchmark
    public void clojure(ClojureWorker worker) throws Exception {
        worker.transfer();
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        worker.transfer();
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends Transfer {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends Transfer {}

    /** Eight threads, more than there may be cores. */
    @Threads(8)
    public static class EightThreads extends Transfer {}
}
