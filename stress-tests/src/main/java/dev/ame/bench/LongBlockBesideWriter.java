package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;

/** One thread runs blocks of 10,000 reads and ten writes while another does transfers between the same boxes all the time. */
public class LongBlockBesideWriter extends Row {

    @Param("10000")
    public int boxes;

    @Benchmark
    @Group("ame")
    public boolean ameReader(AmeWorker worker, Attempts attempts) {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("ame")
    public void ameWriter(AmeWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("ameLong")
    public boolean ameLongReader(AmeLongWorker worker, Attempts attempts) {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("ameLong")
    public void ameLongWriter(AmeLongWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("scalaStm")
    public boolean scalaStmReader(ScalaStmWorker worker, Attempts attempts) {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("scalaStm")
    public void scalaStmWriter(ScalaStmWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("multiverse")
    public boolean multiverseReader(MultiverseWorker worker, Attempts attempts) {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("multiverse")
    public void multiverseWriter(MultiverseWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("clojure")
    public boolean clojureReader(ClojureWorker worker, Attempts attempts) throws Exception {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("clojure")
    public void clojureWriter(ClojureWorker worker) throws Exception {
        worker.transfer();
    }

    @Benchmark
    @Group("globalLock")
    public boolean globalLockReader(GlobalLockWorker worker, Attempts attempts) {
        return attempts.record(worker.longBlock(), worker);
    }

    @Benchmark
    @Group("globalLock")
    public void globalLockWriter(GlobalLockWorker worker) {
        worker.transfer();
    }
}
