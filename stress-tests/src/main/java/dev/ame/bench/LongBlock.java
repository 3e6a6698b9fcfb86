package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** One block that reads 10,000 boxes and writes ten of them, undisturbed. */
public class LongBlock extends Row {

    @Param("10000")
    public int boxes;

    @Benchmark
    public boolean ame(AmeWorker worker) {
        return worker.longBlock();
    }

    @Benchmark
    public boolean ameLong(AmeLongWorker worker) {
        return worker.longBlock();
    }

    @Benchmark
    public boolean scalaStm(ScalaStmWorker worker) {
        return worker.longBlock();
    }

    @Benchmark
    public boolean multiverse(MultiverseWorker worker) {
        return worker.longBlock();
    }

    @Benchmark
    public boolean clojure(ClojureWorker worker) throws Exception {
        return worker.longBlock();
    }

    @Benchmark
    public boolean globalLock(GlobalLockWorker worker) {
        return worker.longBlock();
    }
}
