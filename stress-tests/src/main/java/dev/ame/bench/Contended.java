package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/** All threads add one to the same box with about a microsecond of work between reading and writing it: nothing can run in parallel here. */
public abstract class Contended extends Row {

    @Param("1")
    public int boxes;

    @Benchmark
    public void ame(AmeWorker worker) {
        worker.contended();
    }

    @Benchmark
    public void ameLong(AmeLongWorker worker) {
        worker.contended();
    }

    @Benchmark
    public void reentrantLock(GlobalLockWorker worker) {
        worker.contended();
    }

    /** One thread. */
    @Threads(1)
    public static class OneThread extends Contended {}

    /** Two threads. */
    @Threads(2)
    public static class TwoThreads extends Contended {}

    /** Four threads. */
    @Threads(4)
    public static class FourThreads extends Contended {}

    /** Eight threads, more than there may be cores. */
    @Threads(8)
    public static class EightThreads extends Contended {}
}
