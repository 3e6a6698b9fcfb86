package dev.ame.examples.waiting;

import static dev.ame.stm.Stm.orElse;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.DeadlineExceededException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** The program: five scenes, in each of which somebody waits. */
public final class Waiting {

    private Waiting() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws InterruptedException if somebody interrupts it
     */
    public static void main(String... args) throws InterruptedException {
        run(System.out, 100_000, 20_000);
    }

    static void run(PrintStream out, int items, int meals) throws InterruptedException {
        out.printf("bounded buffer of 4: the sum of %,d items that went through it is %,d%n", items, handOver(items));
        out.printf("5 philosophers: %,d meals of %,d each, and no deadlock%n", new Philosophers(5).dine(meals), meals);

        Buffer<String> letters = new Buffer<>(10);
        Buffer<String> parcels = new Buffer<>(10);
        parcels.put("a parcel");
        // Takes from the first if there is something, else from the second, and waits for both if there is nothing.
        String first = orElse(letters::take, parcels::take);
        out.printf("orElse: letters are empty, so the next thing is %s%n", first);

        Thread postman = new Thread(() -> letters.put("a letter"));
        postman.start();
        out.printf("orElse: both were empty, until somebody brought %s%n", orElse(letters::take, parcels::take));
        postman.join();

        Optional<String> none = letters.takeWithin(Duration.ofMillis(50));
        out.printf("retryFor: within 50 ms came %s%n", none.orElse("nothing"));
        try {
            AtomicBlock.named("take a letter").deadline(Duration.ofMillis(50)).call(letters::take);
        } catch (DeadlineExceededException e) {
            out.printf("deadline: %s%n", e.getMessage());
        }
    }

    private static long handOver(int items) throws InterruptedException {
        Buffer<Integer> buffer = new Buffer<>(4);
        Thread producer = new Thread(() -> IntStream.range(0, items).forEach(buffer::put));
        producer.start();
        long sum = IntStream.range(0, items).mapToLong(i -> buffer.take()).sum();
        producer.join();
        return sum;
    }
}
