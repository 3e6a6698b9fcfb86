package dev.ame.stm.loop;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * A piece of text that was printed, linked to the one before it. The newest one is the value of a box, so the pieces stand in
 * the order in which their blocks have committed:
 *
 * <pre>
 *     box --> Text --> Text --> Text (the last one that is written) --> null
 * </pre>
 *
 * Immutable but for the link, which whoever writes the text cuts: then what is before it is garbage.
 */
final class Text {
    /** What a piece costs besides its letters. */
    private static final int OVERHEAD = 64;

    private final @Nullable Object piece;
    private final boolean last;
    private final long end;
    private @Nullable Text before;

    private Text(@Nullable Text before, @Nullable Object piece, boolean last, int size) {
        this.before = before;
        this.piece = piece;
        this.last = last;
        this.end = before == null ? 0 : before.end + size + OVERHEAD;
    }

    /** What stands before all text. */
    static Text beginning() {
        return new Text(null, null, false, 0);
    }

    Text then(String text) {
        return new Text(this, text, false, text.length());
    }

    /**
     * This and some bytes.
     *
     * @param bytes not to be changed any more
     */
    Text then(byte[] bytes) {
        return new Text(this, bytes, false, bytes.length);
    }

    /** This and the end: nothing comes behind it. */
    Text thenEnd() {
        return new Text(this, null, true, 0);
    }

    boolean isLast() {
        return last;
    }

    /** How much has been printed up to here, this included. */
    long end() {
        return end;
    }

    /** The one before; null once this one is cut off. For whoever has the turn to write. */
    @Nullable
    Text before() {
        return before;
    }

    /** Forgets what is before. For whoever has the turn to write. */
    void cutOff() {
        before = null;
    }

    void printTo(PrintStream sink) {
        if (piece instanceof String text) {
            sink.print(text);
        } else if (piece instanceof byte[] bytes) {
            sink.write(bytes, 0, bytes.length);
        }
    }
}
