package dev.ame.stm.engine.observe;

/** Why an attempt was lost. */
public enum LossCause {
    /** Something it had read or asked was changed by a commit. */
    CONFLICT(0, "conflict"),
    /** The same, before it had written anything: it is run again from a pinned snapshot, and then gets through. */
    SNAPSHOT(1, "restart on a pinned snapshot"),
    /** A commit that was under way had precedence. */
    GAVE_WAY(2, "gave way"),
    /** It was run ahead of its turn in an ordered loop, and what it had read was changed before its turn came. */
    STALE_SPECULATION(3, "run ahead in vain"),
    /** It has written, or waited, and the block was believed not to. */
    WRONG_GUESS(4, "wrong guess"),
    /** It could become irrevocable only from its beginning. */
    IRREVOCABLE(5, "restart to be irrevocable"),
    /** It shared its transaction with other iterations, and has to be alone. */
    SPLIT(6, "iterations run apart"),
    /** {@code ame.chaos} struck. */
    CHAOS(7, "chaos"),
    /** Its time was over, or the engine's own bookkeeping failed. */
    OTHER(8, "other");

    /** The place of its count among all. */
    final int index;

    private final String words;

    LossCause(int index, String words) {
        this.index = index;
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
