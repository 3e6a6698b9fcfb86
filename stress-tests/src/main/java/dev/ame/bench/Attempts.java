package dev.ame.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts, beside the time, how often blocks got through and in how many attempts. JMH resets and reports the public fields. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Attempts {

    /** Blocks that committed. */
    public long committed;

    /** Blocks left after {@link Worker#MAX_ATTEMPTS} attempts. */
    public long gaveUp;

    /** Attempts of both. */
    public long attempts;

    /** Committed blocks that needed one attempt. */
    public long atOnce;

    final boolean record(boolean success, Worker worker) {
        if (success) {
            committed++;
            if (worker.attempts() == 1) {
                atOnce++;
            }
        } else {
            gaveUp++;
        }
        attempts += worker.attempts();
        return success;
    }
}
