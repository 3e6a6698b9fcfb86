package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/** Transfers, and now and then an audit that sums all accounts, all of them through one helper: whatever goes by the class of a block sees one kind only. */
public abstract class BankAudits extends Row {

    @Param("1024")
    public int boxes;

    /** Of a hundred operations, how many are audits. */
    @Param({"1", "10", "50"})
    public int audits;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.bank(audits);
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.bank(audits);
    }

    @Benchmark
    public void scalaStm(ScalaStmWorker worker) {
        worker.bank(audits);
    }

    @Benchmark
    public void multiverse(MultiverseWorker worker) {
        worker.bank(audits);
    }

    @Benchmark
    public void globalLock(GlobalLockWorker worker) {
        worker.bank(audits);
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends BankAudits {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends BankAudits {}
}
