package dev.ame.stm.faults;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Strikes a block with hooks at each of its steps in turn. When its thread uses the library again, with stack enough, those for the
 * outcome must have been run, once each, and the others never. Another thread has the thread's place in the table of transactions.
 */
public final class HookFaultProgram {
    private static final int MOST_STEPS = 10_000;
    private static final int SLOTS = 1 << 10;

    private final HookScenario scenario;
    private final Faults.Kind kind;
    private final LongBox number = LongBox.of(0);
    private int reported;
    private boolean willCommit;
    private boolean willRollBack;
    private int committed;
    private int rolledBack;

    private HookFaultProgram(HookScenario scenario, Faults.Kind kind) {
        this.scenario = scenario;
        this.kind = kind;
    }

    /** Answers how many errors have struck; called by reflection, since this class is loaded apart. */
    public static int run(String scenario, String kind) throws Exception {
        HookFaultProgram program = new HookFaultProgram(HookScenario.valueOf(scenario), Faults.Kind.valueOf(kind));
        Stm.setHookFailureHandler(failure -> program.reported++);
        CountDownLatch here = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            inAtomic();
            here.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                return;
            }
        });
        other.start();
        here.await();
        FutureTask<Integer> strikes = new FutureTask<>(program::strikeAtEveryStep);
        Thread thread = new Thread(strikes);
        while ((thread.getId() - other.getId()) % SLOTS != 0) {
            thread = new Thread(strikes);
        }
        thread.start();
        try {
            return strikes.get(50, TimeUnit.SECONDS);
        } finally {
            over.countDown();
        }
    }

    private int strikeAtEveryStep() {
        for (int i = 0; i < 3; i++) {
            scenario.run(number, this::addHooks);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            if (!strike(step)) {
                return step;
            }
        }
        throw new AssertionError("no end of steps");
    }

    private void addHooks() {
        afterCommit(() -> committed++);
        willCommit = true;
        afterRollback(() -> rolledBack++);
        willRollBack = true;
    }

    private boolean strike(int step) {
        long before = number.get();
        reported = 0;
        committed = 0;
        rolledBack = 0;
        willCommit = false;
        willRollBack = false;
        Throwable thrown = null;
        boolean struck;
        Faults.arm(kind, step, step);
        try {
            scenario.run(number, this::addHooks);
        } catch (VirtualMachineError e) {
            thrown = e;
        } finally {
            struck = Faults.disarm();
        }
        if (step % 8 == 0) {
            System.gc(); // what nothing holds but a weak reference is gone
        }
        HookScenario.close();
        boolean inside = inAtomic();
        boolean done = number.get() != before;
        if (inside
                || committed != (done && willCommit ? 1 : 0) - excused(done)
                || rolledBack != (!done && willRollBack ? 1 : 0) - excused(!done)) {
            throw new AssertionError(kind + " at step " + step + " of " + scenario + (inside ? ", in a block" : "")
                    + ": "
                    + (done ? "committed" : "rolled back") + ", with hooks " + willCommit + " and " + willRollBack
                    + "; run: " + committed + " and " + rolledBack + "; reported: " + reported + "\n  after "
                    + Arrays.toString(Faults.place()).replace(",", "\n     ") + "\n  and then " + thrown);
        }
        return struck;
    }

    /** A hook that was struck as it was called has failed, as far as anybody can know. */
    private int excused(boolean isOutcome) {
        StackTraceElement[] place = Faults.place();
        return isOutcome
                        && committed + rolledBack == 0
                        && place.length > 2
                        && place[2].getMethodName().equals("runAll")
                        && place[2].getClassName().endsWith("HookRunner")
                ? 1
                : 0;
    }
}
