package dev.ame.examples;

import dev.ame.examples.classatlas.ClassAtlas;
import dev.ame.examples.routing.Routing;
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
            new Example("routing", "wires of a circuit board, each round those before it", "15 s", Routing.class),
            new Example("classatlas", "who refers to whom in the JDK, from its class files", "15 s", ClassAtlas.class));

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
            return start(COURSE.get(0), List.of(args));
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
        out.println("Run one with -Dexec.args=\"NAME\". Without arguments "
                + COURSE.get(0).name() + " is run.");
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
