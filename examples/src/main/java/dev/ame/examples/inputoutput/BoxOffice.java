package dev.ame.examples.inputoutput;

import dev.ame.stm.loop.DeferredOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** The program: customers book seats, and everything that was told to the world is compared with what the blocks did. */
public final class BoxOffice {

    private BoxOffice() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws SQLException if there is something wrong with the database
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String... args) throws SQLException, InterruptedException {
        if (!run(System.out, 2_000, 4)) {
            System.exit(1);
        }
    }

    /** Whether database, letters, board and journal tell the same. */
    static boolean run(PrintStream out, int seats, int counters) throws SQLException, InterruptedException {
        Queue<String> letters = new ConcurrentLinkedQueue<>();
        ByteArrayOutputStream board = new ByteArrayOutputStream();
        StringWriter journal = new StringWriter();
        try (Tickets tickets = new Tickets("theatre" + System.nanoTime());
                DeferredOutput printed = DeferredOutput.to(new PrintStream(board, false, StandardCharsets.UTF_8))) {
            Theatre theatre = new Theatre(seats, tickets, letters::add, printed, new PrintWriter(journal));
            List<Thread> threads = IntStream.range(0, counters)
                    .mapToObj(counter -> new Thread(() -> sell(theatre, counter, seats / counters + 1)))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            printed.flush();
            int sold = theatre.sold().size();
            List<String> taken = board.toString(StandardCharsets.UTF_8).lines().toList();
            boolean inOrder =
                    IntStream.range(0, taken.size()).allMatch(i -> taken.get(i).endsWith("taken, " + (i + 1) + " are"));
            List<String> pages = journal.toString().lines().toList();
            boolean numbered =
                    IntStream.range(0, pages.size()).allMatch(i -> pages.get(i).startsWith("page " + (i + 1) + ":"));
            boolean sameInDatabase = tickets.all().equals(theatre.sold());

            out.printf(
                    "seats sold                 %,6d of %,d; customers whom the database refused got none%n",
                    sold, seats);
            out.printf(
                    "rows in the database       %,6d   the same seats and names: %s%n",
                    tickets.all().size(), sameInDatabase);
            out.printf("letters, by afterCommit    %,6d%n", letters.size());
            out.printf("lines, by DeferredOutput   %,6d   in the order of the blocks: %s%n", taken.size(), inOrder);
            out.printf("pages, irrevocably         %,6d   without a gap: %s%n", pages.size(), numbered);
            out.printf("the last page              %s%n", pages.get(pages.size() - 1));
            return sameInDatabase && inOrder && numbered && letters.size() == sold && taken.size() == sold;
        }
    }

    private static void sell(Theatre theatre, int counter, int customers) {
        for (int i = 1; i <= customers; i++) {
            theatre.book((i % 10 == 0 ? "banned" : "customer") + i + "at" + counter);
            if (i % 100 == 0) {
                theatre.closeBooks("counter " + counter);
            }
        }
        theatre.closeBooks("counter " + counter);
    }
}
