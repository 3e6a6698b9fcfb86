package dev.ame.stm.loop;

import org.jspecify.annotations.Nullable;

/**
 * Says which element of a loop has thrown something: found among what is {@linkplain Throwable#getSuppressed suppressed} in that throwable, and
 * so in its printed stack trace. It is never thrown itself, and has no stack trace.
 *
 * <pre>
 * java.io.IOException: broken
 *     at ...
 *     Suppressed: dev.ame.stm.loop.LoopElementNote: thrown by the element at index 17 of loop "import": customer 4711
 * </pre>
 *
 * <p>The element is shown by its {@code toString()}, of which no more than {@value #MOST_CHARACTERS} characters are kept. That is called when
 * the element's block is over and no lock of the library is held; it may throw.
 *
 * <p>A throwable that several elements have thrown gets a note for each of the first {@value #MOST_NOTES}. One that was made without {@linkplain
 * Throwable#Throwable(String, Throwable, boolean, boolean) suppression} gets none.
 */
public final class LoopElementNote extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MOST_CHARACTERS = 200;

    /** An exception may be a constant, and be thrown for ever. */
    private static final int MOST_NOTES = 8;

    /** The place of the element in the loop, from 0. */
    private final long index;

    private LoopElementNote(String loop, long index, @Nullable Object element) {
        super(
                "thrown by the element at index " + index + " of loop \"" + loop + "\": " + describe(element),
                null,
                false,
                false);
        this.index = index;
    }

    /**
     * The place of the element in the loop.
     *
     * @return 0 for the first element
     */
    public long index() {
        return index;
    }

    /** Adds a note to what an element has thrown, if possible. Calls code of users. */
    static void attach(Throwable thrown, String loop, long index, @Nullable Object element) {
        try {
            int notes = 0;
            for (Throwable suppressed : thrown.getSuppressed()) {
                notes += suppressed instanceof LoopElementNote ? 1 : 0;
            }
            if (notes < MOST_NOTES) {
                thrown.addSuppressed(new LoopElementNote(loop, index, element));
            }
        } catch (VirtualMachineError e) {
            return; // no room for a note; what was thrown matters more
        }
    }

    private static String describe(@Nullable Object element) {
        if (element == null) {
            return "null";
        }
        try {
            String text = String.valueOf(element.toString());
            if (text.length() <= MOST_CHARACTERS) {
                return text;
            }
            boolean splitsPair = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
            return text.substring(0, splitsPair ? MOST_CHARACTERS - 1 : MOST_CHARACTERS) + "...";
        } catch (Throwable t) {
            return "of " + element.getClass() + ", whose toString() threw "
                    + t.getClass().getName();
        }
    }
}
