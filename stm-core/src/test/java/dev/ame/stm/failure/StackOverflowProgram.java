package dev.ame.stm.failure;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.elsewhere;
import static dev.ame.stm.support.TestThreads.start;
import static dev.ame.stm.support.TestThreads.startWithStack;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.support.Running;
import java.util.concurrent.CountDownLatch;

/** Overflows the stack again and again, each time from another depth to strike another call, and looks what is left. */
final class StackOverflowProgram {

    private static final int ROUNDS = 40;

    private final OverflowStep step;
    private final Runnable nothing = StackOverflowProgram::doNothing;
    private final OverflowBoxes boxes = new OverflowBoxes();

    private StackOverflowProgram(OverflowStep step) {
        this.step = step;
    }

    public static void main(String[] args) {
        StackOverflowProgram program = new StackOverflowProgram(OverflowStep.valueOf(args[0]));
        program.warmUp();
        program.overflow("recursion", program::descend);
        program.overflow("recursion that tries again", program::descendAndTryAgain);
        program.overflow("recursion in an irrevocable block", program::descendIrrevocably);
        program.overflowBesideAnotherThread();
        program.overflowBesideAWaiter();
        System.out.println("sound and usable");
    }

    /** The first use of a lambda or a class needs much stack, and the JVM forgives no overflow there. */
    private void warmUp() {
        for (int i = 0; i < 3; i++) {
            step.take(boxes, nothing);
            requireUsable();
        }
    }

    private static void doNothing() {}

    private void descend() {
        step.take(boxes, this::descend);
    }

    /** On the way up, does the step once more without going deeper, still close to the end of the stack. */
    private void descendAndTryAgain() {
        try {
            step.take(boxes, this::descendAndTryAgain);
        } catch (StackOverflowError e) {
            if (!inAtomic()) {
                step.take(boxes, nothing);
            }
            throw e;
        }
    }

    /** Nested blocks are undone in here, so only what the outermost did by halves could stay; it does nothing itself. */
    private void descendIrrevocably() {
        AtomicBlock.named("irrevocable").irrevocable().run(() -> atomic(this::descend));
    }

    private static int pad(int frames, Runnable then) {
        if (frames == 0) {
            then.run();
            return 0;
        }
        return 1 + pad(frames - 1, then);
    }

    private void overflow(String what, Runnable code) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                int padding = round;
                startWithStack(192L << 10, () -> overflowOnce(padding, code)).join();
                elsewhere(() -> atomic(boxes::requireBalance));
            }
            requireUsable();
        } catch (Throwable thrown) {
            throw new AssertionError(what, thrown);
        }
    }

    private void overflowOnce(int padding, Runnable code) {
        try {
            pad(padding, code);
            throw new AssertionError("the stack did not overflow");
        } catch (StackOverflowError expected) {
            requireNotAtomic();
        }
        // The thread itself can go on, too.
        atomic(boxes::transfer);
    }

    private void requireUsable() {
        elsewhere(() -> {
            atomic(boxes::transfer);
            atomic(boxes::incrementMany);
            AtomicBlock.named("serial").serialAfter(0).run(boxes::transfer);
            AtomicBlock.named("irrevocable").irrevocable().run(boxes::transfer);
            AtomicBlock.named("reader").readOnly().run(boxes::requireBalance);
            boxes.singleOperations();
        });
    }

    private void overflowBesideAnotherThread() {
        CountDownLatch over = new CountDownLatch(1);
        Running other = start(() -> {
            while (over.getCount() > 0) {
                atomic(boxes::transfer);
                atomic(boxes::incrementMany);
            }
        });
        overflow("recursion beside another thread", this::descend);
        over.countDown();
        other.join();
    }

    /** Whatever the unlucky threads commit must reach those who wait for it. */
    private void overflowBesideAWaiter() {
        long before = boxes.counted();
        Running waiter = start(() -> atomic(() -> check(boxes.counted() > before)));
        waiter.awaitParked();
        overflow("counting", this::countDownwards);
        waiter.join();
    }

    private void countDownwards() {
        boxes.count();
        Runnable deeper = this::countDownwards;
        deeper.run();
    }
}
