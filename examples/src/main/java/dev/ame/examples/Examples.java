package dev.ame.examples;

import dev.ame.examples.classatlas.ClassAtlas;
import dev.ame.examples.costs.Costs;
import dev.ame.examples.dictionary.Neighbours;
import dev.ame.examples.eventloop.EventLoop;
import dev.ame.examples.inputoutput.BoxOffice;
import dev.ame.examples.ledger.Ledgers;
import dev.ame.examples.routing.Routing;
import dev.ame.examples.testing.BugHunt;
import dev.ame.examples.transfer.Transfers;
import dev.ame.examples.virtualthreads.VirtualThreads;
import dev.ame.examples.waiting.Waiting;
import dev.ame.examples.wordcount.WordCounts;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists and runs the examples, each in a JVM of its own: Maven's may have been told to save time on compilation or on memory,
 * and has other things on its heap.
 */
public final class Examples {

    /** In the order in which to read them. */
    static final List<Example> COURSE = List.of(
            new Example("transfer", "a bank and its auditor: what a block is", "5 s", Transfers.class),
            new Example("dictionary", "a loop over a dictionary, beside the plain loop", "5 s", Neighbours.class),
            new Example("wordcount", "a sum that every iteration changes, in four forms", "5 s", WordCounts.class),
            new Example("waiting", "a buffer, philosophers, alternatives, time limits", "5 s", Waiting.class),
            new Example("routing", "wires of a circuit board, each round those before it", "15 s", Routing.class),
            new Example("eventloop", "a shop on the web, where each request is a block", "5 s", EventLoop.class),
            new Example("classatlas", "who refers to whom in the JDK, from its class files", "20 s", ClassAtlas.class),
            new Example("inputoutput", "letters, a journal and a database beside blocks", "5 s", BoxOffice.class),
            new Example("testing", "chaos and random orders find two bugs", "5 s", BugHunt.class),
            new Example("virtualthreads", "10,000 threads, each waiting in a block", "5 s", VirtualThreads.class),
            new Example("ledger", "a log in order, the same on any number of threads", "60 s", Ledgers.class),
            new Example("costs", "when it pays: what accesses and blocks cost", "60 s", Costs.class));

    static final Example MAIN = COURSE.stream()
            .filter(example -> example.name().equals("routing"))
            .findFirst()
            .orElseThrow();

    /** Both loops of a comparison make garbage; this collector disturbs them least. Nothing here is needed by the library. */
    private static final List<String> JVM_OPTIONS = List.of("-XX:+UseParallelGC", "-Djava.awt.headless=true");

    private static final int USAGE = 2;

    private Examples() {}

    /**
     * Runs an example, and ends the JVM with its exit code.
     *
     * @param args {@code list}; or the name of an example and its arguments; or arguments for the main example
     */
    public static void main(String... args) throws IOException, InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        if (args.length == 0 || args[0].startsWith("-")) {
            return start(MAIN, List.of(args));
        }
        if (args[0].equals("list")) {
            list(out);
            return 0;
        }
        Optional<Example> example =
                COURSE.stream().filter(each -> each.name().equals(args[0])).findFirst();
        if (example.isEmpty()) {
            err.println("examples: there is no '" + args[0] + "' (list shows what there is)");
            return USAGE;
        }
        return start(example.get(), Arrays.asList(args).subList(1, args.length));
    }

    private static void list(PrintStream out) {
        for (Example example : COURSE) {
            out.printf("%-16s%-72s%s%n", example.name(), example.about(), example.time());
        }
        out.println();
        out.println("Run one with -Dexec.args=\"NAME\". Without arguments " + MAIN.name() + " is run.");
    }

    /** The child has this process's streams, so what it prints goes straight to the terminal. */
    private static int start(Example example, List<String> args) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(command(example, args)).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
        return child.waitFor();
    }

    static List<String> command(Example example, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ame."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-cp");
        command.add(classPath(Examples.class.getClassLoader()));
        command.add(example.main().getName());
        command.addAll(args);
        return command;
    }

    /** Maven has this class in a loader of its own. */
    private static String classPath(ClassLoader loader) {
        if (loader instanceof URLClassLoader maven) {
            return Arrays.stream(maven.getURLs())
                    .map(URL::toString)
                    .map(url -> Path.of(URI.create(url)).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}
