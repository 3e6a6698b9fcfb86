package dev.ame.stm.loop;

import dev.ame.stm.DeadlineExceededException;
import dev.ame.stm.TransactionInterruptedException;
import dev.ame.stm.engine.attempt.BlockAccess;
import dev.ame.stm.engine.attempt.Rethrow;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a loop: the user's body, the workers, and how it ends. */
final class LoopRun<T extends @Nullable Object> implements LoopBody<T> {
    private static final String INTERRUPTED = "the loop was interrupted; iterations that had finished stay";

    private final LoopSettings settings;

    /** The number of elements, or -1. */
    private final long total;

    private final AtomicFunction<? super T, ?, ?> function;
    private final @Nullable LoopResults results;
    private final ProgressTeller progress;
    private final Lane<T> lane;

    private final LoopTotals totals = new LoopTotals();
    private final Crew crew = new Crew();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** Whether {@code stopWhen} has ended the run. What others throw from then on is that of work not begun. */
    private volatile boolean stopped;

    /**
     * @param total the number of elements, or -1
     * @param results gets the function's results
     */
    LoopRun(
            LoopSettings settings,
            Iterator<? extends T> elements,
            long total,
            AtomicFunction<? super T, ?, ?> function,
            @Nullable LoopResults results) {
        this.settings = settings;
        this.total = total;
        this.function = function;
        this.results = results;
        progress = new ProgressTeller(settings.onProgress(), () -> totals.progress(total));
        lane = lane(new IteratorFeed<>(elements, total));
    }

    @SuppressWarnings("this-escape") // the lane uses its body only when it works
    private Lane<T> lane(Feed<T> feed) {
        int workers = settings.parallelism();
        IterationOptions options = IterationOptions.of(settings.block());
        Pace pace = new Pace(
                options.apart() ? 1 : settings.chunk(),
                workers,
                settings.ordered() || !options.apart(),
                !options.inTurn());
        return settings.ordered()
                ? new OrderedLane<>(feed, this, settings.block(), pace, totals)
                : new UnorderedLane<>(feed, this, settings.block(), pace, totals, () -> startHelper(this::help));
    }

    // ---------------------------------------------------------------- the body

    @Override
    public @Nullable Object run(T element) throws Exception {
        return function.apply(element);
    }

    @Override
    public boolean isLast() {
        return settings.stopWhen() != null && settings.stopWhen().getAsBoolean();
    }

    @Override
    public void committed(Chunk<T> chunk, int from, int to) {
        if (results != null) {
            results.add(chunk, from, to);
        }
        if (chunk.isLast()) {
            stopped = true;
            stopWorkers(); // others may wait for what is not going to happen any more
        }
        tell(progress::tellNowAndThen);
    }

    @Override
    public boolean failed(long index, T element, Throwable thrown) {
        if (stopped) {
            return false;
        }
        if (settings.goOn() && !isInterrupt(thrown)) {
            note(thrown, index, element);
            failures.add(thrown);
            return true;
        }
        if (fail(thrown)) {
            note(thrown, index, element); // this worker has not left yet, so the caller comes later
        }
        return false;
    }

    /** Whether this ends the run even if it is to go on after failures. */
    static boolean isInterrupt(Throwable thrown) {
        return thrown instanceof TransactionInterruptedException || thrown instanceof InterruptedException;
    }

    private void note(Throwable thrown, long index, T element) {
        LoopElementNote.attach(thrown, settings.name(), index, element);
    }

    @Override
    public boolean heedsInterrupts() {
        return true;
    }

    @Override
    public Class<?> kind() {
        return function.getClass();
    }

    @Override
    public @Nullable String name() {
        return BlockAccess.settingsOf(settings.block()).name();
    }

    @Override
    public Class<?> code() {
        return function instanceof AtomicLoop.ForEach<?, ?> each ? each.body().getClass() : function.getClass();
    }

    // ---------------------------------------------------------------- the run

    LoopReport run() {
        boolean interrupted;
        RunDeadline deadline = RunDeadline.start(settings.deadline(), this::expire);
        try {
            for (int i = 1; i < settings.parallelism(); i++) {
                startHelper(this::work);
            }
            interrupted = work();
            crew.close();
            interrupted |= awaitHelpers();
            lane.close();
        } finally {
            deadline.cancel();
        }
        if (failure.get() == null && !interrupted) {
            tell(progress::tellLast);
        }
        Throwable thrown = failure.get();
        if (interrupted) {
            Thread.currentThread().interrupt();
            if (thrown == null || thrown instanceof TransactionInterruptedException) {
                throw new TransactionInterruptedException(INTERRUPTED);
            }
        }
        if (thrown == RunDeadline.Expired.INSTANCE) {
            throw deadlineExceeded();
        }
        if (thrown != null) {
            throw Rethrow.asIs(thrown);
        }
        return totals.report(settings.parallelism(), List.copyOf(failures));
    }

    private void expire() {
        if (!stopped) {
            fail(RunDeadline.Expired.INSTANCE);
        }
    }

    private DeadlineExceededException deadlineExceeded() {
        long done = totals.progress(total).done();
        String time = RunDeadline.describe(Objects.requireNonNull(settings.deadline(), "deadline"));
        return new DeadlineExceededException("loop \"" + settings.name() + "\": its deadline of " + time
                + " passed when " + done + (total < 0 ? "" : " of " + total) + " elements were done; those stay done");
    }

    private void startHelper(Runnable work) {
        try {
            settings.threads().execute(work);
        } catch (RuntimeException | OutOfMemoryError e) {
            return; // no more threads to be had: those there are do the work
        } catch (Error e) {
            fail(e);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void help() {
        work(lane::help);
    }

    private boolean work() {
        return work(lane::work);
    }

    /** Answers whether the calling thread has been interrupted by somebody else. */
    private boolean work(Work work) {
        boolean interrupted = false;
        if (!crew.enter()) {
            return false;
        }
        try {
            HelperThreads.requireNotInBlock();
            work.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (Throwable t) {
            if (!stopped) {
                fail(t);
            }
        } finally {
            interrupted |= Thread.currentThread().isInterrupted();
            interrupted &= !crew.leave();
        }
        if (interrupted) {
            fail(new TransactionInterruptedException(INTERRUPTED));
            Thread.currentThread().interrupt();
        }
        return interrupted;
    }

    /** Breaks the run off; answers whether this is what it throws. */
    private boolean fail(Throwable thrown) {
        boolean isFirst = failure.compareAndSet(null, thrown);
        stopWorkers();
        return isFirst;
    }

    private void stopWorkers() {
        lane.end();
        crew.interruptOthers();
    }

    /** Waits for the helpers; an interrupt makes them stop at once. */
    private boolean awaitHelpers() {
        boolean interrupted = false;
        while (true) {
            try {
                crew.awaitEmpty();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                fail(new TransactionInterruptedException(INTERRUPTED));
            }
        }
    }

    private void tell(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable t) {
            fail(t);
        }
    }
}
