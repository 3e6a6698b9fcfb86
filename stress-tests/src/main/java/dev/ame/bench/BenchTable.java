package dev.ame.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes JMH's JSON results as the Markdown tables of {@code docs/benchmarks.md}.
 *
 * <pre>java -cp stress-tests/target/stress-tests.jar dev.ame.bench.BenchTable results.json ...</pre>
 */
public final class BenchTable {

    /** The peers a row is compared with; the best of them counts. */
    private static final List<String> PEERS = List.of("scalaStm", "multiverse", "clojure");

    private static final List<String> LOCKS = List.of("globalLock", "reentrantLock");

    /** How the variants are called in the tables, in the order of their columns. */
    private static final Map<String, String> TITLES = titles();

    private static final String CONTROL = "Alone";

    private final Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();

    BenchTable(Iterable<JsonNode> results) {
        for (JsonNode result : results) {
            for (Measurement measurement : Measurement.from(result)) {
                rows.computeIfAbsent(measurement.row(), row -> new LinkedHashMap<>())
                        .put(measurement.variant(), measurement);
            }
        }
    }

    /**
     * Prints the tables for the given result files, which are taken as one run.
     *
     * @param args JSON files written by JMH with {@code -rf json}
     * @throws IOException if one of them can't be read
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("usage: BenchTable <JMH results as JSON> ...");
            System.exit(2);
        }
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> results = new ArrayList<>();
        for (String arg : args) {
            json.readTree(Files.readAllBytes(Path.of(arg))).forEach(results::add);
        }
        System.out.print(new BenchTable(results).markdown());
    }

    String markdown() {
        return String.join("\n", ratios(), times(), attempts(), memory());
    }

    private String ratios() {
        StringBuilder table = new StringBuilder("### Ame's time relative to others (below 1: Ame is faster)\n\n");
        table.append("| row | Ame | time | best peer | its time | Ame / best peer | Ame / lock |\n");
        table.append("|---|---|--:|---|--:|--:|--:|\n");
        rows.forEach((row, variants) -> {
            Optional<Measurement> peer = best(variants, PEERS);
            Optional<Measurement> lock = best(variants, LOCKS);
            for (Measurement ame : variants.values()) {
                if (!isAme(ame.variant()) || (peer.isEmpty() && lock.isEmpty())) {
                    continue;
                }
                line(
                        table,
                        row,
                        title(ame.variant()),
                        time(ame),
                        peer.map(p -> title(p.variant())).orElse(""),
                        peer.map(BenchTable::time).orElse(""),
                        peer.map(p -> ame.time().ratioTo(p.time())).orElse(""),
                        lock.map(l -> ame.time().ratioTo(l.time())).orElse(""));
            }
        });
        return table.toString();
    }

    private String times() {
        List<String> columns = TITLES.keySet().stream()
                .filter(variant -> rows.values().stream().anyMatch(variants -> variants.containsKey(variant)))
                .toList();
        StringBuilder table =
                new StringBuilder("### Time of one operation on one thread, median of all iterations\n\n");
        table.append("| row | ")
                .append(String.join(
                        " | ", columns.stream().map(BenchTable::title).toList()))
                .append(" |\n");
        table.append("|---|").append("--:|".repeat(columns.size())).append('\n');
        rows.forEach((row, variants) -> {
            List<String> cells = new ArrayList<>();
            cells.add(row);
            for (String column : columns) {
                Measurement measurement = variants.get(column);
                cells.add(measurement == null ? "" : time(measurement));
            }
            line(table, cells.toArray(String[]::new));
        });
        return table.toString();
    }

    /** Rows whose blocks may be re-executed: how often they were, and what the writer beside them kept of its speed. */
    private String attempts() {
        StringBuilder table = new StringBuilder("### Long blocks beside a writer\n\n");
        table.append(
                "| row | variant | committed | given up | at the first attempt | attempts per block | writer's speed / alone |\n");
        table.append("|---|---|--:|--:|--:|--:|--:|\n");
        rows.forEach((row, variants) -> variants.values().stream()
                .filter(m -> row.endsWith("reader") && m.total("attempts") != null)
                .forEach(m -> {
                    double committed = total(m, "committed");
                    double gaveUp = total(m, "gaveUp");
                    line(
                            table,
                            row,
                            title(m.variant()),
                            String.format(Locale.ROOT, "%.0f", committed),
                            String.format(Locale.ROOT, "%.0f", gaveUp),
                            String.format(Locale.ROOT, "%.1f %%", 100 * total(m, "atOnce") / committed),
                            String.format(Locale.ROOT, "%.3f", total(m, "attempts") / (committed + gaveUp)),
                            writerSpeed(row, m.variant()));
                }));
        return table.toString();
    }

    private String writerSpeed(String readerRow, String variant) {
        String row = readerRow.replace(", reader", ", writer");
        Measurement writer = rows.getOrDefault(row, Map.of()).get(variant);
        Measurement alone = rows.getOrDefault(row.replace(", writer", "").replace("2 threads", "1 thread"), Map.of())
                .get(variant.replace("Declared", "") + CONTROL);
        return writer == null || alone == null ? "" : alone.time().ratioTo(writer.time());
    }

    /** What {@code -prof gc} measured, if it ran; it mixes the roles of a row that has two, so those are left out. */
    private String memory() {
        StringBuilder table = new StringBuilder("### Allocation and collection (with -prof gc)\n\n");
        table.append(
                "| row | variant | bytes per operation | share of the time spent collecting |\n|---|---|--:|--:|\n");
        rows.forEach((row, variants) -> variants.values().forEach(m -> {
            Double bytes = m.typical("gc.alloc.rate.norm");
            if (bytes != null && !row.endsWith("reader") && !row.endsWith("writer")) {
                line(table, row, title(m.variant()), String.format(Locale.ROOT, "%.1f", bytes), collecting(m));
            }
        }));
        return table.toString();
    }

    private static String collecting(Measurement measurement) {
        Double share = measurement.collectingShare();
        return share == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static double total(Measurement measurement, String counter) {
        Double total = measurement.total(counter);
        return total == null ? 0 : total;
    }

    private static Optional<Measurement> best(Map<String, Measurement> variants, List<String> names) {
        return variants.values().stream()
                .filter(m -> names.contains(m.variant()) && m.time().count() > 0)
                .min(Comparator.comparingDouble(m -> m.time().median()));
    }

    private static boolean isAme(String variant) {
        return variant.startsWith("ame") && !variant.endsWith(CONTROL);
    }

    private static String title(String variant) {
        @Nullable String title = TITLES.get(variant);
        return title == null ? variant : title;
    }

    private static String time(Measurement measurement) {
        double nanos = measurement.time().median();
        if (Double.isNaN(nanos)) {
            return "never";
        }
        if (nanos < 1e3) {
            return String.format(Locale.ROOT, "%.1f ns", nanos);
        }
        return nanos < 1e6
                ? String.format(Locale.ROOT, "%.1f us", nanos / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("ame", "Box");
        titles.put("ameDeclared", "Box, readOnly()");
        titles.put("ameAlone", "Box, writer alone");
        titles.put("ameLong", "LongBox");
        titles.put("ameLongDeclared", "LongBox, readOnly()");
        titles.put("ameLongHandle", "LongBox, handle");
        titles.put("ameLongAlone", "LongBox, writer alone");
        titles.put("scalaStm", "ScalaSTM");
        titles.put("multiverse", "Multiverse");
        titles.put("clojure", "Clojure");
        titles.put("globalLock", "global synchronized");
        titles.put("reentrantLock", "ReentrantLock");
        return titles;
    }
}
