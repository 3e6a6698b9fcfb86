package dev.ame.examples.testing;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.irrevocable;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A program with two bugs, which it shows at some time or other. {@link BugHunt} runs it in the modes that show them for sure. */
public final class Suspect {

    static final int LETTERS = 100;

    private final Box<Boolean> open = Box.of(true);
    private final LongBox highest = LongBox.of(0);
    private final Box<List<String>> history = Box.of(List.of());
    private final AtomicInteger letters = new AtomicInteger();

    private Suspect() {}

    /**
     * Runs the program, which prints one line for each bug.
     *
     * @param args none
     */
    public static void main(String... args) throws InterruptedException {
        Suspect auction = new Suspect();
        for (int i = 0; i < LETTERS; i++) {
            auction.notifyBidder();
        }
        System.out.println("letters: " + auction.letters);
        auction.runInAnyOrder(List.of(
                () -> auction.bid("ann", 10),
                () -> auction.bid("bob", 20),
                auction::close,
                () -> auction.bid("eve", 30)));
        System.out.println("history: " + auction.history.get());
    }

    /** First bug: what cannot be undone stands in the block, so a block that is run again sends another letter. */
    private void notifyBidder() {
        atomic(() -> {
            highest.add(1);
            letters.incrementAndGet();
        });
    }

    /** Second bug: nobody asks whether the auction is still open, since in the author's tests it always was. */
    private void bid(String name, long amount) {
        atomic(() -> {
            highest.set(Math.max(highest.get(), amount));
            note(name);
        });
    }

    private void close() {
        atomic(() -> {
            open.set(false);
            note("close");
        });
    }

    private void note(String event) {
        List<String> events = new ArrayList<>(history.get());
        events.add(event);
        history.set(List.copyOf(events));
    }

    /**
     * Has all blocks wait before the first one begins: the block that starts them runs alone. In the mode {@code random} the order in
     * which they get their turn depends on the seed and on nothing else.
     */
    private void runInAnyOrder(List<Runnable> blocks) throws InterruptedException {
        List<Thread> threads = blocks.stream().map(Thread::new).toList();
        atomic(() -> {
            irrevocable("the gate");
            for (Thread thread : threads) {
                thread.start();
                while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            }
        });
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
