package dev.ame.stm.boxes;

import static dev.ame.stm.Stm.*;
import static dev.ame.stm.support.TestThreads.together;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.AtomicBlock;
import dev.ame.stm.Counter;
import dev.ame.stm.support.TestThreads;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;

/** A counter does what a plain number does, in blocks of any kind, nested and undone, with others in between. */
class HotCounterProperties {

    /** What is done with the counter. */
    enum Kind {
        ADD,
        TRY_ADD,
        IS_AT_LEAST,
        SUM,
        /** Another thread adds, outside any block. */
        ADD_ELSEWHERE
    }

    /** How a group of steps is run. */
    enum Frame {
        OUTSIDE,
        BLOCK,
        NESTED,
        UNDONE,
        FIRST_BRANCH,
        SERIAL,
        IRREVOCABLE
    }

    record Step(Kind kind, long amount, long limit) {}

    record Group(Frame frame, List<Step> steps) {}

    /** What the counter is compared with. */
    private static final class Model {
        private long sum;

        boolean tryAdd(long amount, long limit) {
            BigInteger after = BigInteger.valueOf(sum).add(BigInteger.valueOf(amount));
            int place = after.compareTo(BigInteger.valueOf(limit));
            boolean within = amount == 0 || (amount > 0 ? place <= 0 : place >= 0);
            sum = within ? after.longValueExact() : sum;
            return within;
        }
    }

    private Counter counter = new Counter();
    private Model model = new Model();

    /** An instance of this class serves all tries. */
    @BeforeTry
    void beginAnew() {
        counter = new Counter();
        model = new Model();
    }

    @Provide
    Arbitrary<List<Group>> programs() {
        Arbitrary<Long> numbers = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(-5, 5)),
                Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE)));
        Arbitrary<Step> steps = Combinators.combine(Arbitraries.of(Kind.class), numbers, numbers)
                .as(Step::new);
        Arbitrary<Group> groups = Combinators.combine(
                        Arbitraries.of(Frame.class), steps.list().ofMaxSize(6))
                .as(Group::new);
        return groups.list().ofMaxSize(6);
    }

    @Property(tries = 200)
    void itIsAPlainNumber(@ForAll("programs") List<Group> program) {
        for (Group group : program) {
            long before = model.sum;
            run(group, before);
            assertEquals(model.sum, counter.sum());
        }
    }

    private void run(Group group, long before) {
        switch (group.frame) {
            case OUTSIDE -> runAll(group, before, true);
            case BLOCK -> atomic(() -> runAll(group, before, false));
            case SERIAL -> AtomicBlock.create().serialAfter(0).run(() -> runAll(group, before, false));
            case IRREVOCABLE -> AtomicBlock.create().irrevocable().run(() -> runAll(group, before, false));
            case NESTED ->
                atomic(() -> {
                    counter.add(1);
                    atomic(() -> runAll(group, before + 1, false));
                });
            case UNDONE -> {
                atomic(() -> {
                    counter.add(1);
                    undone(group, before + 1);
                    assertEquals(before + 1, counter.sum());
                });
                model.sum = before + 1;
            }
            case FIRST_BRANCH -> {
                atomic(() -> orElse(
                        () -> {
                            runAll(group, before, false);
                            retry();
                        },
                        () -> counter.add(2)));
                model.sum = before + 2;
            }
        }
    }

    private void undone(Group group, long before) {
        try {
            atomic(() -> {
                runAll(group, before, false);
                throw new UnsupportedOperationException();
            });
        } catch (UnsupportedOperationException expected) {
            assertTrue(inAtomic());
        }
    }

    private void runAll(Group group, long before, boolean outside) {
        model.sum = before;
        for (Step step : group.steps) {
            long amount = step.amount;
            switch (step.kind) {
                case ADD -> {
                    counter.add(amount);
                    model.sum += amount;
                }
                case TRY_ADD -> assertEquals(model.tryAdd(amount, step.limit), counter.tryAdd(amount, step.limit));
                case IS_AT_LEAST -> assertEquals(model.sum >= amount, counter.isAtLeast(amount));
                case SUM -> assertEquals(model.sum, counter.sum());
                case ADD_ELSEWHERE -> {
                    if (outside) {
                        TestThreads.elsewhere(() -> counter.add(amount));
                        model.sum += amount;
                    }
                }
            }
        }
    }

    /** A few threads with a script each: the limits hold at every moment, and what succeeded is what has been added. */
    @Property(tries = 30)
    void limitsHoldAtEveryMoment(@ForAll("scripts") List<List<Integer>> scripts) {
        long capacity = 6;
        AtomicLong added = new AtomicLong();
        together(scripts.size() + 1, index -> {
            if (index == scripts.size()) {
                for (int i = 0; i < 200; i++) {
                    assertTrue(counter.isAtLeast(0));
                    assertTrue(!atomic(() -> counter.isAtLeast(capacity + 1)));
                }
                return;
            }
            for (int amount : scripts.get(index)) {
                List<Boolean> done = new ArrayList<>(List.of(false));
                atomic(() -> done.set(0, counter.tryAdd(amount, amount > 0 ? capacity : 0)));
                added.addAndGet(done.get(0) ? amount : 0);
            }
        });
        assertEquals(added.get(), counter.sum());
    }

    @Provide
    Arbitrary<List<List<Integer>>> scripts() {
        return Arbitraries.integers().between(-4, 4).list().ofSize(60).list().ofSize(3);
    }
}
