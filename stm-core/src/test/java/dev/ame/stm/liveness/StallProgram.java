package dev.ame.stm.liveness;

import static dev.ame.stm.support.TestThreads.await;
import static dev.ame.stm.support.TestThreads.start;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.support.Running;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A block that runs alone and holds up others until that was logged. Prints what was logged. */
public final class StallProgram {
    private static final CountDownLatch LOGGED = new CountDownLatch(1);

    private StallProgram() {}

    /** Where the log is written to. */
    private static final class Log extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, count);
            if (toString(StandardCharsets.UTF_8).contains("StallProgram.main")) {
                LOGGED.countDown();
            }
        }
    }

    /** Runs it. */
    public static void main(String[] args) {
        Log log = new Log();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        AtomicBlock alone = AtomicBlock.named("total").serialAfter(0);
        LongBox number = LongBox.of(0);
        for (int i = 0; i < 2; i++) {
            Running writer = alone.call(() -> {
                Running late = start(() -> number.add(1));
                late.thread().setName("late");
                await(LOGGED);
                return late;
            });
            writer.join();
        }
        System.out.println(log.toString(StandardCharsets.UTF_8));
    }
}
