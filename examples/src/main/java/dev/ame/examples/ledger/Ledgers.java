package dev.ame.examples.ledger;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The program: applies one log over 2, 100 and 10,000 accounts, serially and in blocks, and compares all there is. */
public final class Ledgers {

    private static final int WARM_UPS = 2;
    private static final int RUNS = 3;

    private Ledgers() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String... args) {
        if (!run(System.out, 1_000_000, List.of(1, 2, 8))) {
            System.exit(1);
        }
    }

    /** Whether the books were the same each time. */
    static boolean run(PrintStream out, int transfers, List<Integer> threadCounts) {
        boolean same = true;
        out.printf(
                "the same log of %,d transfers, in order; median of %d runs after %d that warm up%n",
                transfers, RUNS, WARM_UPS);
        for (int accounts : List.of(2, 100, 10_000)) {
            Ledger ledger = new Ledger(accounts, Ledger.log(accounts, transfers));
            Timed serial = timed(ledger::serial);
            long refused = serial.books.events().stream()
                    .filter(event -> !event.paid())
                    .count();
            out.printf("%n%,d accounts, %,d transfers refused%n", accounts, refused);
            out.printf(
                    "  serial loop  %,12.0f transfers/s; then in blocks, with the number of threads%n",
                    transfers / serial.seconds);
            for (int threads : threadCounts) {
                same &= show(out, "loop, " + threads, timed(() -> ledger.loop(threads)), serial.books);
            }
            for (int threads : threadCounts) {
                same &= show(out, "executor, " + threads, timed(() -> ledger.executor(threads)), serial.books);
            }
        }
        return same;
    }

    private static boolean show(PrintStream out, String title, Timed atomic, Ledger.Books expected) {
        boolean equal = atomic.books.equals(expected);
        double rate = expected.events().size() / atomic.seconds;
        out.printf(
                "  %-12s %,12.0f transfers/s   balances and events %s%n", title, rate, equal ? "the same" : "DIFFER");
        return equal;
    }

    private record Timed(Ledger.Books books, double seconds) {}

    /** The median. */
    private static Timed timed(Supplier<Ledger.Books> work) {
        List<Timed> runs = new ArrayList<>();
        for (int i = 0; i < WARM_UPS + RUNS; i++) {
            long start = System.nanoTime();
            Ledger.Books books = work.get();
            runs.add(new Timed(books, (System.nanoTime() - start) / 1e9));
        }
        return runs.stream()
                .skip(WARM_UPS)
                .sorted(Comparator.comparing(Timed::seconds))
                .skip(RUNS / 2)
                .findFirst()
                .orElseThrow();
    }
}
