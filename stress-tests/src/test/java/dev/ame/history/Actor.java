package dev.ame.history;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import java.util.List;
import java.util.SplittableRandom;

/** One thread of a program: runs blocks and single operations, and records what they see and do. */
final class Actor {
    /** {@link Cell#WAYS}, and get then set, compareAndSet, commute. */
    static final int UPDATE_WAYS = Cell.WAYS + 3;

    static final int PAUSE_RANGE = 16;

    private static final int GET_THEN_SET = Cell.WAYS;
    private static final int COMPARE_AND_SET = Cell.WAYS + 1;

    /** An exception of the user's, which must roll a block back. */
    @SuppressWarnings("serial")
    static final class PlannedFailure extends RuntimeException {
        PlannedFailure() {
            super("planned", null, false, false);
        }
    }

    private final Boxes boxes;
    private final AttemptLog log;
    private final SplittableRandom pauses;
    private final int pauseRate;

    /** @param pauseRate of {@link #PAUSE_RANGE} steps, how many come after a pause */
    Actor(int thread, Boxes boxes, int pauseRate, long seed) {
        this.boxes = boxes;
        this.pauseRate = pauseRate;
        this.log = new AttemptLog(thread, boxes.size());
        this.pauses = new SplittableRandom(seed);
    }

    List<Attempt> attempts() {
        return log.attempts();
    }

    void run(BlockPlan plan) {
        log.beginBlock(plan.shape().name());
        try {
            enter(plan);
        } catch (PlannedFailure failure) {
            if (plan.shape().isIrrevocable()) {
                log.committed();
            } else {
                log.rolledBack();
            }
            return;
        }
        log.committed();
    }

    /**
     * The engine knows unnamed blocks apart by their lambdas. Those that only read must have their own, or it could not
     * tell; those that differ otherwise share one, to confuse it.
     */
    @SuppressWarnings("DuplicateBranches")
    private void enter(BlockPlan plan) {
        AtomicBlock block = plan.block();
        if (block != null) {
            block.run(() -> attempt(plan));
            return;
        }
        switch (plan.shape()) {
            case READER -> Stm.atomic(() -> attempt(plan));
            case SHORT_READER -> Stm.atomic(() -> attempt(plan));
            case SUM -> Stm.atomic(() -> attempt(plan));
            default -> Stm.atomic(() -> attempt(plan));
        }
    }

    private void attempt(BlockPlan plan) {
        log.beginAttempt(Stm.attempt());
        try {
            int most = plan.shape().mostAttempts();
            if (Stm.attempt() > most) {
                log.fail("is not among the first " + most + ", the most that a " + plan.shape() + " may need");
            }
            runSteps(plan.steps());
        } finally {
            log.leaveAttempt();
        }
    }

    private void runSteps(List<Step> steps) {
        for (Step step : steps) {
            if (pauses.nextInt(PAUSE_RANGE) < pauseRate) {
                pause();
            }
            step.run(this);
        }
    }

    void read(int box) {
        log.read(box, boxes.cell(box).get());
    }

    void overwrite(int box) {
        long id = log.draw();
        boxes.cell(box).overwrite(id);
        log.write(box, id);
    }

    /** Read-modify-write in one of {@link #UPDATE_WAYS} ways. */
    void update(int box, int way) {
        Cell cell = boxes.cell(box);
        long id = log.draw();
        if (way < Cell.WAYS) {
            log.read(box, cell.replace(id, way));
            log.write(box, id);
        } else if (way == GET_THEN_SET) {
            log.read(box, cell.getThenSet(id, seen -> log.read(box, seen)));
            log.write(box, id);
        } else if (way == COMPARE_AND_SET || log.hasWritten(box)) {
            if (cell.compareAndSet(id, seen -> log.read(box, seen)) == WriteId.UNKNOWN) {
                log.fail("compareAndSet of box " + box + " did not find what get had returned in the same attempt");
            }
            log.write(box, id);
        } else {
            log.commute(box, id);
            cell.commute(id, seen -> {
                log.commuteSaw(box, seen);
                if (pauses.nextInt(PAUSE_RANGE) < pauseRate) {
                    pause();
                }
            });
        }
    }

