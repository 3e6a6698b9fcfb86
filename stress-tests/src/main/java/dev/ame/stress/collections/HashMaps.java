package dev.ame.stress.collections;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.LongBox;
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

/** Keys come into the index of a hash map, and are taken out of it, while others look for them. */
public final class HashMaps {
    private HashMaps() {}

    /** A map with the keys 1 and 2. */
    @State
    public static class Table extends Meeting {
        final TMap<Integer, Integer> map = new TMap<>();
        final LongBox box = LongBox.of(0);

        /** Makes the map. */
        public Table() {
            map.put(1, 1);
            map.put(2, 1);
        }

        final int present(int key) {
            return map.get(key) == null ? 0 : 1;
        }
    }

    @JCStressTest
    @Description("A key is removed, and its place with it, while a block looks for it twice, and at a box in between.")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "before both")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "between the box and the removal")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "after both")
    @Outcome(expect = FORBIDDEN, desc = "not one moment")
    public static class ReclaimingAndLooking {
        @Actor
        public void remover(Table t) {
            t.meet();
            t.box.set(1);
            t.map.remove(1);
        }

        @Actor
        public void looker(Table t, III_Result r) {
            t.meet();
            atomic(() -> {
                r.r1 = t.present(1);
                r.r2 = (int) t.box.get();
                r.r3 = t.present(1);
            });
        }
    }

    @JCStressTest
    @Description(
            "A block removes one key and adds another; a reader looks for both, at last for the place that goes away.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "after")
    @Outcome(expect = FORBIDDEN, desc = "half of the block")
    public static class MovingAndLooking {
        @Actor
        public void mover(Table t) {
            t.meet();
            atomic(() -> {
                t.map.put(3, 1);
                t.map.remove(1);
            });
        }

        @Actor
        public void looker(Table t, II_Result r) {
            t.meet();
            atomic(() -> {
                r.r1 = t.present(3);
                r.r2 = t.present(1);
            });
        }
    }

    @JCStressTest
    @Description("A block looks for the key it has put, while another block that has put the same key is undone.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "it is there, in every attempt, and so are two others")
    @Outcome(expect = FORBIDDEN, desc = "its own key was missing")
    public static class PuttingAndUndoing {
        @Actor
        public void putter(Table t, II_Result r) {
            t.meet();
            r.r1 = 1;
            atomic(() -> {
                t.map.put(3, 1);
                if (t.present(3) == 0) {
                    r.r1 = 0; // stays, whatever becomes of this attempt
                }
            });
        }

        @Actor
        public void undoer(Table t) {
            t.meet();
            try {
                atomic(() -> {
                    t.map.put(3, 2);
                    throw new IllegalStateException("planned");
                });
            } catch (IllegalStateException planned) {
                return;
            }
        }

        @Arbiter
        public void size(Table t, II_Result r) {
            r.r2 = t.map.size() - t.present(3);
        }
    }

    @JCStressTest
    @Description("A key is removed, and its place with it, while another thread puts it.")
    @Outcome(id = "3, 1, 1", expect = ACCEPTABLE, desc = "the new value was put over the old one, and removed")
    @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "the old value was removed before the new one was put")
    @Outcome(expect = FORBIDDEN, desc = "a value that is lost, or comes back, or a size that is wrong")
    public static class ReclaimingAndInserting {
        @Actor
        public void remover(Table t, III_Result r) {
            t.meet();
            r.r1 = value(t.map.remove(1));
        }

        @Actor
        public void inserter(Table t, III_Result r) {
            t.meet();
            r.r2 = value(t.map.put(1, 3));
        }

        @Arbiter
        public void size(Table t, III_Result r) {
            r.r3 = t.map.size() == 1 + t.present(1) ? t.map.size() : -1;
        }
    }

    private static int value(Integer value) {
        return value == null ? 0 : value;
    }

    @JCStressTest
    @Description("The same, each in a block that also counts in a box of its own.")
    @Outcome(id = "3, 1, 1", expect = ACCEPTABLE, desc = "the new value was put over the old one, and removed")
    @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "the old value was removed before the new one was put")
    @Outcome(expect = FORBIDDEN, desc = "a value that is lost, or comes back, or a size that is wrong")
    public static class ReclaimingAndInsertingInBlocks {
        @Actor
        public void remover(Table t, III_Result r) {
            t.meet();
            atomic(() -> r.r1 = value(t.map.remove(1)));
        }

        @Actor
        public void inserter(Table t, III_Result r) {
            t.meet();
            atomic(() -> r.r2 = value(t.map.put(1, 3)));
        }

        @Arbiter
        public void size(Table t, III_Result r) {
            r.r3 = t.map.size() == 1 + t.present(1) ? t.map.size() : -1;
        }
    }

    @JCStressTest
    @Description("Each of two blocks finds that a key is not in the index, and puts the one the other looks for.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the first thread first")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the second thread first")
    @Outcome(expect = FORBIDDEN, desc = "write skew: neither saw the other's")
    public static class MissingAndInserting {
        @Actor
        public void first(Table t, II_Result r) {
            t.meet();
            atomic(() -> {
                r.r1 = t.present(11);
                t.map.put(12, 1);
            });
        }

        @Actor
        public void second(Table t, II_Result r) {
            t.meet();
            atomic(() -> {
                r.r2 = t.present(12);
                t.map.put(11, 1);
            });
        }
    }

    @JCStressTest
    @Description("A block finds that a key is not in the index and sets a box; the key is put, then the box looked at.")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the block before the look")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the block after both")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the block in between")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "the block is neither before the put nor after it")
    public static class MissingAndASinglePut {
        @Actor
        public void block(Table t, II_Result r) {
            t.meet();
            atomic(() -> {
                r.r1 = t.present(11);
                t.box.set(1);
            });
        }

        @Actor
        public void singles(Table t, II_Result r) {
            t.meet();
            t.map.put(11, 1);
            r.r2 = (int) t.box.get();
        }
    }

    /** A map whose index is about to grow, several times. */
    @State
    public static class Growing extends Meeting {
        static final int BEFORE = 10;
        static final int ADDED = 60;

        final TMap<Integer, Integer> map = new TMap<>();

        /** Makes the map. */
        public Growing() {
            for (int i = 0; i < BEFORE; i++) {
                map.put(i, i);
            }
        }

        /** The keys that were there before; or -1 if those added later are not the first ones of them, without a gap. */
        static int old(Iterable<Integer> keys) {
            int old = 0;
            int added = 0;
            int greatest = BEFORE - 1;
            for (int key : keys) {
                old += key < BEFORE ? 1 : 0;
                added += key < BEFORE ? 0 : 1;
                greatest = Math.max(greatest, key);
            }
            return greatest == BEFORE - 1 + added ? old : -1;
        }
    }

    @JCStressTest
    @Description("Keys are put one after another, so that the index grows, while others are gone through.")
    @Outcome(id = "10, 10, 10", expect = ACCEPTABLE, desc = "each time the keys of one moment")
    @Outcome(expect = FORBIDDEN, desc = "a key left out or met twice, or a later key without an earlier one")
    public static class GrowingAndIterating {
        @Actor
        public void writer(Growing g) {
            g.meet();
            for (int i = 0; i < Growing.ADDED; i++) {
                g.map.put(Growing.BEFORE + i, i);
            }
        }

        @Actor
        public void reader(Growing g, III_Result r) {
            g.meet();
            r.r1 = Growing.old(g.map.keySet());
            atomic(() -> r.r2 = Growing.old(g.map.keySet()));
            r.r3 = Growing.old(g.map.snapshot().keySet());
        }
    }

    @JCStressTest
    @Description("One block puts many keys, so that the index grows, while another goes through them and then writes.")
    @Outcome(id = "10, 1", expect = ACCEPTABLE, desc = "the reader first")
    @Outcome(id = "70, 1", expect = ACCEPTABLE, desc = "the writer first")
    @Outcome(expect = FORBIDDEN, desc = "some of one block's keys")
    public static class GrowingInOneBlock {
        @Actor
        public void writer(Growing g) {
            g.meet();
            atomic(() -> {
                for (int i = 0; i < Growing.ADDED; i++) {
                    g.map.put(Growing.BEFORE + i, i);
                }
            });
        }

        @Actor
        public void reader(Growing g, II_Result r) {
            g.meet();
            atomic(() -> {
                int seen = 0;
                for (int key : g.map.keySet()) {
                    seen += key >= 0 ? 1 : 0;
                }
                r.r1 = seen;
                g.map.put(-1, seen);
            });
        }

        @Arbiter
        public void end(Growing g, II_Result r) {
            r.r2 = g.map.size() == Growing.BEFORE + Growing.ADDED + 1 && g.map.get(-1) == r.r1 ? 1 : 0;
        }
    }
}
