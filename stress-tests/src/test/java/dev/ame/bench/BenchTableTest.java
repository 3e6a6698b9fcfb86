package dev.ame.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables say what JMH measured, whatever the mode, the unit and the number of roles. */
final class BenchTableTest {

    @Test
    void comparesWithTheBestPeerAndWithTheLock() throws Exception {
        String table = table(
                result("Transfer.OneThread.ame", "avgt", 1, metric("ns/op", 40, 60, 50), ""),
                result("Transfer.OneThread.scalaStm", "avgt", 1, metric("ns/op", 130, 120, 125), ""),
                result("Transfer.OneThread.multiverse", "avgt", 1, metric("ns/op", 100, 100, 100), ""),
                result("Transfer.OneThread.globalLock", "avgt", 1, metric("ns/op", 10, 10, 10), ""));

        assertContains(
                table,
                "| Transfer, 1 thread, boxes=1024 | Box | 50.0 ns | Multiverse | 100.0 ns | **0.50** (0.45 .. 0.55) | **5.00** (4.50 .. 5.50) |");
        assertContains(table, "| Transfer, 1 thread, boxes=1024 | 50.0 ns | 125.0 ns | 100.0 ns | 10.0 ns |");
    }

    @Test
    void throughputCountsInversely() throws Exception {
        String table = table(
                result("Transfer.EightThreads.ame", "thrpt", 8, metric("ops/us", 20), ""),
                result("Transfer.EightThreads.clojure", "thrpt", 8, metric("ops/ms", 1000), ""));

        assertContains(
                table,
                "| Transfer, 8 threads, boxes=1024 | Box | 50.0 ns | Clojure | 1.0 us | **0.05** (0.05 .. 0.05) |  |");
    }

    @Test
    void eachRoleOfAGroupIsARow() throws Exception {
        String counters = counters(10, 0, 15, 5);
        String table = table(
                result("Scan.ame", "avgt", 2, metric("us/op", 7), group("ame", 2000, 50) + counters),
                result("Scan.globalLock", "avgt", 2, metric("us/op", 7), group("globalLock", 1000, 100) + counters),
                result("Scan.ameAlone", "avgt", 1, metric("ns/op", 45), ""));

        assertContains(
                table, "| Scan, 2 threads, boxes=1024, reader | Box | 2.0 us |  |  |  | **2.00** (2.00 .. 2.00) |");
        assertContains(
                table, "| Scan, 2 threads, boxes=1024, writer | Box | 50.0 ns |  |  |  | **0.50** (0.50 .. 0.50) |");
        assertContains(
                table,
                "| Scan, 2 threads, boxes=1024, reader | Box | 10 | 0 | 50.0 % | 1.500 | **0.90** (0.90 .. 0.90) |");
    }

    @Test
    void blocksThatNeverCommitHaveNoTime() throws Exception {
        String table = table(
                result(
                        "LongBlockBesideWriter.ame",
                        "avgt",
                        2,
                        metric("us/op", 7),
                        group("ame", 2000, 50) + counters(4, 0, 4, 4)),
                result(
                        "LongBlockBesideWriter.clojure",
                        "avgt",
                        2,
                        metric("us/op", 7),
                        group("clojure", 9000, 50) + counters(0, 3, 300, 0)),
                result(
                        "LongBlockBesideWriter.scalaStm",
                        "avgt",
                        2,
                        metric("us/op", 7),
                        group("scalaStm", 8000, 50) + counters(1, 3, 310, 0)));

        assertContains(
                table,
                "| LongBlockBesideWriter, 2 threads, boxes=1024, reader | Box | 2.0 us | ScalaSTM | 32.0 us | **0.06** (0.06 .. 0.06) |  |");
        assertContains(table, "| LongBlockBesideWriter, 2 threads, boxes=1024, reader | 2.0 us | 32.0 us | never |");
    }

    @Test
    void collectionIsAShareOfTheMeasuredTime() throws Exception {
        String memory = ", \"gc.alloc.rate.norm\": " + metric("B/op", 24, 24)
                + ", \"gc.count\": " + metric("counts", 1, 1)
                + ", \"\u00b7gc.time\": " + metric("ms", 1, 2);
        String table = table(result("GarbageCollection.OneThread.ame", "ss", 1, metric("ms/op", 100, 200), memory));

        assertContains(table, "| GarbageCollection, 1 thread, boxes=1024 | Box | 24.0 | 1.00 % |");
    }

    @Test
    void iterationsWithoutAValueAreLeftOut() {
        Samples samples = Samples.of(3, Double.NaN, 1, 2, Double.POSITIVE_INFINITY);

        assertEquals(3, samples.count());
        assertEquals(2, samples.median());
        assertTrue(Double.isNaN(Samples.of(Double.NaN).median()));
        assertFalse(Double.isNaN(Samples.of(1).quantile(0.75)));
    }

    private static void assertContains(String table, String line) {
        assertTrue(table.contains(line + "\n"), () -> line + "\nis not in\n" + table);
    }

    private static String table(String... results) throws Exception {
        List<JsonNode> nodes = new ArrayList<>();
        for (String result : results) {
            nodes.add(new ObjectMapper().readTree(result));
        }
        return new BenchTable(nodes).markdown();
    }

    private static String result(String name, String mode, int threads, String metric, String secondary) {
        return "{\"benchmark\": \"dev.ame.bench." + name + "\", \"mode\": \"" + mode + "\", \"threads\": " + threads
                + ", \"forks\": 1, \"measurementIterations\": 2, \"measurementTime\": \"500 ms\", \"params\": {\"boxes\": \"1024\"}"
                + ", \"primaryMetric\": " + metric + ", \"secondaryMetrics\": {" + secondary.replaceFirst("^, ", "")
                + "}}";
    }

    private static String group(String variant, int reader, int writer) {
        return ", \"" + variant + "Reader\": " + metric("ns/op", reader) + ", \"" + variant + "Writer\": "
                + metric("ns/op", writer);
    }

    private static String counters(int committed, int gaveUp, int attempts, int atOnce) {
        return ", \"committed\": " + metric("#", committed) + ", \"gaveUp\": " + metric("#", gaveUp)
                + ", \"attempts\": " + metric("#", attempts) + ", \"atOnce\": " + metric("#", atOnce);
    }

    private static String metric(String unit, double... values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return "{\"score\": 0, \"scoreUnit\": \"" + unit + "\", \"rawData\": [" + list + "]}";
    }
}
