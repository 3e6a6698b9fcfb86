package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** One block that reads so many boxes at random, and moves one between two of them: whether its time grows with the reads, and only with them. */
public class RandomUpdate extends Row {

    @Param({"10000", "1000000"})
    public int boxes;

    /** How many boxes a block reads. */
    @Param({"16", "128", "140", "250", "256", "1000", "10000"})
    public int reads;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.randomUpdate(reads);
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.randomUpdate(reads);
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        worker.randomUpdate(reads);
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        worker.randomUpdate(reads);
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        worker.randomUpdate(reads);
    }
}
