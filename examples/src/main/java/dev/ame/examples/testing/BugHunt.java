package dev.ame.examples.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The program: runs {@link Suspect} in a few modes. A mode is a system property, read once, so each run is a JVM of its own. */
public final class BugHunt {

    private static final int MOST_SEEDS = 20;

    private BugHunt() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws IOException if a JVM cannot be started
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String... args) throws IOException, InterruptedException {
        if (!hunt(System.out)) {
            System.exit(1);
        }
    }

    /** Whether both bugs were found. */
    static boolean hunt(PrintStream out) throws IOException, InterruptedException {
        out.println("as usual: the order is up to the threads, and may be another one the next time");
        show(out, run("-Dame.mode=stm"));

        out.println("-Dame.chaos=0.5: every other block is aborted once, and run again");
        Outcome chaos = run("-Dame.chaos=0.5");
        show(out, chaos);
        boolean repeated = !chaos.letters.equals("letters: " + Suspect.LETTERS);
        out.printf(
                "    -> %s%n",
                repeated ? "a letter is sent by the block itself: it belongs in afterCommit" : "nothing found");

        out.println("-Dame.mode=serial: one block at a time; a bug that stays is not one of parallelism");
        show(out, run("-Dame.mode=serial"));

        for (int seed = 1; seed <= MOST_SEEDS; seed++) {
            Outcome order = run("-Dame.mode=random:" + seed);
            if (!order.history.endsWith("close]")) {
                out.printf("-Dame.mode=random:%d: one block at a time, in an order drawn from the seed%n", seed);
                show(out, order);
                out.println("    -> a bid after the close: bid() must look whether the auction is open");
                Outcome again = run("-Dame.mode=random:" + seed);
                boolean replayed = again.equals(order);
                out.printf("    -> the same seed again: %s%n", replayed ? "the same order" : again.history);
                return repeated && replayed;
            }
        }
        out.println("no order was found that shows a bug");
        return false;
    }

    private record Outcome(String letters, String history) {}

    private static void show(PrintStream out, Outcome outcome) {
        out.printf("    %-14s%s%n", outcome.letters, outcome.history);
    }

    private static Outcome run(String option) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        option,
                        Suspect.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = printed.lines().toList();
        if (jvm.waitFor() != 0 || lines.size() != 2) {
            throw new IOException(printed);
        }
        return new Outcome(lines.get(0), lines.get(1));
    }
}
