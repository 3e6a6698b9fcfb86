package dev.ame.examples.classatlas;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The program: reads the class files of the running JDK in a serial loop and again in an atomic one, and reports who refers to whom
 * and how long each loop took.
 */
@Command(
        name = "class-atlas",
        sortOptions = false,
        usageHelpAutoWidth = false,
        description = {
            "Reads the class files of the running JDK in a serial loop and again in an atomic one,"
                    + " and reports who refers to whom and how long each loop took."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:both loops built the same atlas", "1:they differ, or a file cannot be read", "2:bad option"},
        optionListHeading = "%n")
public final class ClassAtlas implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    private final Supplier<? extends AtlasBuilder> atomicBuilders;

    /** Set by picocli before it calls {@link #call()}. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Read only the first N class files, in the order of their paths.")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the atomic loop. Default: the number of processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--ordered",
            description = "The atomic loop gives exactly what the serial loop gives, step by step.")
    private boolean ordered;

    @Option(names = "--module", paramLabel = "NAME", description = "Read only this module, for example java.base.")
    private @Nullable String module;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it before call()
    private boolean help;

    ClassAtlas(Supplier<? extends AtlasBuilder> atomicBuilders) {
        this.atomicBuilders = atomicBuilders;
    }

    /**
     * Runs the program and ends the JVM with its exit code.
     *
     * @param args the options; {@code --help} lists them
     */
    public static void main(String... args) {
        System.exit(commandLine(AtomicAtlasBuilder::new).execute(args));
    }

    static CommandLine commandLine(Supplier<? extends AtlasBuilder> atomicBuilders) {
        return new CommandLine(new ClassAtlas(atomicBuilders))
                .setParameterExceptionHandler((badOption, args) -> fail(
                        badOption.getCommandLine(),
                        badOption.getMessage() + " (--help lists the options)",
                        ExitCode.USAGE))
                .setExecutionExceptionHandler(
                        (failure, commandLine, parsed) -> fail(commandLine, failure.toString(), ExitCode.SOFTWARE));
    }

    private static int fail(CommandLine commandLine, String message, int exitCode) {
        PrintWriter err = commandLine.getErr();
        err.println(commandLine.getCommandName() + ": " + message);
        err.flush();
        return exitCode;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        List<Path> files = module == null ? AtlasScanner.classFiles(limit) : AtlasScanner.classFilesOf(module, limit);
        AtlasComparison.Result result = compare(files);
        PrintWriter out = spec.commandLine().getOut();
        new AtlasReport(out).print(title(files.size()), loopTitle(), result);
        if (!result.equal()) {
            return fail(spec.commandLine(), "the loops differ: " + result.difference(), DIFFERENT);
        }
        out.println("Both loops built the same atlas.");
        out.flush();
        return ExitCode.OK;
    }

    private void checkOptions() throws IOException {
        if (limit < 1) {
            throw badOption("Invalid value for option '--limit': " + limit + " is less than 1");
        }
        if (threads < 1) {
            throw badOption("Invalid value for option '--threads': " + threads + " is less than 1");
        }
        if (module != null && !AtlasScanner.modules().contains(module)) {
            throw badOption("Invalid value for option '--module': this JDK has no module '" + module + "'");
        }
    }

    private ParameterException badOption(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private AtlasComparison.Result compare(List<Path> files) throws IOException {
        try (AtlasProgress progress = AtlasProgress.onTerminal((long) files.size() * AtlasComparison.PASSES)) {
            return new AtlasComparison(files, threads, ordered, atomicBuilders, progress).run();
        }
    }

    private String loopTitle() {
        return (threads == 1 ? "1 thread" : threads + " threads") + (ordered ? ", in order" : "");
    }

    private String title(int files) {
        String what = module == null ? "JDK" : module + " of JDK";
        return String.format(Locale.ROOT, "%s %s: %,d class files", what, Runtime.version(), files);
    }
}
