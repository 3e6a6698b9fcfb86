package dev.ame.stm.engine.observe;

/** Counts over many threads. */
public final class Totals {
    private long commits;
    private long readOnlyCommits;
    private long serialPhases;
    private long waits;
    private long wakeUps;
    private long timeouts;
    private final long[] lost = new long[LossCause.values().length];

    Totals() {}

    void add(Ledger ledger) {
        commits += ledger.updates + ledger.readOnlyCommits;
        readOnlyCommits += ledger.readOnlyCommits;
        serialPhases += ledger.serialPhases;
        waits += ledger.waits;
        wakeUps += ledger.wakeUps;
        timeouts += ledger.timeouts;
        addAll(ledger.lost);
    }

    void add(Totals other) {
        commits += other.commits;
        readOnlyCommits += other.readOnlyCommits;
        serialPhases += other.serialPhases;
        waits += other.waits;
        wakeUps += other.wakeUps;
        timeouts += other.timeouts;
        addAll(other.lost);
    }

    private void addAll(long[] more) {
        for (int i = 0; i < more.length; i++) {
            lost[i] += more[i];
        }
    }

    /** Blocks that have committed, those that only read included. */
    public long commits() {
        return commits;
    }

    public long readOnlyCommits() {
        return readOnlyCommits;
    }

    public long serialPhases() {
        return serialPhases;
    }

    public long waits() {
        return waits;
    }

    public long wakeUps() {
        return wakeUps;
    }

    public long timeouts() {
        return timeouts;
    }

    /** Attempts lost for this cause. */
    public long lost(LossCause cause) {
        return lost[cause.index];
    }
}
