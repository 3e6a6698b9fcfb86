package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Sums all boxes in a block that writes nothing; "declared" blocks say so in advance. */
public class ReadBlock extends Row {

    @Param({"1", "10", "100", "1000"})
    public int boxes;

    @Benchmark
    public long ame(AmeWorker worker) {
        return worker.read();
    }

    @Benchmark
    public long ameLong(AmeLongWorker worker) {
        return worker.read();
    }

    @Benchmark
    public long ameDeclared(AmeWorker worker) {
        return worker.readDeclared();
    }

    @Benchmark
    public long ameLongDeclared(AmeLongWorker worker) {
        return worker.readDeclared();
    }

    @Benchmark
    public long ameLongHandle(AmeLongWorker worker) {
        return worker.readByHandle();
    }

    @Benchmark
    public long scalaStm(ScalaStmWorker worker) {
        return worker.read();
    }

    @Benchmark
    public long multiverse(MultiverseWorker worker) {
        return worker.read();
    }

    @Benchmark
    public long clojure(ClojureWorker worker) throws Exception {
        return worker.read();
    }

    @Benchmark
    public long globalLock(GlobalLockWorker worker) {
        return worker.read();
    }
}
