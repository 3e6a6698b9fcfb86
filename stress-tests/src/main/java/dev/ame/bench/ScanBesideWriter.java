package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;

/** One thread sums all boxes in a block while another does transfers between the same boxes all the time. */
public abstract class ScanBesideWriter extends Row {

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
}
