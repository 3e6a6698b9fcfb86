package dev.ame.stress.collections;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
import dev.ame.stm.collections.TBroadcast;
import dev.ame.stm.collections.TList;
import dev.ame.stm.collections.TSemaphore;
import dev.ame.stress.Meeting;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Permits, items and places are given out once. */
public final class Coordination {
    private Coordination() {}

    /** Three permits. */
    @State
    public static class Permits extends Meeting {
        final TSemaphore semaphore = new TSemaphore(3);
        final LongBox box = LongBox.of(0);

        int acquireTwo() {
            return atomic(() -> {
                boolean acquired = semaphore.tryAcquire(2);
                box.add(1);
                return acquired ? 1 : 0;
            });
        }
    }

    @JCStressTest
    @Description("Two blocks want two of three permits each.")
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "one gets them")
    @Outcome(expect = FORBIDDEN, desc = "too many were acquired, or too few")
    public static class OverAcquired {
        @Actor
        public void one(Permits permits, III_Result r) {
            permits.meet();
            r.r1 = permits.acquireTwo();
        }

        @Actor
        public void other(Permits permits, III_Result r) {
            permits.meet();
            r.r2 = permits.acquireTwo();
        }

        @Arbiter
        public void after(Permits permits, III_Result r) {
            r.r3 = permits.semaphore.availablePermits();
        }
    }

    /** A broadcast and its reader. */
    @State
    public static class Channel extends Meeting {
        final TBroadcast<Integer> broadcast = new TBroadcast<>();
        final BlockingQueue<Integer> reader = broadcast.subscribe();

        int readAll() {
            int digits = 0;
            @Nullable Integer item = reader.poll();
            while (item != null) {
                digits = 10 * digits + item;
                item = reader.poll();
            }
            return digits;
        }
    }

    @JCStressTest
    @Description("A block publishes twice, somebody else once outside a block. The digits are what was read, in order.")
    @Outcome(
            id = {"123", "312"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "an item is lost, or between those of the block")
    public static class Publishers {
        @Actor
        public void block(Channel channel) {
            channel.meet();
            atomic(() -> {
                channel.broadcast.publish(1);
                channel.broadcast.publish(2);
            });
        }

        @Actor
        public void alone(Channel channel) {
            channel.meet();
            channel.broadcast.publish(3);
        }

        @Arbiter
        public void after(Channel channel, I_Result r) {
            r.r1 = channel.readAll();
        }
    }

    /** A list with one element. */
    @State
    public static class Elements extends Meeting {
        final TList<Integer> list = new TList<>(List.of(1));
    }

    @JCStressTest
    @Description("A block adds what the size was; another adds one element outside a block. The digits are the list.")
    @Outcome(
            id = {"115", "152"},
            expect = ACCEPTABLE,
            desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "the size was another when the block committed")
    public static class SizeAndAppend {
        @Actor
        public void block(Elements elements) {
            elements.meet();
            atomic(() -> elements.list.add(elements.list.size()));
        }

        @Actor
        public void alone(Elements elements) {
            elements.meet();
            elements.list.add(5);
        }

        @Arbiter
        public void after(Elements elements, I_Result r) {
            for (int element : elements.list) {
                r.r1 = 10 * r.r1 + element;
            }
        }
    }
}
