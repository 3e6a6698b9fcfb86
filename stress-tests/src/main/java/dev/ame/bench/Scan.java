package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;

/**
 * One thread sums 200,000 boxes, again and again, while another does transfers between the same boxes all the time: does every scan get through, in how many
 * attempts, and how fast does the writer remain compared with itself alone?
 */
public class Scan extends Row {

    @Param("200000")
    public int boxes;

    @Benchmark
    @Group("ame")
    public boolean ameReader(AmeWorker worker, Attempts attempts) {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("ame")
    public void ameWriter(AmeWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("ameDeclared")
    public boolean ameDeclaredReader(AmeWorker worker, Attempts attempts) {
        return attempts.record(worker.scanDeclared(), worker);
    }

    @Benchmark
    @Group("ameDeclared")
    public void ameDeclaredWriter(AmeWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("ameLong")
    public boolean ameLongReader(AmeLongWorker worker, Attempts attempts) {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("ameLong")
    public void ameLongWriter(AmeLongWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("ameLongDeclared")
    public boolean ameLongDeclaredReader(AmeLongWorker worker, Attempts attempts) {
        return attempts.record(worker.scanDeclared(), worker);
    }

    @Benchmark
    @Group("ameLongDeclared")
    public void ameLongDeclaredWriter(AmeLongWorker worker) {
        worker.transfer();
    }

    @Benchmark
    @Group("globalLock")
    public boolean globalLockReader(GlobalLockWorker worker, Attempts attempts) {
        return attempts.record(worker.scan(), worker);
    }

    @Benchmark
    @Group("globalLock")
    public void globalLockWriter(GlobalLockWorker worker) {
        worker.transfer();
    }

    /** The control: the same transfers with nobody reading. */
    @Benchmark
    public void ameAlone(AmeWorker worker) {
        worker.transfer();
    }

    /** The control: the same transfers with nobody reading. */
    @Benchmark
    public void ameLongAlone(AmeLongWorker worker) {
        worker.transfer();
    }
}
