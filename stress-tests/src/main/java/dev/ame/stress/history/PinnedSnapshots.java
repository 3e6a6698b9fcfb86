package dev.ame.stress.history;

import static dev.ame.stm.Stm.atomic;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.LongBox;
import dev.ame.stm.engine.version.Location;
import dev.ame.stm.engine.version.Locations;
import dev.ame.stm.engine.version.Past;
import dev.ame.stm.engine.version.Pin;
import dev.ame.stm.engine.version.Pins;
import dev.ame.stress.Meeting;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A pinned reader finds the past it needs, and nothing of it stays when the reader has gone. */
public final class PinnedSnapshots {
    private static final AtomicBlock READ_ONLY =
            AtomicBlock.named("pinned reader").readOnly();

    /** Long enough for a few commits between two reads. */
    private static final int PAUSE = 8;

    private PinnedSnapshots() {}

    private static void linger() {
        for (int i = 0; i < PAUSE; i++) {
            Thread.onSpinWait();
        }
    }

    /** Two boxes that every block leaves equal. */
    @State
    public static class Pair extends Meeting {
        final LongBox a = LongBox.of(0);
        final LongBox b = LongBox.of(0);

        /** The value both boxes have in one pinned snapshot; -1 if they differ. */
        int read() {
            return READ_ONLY.call(() -> {
                long first = a.get();
                linger();
                return first == b.get() ? (int) first : -1;
            });
        }

        void setBoth(long value) {
            atomic(() -> {
                a.set(value);
                b.set(value);
            });
        }

        int oldVersions() {
            return countOld(a) + countOld(b);
        }

        private static int countOld(Location location) {
            int n = 0;
            Past past = Locations.past(location, Long.MAX_VALUE);
            while (past != null) {
                n++;
                past = Locations.past(location, past.word - 1);
            }
            return n;
        }
    }

    @JCStressTest
    @Description("A pinned reader, and three commits over what it reads. A version that was not kept is an exception.")
    @Outcome(id = "[0123], 0", expect = ACCEPTABLE, desc = "one state, and no old version is left")
    @Outcome(expect = FORBIDDEN, desc = "a mixed state, or an old version is left")
    public static class ReaderAndWriter {
        @Actor
        public void reader(Pair pair, II_Result r) {
            pair.meet();
            r.r1 = pair.read();
        }

        @Actor
        public void writer(Pair pair) {
            pair.meet();
            pair.setBoth(1);
            pair.setBoth(2);
            pair.setBoth(3);
        }

        @Arbiter
        public void history(Pair pair, II_Result r) {
            r.r2 = pair.oldVersions();
        }
    }

    @JCStressTest
    @Description(
            "Two threads that read and write in turn: each holds a pin while the other commits or lets go of its own. Each sees what it wrote itself.")
    @Outcome(id = "[012], [123], 3, 0", expect = ACCEPTABLE, desc = "one state each, and no old version is left")
    @Outcome(expect = FORBIDDEN, desc = "a mixed state, or an old version is left")
    public static class TwoReaders {
        @Actor
        public void first(Pair pair, IIII_Result r) {
            pair.meet();
            r.r1 = pair.read();
            add(pair);
        }

        @Actor
        public void second(Pair pair, IIII_Result r) {
            pair.meet();
            add(pair);
            r.r2 = pair.read();
            add(pair);
        }

        private static void add(Pair pair) {
            atomic(() -> pair.setBoth(pair.a.get() + 1));
        }

        @Arbiter
        public void history(Pair pair, IIII_Result r) {
            r.r3 = (int) pair.a.get();
            r.r4 = pair.oldVersions();
        }
    }

    /** One pin that both threads would like to have. Static: an array of pins only grows. */
    @State
    public static class OnePin {
        static final Pin PREFERRED = Pins.claim(null);
        static volatile @Nullable Pin first;
        static volatile @Nullable Pin second;

        static {
            Pins.release(PREFERRED);
        }
    }

    @JCStressTest
    @Description("Two readers claim one pin.")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "nobody saw the other with his own pin")
    @Outcome(expect = FORBIDDEN, desc = "both held it")
    public static class ClaimOfOnePin {
        @Actor
        public void first(OnePin state, II_Result r) {
            Pin mine = Pins.claim(OnePin.PREFERRED);
            OnePin.first = mine;
            r.r1 = OnePin.second == mine ? 1 : 0;
            Pins.fix(mine);
            OnePin.first = null;
            Pins.release(mine);
        }

        @Actor
        public void second(OnePin state, II_Result r) {
            Pin mine = Pins.claim(OnePin.PREFERRED);
            OnePin.second = mine;
            r.r2 = OnePin.first == mine ? 1 : 0;
            Pins.fix(mine);
            OnePin.second = null;
            Pins.release(mine);
        }
    }
}
