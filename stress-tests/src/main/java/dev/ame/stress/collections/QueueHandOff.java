package dev.ame.stress.collections;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.collections.TBoundedQueue;
import dev.ame.stress.Meeting;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Elements that threads give each other through a queue: none is lost, none comes twice, no one sleeps on, and it never holds too many. */
public final class QueueHandOff {
    private static final long SECONDS = 20;
    private static final int LOST = -1;

    private QueueHandOff() {}

    /** A queue with room for one. */
    @State
    public static class Narrow extends Meeting {
        final TBoundedQueue<Integer> queue = new TBoundedQueue<>(1);

        int put(int element) {
            try {
                return queue.offer(element, SECONDS, TimeUnit.SECONDS) ? element : LOST;
            } catch (InterruptedException e) {
                return LOST;
            }
        }

        int take() {
            try {
                return orLost(queue.poll(SECONDS, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                return LOST;
            }
        }

        static int orLost(@Nullable Integer element) {
            return element == null ? LOST : element;
        }
    }

    @JCStressTest
    @Description("Two elements through a queue with room for one, so that each side has to wait for the other.")
    @Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "both came, in their order")
    @Outcome(expect = FORBIDDEN, desc = "an element or a wake-up was lost")
    public static class OutsideOfBlocks {
        @Actor
        public void producer(Narrow narrow, III_Result r) {
            narrow.meet();
            r.r3 = Math.max(narrow.put(1), narrow.put(2));
        }

        @Actor
        public void consumer(Narrow narrow, III_Result r) {
            narrow.meet();
            r.r1 = narrow.take();
            r.r2 = narrow.take();
        }
    }

    @JCStressTest
    @Description("The same with a block for each step.")
    @Outcome(id = "1, 2, 2", expect = ACCEPTABLE, desc = "both came, in their order")
    @Outcome(expect = FORBIDDEN, desc = "an element or a wake-up was lost")
    public static class InBlocks {
        @Actor
        public void producer(Narrow narrow, III_Result r) {
            narrow.meet();
            r.r3 = Math.max(atomic(() -> narrow.put(1)), atomic(() -> narrow.put(2)));
        }

        @Actor
        public void consumer(Narrow narrow, III_Result r) {
            narrow.meet();
            r.r1 = atomic(narrow::take);
            r.r2 = atomic(narrow::take);
        }
    }

    @JCStressTest
    @Description("Two blocks want the only room.")
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one got it")
    @Outcome(expect = FORBIDDEN, desc = "too many in the queue, or none")
    public static class TheLastRoom {
        @Actor
        public void block(Narrow narrow, II_Result r) {
            narrow.meet();
            r.r1 = atomic(() -> narrow.queue.offer(1)) ? 1 : 0;
        }

        @Actor
        public void single(Narrow narrow, II_Result r) {
            narrow.meet();
            r.r2 = narrow.queue.offer(2) ? 1 : 0;
        }

        @Arbiter
        public void count(Narrow narrow, II_Result r) {
            if (narrow.queue.size() != 1) {
                r.r1 = LOST;
            }
        }
    }

    @JCStressTest
    @Description("A producer and a consumer of a queue that gets neither full nor empty, both in blocks.")
    @Outcome(id = "7, 8", expect = ACCEPTABLE, desc = "each got its place")
    @Outcome(expect = FORBIDDEN, desc = "one undid what the other did")
    public static class Merged {
        /** A queue with two elements and room for another one. */
        @State
        public static class Roomy extends Meeting {
            final TBoundedQueue<Integer> queue = new TBoundedQueue<>(3);

            public Roomy() {
                queue.add(6);
                queue.add(7);
            }
        }

        @Actor
        public void producer(Roomy roomy) {
            roomy.meet();
            atomic(() -> roomy.queue.offer(8));
        }

        @Actor
        public void consumer(Roomy roomy) {
            roomy.meet();
            atomic(() -> roomy.queue.remove());
        }

        @Arbiter
        public void rest(Roomy roomy, II_Result r) {
            r.r1 = Narrow.orLost(roomy.queue.poll());
            r.r2 = Narrow.orLost(roomy.queue.poll());
        }
    }

    @JCStressTest(Mode.Termination)
    @Description("Without a time: a thread that waits for an element goes on when there is one.")
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "woken, or not asleep yet")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the wake-up was lost")
    @State
    public static class WithoutTime {
        private final TBoundedQueue<Integer> queue = new TBoundedQueue<>(1);

        @Actor
        public void consumer() throws InterruptedException {
            queue.take();
        }

        @Signal
        public void offer() {
            queue.offer(1);
        }
    }
}
