package dev.ame.stress.collections;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.collections.TSortedMap;
import dev.ame.stress.Meeting;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a block was told of a range of a sorted map is still so when it commits, and an iteration shows one moment. */
public final class SortedRanges {
    private SortedRanges() {}

    /** A map of two leaves or more, with room in two ranges. */
    @State
    public static class Sorted extends Meeting {
        private static final NavigableMap<Integer, Integer> SOURCE = new TreeMap<>();

        static {
            for (int i = 0; i < 50; i++) {
                SOURCE.put(-i, 0);
                SOURCE.put(300 + i, 0);
            }
        }

        final TSortedMap<Integer, Integer> map = new TSortedMap<>(SOURCE);

        final int sum(int from, int to) {
            int sum = 0;
            for (int value : map.subMap(from, to).values()) {
                sum += value;
            }
            return sum;
        }
    }

    @JCStressTest
    @Description("Each of two blocks sums up one range and puts one more into the other range.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "write skew: neither saw the other's")
    public static class CrossedRanges {
        @Actor
        public void first(Sorted s) {
            s.meet();
            atomic(() -> s.map.put(250, s.sum(100, 200) + 1));
        }

        @Actor
        public void second(Sorted s) {
            s.meet();
            atomic(() -> s.map.put(150, s.sum(200, 300) + 1));
        }

        @Arbiter
        public void values(Sorted s, II_Result r) {
            r.r1 = s.sum(100, 200);
            r.r2 = s.sum(200, 300);
        }
    }

    @JCStressTest
    @Description("A block looks for the first key of a range and puts one elsewhere; a single put, then a single look.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the block before the single look")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the block after both single operations")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the block between the single operations")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the block is neither before the put nor after it")
    public static class BlockAndSingles {
        @Actor
        public void block(Sorted s, II_Result r) {
            s.meet();
            atomic(() -> {
                r.r1 = s.map.ceilingKey(100) == 150 ? 1 : 0;
                s.map.put(250, 1);
            });
        }

        @Actor
        public void singles(Sorted s, II_Result r) {
            s.meet();
            s.map.put(150, 1);
            r.r2 = s.map.containsKey(250) ? 1 : 0;
        }
    }

    @JCStressTest
    @Description("Two keys are put one after another, while size, iteration and snapshot look on; all outside blocks.")
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "before both")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the first key came in between")
    @Outcome(id = "0, 0, 3", expect = ACCEPTABLE, desc = "both keys came in between")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the first key came in between")
    @Outcome(id = "0, 1, 3", expect = ACCEPTABLE, desc = "one key after another")
    @Outcome(id = "0, 3, 3", expect = ACCEPTABLE, desc = "both keys came in between")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "after the first key")
    @Outcome(id = "1, 1, 3", expect = ACCEPTABLE, desc = "after the first key")
    @Outcome(id = "1, 3, 3", expect = ACCEPTABLE, desc = "after the first key")
    @Outcome(id = "2, 3, 3", expect = ACCEPTABLE, desc = "after both")
    @Outcome(expect = FORBIDDEN, desc = "the second key without the first, or a key that goes away")
    public static class Looks {
        @Actor
        public void puts(Sorted s) {
            s.meet();
            s.map.put(250, 2);
            s.map.put(150, 1);
        }

        @Actor
        public void looks(Sorted s, III_Result r) {
            s.meet();
            r.r1 = s.map.size() - 100;
            int seen = 0;
            for (int value : s.map.values()) {
                seen += value == 0 ? 0 : 3 - value;
            }
            r.r2 = seen;
            seen = 0;
            for (int value : s.map.snapshot().subMap(100, 300).values()) {
                seen += 3 - value;
            }
            r.r3 = seen;
        }
    }
}
