package dev.ame.stm.loop;

import static dev.ame.stm.Stm.afterCommit;
import static dev.ame.stm.Stm.check;
import static dev.ame.stm.Stm.irrevocable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ame.stm.Box;
import dev.ame.stm.LongBox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** A loop that is not ordered gives what the plain loop gives in some order: in that of the history it keeps. */
class UnorderedLoopProperties {

    /** What one iteration does. */
    enum Kind {
        /** Appends its number to the history, and changes a number in a way that depends on the order. */
        STEP,
        /** The same, after the nearest step before it. */
        STEP_AFTER,
        STEP_IRREVOCABLE,
        ADD,
        FAIL
    }

    /** A loop, how to run it, whether failures end it, and the number of steps after which to stop. */
    record Program(List<Kind> kinds, int threads, int chunk, boolean goOn, int stopAfter) {}

    @Provide
    Arbitrary<Program> programs() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of(Kind.STEP, Kind.ADD)),
                Tuple.of(1, Arbitraries.of(Kind.STEP_AFTER, Kind.STEP_IRREVOCABLE, Kind.FAIL)));
        return Combinators.combine(
                        kinds.list().ofMaxSize(60),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false),
                        Arbitraries.frequency(Tuple.of(3, 1_000), Tuple.of(1, 5), Tuple.of(1, 20)))
                .as(Program::new);
    }

    private static final class World {
        final Program program;
        final Box<List<Integer>> history = Box.of(List.of());
        final LongBox number = LongBox.of(1);
        final LongBox sum = LongBox.of(0);
        final Queue<Integer> committed = new ConcurrentLinkedQueue<>();

        World(Program program) {
            this.program = program;
        }

        long run(int i) {
            Kind kind = program.kinds.get(i);
            sum.add(1);
            afterCommit(() -> committed.add(i));
            switch (kind) {
                case ADD -> {
                    return -1;
                }
                case FAIL -> throw new IllegalArgumentException("fails");
                case STEP_AFTER -> {
                    int before = i - 1;
                    while (before >= 0 && !isStep(before)) {
                        before--;
                    }
                    check(before < 0 || history.get().contains(before));
                }
                case STEP_IRREVOCABLE -> irrevocable("a test");
                case STEP -> {}
            }
            history.update(old -> {
                List<Integer> longer = new ArrayList<>(old);
                longer.add(i);
                return List.copyOf(longer);
            });
            return number.updateAndGet(x -> x * 31 + i);
        }

        boolean isStep(int i) {
            return program.kinds.get(i) != Kind.ADD && program.kinds.get(i) != Kind.FAIL;
        }

        boolean isOver() {
            return history.get().size() >= program.stopAfter;
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void givesWhatThePlainLoopGivesInSomeOrder(@ForAll("programs") Program program) {
        World world = new World(program);
        int size = program.kinds.size();
        AtomicLoop<Integer> loop =
                AtomicLoop.range(0, size).parallelism(program.threads).stopWhen(world::isOver);
        loop = program.chunk > 0 ? loop.chunk(program.chunk) : loop;
        loop = program.goOn ? loop.goOnAfterFailures() : loop;
        List<Long> results = null;
        try {
            results = loop.map(world::run);
        } catch (IllegalArgumentException e) {
            assertFalse(program.goOn);
        }

        List<Integer> history = world.history.get();
        Map<Integer, Long> expected = new HashMap<>();
        long number = 1;
        for (int i : history) {
            number = number * 31 + i;
            assertTrue(expected.put(i, number) == null, () -> i + " twice in " + history);
        }
        assertEquals(number, world.number.get());
        TreeSet<Integer> committed = new TreeSet<>(world.committed);
        assertEquals(world.committed.size(), committed.size(), "hooks of iterations are run once");
        assertEquals(committed.size(), world.sum.get());
        assertEquals(
                new TreeSet<>(history),
                new TreeSet<>(committed.stream().filter(world::isStep).toList()));
        if (results != null) {
            assertEquals(
                    committed.stream().map(i -> expected.getOrDefault(i, -1L)).toList(), results);
            if (history.size() < program.stopAfter) {
                assertEquals(
                        IntStream.range(0, size)
                                .filter(i -> program.kinds.get(i) != Kind.FAIL)
                                .boxed()
                                .toList(),
                        List.copyOf(committed));
            }
        }
    }
}
