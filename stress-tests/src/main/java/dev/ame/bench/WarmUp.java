package dev.ame.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How many operations of a row get done in the first 1, 3 and 10 seconds of a JVM, all threads together: each run is a JVM of its own that is measured
 * from the beginning.
 *
 * <pre>java -cp stress-tests/target/stress-tests.jar dev.ame.bench.WarmUp [JMH's options, such as -f 5, and an expression for the rows]</pre>
 */
public final class WarmUp {

    private static final String ROWS = "dev.ame.bench.(OwnIncrement|Transfer|MapMove|MapBlock)\\.(One|Two)Threads?\\.";
    private static final int SECONDS = 10;
    private static final List<Integer> SHOWN = List.of(1, 3, SECONDS);

    private WarmUp() {}

    /**
     * Runs the rows and prints a table.
     *
     * @param args JMH's
     * @throws CommandLineOptionException if they are wrong
     * @throws RunnerException if a run fails
     */
    public static void main(String[] args) throws CommandLineOptionException, RunnerException {
        CommandLineOptions given = new CommandLineOptions(args);
        OptionsBuilder options = new OptionsBuilder();
        options.parent(given)
                .mode(Mode.Throughput)
                .timeUnit(java.util.concurrent.TimeUnit.SECONDS)
                .warmupIterations(0)
                .measurementIterations(SECONDS)
                .measurementTime(TimeValue.seconds(1))
                .param("gets", "80")
                .param("block", "1");
        if (given.getIncludes().isEmpty()) {
            options.include(ROWS);
        }
        System.out.print(table(new Runner(options.build()).run()));
    }

    private static String table(Collection<RunResult> results) {
        StringBuilder table =
                new StringBuilder("\n| row | variant | millions in 1 s | in 3 s | in 10 s |\n|---|---|--:|--:|--:|\n");
        Map<String, String> lines = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replace("dev.ame.bench.", "");
            int dot = name.lastIndexOf('.');
            StringBuilder line = new StringBuilder("| " + name.substring(0, dot) + " | " + name.substring(dot + 1));
            for (int seconds : SHOWN) {
                line.append(String.format(
                        Locale.ROOT, " | %.2f", done(result, seconds).median() / 1e6));
            }
            lines.put(name, line.append(" |\n").toString());
        }
        lines.values().forEach(table::append);
        return table.toString();
    }

    /** What each JVM got done in its first seconds. */
    private static Samples done(RunResult result, int seconds) {
        List<Double> sums = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            double sum = 0;
            Iterator<IterationResult> iterations = fork.getIterationResults().iterator();
            for (int i = 0; i < seconds && iterations.hasNext(); i++) {
                sum += iterations.next().getPrimaryResult().getScore();
            }
            sums.add(sum);
        }
        return Samples.of(sums.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
