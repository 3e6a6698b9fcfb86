package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Threads that all add one to the same box, with about a microsecond of work in the block, beside one that moves from one box to another
 * which nobody else uses. How many share the hot box must make no difference to it.
 */
public abstract class HotBesideOthers extends Row {

    @Param("1024")
    public int boxes;

    /** The one with boxes of its own, alone. */
    @Threads(1)
    public static class Alone extends HotBesideOthers {

        @Benchmark
        public void ame(AmeWorker worker) {
            worker.transferApart();
        }

        @Benchmark
        public void ameLong(AmeLongWorker worker) {
            worker.transferApart();
        }
    }

    /** One hot thread: no conflict at all. */
    public static class OneHot extends HotBesideOthers {
        @Benchmark
        @Group("ame")
        @GroupThreads(1)
        public void ameHot(AmeWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ame")
        public void ameOther(AmeWorker worker) {
            worker.transferApart();
        }

        @Benchmark
        @Group("ameLong")
        @GroupThreads(1)
        public void ameLongHot(AmeLongWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ameLong")
        public void ameLongOther(AmeLongWorker worker) {
            worker.transferApart();
        }
    }

    /** Two hot threads. */
    public static class TwoHot extends HotBesideOthers {
        @Benchmark
        @Group("ame")
        @GroupThreads(2)
        public void ameHot(AmeWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ame")
        public void ameOther(AmeWorker worker) {
            worker.transferApart();
        }

        @Benchmark
        @Group("ameLong")
        @GroupThreads(2)
        public void ameLongHot(AmeLongWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ameLong")
        public void ameLongOther(AmeLongWorker worker) {
            worker.transferApart();
        }
    }

    /** Four hot threads. */
    public static class FourHot extends HotBesideOthers {
        @Benchmark
        @Group("ame")
        @GroupThreads(4)
        public void ameHot(AmeWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ame")
        public void ameOther(AmeWorker worker) {
            worker.transferApart();
        }

        @Benchmark
        @Group("ameLong")
        @GroupThreads(4)
        public void ameLongHot(AmeLongWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ameLong")
        public void ameLongOther(AmeLongWorker worker) {
            worker.transferApart();
        }
    }

    /** Eight hot threads. */
    public static class EightHot extends HotBesideOthers {
        @Benchmark
        @Group("ame")
        @GroupThreads(8)
        public void ameHot(AmeWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ame")
        public void ameOther(AmeWorker worker) {
            worker.transferApart();
        }

        @Benchmark
        @Group("ameLong")
        @GroupThreads(8)
        public void ameLongHot(AmeLongWorker worker) {
            worker.hot();
        }

        @Benchmark
        @Group("ameLong")
        public void ameLongOther(AmeLongWorker worker) {
            worker.transferApart();
        }
    }
}
