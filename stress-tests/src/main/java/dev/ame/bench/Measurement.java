package dev.ame.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a JMH result: a row, run on one variant of a peer.
 *
 * @param row the row with its threads and parameters, as a person reads it
 * @param variant the peer, as the benchmark method or group is called
 * @param time nanoseconds of one operation; of the measured role in a row with two
 * @param measuredNanos how long the measurement lasted, all iterations together
 * @param counters what the benchmark or a profiler counted beside the time, under JMH's names
 */
record Measurement(String row, String variant, Samples time, double measuredNanos, Map<String, Samples> counters) {

    private static final String PACKAGE = "dev.ame.bench.";
    private static final List<String> ROLES = List.of("Reader", "Writer");

    /** A result has one measurement, or one for each role of its group. */
    static List<Measurement> from(JsonNode result) {
        String name = result.path("benchmark").asText();
        String path = name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
        int dot = path.lastIndexOf('.');
        String variant = path.substring(dot + 1);
        String row = row(path.substring(0, dot), result);
        Map<String, Samples> counters = counters(result.path("secondaryMetrics"));
        double measured = measuredNanos(result);

        List<Measurement> found = new ArrayList<>();
        for (String role : ROLES) {
            JsonNode metric = result.path("secondaryMetrics").path(variant + role);
            if (!metric.isMissingNode()) {
                Samples time = role.equals("Reader") ? perCommitted(times(metric), counters) : times(metric);
                found.add(
                        new Measurement(row + ", " + role.toLowerCase(Locale.ROOT), variant, time, measured, counters));
            }
        }
        if (found.isEmpty()) {
            found.add(new Measurement(row, variant, times(result.path("primaryMetric")), measured, counters));
        }
        return found;
    }

    /** The sum of a counter over all iterations, if there is one. */
    @Nullable
    Double total(String counter) {
        Samples samples = counters.get(counter);
        return samples == null ? null : samples.sum();
    }

    /** For a counter that a profiler reports as a rate. */
    @Nullable
    Double typical(String counter) {
        Samples samples = counters.get(counter);
        return samples == null ? null : samples.median();
    }

    /** The share of the measured time in which the collector stopped everything or used a processor, if a profiler watched it. */
    @Nullable
    Double collectingShare() {
        Double millis = total("gc.time");
        if (millis == null) {
            return counters.containsKey("gc.count") ? 0.0 : null;
        }
        return millis * 1e6 / measuredNanos;
    }

    private static double measuredNanos(JsonNode result) {
        if (result.path("mode").asText().equals("ss")) {
            return times(result.path("primaryMetric")).sum();
        }
        String[] time = result.path("measurementTime").asText("0 ns").split(" ", -1);
        int iterations = result.path("forks").asInt()
                * result.path("measurementIterations").asInt();
        return Double.parseDouble(time[0]) * nanos(time[1]) * iterations;
    }

    private static String row(String path, JsonNode result) {
        int threads = result.path("threads").asInt(1);
        StringBuilder row = new StringBuilder(path.replaceAll("\\..*Threads?$", ""));
        row.append(", ").append(threads).append(threads == 1 ? " thread" : " threads");
        result.path("params")
                .properties()
                .forEach(param -> row.append(", ")
                        .append(param.getKey())
                        .append('=')
                        .append(param.getValue().asText()));
        return row.toString();
    }

    private static Map<String, Samples> counters(JsonNode metrics) {
        Map<String, Samples> counters = new LinkedHashMap<>();
        // JMH puts a middle dot before the names of profilers' metrics, depending on its version.
        metrics.properties()
                .forEach(metric -> counters.put(metric.getKey().replace("\u00b7", ""), samples(metric.getValue())));
        return counters;
    }

    /** Blocks that were given up took time too: it counts for those that committed. */
    private static Samples perCommitted(Samples time, Map<String, Samples> counters) {
        Samples committed = counters.get("committed");
        Samples gaveUp = counters.get("gaveUp");
        if (committed == null || gaveUp == null || gaveUp.sum() == 0) {
            return time;
        }
        double blocks = committed.sum() + gaveUp.sum();
        return time.map(each -> each * blocks / committed.sum());
    }

    private static Samples times(JsonNode metric) {
        Samples samples = samples(metric);
        String unit = metric.path("scoreUnit").asText();
        if (unit.startsWith("ops/")) {
            double nanos = nanos(unit.substring("ops/".length()));
            return samples.map(rate -> nanos / rate);
        }
        double nanos = nanos(unit.replace("/op", ""));
        return samples.map(time -> time * nanos);
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> throw new IllegalArgumentException("unknown unit " + unit);
        };
    }

    private static Samples samples(JsonNode metric) {
        List<Double> values = new ArrayList<>();
        for (JsonNode fork : metric.path("rawData")) {
            for (JsonNode iteration : fork) {
                values.add(iteration.asDouble());
            }
        }
        if (values.isEmpty()) {
            values.add(metric.path("score").asDouble());
        }
        return Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
