package dev.ame.stm.faults;

import static dev.ame.stm.Stm.*;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.engine.version.Clock;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The other threads: what they do while one is struck, and what they find afterwards. */
final class Witness {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final Accounts accounts;
    private final SynchronousQueue<Runnable> work = new SynchronousQueue<>();
    private final Thread helper = daemon(this::help, "helper");
    private volatile Throwable failure;
    private volatile boolean over;
    private Thread gate;
    private Thread reader;
    private Thread waiter;
    private long waitedFor;

    Witness(Accounts accounts) {
        this.accounts = accounts;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void help() {
        try {
            while (true) {
                work.take().run();
            }
        } catch (InterruptedException e) {
            failure = e;
        }
    }

    /** Runs something on the helper thread, and returns when that is done. */
    void run(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            boolean taken = work.offer(
                    () -> {
                        try {
                            task.run();
                        } catch (Throwable t) {
                            failure = t;
                        } finally {
                            done.countDown();
                        }
                    },
                    PATIENCE,
                    TimeUnit.NANOSECONDS);
            if (!taken || !done.await(PATIENCE, TimeUnit.NANOSECONDS)) {
                throw stuck(helper);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static AssertionError stuck(Thread thread) {
        return new AssertionError(thread.getName() + " is stuck:\n"
                + String.join(
                        "\n",
                        Arrays.stream(thread.getStackTrace())
                                .limit(20)
                                .map(StackTraceElement::toString)
                                .toList()));
    }

    /** Closes the gate until the thread waits for it, or is through. */
    void holdTheGateFor(Thread victim) {
        CountDownLatch closed = new CountDownLatch(1);
        gate = daemon(
                () -> AtomicBlock.named("gate").irrevocable().run(() -> {
                    closed.countDown();
                    awaitUntil(() -> over || isParked(victim), victim);
                }),
                "holder of the gate");
        awaitLatch(closed);
    }

    /** Reads from a pinned snapshot until all is over. */
    void pin() {
        CountDownLatch pinned = new CountDownLatch(1);
        reader = daemon(
                () -> AtomicBlock.named("pinned").readOnly().run(() -> {
                    accounts.readAll();
                    pinned.countDown();
                    awaitUntil(() -> over, Thread.currentThread());
                    accounts.readAll();
                }),
                "pinned reader");
        awaitLatch(pinned);
    }

    /** Returns when somebody waits to be {@linkplain Accounts#wake woken}. */
    void awaitTheWaiter() {
        waitedFor = accounts.waited();
        waiter = daemon(() -> atomic(() -> check(accounts.waited() > waitedFor)), "waiter");
        awaitUntil(() -> isParked(waiter), waiter);
    }

    private static boolean isParked(Thread thread) {
        return LockSupport.getBlocker(thread) != null;
    }

    private interface Condition {
        boolean holds();
    }

    private static void awaitUntil(Condition condition, Thread whom) {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw stuck(whom);
            }
            Thread.yield();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("the latch was not opened in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever has happened: nothing is there by halves, everything can be used, and nobody waits for ever. */
    void requireSound() {
        over = true;
        if (inAtomic()) {
            throw new AssertionError("still in a block");
        }
        run(() -> {
            atomic(accounts::readAll);
            AtomicBlock.named("reader").readOnly().run(accounts::readAll);
            atomic(accounts::transfer);
            accounts.singleOperations();
            AtomicBlock.named("serial").serialAfter(0).run(accounts::enter);
            AtomicBlock.named("irrevocable").irrevocable().run(accounts::incrementMany);
        });
        requireEnd(gate);
        requireEnd(reader);
        if (waiter != null && accounts.waited() == waitedFor) {
            run(accounts::wake);
        }
        requireEnd(waiter);
        atomic(accounts::transfer);
        atomic(accounts::enter);
        AtomicBlock.named("serial").serialAfter(0).run(accounts::incrementMany);
        AtomicBlock.named("reader").readOnly().run(accounts::readAll);
        gate = null;
        reader = null;
        waiter = null;
        over = false;
        if (failure != null) {
            throw new AssertionError("on another thread", failure);
        }
        if (accounts.torn() != null) {
            throw new AssertionError("half a commit: " + accounts.torn());
        }
        if (accounts.hasHistory()) {
            throw new AssertionError("old versions that stay");
        }
        if (Clock.signals() != 0) {
            throw new AssertionError("signals that stay: " + Long.toHexString(Clock.signals()));
        }
    }

    private static void requireEnd(Thread thread) {
        try {
            if (thread != null) {
                thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
                if (thread.isAlive()) {
                    throw stuck(thread);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
