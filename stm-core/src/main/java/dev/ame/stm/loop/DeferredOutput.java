package dev.ame.stm.loop;

import dev.ame.stm.Box;
import dev.ame.stm.Stm;
import dev.ame.stm.TxnLocal;
import java.io.Flushable;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place to print to from inside of atomic blocks. What a block prints appears when it commits, once, however often the
 * block is run, and nothing of an attempt or a nested block that is undone.
 *
 * <pre>{@code
 * try (DeferredOutput out = DeferredOutput.to(System.out)) {
 *     AtomicLoop.over(files).forEach(file -> out.println(file + ": " + index.add(file)));
 * }
 * }</pre>
 *
 * <p><b>Order.</b> The texts stand in the order of the blocks, the one that all boxes agree with: if a block has seen something
 * of another one, its text comes later. The text of one block stays together. Blocks that print do not conflict
 * with each other. Outside a block a text is printed at once, behind those of all blocks that have ended. Printing is a
 * write: a read-only block may not.
 *
 * <p><b>When it is written.</b> Outside a block, before the call returns. After a block by its thread, once it has committed and holds
 * nothing, unless somebody is writing already: then nobody waits, and the text is written by that thread or by one made for it,
 * which keeps the JVM alive until it is done. It is made as well if the sink has taken half a second for the texts before.
 * So a slow sink holds up no block, and at most one thread that runs blocks. But texts are kept in memory until they are
 * written: when they are more than a limit, 16 million characters if nothing else is said, a
 * thread waits for the sink after its block, until its turn has come or it is interrupted. {@link #flush} waits until all is written;
 * a program that calls {@link System#exit} should call it before.
 *
 * <p><b>Failures.</b> What the sink throws does not come back to who has printed. The text is lost, the next one is tried, and {@link
 * #checkError} tells.
 *
 * <p>Any thread may use it.
 */
public final class DeferredOutput implements AutoCloseable, Flushable {
    private static final long LIMIT = 1 << 24;
    private static final String CLOSED = "this output is closed";

    private final PrintStream sink;
    private final Box<Text> newest = Box.named("deferred output", Text.beginning());
    private final Outlet outlet;

    /** Whether the running block is known to have printed: it has a hook then. Goes back with a nested block, as its hooks do. */
    private final TxnLocal<Boolean> printed = TxnLocal.withInitial(() -> false);

    private final PrintStream adapter = new DeferredStream(this);

    /** For those who print later: earlier, and without a commit. What decides is the text that is the last. */
    private volatile boolean closed;

    private DeferredOutput(PrintStream sink, long limit) {
        this.sink = sink;
        this.outlet = new Outlet(newest, sink, limit);
    }

    /**
     * Prints to a stream.
     *
     * @param sink where the text ends up; nothing else about it changes, and it stays open
     * @return the output
     */
    public static DeferredOutput to(PrintStream sink) {
        return to(sink, LIMIT);
    }

    /**
     * Prints to a stream, with a limit for what is kept in memory.
     *
     * @param sink where the text ends up; nothing else about it changes, and it stays open
     * @param limit how much may wait to be written before threads that have printed in a block wait for the sink: in characters, of which
     *     each call of a printing method counts 64 more
     * @return the output
     */
    public static DeferredOutput to(PrintStream sink, long limit) {
        Objects.requireNonNull(sink, "sink");
        if (limit < 0) {
            throw new IllegalArgumentException("the limit must be 0 or more, not " + limit);
        }
        return new DeferredOutput(sink, limit);
    }

    // ---------------------------------------------------------------- printing

    /**
     * Prints a line.
     *
     * @param text the line
     * @throws IllegalStateException if this output is closed; if it is closed while the block runs, at the block's end
     */
    public void println(@Nullable String text) {
        append(text + System.lineSeparator());
    }

    /**
     * Prints a line. The object is turned into text now.
     *
     * @param object the line
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void println(@Nullable Object object) {
        println(String.valueOf(object));
    }

    /**
     * Prints a line.
     *
     * @param letters the line
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void println(char[] letters) {
        println(String.valueOf(letters));
    }

    /**
     * Prints an empty line.
     *
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void println() {
        append(System.lineSeparator());
    }

    /**
     * Prints a text.
     *
     * @param text the text
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void print(@Nullable String text) {
        append(String.valueOf(text));
    }

    /**
     * Prints an object, which is turned into text now.
     *
     * @param object the object
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void print(@Nullable Object object) {
        append(String.valueOf(object));
    }

    /**
     * Prints a text.
     *
     * @param letters the text
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public void print(char[] letters) {
        append(String.valueOf(letters));
    }

    /**
     * Prints a text made by {@link String#format(String, Object...)} now.
     *
     * @param format the format
     * @param arguments what it refers to
     * @return this output
     * @throws IllegalStateException as {@link #println(String)} does
     */
    @SuppressWarnings("AnnotateFormatMethod") // would make users depend on the annotation
    public DeferredOutput printf(String format, @Nullable Object... arguments) {
        append(String.format(format, arguments));
        return this;
    }

    /**
     * Prints a text made by {@link String#format(Locale, String, Object...)} now.
     *
     * @param locale the locale
     * @param format the format
     * @param arguments what it refers to
     * @return this output
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public DeferredOutput printf(@Nullable Locale locale, String format, @Nullable Object... arguments) {
        append(String.format(locale, format, arguments));
        return this;
    }

    /**
     * The same as {@link #printf(String, Object...)}.
     *
     * @param format the format
     * @param arguments what it refers to
     * @return this output
     * @throws IllegalStateException as {@link #println(String)} does
     */
    public DeferredOutput format(String format, @Nullable Object... arguments) {
        return printf(format, arguments);
    }

    /**
     * This output as a stream, for code that knows nothing of it: {@code System.setOut(out.asPrintStream())}. Bytes get to the
     * sink as they are. As any {@link PrintStream} it throws nothing when it is closed but takes in no more; closing it
     * closes this output.
     *
     * @return the stream, always the same
     */
    public PrintStream asPrintStream() {
        return adapter;
    }

    private void append(String text) {
        if (closed) {
            throw new IllegalStateException(CLOSED);
        }
        if (!text.isEmpty()) {
            append(before -> {
                if (before.isLast()) {
                    throw new IllegalStateException(CLOSED);
                }
                return before.then(text);
            });
        }
    }

    /**
     * Prints, by a function that puts a text behind those that will have been committed before.
     *
     * <p>That is what makes the order right: all blocks that print write one box at their commit, and whatever depends on what,
     * the order in which they write it is the order of the blocks. The function is applied in the commit, so the block
     * has not read the box: blocks that print do not conflict, and {@code retry} does not wait for others to print.
     */
    void append(UnaryOperator<Text> change) {
        newest.commute(change);
        if (!Stm.inAtomic()) {
            outlet.writeAll();
        } else if (!printed.get()) {
            Stm.afterCommit(outlet::blockHasPrinted);
            printed.set(true);
        }
    }

    // ---------------------------------------------------------------- flushing, closing

    /** Returns when all that was printed before is written, and the sink flushed. Inside a block: once it has committed. */
    @Override
    public void flush() {
        outside(outlet::flush);
    }

    /**
     * Whether something could not be written, so far. Flushes, outside of a block.
     *
     * @return true if the sink has thrown something or has had an error itself
     */
    public boolean checkError() {
        if (!Stm.inAtomic()) {
            flush();
            return outlet.hasFailed() || sink.checkError();
        }
        return outlet.hasFailed();
    }

    /**
     * Takes in no more, and returns when all that was printed before is written, and the sink flushed; the sink stays open. Inside a
     * block: once it has committed. Closing twice does no harm.
     */
    @Override
    public void close() {
        outside(() -> {
            newest.commute(last -> last.isLast() ? last : last.thenEnd());
            closed = true;
            outlet.flush();
        });
    }

    private static void outside(Runnable action) {
        if (Stm.inAtomic()) {
            Stm.afterCommit(action);
        } else {
            action.run();
        }
    }
}