    void transfer(int from, int to, long amount) {
        Box<Cell.Entry> source = boxes.account(from);
        Box<Cell.Entry> target = boxes.account(to);
        Cell.Entry sourceEntry = source.get();
        log.read(from, sourceEntry.id());
        Cell.Entry targetEntry = target.get();
        log.read(to, targetEntry.id());
        long sourceId = log.draw();
        source.set(new Cell.Entry(sourceId, sourceEntry.amount() - amount));
        log.write(from, sourceId);
        pause();
        long targetId = log.draw();
        target.set(new Cell.Entry(targetId, targetEntry.amount() + amount));
        log.write(to, targetId);
    }

    /** Checks the invariant within the attempt, at once: an opaque engine never shows another sum. */
    void sum() {
        long sum = 0;
        for (int box = 0; box < boxes.accounts(); box++) {
            Cell.Entry entry = boxes.account(box).get();
            log.read(box, entry.id());
            sum += entry.amount();
            if (box % 3 == 1) {
                pause();
            }
        }
        if (sum != boxes.total()) {
            log.fail("added the accounts up to " + sum + " instead of " + boxes.total());
        }
    }

    /** Lets others in between; nothing relies on it. */
    @SuppressWarnings("ThreadPriorityCheck")
    void pause() {
        int draw = pauses.nextInt(16);
        if (draw < 8) {
            Thread.yield();
        } else {
            for (int i = 0; i < draw * 10; i++) {
                Thread.onSpinWait();
            }
        }
    }

    void nested(List<Step> steps, boolean fails) {
        int savepoint = log.savepoint();
        try {
            Stm.atomic(() -> {
                runSteps(steps);
                if (fails) {
                    throw new PlannedFailure();
                }
            });
        } catch (PlannedFailure failure) {
            log.undoTo(savepoint);
        }
    }

    /** Abandons {@code first} for {@code second} if {@code retries}. */
    void orElse(List<Step> first, boolean retries, List<Step> second) {
        int savepoint = log.savepoint();
        boolean tookFirst = Stm.orElse(
                () -> {
                    runSteps(first);
                    Stm.check(!retries);
                    return true;
                },
                () -> {
                    log.undoTo(savepoint);
                    runSteps(second);
                    return false;
                });
        if (tookFirst == retries) {
            log.fail("took the wrong branch of orElse");
        }
    }

    void retryOnFirstAttempt() {
        if (Stm.attempt() == 1) {
            Stm.retry();
        }
    }

    void becomeIrrevocable() {
        Stm.irrevocable("history test");
        log.becameIrrevocable();
    }

    /** What careless code does; the abort must happen all the same. */
    @SuppressWarnings("CatchThrowable")
    void readSwallowing(int box) {
        try {
            read(box);
        } catch (Throwable signal) {
            log.sawAbortSignal();
        }
    }

    /** One operation outside any block, which is atomic by itself. */
    void single(int box, int way) {
        if (way == COMPARE_AND_SET || way == GET_THEN_SET) {
            singleCompareAndSet(box);
            return;
        }
        log.beginBlock("single update");
        log.beginAttempt(1);
        update(box, way);
        log.committed();
    }

    private void singleCompareAndSet(int box) {
        long id = log.draw();
        log.beginBlock("single get");
        log.beginAttempt(1);
        long replaced = boxes.cell(box).compareAndSet(id, seen -> {
            log.read(box, seen);
            log.committed();
            log.beginBlock("single compareAndSet");
            log.beginAttempt(1);
        });
        // A failure tells nothing for sure: the value was another one at some moment.
        if (replaced != WriteId.UNKNOWN) {
            log.read(box, replaced);
            log.write(box, id);
        }
        log.committed();
    }

    void singleRead(int box) {
        log.beginBlock("single get");
        log.beginAttempt(1);
        read(box);
        log.committed();
    }

    void singleOverwrite(int box) {
        log.beginBlock("single set");
        log.beginAttempt(1);
        overwrite(box);
        log.committed();
    }
}
