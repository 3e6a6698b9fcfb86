package dev.ame.stm.engine.observe;

/**
 * How a thread has spent its time, in nanoseconds. Useful time is partly estimated from samples.
 *
 * @param thread its name; threads of one name are one
 * @param useful in attempts that have committed, or thrown
 * @param lost in attempts that were lost
 * @param serial running alone; part of the useful time
 * @param serialWait waiting for blocks that ran alone
 * @param turnWait waiting for others that want the same location
 * @param retryWait in {@code retry}
 */
public record ThreadTime(
        String thread, long useful, long lost, long serial, long serialWait, long turnWait, long retryWait) {
    ThreadTime(Ledger of, long useful) {
        this(of.thread, useful, of.lostNanos, of.serialNanos, of.serialWaitNanos, of.turnWaitNanos, of.retryNanos);
    }

    ThreadTime plus(ThreadTime other) {
        return new ThreadTime(
                thread,
                useful + other.useful,
                lost + other.lost,
                serial + other.serial,
                serialWait + other.serialWait,
                turnWait + other.turnWait,
                retryWait + other.retryWait);
    }

    public long inBlocks() {
        return useful + lost;
    }

    public long waiting() {
        return serialWait + turnWait + retryWait;
    }
}
