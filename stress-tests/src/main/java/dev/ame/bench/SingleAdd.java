package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** One addition outside any block; where a peer has no such thing, its smallest block. */
public class SingleAdd extends Row {

    @Param("1")
    public int boxes;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.add();
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.add();
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        worker.add();
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        worker.add();
    }

    @Benchmark
    public void clojure(ClojureWorker worker) throws Exception {
        worker.add();
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        worker.add();
    }
}
