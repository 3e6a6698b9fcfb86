package dev.ame.history;

/** What went wrong, in the words of the literature. */
enum Anomaly {
    BROKEN_PROMISE("an attempt itself saw a promise broken"),
    THIN_AIR_READ("a value nobody wrote to that box"),
    DIRTY_READ("a value whose attempt did not commit, or undid that write"),
    INTERMEDIATE_READ("a value that its own block overwrote before committing"),
    LOST_UPDATE("two committed blocks replaced the same value: one did not see the other"),
    READ_SKEW("a block saw part of another block's effect, and part of the state before it"),
    WRITE_SKEW("blocks each read what another one replaced, so none of them can come first"),
    LONG_FORK("readers saw two blocks take effect in different orders"),
    CIRCULAR_FLOW("blocks saw each other's effects in a circle"),
    STALE_READ("a block saw a state that had been replaced before it began"),
    FUTURE_READ("a block saw the effect of one that began after it was over"),
    NON_OPAQUE_READ("an attempt that was to abort saw a state no serial order explains");

    private final String meaning;

    Anomaly(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
