package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;

/** One thread sums 1000 boxes in a block while another does transfers between the same boxes all the time. */
public class ReadBesideWriter extends ScanBesideWriter {

    @Param("1000")
    public int boxes;

    @Benchmark
    @Group("scalaStm")
    public boolean scalaStmReader(ScalaStmWorker worker, Attempts attempts) {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("scalaStm")
    public void scalaStmWriter(ScalaStmWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("multiverse")
    public boolean multiverseReader(MultiverseWorker worker, Attempts attempts) {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("multiverse")
    public void multiverseWriter(MultiverseWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("clojure")
    public boolean clojureReader(ClojureWorker worker, Attempts attempts) throws Exception {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("clojure")
    public void clojureWriter(ClojureWorker worker) throws Exception {
        worker.transfer();
    }
}
