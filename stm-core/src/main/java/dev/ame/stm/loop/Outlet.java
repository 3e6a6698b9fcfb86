package dev.ame.stm.loop;

import dev.ame.stm.Box;
import dev.ame.stm.engine.wait.LibraryThreads;
import java.io.PrintStream;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes committed text to its sink, in order, one thread at a time. Never used inside a block.
 *
 * <pre>
 *   one who has committed text           one who has the turn
 *   --------------------------           --------------------
 *   commit: the box has it               write what the box has
 *   (fence)                              give the turn back
 *   try to get the turn                  (fence)
 *   if it is taken: done                 look at the box again; if there is more, have it written
 * </pre>
 *
 * So no text is left behind: whoever finds the turn taken has committed before the other one's last look.
 */
final class Outlet {
    /** A sink that takes longer than this for what has come together is slow. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Box<Text> newest;
    private final PrintStream sink;
    private final long limit;

    /** The turn to write. Fair, so that whoever has to wait for it gets it. */
    private final ReentrantLock turn = new ReentrantLock(true);

    /** The last text that was written. Changed by who has the turn. */
    private volatile Text written;

    /** Whether there is a thread that does nothing but write, or is about to be. It looks at the box after it has said no. */
    private final AtomicBoolean writerRuns = new AtomicBoolean();

    private volatile boolean slow;
    private volatile boolean failed;

    Outlet(Box<Text> newest, PrintStream sink, long limit) {
        this.newest = newest;
        this.sink = sink;
        this.limit = limit;
        this.written = newest.get();
    }

    /** To be called when a block that has printed has committed. */
    void blockHasPrinted() {
        if (turn.isHeldByCurrentThread()) {
            return; // the sink itself runs blocks: comes next
        }
        VarHandle.fullFence();
        if (newest.get().end() - written.end() > limit) {
            try {
                turn.lockInterruptibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handOver();
                return;
            }
            writeAndLetGo();
        } else if (slow) {
            handOver();
        } else if (turn.tryLock()) {
            writeAndLetGo();
        }
    }

    /** Returns when all that is committed now is written; if the sink itself calls this, it comes next. */
    void writeAll() {
        if (!turn.isHeldByCurrentThread()) {
            turn.lock();
            writeAndLetGo();
        }
    }

    /** As {@link #writeAll}, and flushes the sink. */
    void flush() {
        if (turn.isHeldByCurrentThread()) {
            return;
        }
        turn.lock();
        try {
            write();
            flushSink();
        } finally {
            turn.unlock();
        }
        lookAgain();
    }

    private void flushSink() {
        try {
            sink.flush();
        } catch (Throwable t) {
            failed = true;
        }
    }

    /** Whether some text could not be written, as far as that is known. */
    boolean hasFailed() {
        return failed;
    }

    private void writeAndLetGo() {
        try {
            write();
        } finally {
            turn.unlock();
        }
        lookAgain();
    }

    /** To be called after the turn was given back. Others' text is not this thread's business for longer than one turn. */
    private void lookAgain() {
        VarHandle.fullFence();
        if (newest.get() != written) {
            handOver();
        }
    }

    /** Has a thread of its own write what is there. The JVM waits for it, so that no text is lost when the program ends. */
    private void handOver() {
        if (newest.get() == written || !writerRuns.compareAndSet(false, true)) {
            return;
        }
        Thread thread = LibraryThreads.user(this::runWriter, "ame-output");
        boolean started = false;
        try {
            thread.start();
            started = true;
        } catch (OutOfMemoryError e) {
            // No more threads to be had.
        } finally {
            if (!started) {
                runWriter();
            }
        }
    }

    private void runWriter() {
        do {
            turn.lock();
            try {
                write();
            } finally {
                turn.unlock();
                writerRuns.set(false);
            }
            VarHandle.fullFence();
        } while (newest.get() != written && writerRuns.compareAndSet(false, true));
    }

    /** Writes what is committed now. For who has the turn. */
    private void write() {
        Text last = newest.get();
        Text first = written;
        if (last == first) {
            return;
        }
        Deque<Text> texts = new ArrayDeque<>();
        for (Text text = last; text != first; text = Objects.requireNonNull(text.before())) {
            texts.push(text);
        }
        long began = System.nanoTime();
        while (!texts.isEmpty()) {
            Text text = texts.pop();
            try {
                text.printTo(sink);
            } catch (Throwable t) {
                failed = true; // it is the sink's loss; what comes behind is tried all the same
            }
            written = text;
            text.cutOff();
        }
        slow = System.nanoTime() - began > SLOW_NANOS;
    }
}
