package dev.ame.examples.routing;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: routes the wires of a board in a serial loop and again in an atomic one, checks both boards, and draws one. */
@Command(
        name = "routing",
        sortOptions = false,
        usageHelpAutoWidth = false,
        description = {
            "Lays the wires of a circuit board in a serial loop and again in an atomic one, where each wire is a block,"
                    + " and compares the two."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is right", "1:a board is wrong, or the picture cannot be written", "2:bad option"},
        optionListHeading = "%n")
public final class Routing implements Callable<Integer> {

    private static final int SIDE = 2048;
    private static final int WIRES = 3000;
    private static final int ROUNDS = 5;

    /** What the atomic loop runs, as it stands in {@link RoutingComparison}. */
    static final List<String> BODY = List.of(
            "forEach(wire -> {",
            "    Route route = Lee.shortest(board, wire); // reads the board",
            "    board.lay(route); // writes to it",
            "});");

    /** Set by picocli before it calls {@link #call()}. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", description = "Lay only the first N wires. Default: ${DEFAULT-VALUE}.")
    private int limit = WIRES;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the atomic loop. Default: the number of processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--ordered",
            description = "The atomic loop lays exactly the wires that the serial loop lays, cell for cell.")
    private boolean ordered;

    @Option(names = "--png", paramLabel = "FILE", description = "Where to draw the board. Default: ${DEFAULT-VALUE}.")
    private Path png = Path.of("target", "routing.png");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("unused") // picocli acts on it before call()
    private boolean help;

    private Routing() {}

    /**
     * Runs the program and ends the JVM with its exit code.
     *
     * @param args the options; {@code --help} lists them
     */
    public static void main(String... args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Routing())
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
        atLeastOne("--limit", limit);
        atLeastOne("--threads", threads);
        List<Wire> wires = Wires.random(Math.min(limit, WIRES), SIDE, SIDE, 1);
        printTask(wires);
        List<RoutingComparison.Round> rounds = new RoutingComparison(wires, SIDE, threads, ordered)
                .run(
                        ROUNDS,
                        round -> line(
                                "  serial loop %7.3f s     atomic loop %7.3f s   %6.2f x",
                                round.serial().seconds(), round.atomic().seconds(), round.speedUp()));
        boolean right = printVerdict(wires, rounds);
        Picture.write(rounds.get(0).atomic().board(), wires, png);
        line("  picture     %s", png);
        return right ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '" + option + "': " + value + " is less than 1");
        }
    }

    private void printTask(List<Wire> wires) {
        line(
                "Circuit routing: %,d wires on a board of %,d x %,d cells and 2 layers. Each takes the shortest way",
                wires.size(), SIDE, SIDE);
        line(
                "round the wires laid before it. The serial loop and the atomic one, on %s, have this body:",
                threadNames());
        line("");
        line("    AtomicLoop.over(wires).parallelism(%d)%s.%s", threads, ordered ? ".ordered()" : "", BODY.get(0));
        BODY.stream().skip(1).forEach(text -> line("    %s", text));
        line("");
        line("Now %d rounds to warm up, then %d that count:", RoutingComparison.WARM_UPS, ROUNDS);
    }

    private String threadNames() {
        return (threads == 1 ? "1 thread" : threads + " threads") + (ordered ? " and in order" : "");
    }

    /** Prints what came out, and tells whether it is right. */
    private boolean printVerdict(List<Wire> wires, List<RoutingComparison.Round> rounds) {
        double speedUp = RoutingComparison.median(rounds, Comparator.comparing(RoutingComparison.Round::speedUp))
                .speedUp();
        RoutingComparison.Round last = rounds.get(rounds.size() - 1);
        RoutingCheck serial = new RoutingCheck(last.serial().board(), wires);
        RoutingCheck atomic = new RoutingCheck(last.atomic().board(), wires);
        line("");
        line("  speed-up    %.2f x, the median, on %s", speedUp, threadNames());
        line("  aborts      %s", aborts(last.atomic().aborts(), wires.size()));
        printBoard("serial", serial, wires.size());
        printBoard("atomic", atomic, wires.size());
        boolean same = !ordered || rounds.stream().allMatch(RoutingComparison::same);
        if (ordered) {
            line("  the boards  are %s in all rounds, cell for cell", same ? "the same" : "DIFFERENT");
        } else {
            line(
                    "  in any order wires laid earlier may differ, and both boards are right; --ordered makes them the same");
        }
        return serial.cut() == 0 && atomic.cut() == 0 && same;
    }

    private void printBoard(String loop, RoutingCheck check, int wires) {
        String pieces = check.cut() == 0 ? "none is cut" : check.cut() + " ARE CUT";
        line(
                "  %s      %,d of %,d wires connect their pins, %s; %,d cells",
                loop, check.laid(), wires, pieces, check.used());
    }

    private String aborts(int aborts, int blocks) {
        if (aborts == 0) {
            return threads == 1 ? "none: one thread has nobody to collide with" : "none";
        }
        String reason = threads == 1
                ? "one thread collides with nobody, but the engine had taken a block for one that only reads"
                : "a wire was laid through what their search had looked at";
        return String.format(Locale.ROOT, "%,d of %,d blocks ran again: %s", aborts, blocks, reason);
    }

    private void line(String format, Object... arguments) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
