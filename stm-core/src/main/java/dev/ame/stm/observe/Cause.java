package dev.ame.stm.observe;

/** What kind of conflict an attempt was lost in. */
public enum Cause {
    /** It had read something, and another block wrote that before it could commit. */
    READ_THEN_OVERWRITTEN("read, then overwritten"),
    /** The same of something that it was going to write itself. */
    WRITE_WRITE("both write"),
    /** Both used one key, index or element of a collection. */
    KEY("same key"),
    /** It had walked over a range of a collection, or all of it, and another block changed something there. */
    RANGE("range changed"),
    /** It had asked how many elements there are, or whether there are any. */
    SIZE("size changed"),
    /** It had looked at one end of a queue or list. */
    END("same end"),
    /** An iteration of a loop in order used what one before it writes, and so was run ahead in vain. */
    LOOP_ORDER("order of the loop"),
    /** It was run ahead in a loop in order, and somebody else wrote what it had read before its turn came. */
    STALE_SPECULATION("run ahead in vain"),
    /** Another commit that was under way had precedence. */
    GAVE_WAY("gave way"),
    /** It was run in a way that did not fit: as a block that only reads, together with other iterations, before it was irrevocable. */
    RESTART("started anew"),
    /** {@code ame.chaos} struck. */
    CHAOS("chaos"),
    /** Its time was over, or something else. */
    OTHER("other");

    private final String words;

    Cause(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
