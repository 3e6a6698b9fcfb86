package dev.ame.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One thread sums 200,000 boxes, again and again, while another does transfers between the same boxes all the time: does every scan get through, in how many
 * attempts, and how fast does the writer remain compared with itself alone?
 */
public class Scan extends ScanBesideWriter {

    @Param("200000")
    public int boxes;

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
