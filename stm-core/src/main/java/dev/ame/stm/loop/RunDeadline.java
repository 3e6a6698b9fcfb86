package dev.ame.stm.loop;

import dev.ame.stm.engine.wait.LibraryThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The time of a run. When it is over, a thread that all runs share breaks the run off. */
final class RunDeadline {
    /** What breaks a run off. The run replaces it by an exception of the calling thread, which says how far the run has come. */
    static final class Expired extends RuntimeException {
        @SuppressWarnings("StaticAssignmentOfThrowable") // without a stack trace it is the same every time
        static final Expired INSTANCE = new Expired();

        private static final long serialVersionUID = 1;

        private Expired() {
            super("the deadline of a run has passed", null, false, false);
        }
    }

    /** Made when the first run with a deadline begins. */
    private static final class Timer extends ScheduledThreadPoolExecutor {
        private static final long KEEP_SECONDS = 30;
        static final Timer SHARED = new Timer();

        private Timer() {
            super(1, work -> LibraryThreads.daemon(work, "ame-deadline"));
            setKeepAliveTime(KEEP_SECONDS, TimeUnit.SECONDS);
            allowCoreThreadTimeOut(true);
            setRemoveOnCancelPolicy(true); // or it would keep the runs that have come to their end in time
        }
    }

    private static final long NANOS_IN_MILLI = 1_000_000;

    private final @Nullable Future<?> expiry;

    private RunDeadline(@Nullable Future<?> expiry) {
        this.expiry = expiry;
    }

    /** Checks a time that a user has given. */
    static Duration check(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time must be more than zero, not " + time);
        }
        return time;
    }

    /**
     * From now on the time counts.
     *
     * @param time null for any
     * @param breakOff runs no code of users, and does not wait
     */
    static RunDeadline start(@Nullable Duration time, Runnable breakOff) {
        return new RunDeadline(
                time == null ? null : Timer.SHARED.schedule(breakOff, nanos(time), TimeUnit.NANOSECONDS));
    }

    /** The run has come to its end. It may be broken off all the same if its time is over at this very moment. */
    void cancel() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }

    private static long nanos(Duration time) {
        try {
            return time.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years
        }
    }

    /** For messages. */
    static String describe(Duration time) {
        long nanos = nanos(time);
        return nanos % NANOS_IN_MILLI == 0 ? nanos / NANOS_IN_MILLI + " ms" : nanos + " ns";
    }
}
