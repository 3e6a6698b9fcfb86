package dev.ame.stress.loop;

import static dev.ame.stm.Stm.atomic;
import static dev.ame.stm.Stm.check;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stm.loop.AtomicTasks;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Tasks that are added while others end, or wait: each is done once, and a run ends. */
public final class Tasks {
    private Tasks() {}

    /** Two tasks, of which one is there from the beginning. */
    @State
    public static class Two extends Meeting {
        private final AtomicTasks tasks = new AtomicTasks().parallelism(1);
        private final LongBox done = LongBox.of(0);

        public Two() {
            tasks.add(() -> done.add(1));
        }

        int run() {
            return (int) tasks.run().iterations();
        }
    }

    @JCStressTest
    @Description("A task is added, by a block, while a run comes to its end.")
    @Outcome(id = "2, 0, 11", expect = ACCEPTABLE, desc = "the run has done it")
    @Outcome(id = "1, 1, 11", expect = ACCEPTABLE, desc = "it came too late, and waits for the next run")
    @Outcome(expect = FORBIDDEN, desc = "it was lost, or done twice")
    public static class AddedAtTheEnd {
        @Actor
        public void runner(Two state, III_Result r) {
            state.meet();
            r.r1 = state.run();
        }

        @Actor
        public void other(Two state) {
            state.meet();
            atomic(() -> state.tasks.add(() -> state.done.add(10)));
        }

        @Arbiter
        public void rest(Two state, III_Result r) {
            r.r2 = state.run();
            r.r3 = (int) state.done.get();
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("The only worker's task begins to wait for a task that is added at that moment.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "somebody was taken on to do it, or it was done first")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "nobody does it")
    @State
    public static class AddedForOneThatWaits {
        private final AtomicTasks tasks = new AtomicTasks().parallelism(1);
        private final LongBox flag = LongBox.of(0);

        public AddedForOneThatWaits() {
            tasks.add(() -> check(flag.get() == 1));
        }

        @Actor
        public void runner() {
            tasks.run();
            tasks.run(); // in case it came when nothing was left to do
        }

        @Signal
        public void add() {
            tasks.add(() -> flag.set(1));
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("A worker is idle until another one adds tasks, and takes the first one, which waits for the second.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the idle one has done it, and both have ended")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "a wake-up was lost")
    @State
    public static class AddedForOneThatIsIdle {
        private final AtomicTasks tasks = new AtomicTasks().parallelism(2);
        private final LongBox flag = LongBox.of(0);

        public AddedForOneThatIsIdle() {
            tasks.add(() -> {
                check(flag.get() == 1);
                tasks.add(() -> check(flag.get() == 2));
                tasks.add(() -> flag.set(2));
            });
            tasks.add(() -> flag.get());
        }

        @Actor
        public void runner() {
            tasks.run();
        }

        @Signal
        public void change() {
            flag.set(1);
        }
    }
}
