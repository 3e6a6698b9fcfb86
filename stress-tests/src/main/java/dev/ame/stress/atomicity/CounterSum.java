package dev.ame.stress.atomicity;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.Counter;
import dev.ame.stm.LongBox;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A sum is exact, and goes with the rest of the block that added to it. */
@JCStressTest
@Description("A block adds to a counter and marks it in a box; another reads both, then adds by itself.")
@Outcome(id = "0, 0, 4", expect = ACCEPTABLE, desc = "before the block")
@Outcome(id = "2, 2, 4", expect = ACCEPTABLE, desc = "between the block and the single addition")
@Outcome(id = "2, 3, 4", expect = ACCEPTABLE, desc = "after both")
@Outcome(expect = FORBIDDEN, desc = "a lost addition, or a sum that does not fit the mark")
@State
public class CounterSum extends Meeting {
    private final Counter counter = Counter.create();
    private final LongBox mark = LongBox.of(0);

    @Actor
    public void adder() {
        meet();
        atomic(() -> {
            counter.add(2);
            mark.set(2);
        });
        counter.increment();
    }

    @Actor
    public void reader(III_Result r) {
        meet();
        atomic(() -> {
            r.r1 = (int) mark.get();
            r.r2 = (int) counter.sum();
        });
        counter.increment();
    }

    @Arbiter
    public void sum(III_Result r) {
        r.r3 = (int) counter.sum();
    }
}
