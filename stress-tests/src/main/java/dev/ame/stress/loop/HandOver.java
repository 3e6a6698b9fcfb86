package dev.ame.stress.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import dev.ame.stm.Stm;
import dev.ame.stm.loop.AtomicExecutor;
import dev.ame.stm.loop.AtomicLoop;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** Workers of ordered loops hand on the right to commit; executors hand tasks to workers. */
public final class HandOver {
    private HandOver() {}

    @JCStressTest
    @Description("Two workers run the iterations of an ordered loop, of which the last ones do not conflict.")
    @Outcome(id = "01234, 15", expect = ACCEPTABLE, desc = "each once, and in order")
    @Outcome(expect = FORBIDDEN, desc = "one was lost, run twice, or in the place of another")
    @State
    public static class InOrder extends Meeting {
        private static final int PATIENCE = 1 << 14;

        private final Box<String> text = Box.of("");
        private final LongBox sum = LongBox.of(0);
        private volatile Runnable helper;

        @Actor
        public void caller() {
            meet();
            AtomicLoop.range(0, 9)
                    .ordered()
                    .parallelism(2)
                    .chunk(1)
                    .executor(work -> helper = work)
                    .forEach(i -> {
                        if (i < 5) {
                            text.set(text.get() + i);
                        }
                        sum.add(i < 5 ? 3 : 0);
                    });
        }

        @Actor
        public void helper() {
            meet();
            for (int i = 0; i < PATIENCE && helper == null; i++) {
                Thread.onSpinWait();
            }
            pause(64);
            Runnable work = helper;
            if (work != null) {
                work.run();
            }
        }

        @Arbiter
        public void rest(LI_Result r) {
            r.r1 = text.get();
            r.r2 = (int) sum.get();
        }
    }

    /** An executor whose only worker is an actor. */
    private abstract static class OneWorker {
        private final AtomicExecutor executor;
        private Runnable worker;

        OneWorker(AtomicExecutor.Builder builder) {
            executor = builder.parallelism(1).threads(this::keep).build();
            executor.execute(() -> {});
        }

        private Thread keep(Runnable work) {
            worker = work;
            return new Thread(work) {
                @Override
                public void start() {}
            };
        }

        /** Ends when the task has been run that comes later. */
        final void work() {
            worker.run();
        }

        final void submit() {
            Meeting.pause(1 << 12);
            executor.execute(() -> Stm.afterCommit(executor::shutdown));
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("A task is submitted when the only worker has nothing to do any more, and is about to park.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it was run")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "nobody runs it")
    @State
    public static class ToOneThatGoesIdle extends OneWorker {
        public ToOneThatGoesIdle() {
            super(AtomicExecutor.builder());
        }

        @Actor
        public void worker() {
            work();
        }

        @Signal
        public void submitter() {
            submit();
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("The same, in an executor without an order.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "it was run")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "nobody runs it")
    @State
    public static class ToOneThatGoesIdleInAnyOrder extends OneWorker {
        public ToOneThatGoesIdleInAnyOrder() {
            super(AtomicExecutor.builder().inAnyOrder());
        }

        @Actor
        public void worker() {
            work();
        }

        @Signal
        public void submitter() {
            submit();
        }
    }
}
