package dev.ame.stress.collections;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.collections.TMap;
import dev.ame.stress.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The index of a hash map, by single operations: a step of one thread beside one of another in the same bucket. */
public final class MapIndex {
    private MapIndex() {}

    /** A map of 16 buckets with four keys in one of them, which the next insertion splits: it takes every second. */
    @State
    public static class Full extends Meeting {
        private static final int BUCKETS = 16;

        final TMap<Integer, Integer> map = new TMap<>();

        /** Makes the map. */
        public Full() {
            for (int i = 0; i < 11; i++) {
                map.put(key(i), i);
            }
        }

        /** The keys 0 to 3 are all in one bucket, those from 4 on in others. */
        static int key(int i) {
            return i < 4 ? BUCKETS * i : i;
        }

        final int value(int i) {
            Integer value = map.get(key(i));
            return value == null ? -1 : value;
        }
    }

    @JCStressTest
    @Description("A key in each half of a bucket is looked for while the bucket is split.")
    @Outcome(id = "2, 3, 1", expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "a key was missed")
    public static class FindingBesideASplit {
        @Actor
        public void splitter(Full f) {
            f.meet();
            f.map.put(100, 100);
        }

        @Actor
        public void reader(Full f, III_Result r) {
            f.meet();
            r.r2 = f.value(3);
            r.r1 = f.value(2);
            r.r3 = f.value(1);
        }
    }

    @JCStressTest
    @Description("A key is put into a bucket, and another one removed from it, while the bucket is split.")
    @Outcome(id = "1, 12", expect = ACCEPTABLE, desc = "all is where it belongs")
    @Outcome(expect = FORBIDDEN, desc = "an entry was lost, or is there twice")
    public static class ChangingBesideASplit {
        @Actor
        public void splitter(Full f) {
            f.meet();
            f.map.put(100, 100);
        }

        @Actor
        public void changer(Full f) {
            f.meet();
            f.map.remove(Full.key(1));
            f.map.put(7 * Full.BUCKETS, 7);
        }

        @Arbiter
        public void look(Full f, II_Result r) {
            boolean right = f.value(1) < 0 && f.map.get(7 * Full.BUCKETS) == 7 && f.map.get(100) == 100;
            for (int i = 0; i < 11; i++) {
                right &= i == 1 || f.value(i) == i;
            }
            r.r1 = right ? 1 : 0;
            r.r2 = f.map.keySet().toArray().length;
        }
    }

    @JCStressTest
    @Description("Two threads put one key, which has no entry, into a bucket with others, which is split.")
    @Outcome(id = "0, 1, 12", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "2, 0, 12", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(expect = FORBIDDEN, desc = "two entries")
    public static class PuttingOneKeyTwice {
        private static final int KEY = 9 * Full.BUCKETS;

        @Actor
        public void first(Full f, III_Result r) {
            f.meet();
            r.r1 = value(f.map.put(KEY, 1));
        }

        @Actor
        public void second(Full f, III_Result r) {
            f.meet();
            r.r2 = value(f.map.put(KEY, 2));
        }

        @Arbiter
        public void look(Full f, III_Result r) {
            r.r3 = f.map.keySet().toArray().length;
        }
    }

    @JCStressTest
    @Description("Two threads put one key, which has no entry, into an empty bucket, which is moved.")
    @Outcome(id = "0, 1, 12", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "2, 0, 12", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(expect = FORBIDDEN, desc = "two entries")
    public static class PuttingOneKeyTwiceIntoAnEmptyBucket {
        private static final int KEY = Full.BUCKETS - 1;

        @Actor
        public void first(Full f, III_Result r) {
            f.meet();
            r.r1 = value(f.map.put(KEY, 1));
        }

        @Actor
        public void second(Full f, III_Result r) {
            f.meet();
            r.r2 = value(f.map.put(KEY, 2));
        }

        @Arbiter
        public void look(Full f, III_Result r) {
            r.r3 = f.map.keySet().toArray().length;
        }
    }

    private static int value(Integer value) {
        return value == null ? 0 : value;
    }

    @JCStressTest
    @Description("A key is looked for while the ones before it in the bucket are removed.")
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "found")
    @Outcome(expect = FORBIDDEN, desc = "missed")
    public static class FindingBesideRemovals {
        @Actor
        public void remover(Full f) {
            f.meet();
            f.map.remove(Full.key(2));
            f.map.remove(Full.key(1));
            f.map.remove(Full.key(0));
        }

        @Actor
        public void reader(Full f, II_Result r) {
            f.meet();
            r.r1 = f.value(3);
            r.r2 = f.value(3);
        }
    }

    @JCStressTest
    @Description("A key is put into a bucket while the ones beside it are removed.")
    @Outcome(id = "9, 10", expect = ACCEPTABLE, desc = "all is where it belongs")
    @Outcome(expect = FORBIDDEN, desc = "the new entry was lost, or a removed one is back")
    public static class InsertingBesideRemovals {
        @Actor
        public void remover(Full f) {
            f.meet();
            f.map.remove(Full.key(0));
            f.map.remove(Full.key(2));
        }

        @Actor
        public void inserter(Full f, II_Result r) {
            f.meet();
            f.map.put(5 * Full.BUCKETS, 9);
        }

        @Arbiter
        public void look(Full f, II_Result r) {
            r.r1 = value(f.map.get(5 * Full.BUCKETS));
            r.r2 = f.map.keySet().toArray().length;
        }
    }
}
