package dev.ame.examples.inputoutput;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.irrevocable;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TMap;
import dev.ame.stm.collections.TQueue;
import dev.ame.stm.loop.DeferredOutput;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sells seats. Each kind of input and output has its place in or beside the blocks. */
final class Theatre {

    private final TQueue<Integer> free = TQueue.named("free seats");
    private final TMap<Integer, String> sold = TMap.named("sold seats");
    private final LongBox page = LongBox.named("page of the journal", 0);

    private final Tickets tickets;
    private final Consumer<String> mail;
    private final DeferredOutput board;
    private final PrintWriter journal;

    Theatre(int seats, Tickets tickets, Consumer<String> mail, DeferredOutput board, PrintWriter journal) {
        free.addAll(IntStream.rangeClosed(1, seats).boxed().toList());
        this.tickets = tickets;
        this.mail = mail;
        this.board = board;
        this.journal = journal;
    }

    /**
     * A write to a database beside blocks. In a block it would be repeated with the block, and the block would last as long as the
     * database takes. So there are two blocks, and the write between them: hold, write, confirm. Whatever happens to the
     * write, no two customers get one seat, and none is lost.
     */
    Optional<Integer> book(String customer) {
        Integer seat = hold();
        if (seat == null) {
            return Optional.empty();
        }
        try {
            tickets.insert(seat, customer);
        } catch (SQLException e) {
            release(seat);
            return Optional.empty();
        }
        confirm(seat, customer);
        return Optional.of(seat);
    }

    private @Nullable Integer hold() {
        return atomic(() -> free.poll());
    }

    private void release(Integer seat) {
        atomic(() -> free.add(seat));
    }

    /** What is sent cannot be called back, so it is sent when the block has committed; what is printed waits for that by itself. */
    private void confirm(Integer seat, String customer) {
        atomic(() -> {
            sold.put(seat, customer);
            board.printf("%4d is taken, %d are%n", seat, sold.size());
            afterCommit(() -> mail.accept("Dear " + customer + ", your seat is " + seat));
        });
    }

    /**
     * Output that must be done in the block: the journal has no gaps and is in the order of the blocks. The block runs alone and
     * cannot be undone, so this is for what is rare.
     */
    void closeBooks(String title) {
        atomic(() -> {
            irrevocable("journal");
            journal.printf("page %d: %s, %d seats sold%n", page.incrementAndGet(), title, sold.size());
        });
    }

    /** Who has which seat, at one moment. */
    Map<Integer, String> sold() {
        return sold.snapshot();
    }
}
